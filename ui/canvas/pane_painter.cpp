// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/pane_painter.h"

#include "ui/canvas/pixel_walk.h"
#include "ui/document/document.h"
#include "ui/document/editor_state.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <utility>

namespace underpaint::ui {

namespace {

/// Under hidden labels, two greys.
constexpr std::array<QRgb, 2> checks = {0xff6a6a6a, 0xff7a7a7a};
constexpr int checkSize = 8;
constexpr std::uint32_t outsideMap = std::numeric_limits<std::uint32_t>::max();

/// Device pixels a map pixel.
double scaleOf(const QTransform& deviceToMap) {
    return 1 / std::hypot(deviceToMap.m11(), deviceToMap.m12());
}

/// How often to halve a picture that is shown at this scale.
int levelFor(double scale) {
    return scale >= 1 ? 0 : static_cast<int>(std::floor(std::log2(1 / scale) + 1e-9));
}

QRgb* lineOf(QImage& image, int y) {
    return reinterpret_cast<QRgb*>(image.scanLine(y));
}

/// Instance ids of the device pixels of a rectangle and of those around it.
class IdWindow {
public:
    IdWindow(const scene::InstanceMap& map, const QRect& rect, const QTransform& deviceToMap)
        : m_rect(rect.adjusted(-1, -1, 1, 1)),
          m_ids(static_cast<std::size_t>(m_rect.width()) *
                    static_cast<std::size_t>(m_rect.height()),
                outsideMap) {
        auto* id = m_ids.data();
        for (int y = m_rect.top(); y <= m_rect.bottom(); ++y) {
            walkRow(m_rect, y, deviceToMap, [&](int, Fixed u, Fixed v) {
                const int mapX = wholePart(u);
                const int mapY = wholePart(v);
                if (inside(mapX, mapY, map.width(), map.height())) {
                    *id = map.at(mapX, mapY);
                }
                ++id;
            });
        }
    }

    /// The ids of a row; one before the first is that of the pixel left of the rectangle.
    const std::uint32_t* row(int y) const {
        return m_ids.data() + static_cast<std::ptrdiff_t>(y - m_rect.top()) * m_rect.width() + 1;
    }
    std::ptrdiff_t stride() const { return m_rect.width(); }

private:
    QRect m_rect;
    std::vector<std::uint32_t> m_ids;
};

} // namespace

PanePainter::PanePainter(const EditorState& state) : m_state(state), m_colours(state) {}

void PanePainter::resetLabels() {
    m_colours = LabelColours(m_state);
    m_levels.clear();
}

void PanePainter::setSelected(std::vector<std::uint32_t> instances) {
    m_selected = std::move(instances);
}

void PanePainter::paint(QImage& frame, const QRect& rect, const QTransform& deviceToMap,
                        const PaneContent& content) {
    const QRect part = rect.intersected(frame.rect());
    if (part.isEmpty()) {
        return;
    }
    paintBackground(frame, part, deviceToMap);
    if (m_state.document().scene().size().empty()) {
        return;
    }
    if (content.photo && !m_photo.empty()) {
        paintPhoto(frame, part, deviceToMap);
    }
    if (content.labels > 0) {
        paintLabels(frame, part, deviceToMap, content.labels);
    }
    if (content.decorations) {
        paintLines(frame, part, deviceToMap, content);
    }
}

void PanePainter::paintBackground(QImage& frame, const QRect& rect,
                                  const QTransform& deviceToMap) const {
    const Size map = m_state.document().scene().size();
    for (int y = rect.top(); y <= rect.bottom(); ++y) {
        QRgb* line = lineOf(frame, y);
        walkRow(rect, y, deviceToMap, [&](int x, Fixed u, Fixed v) {
            const bool odd = (x / checkSize + y / checkSize) % 2 != 0;
            line[x] = inside(wholePart(u), wholePart(v), map.width, map.height)
                          ? checks[odd ? 1 : 0]
                          : m_surround;
        });
    }
}

void PanePainter::paintPhoto(QImage& frame, const QRect& rect, const QTransform& deviceToMap) {
    const Size map = m_state.document().scene().size();
    const double scaleX = static_cast<double>(m_photo.size().width()) / map.width;
    const double scaleY = static_cast<double>(m_photo.size().height()) / map.height;
    const double shown = scaleOf(deviceToMap) / std::max(scaleX, scaleY);
    const QImage& image = m_photo.level(levelFor(shown));
    const QTransform toImage =
        deviceToMap * QTransform::fromScale(static_cast<double>(image.width()) / map.width,
                                            static_cast<double>(image.height()) / map.height);
    // A preview that is smaller than the map is drawn smoothly, the photo itself shows its pixels.
    const bool smooth = shown < 1 || scaleX < 1;
    for (int y = rect.top(); y <= rect.bottom(); ++y) {
        QRgb* line = lineOf(frame, y);
        walkRow(rect, y, toImage, [&](int x, Fixed u, Fixed v) {
            const int imageX = wholePart(u);
            const int imageY = wholePart(v);
            if (!inside(imageX, imageY, image.width(), image.height())) {
                return;
            }
            line[x] = smooth ? bilinear(image, u, v)
                             : reinterpret_cast<const QRgb*>(image.constScanLine(imageY))[imageX];
        });
    }
}

void PanePainter::paintLabels(QImage& frame, const QRect& rect, const QTransform& deviceToMap,
                              double opacity) {
    const scene::SceneState& scene = m_state.document().scene();
    const auto alpha = static_cast<unsigned>(std::lround(std::clamp(opacity, 0.0, 1.0) * 256));
    const int level = levelFor(scaleOf(deviceToMap));
    if (scaleOf(deviceToMap) >= 1) {
        const Size size = scene.size();
        for (int y = rect.top(); y <= rect.bottom(); ++y) {
            QRgb* line = lineOf(frame, y);
            walkRow(rect, y, deviceToMap, [&](int x, Fixed u, Fixed v) {
                const Point at{wholePart(u), wholePart(v)};
                if (!inside(at.x, at.y, size.width, size.height)) {
                    return;
                }
                const QRgb colour = m_colours.hidesInstances()
                                        ? m_colours.of(scene.labels.at(at), scene.instances.at(at))
                                        : m_colours.of(scene.labels.at(at));
                line[x] = over(line[x], colour, alpha);
            });
        }
        return;
    }
    const double shrink = 1.0 / (1 << level);
    const Size size = LabelLevels::levelSize(scene.size(), level);
    const QTransform toLevel = deviceToMap * QTransform::fromScale(shrink, shrink);
    const QRect needed = toLevel.mapRect(QRectF(rect))
                             .toAlignedRect()
                             .adjusted(-1, -1, 1, 1)
                             .intersected(QRect(0, 0, size.width, size.height));
    if (needed.isEmpty()) {
        return;
    }
    const QImage image = m_levels.region(level, needed, scene, m_colours);
    const Fixed right = toFixed(scene.size().width * shrink);
    const Fixed bottom = toFixed(scene.size().height * shrink);
    const Fixed left = Fixed{needed.left()} << fixedBits;
    const Fixed top = Fixed{needed.top()} << fixedBits;
    for (int y = rect.top(); y <= rect.bottom(); ++y) {
        QRgb* line = lineOf(frame, y);
        walkRow(rect, y, toLevel, [&](int x, Fixed u, Fixed v) {
            if (u >= 0 && v >= 0 && u < right && v < bottom) {
                line[x] = over(line[x], bilinear(image, u - left, v - top), alpha);
            }
        });
    }
}

void PanePainter::paintLines(QImage& frame, const QRect& rect, const QTransform& deviceToMap,
                             const PaneContent& content) const {
    if (!content.outlines && m_selected.empty()) {
        return;
    }
    const IdWindow window(m_state.document().scene().instances, rect, deviceToMap);
    const auto selected = [this](std::uint32_t id) {
        return std::binary_search(m_selected.begin(), m_selected.end(), id);
    };
    constexpr QRgb black = 0xff000000;
    for (int y = rect.top(); y <= rect.bottom(); ++y) {
        QRgb* line = lineOf(frame, y);
        const std::uint32_t* ids = window.row(y);
        for (int x = rect.left(); x <= rect.right(); ++x, ++ids) {
            const std::uint32_t id = *ids;
            const std::array<std::uint32_t, 4> around = {ids[-1], ids[1], ids[-window.stride()],
                                                         ids[window.stride()]};
            const bool border = std::any_of(around.begin(), around.end(),
                                            [id](std::uint32_t other) { return other != id; });
            if (!border) {
                continue;
            }
            if (!m_selected.empty() && selected(id)) {
                line[x] = 0xffffffff;
            } else if (!m_selected.empty() && std::any_of(around.begin(), around.end(), selected)) {
                line[x] = mixed(line[x], black, 220);
            } else if (content.outlines && id >= scene::instancesPerClass && id != outsideMap) {
                line[x] = mixed(line[x], black, 150);
            }
        }
    }
}

} // namespace underpaint::ui
