// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/photo_levels.h"

#include <algorithm>
#include <cstddef>

namespace underpaint::ui {

namespace {

QRgb mean(QRgb a, QRgb b, QRgb c, QRgb d) {
    constexpr QRgb lanes = 0x00ff00ffU;
    constexpr QRgb half = 0x00020002U;
    const QRgb even = (a & lanes) + (b & lanes) + (c & lanes) + (d & lanes) + half;
    const QRgb odd =
        ((a >> 8) & lanes) + ((b >> 8) & lanes) + ((c >> 8) & lanes) + ((d >> 8) & lanes) + half;
    return ((even >> 2) & lanes) | (((odd >> 2) & lanes) << 8);
}

QImage halved(const QImage& image) {
    QImage half((image.width() + 1) / 2, (image.height() + 1) / 2, QImage::Format_RGB32);
    for (int y = 0; y < half.height(); ++y) {
        const auto* upper = reinterpret_cast<const QRgb*>(image.constScanLine(2 * y));
        const auto* lower = reinterpret_cast<const QRgb*>(
            image.constScanLine(std::min(2 * y + 1, image.height() - 1)));
        auto* out = reinterpret_cast<QRgb*>(half.scanLine(y));
        for (int x = 0; x < half.width(); ++x) {
            const int right = std::min(2 * x + 1, image.width() - 1);
            out[x] = mean(upper[2 * x], upper[right], lower[2 * x], lower[right]);
        }
    }
    return half;
}

} // namespace

void PhotoLevels::setPhoto(const QImage& photo) {
    m_levels.clear();
    if (!photo.isNull()) {
        m_levels.push_back(photo.convertToFormat(QImage::Format_RGB32));
    }
}

const QImage& PhotoLevels::level(int level) {
    while (static_cast<int>(m_levels.size()) <= level &&
           std::max(m_levels.back().width(), m_levels.back().height()) > 1) {
        m_levels.push_back(halved(m_levels.back()));
    }
    return m_levels[std::min(static_cast<std::size_t>(level), m_levels.size() - 1)];
}

} // namespace underpaint::ui
