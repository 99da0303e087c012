// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/label_levels.h"

#include <algorithm>
#include <cstring>
#include <vector>

namespace underpaint::ui {

namespace {

/// Tiles in memory: 96 MiB of pixels, several screens.
constexpr std::size_t mostTiles = 384;
/// Samples a side that a pixel of a small level is averaged from.
constexpr int samples = 4;

/// Sums colours in two channels a word; up to 256 of them.
struct ColourSum {
    std::uint32_t even = 0;
    std::uint32_t odd = 0;

    void add(QRgb colour) {
        even += colour & 0x00ff00ffU;
        odd += (colour >> 8) & 0x00ff00ffU;
    }
    QRgb mean(std::uint32_t count) const {
        const auto lane = [count](std::uint32_t sum) { return (sum + count / 2) / count; };
        return lane(even & 0xffffU) | (lane(even >> 16) << 16) | (lane(odd & 0xffffU) << 8) |
               (lane(odd >> 16) << 24);
    }
};

/// Colours of every step-th pixel of a row of the map.
class RowColours {
public:
    RowColours(const scene::SceneState& scene, const LabelColours& colours)
        : m_scene(scene), m_colours(colours) {}

    void read(int x, int y, int count) {
        m_labels.resize(static_cast<std::size_t>(count));
        m_scene.labels.readRow(x, y, m_labels);
        if (m_colours.hidesInstances()) {
            m_instances.resize(m_labels.size());
            m_scene.instances.readRow(x, y, m_instances);
        }
    }
    QRgb at(int offset) const {
        const auto i = static_cast<std::size_t>(offset);
        return m_colours.hidesInstances() ? m_colours.of(m_labels[i], m_instances[i])
                                          : m_colours.of(m_labels[i]);
    }

private:
    const scene::SceneState& m_scene;
    const LabelColours& m_colours;
    std::vector<std::uint16_t> m_labels;
    std::vector<std::uint32_t> m_instances;
};

int roundedUp(int value, int shift) {
    return (value + (1 << shift) - 1) >> shift;
}

} // namespace

Size LabelLevels::levelSize(Size map, int level) {
    return {roundedUp(map.width, level), roundedUp(map.height, level)};
}

void LabelLevels::damage(Rect map) {
    for (auto& [key, tile] : m_tiles) {
        const auto [level, column, row] = key;
        const Rect own{column * extent, row * extent, extent, extent};
        const Rect scaled{map.x >> level, map.y >> level,
                          roundedUp(map.right(), level) - (map.x >> level),
                          roundedUp(map.bottom(), level) - (map.y >> level)};
        tile.dirty = tile.dirty.united(own.intersected(scaled));
    }
}

QImage LabelLevels::region(int level, const QRect& rect, const scene::SceneState& scene,
                           const LabelColours& colours) {
    QImage image(rect.size(), QImage::Format_ARGB32_Premultiplied);
    for (int row = rect.top() / extent; row <= rect.bottom() / extent; ++row) {
        for (int column = rect.left() / extent; column <= rect.right() / extent; ++column) {
            const Tile& from = tile({level, column, row}, scene, colours);
            const QRect own(column * extent, row * extent, extent, extent);
            const QRect part = own.intersected(rect);
            for (int y = part.top(); y <= part.bottom(); ++y) {
                const auto* source =
                    reinterpret_cast<const QRgb*>(from.image.constScanLine(y - own.top())) +
                    (part.left() - own.left());
                auto* target = reinterpret_cast<QRgb*>(image.scanLine(y - rect.top())) +
                               (part.left() - rect.left());
                std::copy_n(source, part.width(), target);
            }
        }
    }
    forgetOldest();
    return image;
}

const LabelLevels::Tile& LabelLevels::tile(Key key, const scene::SceneState& scene,
                                           const LabelColours& colours) {
    const auto [level, column, row] = key;
    Tile& found = m_tiles[key];
    if (found.image.isNull()) {
        found.image = QImage(extent, extent, QImage::Format_ARGB32_Premultiplied);
        found.image.fill(0);
        found.dirty = {column * extent, row * extent, extent, extent};
    }
    const Size size = levelSize(scene.size(), level);
    found.dirty = found.dirty.intersected({0, 0, size.width, size.height});
    if (!found.dirty.empty()) {
        colour(found, key, scene, colours);
        found.dirty = {};
    }
    found.used = ++m_clock;
    return found;
}

void LabelLevels::colour(Tile& tile, Key key, const scene::SceneState& scene,
                         const LabelColours& colours) {
    const auto [level, column, row] = key;
    const int scale = 1 << level;
    const int step = std::max(1, scale / samples);
    const Rect dirty = tile.dirty;
    const Rect source =
        Rect{dirty.x << level, dirty.y << level, dirty.width << level, dirty.height << level}
            .intersected(scene.bounds());
    RowColours colourRow(scene, colours);
    std::vector<ColourSum> sums(static_cast<std::size_t>(dirty.width));
    std::vector<std::uint32_t> counts(sums.size());
    for (int y = dirty.y; y < dirty.bottom(); ++y) {
        std::fill(sums.begin(), sums.end(), ColourSum{});
        std::fill(counts.begin(), counts.end(), 0U);
        for (int mapY = (y << level) + step / 2; mapY < std::min((y + 1) << level, source.bottom());
             mapY += step) {
            colourRow.read(source.x, mapY, source.width);
            for (int x = step / 2; x < source.width; x += step) {
                const auto target = static_cast<std::size_t>(x >> level);
                sums[target].add(colourRow.at(x));
                ++counts[target];
            }
        }
        auto* line = reinterpret_cast<QRgb*>(tile.image.scanLine(y - row * extent)) +
                     (dirty.x - column * extent);
        for (std::size_t x = 0; x < sums.size(); ++x) {
            // A last pixel that no sample falls into takes its neighbour's colour.
            line[x] = counts[x] > 0 ? sums[x].mean(counts[x]) : (x > 0 ? line[x - 1] : QRgb{0});
        }
    }
    m_coloured += dirty.width * static_cast<long long>(dirty.height);
}

void LabelLevels::forgetOldest() {
    while (m_tiles.size() > mostTiles) {
        const auto oldest =
            std::min_element(m_tiles.begin(), m_tiles.end(), [](const auto& a, const auto& b) {
                return a.second.used < b.second.used;
            });
        m_tiles.erase(oldest);
    }
}

} // namespace underpaint::ui
