// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/plane.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace underpaint::metrics {

/// Sliced Wasserstein distance between the patches of two sets of pictures on the levels of their
/// Laplacian pyramids (Karras, Aila, Laine and Lehtinen, 2018): does the painted set have the
/// structures of the real one, from coarse (last level) to fine (level 0)?
struct SlicedWassersteinSettings {
    int patch = 7; ///< pixels a side
    int patchesPerPicture = 128;
    int repeats = 4;      ///< sets of directions, whose distances are averaged
    int directions = 128; ///< a set
    int smallest = 16;    ///< the coarsest level is at least this large
    std::uint64_t seed = 0;
};

/// The patches of one set of pictures, level by level.
class PatchSet {
public:
    /// `stream` tells the sets apart: their patches are drawn independently.
    PatchSet(const SlicedWassersteinSettings& settings, std::uint64_t stream);

    /// Draws patches of an RGB picture. Pictures of different sizes may have different numbers of
    /// levels. Throws Error when the picture is not RGB or smaller than a patch.
    void add(const Image& image);

    std::size_t levels() const { return m_levels.size(); }
    /// patch * patch * 3 numbers a patch, one patch after the other.
    const std::vector<float>& level(std::size_t index) const { return m_levels[index]; }
    const SlicedWassersteinSettings& settings() const { return m_settings; }

private:
    SlicedWassersteinSettings m_settings;
    std::uint64_t m_stream;
    std::uint64_t m_pictures = 0;
    std::vector<std::vector<float>> m_levels;
};

/// The distance on every level that both sets have, times 1000 as in the paper, finest first. The
/// channels of each set are first brought to mean 0 and deviation 1. Throws Error when a set is
/// empty or the settings differ.
std::vector<double> slicedWasserstein(const PatchSet& a, const PatchSet& b);

/// The Wasserstein-1 distance of two samples of numbers, not necessarily of the same size.
double wasserstein(std::vector<float> a, std::vector<float> b);

} // namespace underpaint::metrics
