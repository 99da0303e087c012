// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/train/data/photo_neighbours.h"
#include "engine/train/data/sample.h"

#include <cstddef>
#include <cstdint>
#include <optional>

namespace underpaint::train {

/// A photo that lends an example its look.
struct DrawnExemplar {
    Sample sample;
    /// It is the example's own photo, cut and mirrored otherwise.
    bool isOwn = false;
};

/// Draws exemplars for the examples of a run. Like drawSample() a function of the run's seed and
/// the example's number.
class ExemplarDraw {
public:
    /// Of `ownShare` of the examples the own photo is the exemplar; else one of so many neighbours,
    /// in the window (of a few) whose classes are most like the example's. Of a single pair always
    /// the own photo. `balanced` as in Augmentation.
    ExemplarDraw(PackedDataset data, std::uint64_t seed, double ownShare, std::size_t neighbours,
                 bool balanced);

    /// For drawSample()'s example number `index`.
    DrawnExemplar draw(const Augmentation& augmentation, std::uint64_t index) const;
    /// The middle of the nearest neighbour, for sample sheets; of a single pair of the pair itself.
    Sample nearest(std::size_t pair, Size size) const;

private:
    PackedDataset m_data;
    std::uint64_t m_seed;
    double m_ownShare;
    std::size_t m_count;
    PhotoNeighbours m_neighbours;
    std::optional<ClassBalance> m_balance;
};

} // namespace underpaint::train
