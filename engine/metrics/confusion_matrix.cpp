// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/metrics/confusion_matrix.h"

#include "engine/base/error.h"

namespace underpaint::metrics {

ConfusionMatrix::ConfusionMatrix(const std::vector<std::uint16_t>& classes)
    : m_classes(classes.begin(), classes.end()) {}

void ConfusionMatrix::add(const LabelPlane& truth, const LabelPlane& predicted) {
    if (truth.size() != predicted.size()) {
        throw Error("two label maps of different sizes cannot be compared");
    }
    const auto own = truth.values();
    const auto other = predicted.values();
    for (std::size_t begin = 0; begin < own.size();) {
        // Runs of equal pairs: maps are flat, and counting by the run is ten times faster.
        std::size_t end = begin + 1;
        while (end < own.size() && own[end] == own[begin] && other[end] == other[begin]) {
            ++end;
        }
        if (m_classes.contains(own[begin])) {
            const auto count = static_cast<std::int64_t>(end - begin);
            m_counts[{own[begin], other[begin]}] += count;
            m_pixels += count;
        }
        begin = end;
    }
}

std::int64_t ConfusionMatrix::count(std::uint16_t truth, std::uint16_t predicted) const {
    const auto found = m_counts.find({truth, predicted});
    return found == m_counts.end() ? 0 : found->second;
}

double ConfusionMatrix::pixelAccuracy() const {
    std::int64_t right = 0;
    for (const std::uint16_t label : m_classes) {
        right += count(label, label);
    }
    return m_pixels == 0 ? 0 : static_cast<double>(right) / static_cast<double>(m_pixels);
}

std::optional<double> ConfusionMatrix::iou(std::uint16_t label) const {
    std::int64_t truth = 0;
    std::int64_t united = 0;
    for (const auto& [pair, pixels] : m_counts) {
        truth += pair.first == label ? pixels : 0;
        united += pair.first == label || pair.second == label ? pixels : 0;
    }
    if (truth == 0) {
        return std::nullopt;
    }
    return static_cast<double>(count(label, label)) / static_cast<double>(united);
}

double ConfusionMatrix::meanIou() const {
    double sum = 0;
    int present = 0;
    for (const std::uint16_t label : m_classes) {
        if (const auto own = iou(label)) {
            sum += *own;
            ++present;
        }
    }
    return present == 0 ? 0 : sum / present;
}

} // namespace underpaint::metrics
