// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/run/preview_size.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace underpaint::run {

namespace {

constexpr std::array<double, 7> scales = {1.0 / 8, 3.0 / 16, 1.0 / 4, 3.0 / 8, 1.0 / 2, 3.0 / 4, 1};
constexpr int shortestSide = 64;
/// A size is left when it takes more than this multiple of the time, or when the next larger one is
/// expected to take less than that.
constexpr double tooSlow = 1.4;
constexpr double fastEnough = 0.85;

int scaledSide(int side, double scale, int multiple) {
    const int rounded = static_cast<int>(std::lround(side * scale / multiple)) * multiple;
    const int least = (std::min(shortestSide, side) + multiple - 1) / multiple * multiple;
    return std::min(side, std::max(rounded, least));
}

} // namespace

void PreviewSize::setMultiple(int multiple) {
    m_multiple = std::max(1, multiple);
    m_chosen = {};
}

void PreviewSize::limitTo(long long pixels) {
    m_limit = m_limit == 0 ? pixels : std::min(m_limit, pixels);
}

void PreviewSize::forgetLimit() {
    m_limit = 0;
}

std::vector<Size> PreviewSize::allowed(Size scene) const {
    std::vector<Size> sizes;
    for (const double scale : scales) {
        const Size size = scale == 1 ? scene
                                     : Size{scaledSide(scene.width, scale, m_multiple),
                                            scaledSide(scene.height, scale, m_multiple)};
        const bool fits = sizes.empty() || m_limit == 0 || size.area() <= m_limit;
        if (fits && (sizes.empty() || size != sizes.back())) {
            sizes.push_back(size);
        }
    }
    return sizes;
}

Size PreviewSize::choose(Size scene, const RenderCost& cost, double seconds) {
    const std::vector<Size> sizes = allowed(scene);
    auto current = std::ranges::find(sizes, m_chosen);
    if (scene != m_scene || current == sizes.end()) {
        current = sizes.begin();
    }
    m_scene = scene;
    if (cost.known()) {
        while (current != sizes.begin() && *cost.secondsOf(*current) > seconds * tooSlow) {
            --current;
        }
        while (current + 1 != sizes.end() &&
               *cost.secondsOf(*(current + 1)) < seconds * fastEnough) {
            ++current;
        }
    }
    m_chosen = *current;
    return m_chosen;
}

} // namespace underpaint::run
