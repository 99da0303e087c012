// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/run/sequence/fading_change.h"

#include <algorithm>
#include <cstddef>
#include <cstdlib>

namespace underpaint::run {

namespace {

/// Frames in a row that must stay the same before those after them are taken to.
constexpr int calmFrames = 2;

/// How two photos of one size differ in a block of them, in grey levels.
struct Difference {
    double mean = 0;
    int largest = 0;
};

/// Calls `block` with each block of 16 x 16 pixels: small changes that are all in one place show.
template<class Block>
void forEachBlock(Size size, const Block& block) {
    constexpr int side = 16;
    for (int y = 0; y < size.height; y += side) {
        for (int x = 0; x < size.width; x += side) {
            block(Rect{x, y, side, side}.intersected({0, 0, size.width, size.height}));
        }
    }
}

Difference differenceIn(Rect block, const Image& a, const Image& b) {
    Difference difference;
    long long sum = 0;
    for (int y = block.y; y < block.bottom(); ++y) {
        for (int x = block.x; x < block.right(); ++x) {
            for (int c = 0; c < a.channels(); ++c) {
                const int one = std::abs(a.at(x, y, c) - b.at(x, y, c));
                difference.largest = std::max(difference.largest, one);
                sum += one;
            }
        }
    }
    difference.mean =
        static_cast<double>(sum) / static_cast<double>(block.width * block.height * a.channels());
    return difference;
}

bool areAlike(const Image& a, const Image& b) {
    return a.size() == b.size() && a.channels() == b.channels();
}

/// The largest mean difference in a block.
double largestChange(const Image& a, const Image& b) {
    if (!areAlike(a, b)) {
        return 255;
    }
    double largest = 0;
    forEachBlock(a.size(),
                 [&](Rect block) { largest = std::max(largest, differenceIn(block, a, b).mean); });
    return largest;
}

} // namespace

void FadingChange::begin() {
    m_lasts = true;
    m_calm = 0;
}

void FadingChange::compare(const Image& old, const Image& photo) {
    constexpr double unseen = 1; // grey levels
    m_calm = largestChange(old, photo) < unseen ? m_calm + 1 : 0;
    if (m_calm >= calmFrames) {
        m_lasts = false;
    }
}

void keepUnchanged(const Image& old, Image& photo) {
    if (!areAlike(old, photo)) {
        return;
    }
    constexpr int unseen = 1;
    forEachBlock(photo.size(), [&](Rect block) {
        if (differenceIn(block, old, photo).largest > unseen) {
            return;
        }
        const auto channels = static_cast<std::ptrdiff_t>(photo.channels());
        const std::ptrdiff_t length = block.width * channels;
        const std::ptrdiff_t start = block.x * channels;
        for (int y = block.y; y < block.bottom(); ++y) {
            std::copy_n(old.row(y).begin() + start, length, photo.row(y).begin() + start);
        }
    });
}

} // namespace underpaint::run
