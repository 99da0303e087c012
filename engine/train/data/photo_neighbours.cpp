// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/data/photo_neighbours.h"

#include "engine/train/data/class_balance.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace underpaint::train {

namespace {
constexpr int cellsAcross = 4;
constexpr int cellsDown = 4;
} // namespace

PhotoNeighbours::PhotoNeighbours(const PackedDataset& data) : m_pairs(data.size()) {
    for (std::size_t i = 0; i < data.size(); ++i) {
        const PackedPair& pair = data[i];
        const auto edge = [](int extent, int cell, int cells) { return extent * cell / cells; };
        for (int y = 0; y < cellsDown; ++y) {
            for (int x = 0; x < cellsAcross; ++x) {
                const int left = edge(pair.size.width, x, cellsAcross);
                const int top = edge(pair.size.height, y, cellsDown);
                const Rect cell{left, top, edge(pair.size.width, x + 1, cellsAcross) - left,
                                edge(pair.size.height, y + 1, cellsDown) - top};
                const std::vector<double> shares = classShares(data, pair, cell);
                m_shares.insert(m_shares.end(), shares.begin(), shares.end());
            }
        }
        m_values = m_shares.size() / (i + 1);
    }
}

double PhotoNeighbours::difference(std::size_t a, std::size_t b) const {
    const float* one = m_shares.data() + a * m_values;
    const float* other = m_shares.data() + b * m_values;
    double sum = 0;
    for (std::size_t i = 0; i < m_values; ++i) {
        sum += std::abs(one[i] - other[i]);
    }
    return sum;
}

std::vector<std::size_t> PhotoNeighbours::of(std::size_t pair, std::size_t count) const {
    std::vector<std::pair<double, std::size_t>> others;
    for (std::size_t i = 0; i < m_pairs; ++i) {
        if (i != pair) {
            others.emplace_back(difference(pair, i), i);
        }
    }
    const auto found = std::min(count, others.size());
    std::ranges::partial_sort(others, others.begin() + static_cast<std::ptrdiff_t>(found));
    std::vector<std::size_t> nearest;
    for (std::size_t i = 0; i < found; ++i) {
        nearest.push_back(others[i].second);
    }
    return nearest;
}

} // namespace underpaint::train
