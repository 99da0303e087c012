// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/label_thumbnail.h"

#include <algorithm>

namespace underpaint::ui {

namespace {

QSize fitted(Size map) {
    const int longest = std::max(map.width, map.height);
    const auto scaled = [&](int side) {
        return std::max(1, static_cast<int>(1LL * side * LabelThumbnail::extent / longest));
    };
    return longest <= LabelThumbnail::extent ? QSize(map.width, map.height)
                                             : QSize(scaled(map.width), scaled(map.height));
}

/// The map pixel that a pixel of the thumbnail shows: the middle one of those it covers.
int sampled(int at, int thumbnailSide, int mapSide) {
    return static_cast<int>((2LL * at + 1) * mapSide / (2LL * thumbnailSide));
}

} // namespace

void LabelThumbnail::restart(const scene::SceneState& state) {
    m_map = state.size();
    m_image = m_map.empty() ? QImage() : QImage(fitted(m_map), QImage::Format_RGB16);
    update(state, state.bounds());
}

void LabelThumbnail::update(const scene::SceneState& state, Rect region) {
    if (state.size() != m_map) {
        restart(state);
        return;
    }
    for (int y = 0; y < m_image.height(); ++y) {
        const int mapY = sampled(y, m_image.height(), m_map.height);
        if (mapY < region.y || mapY >= region.bottom()) {
            continue;
        }
        for (int x = 0; x < m_image.width(); ++x) {
            const Point at{sampled(x, m_image.width(), m_map.width), mapY};
            if (!region.contains(at)) {
                continue;
            }
            const scene::LabelClass* label = state.labelSet.find(state.labels.at(at));
            const scene::Colour colour = label != nullptr ? label->colour : scene::Colour{};
            m_image.setPixel(x, y, qRgb(colour.red, colour.green, colour.blue));
        }
    }
}

} // namespace underpaint::ui
