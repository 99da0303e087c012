// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/label_levels.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

namespace underpaint::ui {

namespace {

/// Samples a side that a pixel of a small level is averaged from.
constexpr int mostSamples = 4;

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

/// What the pixels of some rows of a map are coloured from: `Samples` of every pixel of a level,
/// side by side. Beyond the border the border's.
template<class Value, int Samples>
class SampledRows {
public:
    /// The samples of the level's pixels left … left + count - 1 in row y of the level.
    void read(const scene::TiledMap<Value>& map, int level, int left, int count, int y) {
        const int step = (1 << level) / Samples;
        const int x = left << level;
        m_read.resize(static_cast<std::size_t>(std::min(count << level, map.width() - x)));
        for (int j = 0; j < Samples; ++j) {
            const int mapY = std::min((y << level) + step / 2 + j * step, map.height() - 1);
            std::vector<Value>& row = m_rows[static_cast<std::size_t>(j)];
            row.resize(static_cast<std::size_t>(count) * Samples);
            if (step == 1 && row.size() == m_read.size()) {
                map.readRow(x, mapY, row);
                continue;
            }
            map.readRow(x, mapY, m_read);
            for (std::size_t i = 0; i < row.size(); ++i) {
                const std::size_t at =
                    i * static_cast<std::size_t>(step) + static_cast<std::size_t>(step / 2);
                row[i] = m_read[std::min(at, m_read.size() - 1)];
            }
        }
    }
    /// The samples of a pixel in one of its rows, counted from `left`.
    const Value* of(int pixel, int row) const {
        return m_rows[static_cast<std::size_t>(row)].data() +
               static_cast<std::ptrdiff_t>(pixel) * Samples;
    }
    bool uniform(int pixel) const {
        const Value first = *of(pixel, 0);
        Value different = 0;
        for (int row = 0; row < Samples; ++row) {
            const Value* samples = of(pixel, row);
            for (int i = 0; i < Samples; ++i) {
                different = static_cast<Value>(different | (samples[i] ^ first));
            }
        }
        return different == 0;
    }

private:
    std::array<std::vector<Value>, Samples> m_rows;
    std::vector<Value> m_read;
};

template<int Samples>
void colourLevel(int level, const QRect& rect, QRgb* pixels, std::ptrdiff_t stride,
                 const scene::SceneState& scene, const LabelColours& colours) {
    SampledRows<std::uint16_t, Samples> labels;
    SampledRows<std::uint32_t, Samples> instances;
    const bool hiding = colours.hidesInstances();
    for (int y = rect.top(); y <= rect.bottom(); ++y, pixels += stride) {
        labels.read(scene.labels, level, rect.left(), rect.width(), y);
        if (hiding) {
            instances.read(scene.instances, level, rect.left(), rect.width(), y);
        }
        for (int x = 0; x < rect.width(); ++x) {
            if (!hiding && labels.uniform(x)) {
                pixels[x] = colours.of(*labels.of(x, 0)); // most of a map
                continue;
            }
            ColourSum sum;
            for (int row = 0; row < Samples; ++row) {
                for (int i = 0; i < Samples; ++i) {
                    const std::uint16_t label = labels.of(x, row)[i];
                    sum.add(hiding ? colours.of(label, instances.of(x, row)[i])
                                   : colours.of(label));
                }
            }
            pixels[x] = sum.mean(Samples * Samples);
        }
    }
}

void colourWhole(PixelBlock& block, const scene::SceneState& scene, const LabelColours& colours) {
    const QRect& rect = block.rect();
    std::vector<std::uint16_t> labels(static_cast<std::size_t>(rect.width()));
    std::vector<std::uint32_t> instances(colours.hidesInstances() ? labels.size() : 0);
    for (int y = rect.top(); y <= rect.bottom(); ++y) {
        QRgb* pixels = block.row(y);
        scene.labels.readRow(rect.left(), y, labels);
        if (instances.empty()) {
            for (std::size_t x = 0; x < labels.size(); ++x) {
                pixels[x] = colours.of(labels[x]);
            }
            continue;
        }
        scene.instances.readRow(rect.left(), y, instances);
        for (std::size_t x = 0; x < labels.size(); ++x) {
            pixels[x] = colours.of(labels[x], instances[x]);
        }
    }
}

} // namespace

void LabelLevels::read(PixelBlock& block, int level, const scene::SceneState& scene,
                       const LabelColours& colours) {
    if (level == 0) {
        colourWhole(block, scene, colours);
        return;
    }
    m_tiles.read(block, level, scene.size(),
                 [&](const QRect& rect, QRgb* pixels, std::ptrdiff_t stride) {
                     if (level == 1) {
                         colourLevel<2>(level, rect, pixels, stride, scene, colours);
                     } else {
                         colourLevel<mostSamples>(level, rect, pixels, stride, scene, colours);
                     }
                 });
}

} // namespace underpaint::ui
