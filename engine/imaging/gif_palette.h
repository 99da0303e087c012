// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/plane.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace underpaint::imaging {

using PaletteColour = std::array<std::uint8_t, 3>;

/// Counts the colours of photos, in 32 steps a channel.
class ColourCensus {
public:
    ColourCensus();
    /// An RGB photo.
    void add(const Image& photo);
    /// At most so many colours that stand for all that were counted: boxes of colours are cut in
    /// two, the most uneven one first, where its mean is (Heckbert 1982, Wu 1991), and become their
    /// means. Black where nothing was counted.
    std::vector<PaletteColour> palette(std::size_t most) const;

private:
    struct Cell {
        std::uint64_t count = 0;
        std::array<std::uint64_t, 3> sums{};
    };
    std::vector<Cell> m_cells;
};

/// Photos in few colours. Which of two near colours a pixel gets depends on its place (ordered
/// dithering), so that areas have the right mean, and what stands still does not flicker.
class PaletteMap {
public:
    /// 1 to 256 colours.
    explicit PaletteMap(std::vector<PaletteColour> palette);

    const std::vector<PaletteColour>& palette() const { return m_palette; }
    /// Numbers of colours of an RGB photo.
    Plane<std::uint8_t> numbers(const Image& photo) const;

private:
    std::vector<PaletteColour> m_palette;
    std::vector<std::uint8_t> m_nearest; ///< by colour, in 64 steps a channel
};

} // namespace underpaint::imaging
