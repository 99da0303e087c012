// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/train/data/packed_dataset.h"
#include "engine/train/data/sample.h"
#include "engine/train/data/sample_cut.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace underpaint::train {

/// How sequences are trained on: in clips, which come in chunks of a step each.
struct ClipRules {
    std::int64_t seen = 3;        ///< frames that a network sees at once, its own among them
    std::int64_t chunk = 2;       ///< frames that a step paints
    std::int64_t length = 8;      ///< frames that are painted of a clip at first ...
    std::int64_t doubleEvery = 0; ///< ... doubled every so many steps; 0 = never ...
    std::int64_t longest = 30;    ///< ... up to this
    /// A clip begins with `seen` - 1 frames that are given; else it stands still before its first.
    bool firstFramesGiven = false;
};

/// What one step trains on.
struct ClipPart {
    /// With this step a clip begins; else it goes on from the step before.
    bool begins = false;
    /// Names the clip among all of a run.
    std::uint64_t clip = 0;
    /// Pairs of the data set in the order of time: `seen` - 1 that are looked back at, then those
    /// that are painted.
    std::vector<std::size_t> pairs = {};
};

/// Which frames each step of a run trains on: a function of seed and step, so that a resumed run
/// sees what the undisturbed one would have seen. Long sequences are drawn more often; of one that
/// is shorter than a clip all frames are.
class ClipPlan {
public:
    /// Sequences that are too short for the rules do not take part; throws Error when none is left.
    ClipPlan(std::vector<std::vector<std::size_t>> sequences, const ClipRules& rules,
             std::uint64_t seed);

    ClipPart at(std::int64_t step) const;
    /// A pair and those before it in its sequence, at most `most` of them; itself alone where it is
    /// in none.
    std::vector<std::size_t> upTo(std::size_t pair, std::size_t most) const;
    /// Frames of all sequences.
    std::size_t frames() const;

private:
    std::int64_t paintable(const std::vector<std::size_t>& sequence) const;

    std::vector<std::vector<std::size_t>> m_sequences;
    ClipRules m_rules;
    std::uint64_t m_seed;
    std::uint64_t m_paintable = 0; ///< frames of all sequences that can be painted
};

/// The window of a clip and whether it is mirrored, the same for all its frames; its draws go on
/// with the colours, which are the same for all of them, too.
DrawnCut drawClipCut(const PackedDataset& data, const Augmentation& augmentation,
                     std::uint64_t seed, const ClipPart& part);

/// The frames of a part as one batch.
Sample drawClip(const PackedDataset& data, const Augmentation& augmentation, std::uint64_t seed,
                const ClipPart& part);

} // namespace underpaint::train
