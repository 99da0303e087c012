// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/pane_painter.h"

#include "ui/canvas/cell_window.h"
#include "ui/canvas/colour_mix.h"
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
/// What is painted at once, in device pixels: all that it needs stays in the processor's cache. A
/// turned square needs less of a picture around it than a turned stripe.
constexpr QSize straightBlock(256, 64);
constexpr QSize turnedBlock(128, 128);
/// Cells that are compared at once.
constexpr int stride = 8;

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

/// Some of the cells from here on differ from one of their neighbours.
bool anyBorder(const std::uint32_t* ids, std::ptrdiff_t below) {
    std::uint32_t different = 0;
    for (int i = 0; i < stride; ++i) {
        different |= (ids[i] ^ ids[i - 1]) | (ids[i] ^ ids[i + 1]) | (ids[i] ^ ids[i - below]) |
                     (ids[i] ^ ids[i + below]);
    }
    return different != 0;
}

/// Of 256.
unsigned parts(double opacity) {
    return static_cast<unsigned>(std::lround(std::clamp(opacity, 0.0, 1.0) * 256));
}

/// All of the rectangle lies in the map, not even at its border.
bool isInside(const QRect& rect, const QTransform& deviceToMap, Size map) {
    return QRectF(1, 1, map.width - 2, map.height - 2).contains(deviceToMap.mapRect(QRectF(rect)));
}

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
    const QSize size = isTurned(deviceToMap) ? turnedBlock : straightBlock;
    for (int top = part.top(); top <= part.bottom(); top += size.height()) {
        for (int left = part.left(); left <= part.right(); left += size.width()) {
            const QRect block(QPoint(left, top), size);
            paintBlock(frame, block.intersected(part), deviceToMap, content);
        }
    }
}

void PanePainter::paintBlock(QImage& frame, const QRect& rect, const QTransform& deviceToMap,
                             const PaneContent& content) {
    paintBackground(frame, rect, deviceToMap, content);
    if (m_state.document().scene().size().empty()) {
        return;
    }
    if (content.photo) {
        paintPhoto(frame, rect, deviceToMap, m_photo, 1);
    }
    if (content.instead) {
        paintPhoto(frame, rect, deviceToMap, levelsOf(*content.instead), 1);
    }
    if (content.labels > 0) {
        paintLabels(frame, rect, deviceToMap, content.labels);
    }
    paintPhoto(frame, rect, deviceToMap, m_reference, content.reference);
    if (content.decorations) {
        paintLines(frame, rect, deviceToMap, content);
    }
}

void PanePainter::paintBackground(QImage& frame, const QRect& rect, const QTransform& deviceToMap,
                                  const PaneContent& content) const {
    const Size map = m_state.document().scene().size();
    const bool covered = (content.photo && !m_photo.empty()) || shows(content.instead) ||
                         (content.reference >= 1 && !m_reference.empty()) ||
                         (content.labels >= 1 && m_colours.opaque());
    if (covered && isInside(rect, deviceToMap, map)) {
        return;
    }
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

void PanePainter::paintPhoto(QImage& frame, const QRect& rect, const QTransform& deviceToMap,
                             PhotoLevels& levels, double opacity) {
    if (levels.empty() || opacity <= 0) {
        return;
    }
    const Size map = m_state.document().scene().size();
    const Size photo = levels.size();
    const double scaleX = static_cast<double>(photo.width) / map.width;
    const double scaleY = static_cast<double>(photo.height) / map.height;
    const double shown = scaleOf(deviceToMap) / std::max(scaleX, scaleY);
    const int level = levelFor(shown);
    const double shrink = 1.0 / (1 << level);
    const QTransform toLevel =
        deviceToMap * QTransform::fromScale(scaleX * shrink, scaleY * shrink);
    const Size size = LevelTiles::levelSize(photo, level);
    const QRect needed = Resampler::needed(rect, toLevel, {size.width, size.height});
    if (needed.isEmpty()) {
        return;
    }
    m_part.reset(needed);
    levels.read(m_part, level);
    // Unlike ids, colours have values between them. Pixels show when there is room to count them,
    // but not those of a preview that is smaller than the map.
    constexpr double countable = 4;
    m_resampler.draw(
        frame, rect, toLevel, m_part, QSizeF(photo.width, photo.height) * shrink,
        {.smooth = shown < countable || scaleX < 1, .opacity = parts(opacity), .opaque = true});
}

void PanePainter::paintLabels(QImage& frame, const QRect& rect, const QTransform& deviceToMap,
                              double opacity) {
    const scene::SceneState& scene = m_state.document().scene();
    const double scale = scaleOf(deviceToMap);
    const int level = levelFor(scale);
    const double shrink = 1.0 / (1 << level);
    const QTransform toLevel = deviceToMap * QTransform::fromScale(shrink, shrink);
    const Size size = LevelTiles::levelSize(scene.size(), level);
    const QRect needed = Resampler::needed(rect, toLevel, {size.width, size.height});
    if (needed.isEmpty()) {
        return;
    }
    m_part.reset(needed);
    m_levels.read(m_part, level, scene, m_colours);
    m_resampler.draw(
        frame, rect, toLevel, m_part, QSizeF(scene.size().width, scene.size().height) * shrink,
        {.smooth = scale < 1, .opacity = parts(opacity), .opaque = m_colours.opaque()});
}

void PanePainter::paintLines(QImage& frame, const QRect& rect, const QTransform& deviceToMap,
                             const PaneContent& content) const {
    if (!content.outlines && m_selected.empty()) {
        return;
    }
    const CellWindow window(m_state.document().scene().instances, rect, deviceToMap, outsideMap);
    const auto selected = [this](std::uint32_t id) {
        return std::binary_search(m_selected.begin(), m_selected.end(), id);
    };
    constexpr QRgb black = 0xff000000;
    for (int y = rect.top(); y <= rect.bottom(); ++y) {
        QRgb* line = lineOf(frame, y);
        const std::uint32_t* ids = window.row(y);
        for (int x = rect.left(); x <= rect.right(); ++x) {
            if (x + stride <= rect.right() && (x - rect.left()) % stride == 0 &&
                !anyBorder(ids + (x - rect.left()), window.stride())) {
                x += stride - 1;
                continue;
            }
            const std::uint32_t* at = ids + (x - rect.left());
            const std::uint32_t id = *at;
            const std::array<std::uint32_t, 4> around = {at[-1], at[1], at[-window.stride()],
                                                         at[window.stride()]};
            if (((id ^ around[0]) | (id ^ around[1]) | (id ^ around[2]) | (id ^ around[3])) == 0) {
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
