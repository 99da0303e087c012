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

/// The cells of a map that the rows of a rectangle of device pixels come from.
template<class Map>
class MapRows {
public:
    MapRows(const Map& map, const QRect& rect, const QTransform& deviceToMap)
        : m_map(map),
          m_rect(rect),
          m_deviceToMap(deviceToMap),
          m_turned(isTurned(deviceToMap)),
          m_range(m_turned ? RowRange{} : rangeOf(rect, deviceToMap, map.width())) {}

    /// Calls visit(x, cell) for the pixels of row y that lie inside of the map.
    template<class Visit>
    void visit(int y, Visit&& visit) {
        if (m_turned) {
            walkRow(m_rect, y, m_deviceToMap, [&](int x, Fixed u, Fixed v) {
                if (inside(wholePart(u), wholePart(v), m_map.width(), m_map.height())) {
                    visit(x, m_map.at(wholePart(u), wholePart(v)));
                }
            });
            return;
        }
        const int mapY = sourceRow(m_deviceToMap, y);
        if (mapY < 0 || mapY >= m_map.height() || m_range.first >= m_range.end) {
            return;
        }
        const int mapX = wholePart(m_range.at(m_range.first));
        if (mapY != m_rowRead) {
            const int last = wholePart(m_range.at(m_range.end - 1));
            m_row.resize(static_cast<std::size_t>(last - mapX + 1));
            m_map.readRow(mapX, mapY, m_row);
            m_rowRead = mapY;
        }
        Fixed u = m_range.at(m_range.first);
        for (int x = m_range.first; x < m_range.end; ++x, u += m_range.step) {
            visit(x, m_row[static_cast<std::size_t>(wholePart(u) - mapX)]);
        }
    }

private:
    const Map& m_map;
    QRect m_rect;
    const QTransform& m_deviceToMap;
    bool m_turned;
    RowRange m_range;
    std::vector<typename Map::value_type> m_row;
    int m_rowRead = -1;
};

/// Instance ids of the device pixels of a rectangle and of those around it.
class IdWindow {
public:
    IdWindow(const scene::InstanceMap& map, const QRect& rect, const QTransform& deviceToMap)
        : m_rect(rect.adjusted(-1, -1, 1, 1)),
          m_ids(static_cast<std::size_t>(m_rect.width()) *
                    static_cast<std::size_t>(m_rect.height()),
                outsideMap) {
        MapRows rows(map, m_rect, deviceToMap);
        for (int y = m_rect.top(); y <= m_rect.bottom(); ++y) {
            auto* ids =
                m_ids.data() + static_cast<std::ptrdiff_t>(y - m_rect.top()) * m_rect.width();
            rows.visit(y, [&](int x, std::uint32_t id) { ids[x - m_rect.left()] = id; });
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
    paintBackground(frame, part, deviceToMap, content);
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

void PanePainter::paintBackground(QImage& frame, const QRect& rect, const QTransform& deviceToMap,
                                  const PaneContent& content) const {
    const Size map = m_state.document().scene().size();
    const bool covered =
        (content.photo && !m_photo.empty()) || (content.labels >= 1 && m_colours.opaque());
    for (int y = rect.top(); y <= rect.bottom(); ++y) {
        QRgb* line = lineOf(frame, y);
        std::fill(line + rect.left(), line + rect.right() + 1, m_surround);
        if (covered) {
            continue;
        }
        walkRow(rect, y, deviceToMap, [&](int x, Fixed u, Fixed v) {
            if (inside(wholePart(u), wholePart(v), map.width, map.height)) {
                const bool odd = (x / checkSize + y / checkSize) % 2 != 0;
                line[x] = checks[odd ? 1 : 0];
            }
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
    const Pixels pixels(image);
    for (int y = rect.top(); y <= rect.bottom(); ++y) {
        QRgb* line = lineOf(frame, y);
        walkRow(rect, y, toImage, [&](int x, Fixed u, Fixed v) {
            const int imageX = wholePart(u);
            const int imageY = wholePart(v);
            if (inside(imageX, imageY, pixels.width, pixels.height)) {
                line[x] = smooth ? bilinear(pixels, u, v) : pixels.line(imageY)[imageX];
            }
        });
    }
}

void PanePainter::paintLabels(QImage& frame, const QRect& rect, const QTransform& deviceToMap,
                              double opacity) {
    const scene::SceneState& scene = m_state.document().scene();
    const auto alpha = static_cast<unsigned>(std::lround(std::clamp(opacity, 0.0, 1.0) * 256));
    const int level = levelFor(scaleOf(deviceToMap));
    if (scaleOf(deviceToMap) >= 1) {
        paintLargeLabels(frame, rect, deviceToMap, alpha);
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
    const Pixels pixels(image);
    const bool opaque = alpha == 256 && m_colours.opaque();
    const Fixed right = toFixed(scene.size().width * shrink);
    const Fixed bottom = toFixed(scene.size().height * shrink);
    const Fixed left = Fixed{needed.left()} << fixedBits;
    const Fixed top = Fixed{needed.top()} << fixedBits;
    for (int y = rect.top(); y <= rect.bottom(); ++y) {
        QRgb* line = lineOf(frame, y);
        walkRow(rect, y, toLevel, [&](int x, Fixed u, Fixed v) {
            if (u >= 0 && v >= 0 && u < right && v < bottom) {
                const QRgb colour = bilinear(pixels, u - left, v - top);
                line[x] = opaque ? colour : over(line[x], colour, alpha);
            }
        });
    }
}

void PanePainter::paintLargeLabels(QImage& frame, const QRect& rect, const QTransform& deviceToMap,
                                   unsigned alpha) const {
    const scene::SceneState& scene = m_state.document().scene();
    const bool opaque = alpha == 256 && m_colours.opaque();
    MapRows labels(scene.labels, rect, deviceToMap);
    MapRows instances(scene.instances, rect, deviceToMap);
    std::vector<std::uint16_t> row(static_cast<std::size_t>(rect.width()));
    for (int y = rect.top(); y <= rect.bottom(); ++y) {
        QRgb* line = lineOf(frame, y);
        if (opaque) {
            labels.visit(y, [&](int x, std::uint16_t label) { line[x] = m_colours.of(label); });
        } else if (!m_colours.hidesInstances()) {
            labels.visit(y, [&](int x, std::uint16_t label) {
                line[x] = over(line[x], m_colours.of(label), alpha);
            });
        } else {
            labels.visit(y, [&](int x, std::uint16_t label) {
                row[static_cast<std::size_t>(x - rect.left())] = label;
            });
            instances.visit(y, [&](int x, std::uint32_t id) {
                const std::uint16_t label = row[static_cast<std::size_t>(x - rect.left())];
                line[x] = over(line[x], m_colours.of(label, id), alpha);
            });
        }
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
