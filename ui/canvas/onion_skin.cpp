// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/onion_skin.h"

#include <QColor>

#include <algorithm>
#include <cstddef>

namespace underpaint::ui {

namespace {

/// Of the picture, in pixels: 64 MiB.
constexpr long long largestPicture = 1LL << 24;

/// Told apart by whoever cannot tell red from green.
/// @{
constexpr QRgb beforeTint = 0xfff08000;
constexpr QRgb afterTint = 0xff1478ff;
/// @}
constexpr int lineAlpha = 235;
constexpr int areaAlpha = 46;

QRgb premultiplied(QRgb tint, int alpha) {
    return qPremultiply(qRgba(qRed(tint), qGreen(tint), qBlue(tint), alpha));
}

/// Whether an id changes to the right of or below a pixel.
bool isBorder(const scene::InstanceMap& map, int x, int y) {
    const std::uint32_t id = map.at(x, y);
    return (x + 1 < map.width() && map.at(x + 1, y) != id) ||
           (y + 1 < map.height() && map.at(x, y + 1) != id);
}

void addFrame(QImage& picture, const scene::InstanceMap& now, const scene::InstanceMap& other,
              QRgb tint) {
    const QRgb line = premultiplied(tint, lineAlpha);
    const QRgb area = premultiplied(tint, areaAlpha);
    for (const int tile : other.differingTiles(now)) {
        if (picture.isNull()) {
            picture = QImage(now.width(), now.height(), QImage::Format_ARGB32_Premultiplied);
            if (picture.isNull()) {
                return; // no memory for it
            }
            picture.fill(Qt::transparent);
        }
        const Rect rect = other.tileRect(tile);
        for (int y = rect.y; y < rect.bottom(); ++y) {
            auto* row = reinterpret_cast<QRgb*>(picture.scanLine(y));
            for (int x = rect.x; x < rect.right(); ++x) {
                const bool differs = other.at(x, y) != now.at(x, y);
                if (isBorder(other, x, y) && (differs || !isBorder(now, x, y))) {
                    row[x] = line;
                } else if (differs && qAlpha(row[x]) < areaAlpha) {
                    row[x] = area;
                }
            }
        }
    }
}

} // namespace

QImage onionSkin(const scene::SceneState& now, const scene::SceneState* before,
                 const scene::SceneState* after) {
    QImage picture;
    if (now.size().area() > largestPicture) {
        return picture;
    }
    const auto add = [&](const scene::SceneState* frame, QRgb tint) {
        if (frame != nullptr && frame->size() == now.size()) {
            addFrame(picture, now.instances, frame->instances, tint);
        }
    };
    add(before, beforeTint);
    add(after, afterTint);
    return picture;
}

} // namespace underpaint::ui
