// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/geometry.h"
#include "engine/base/random.h"
#include "engine/train/data/sample.h"

#include <cstddef>
#include <cstdint>

namespace underpaint::train {

/// The part of a pair that becomes an example.
struct SampleCut {
    std::size_t pair = 0;
    Rect window;
    bool mirrored = false;
};

/// A cut, and the draws that go on with the example's colours.
struct DrawnCut {
    SampleCut cut;
    Random random;
};

/// The largest window of the proportions of `wanted` inside `picture`.
Size fittingWindow(Size picture, Size wanted);

/// What drawSample() cuts.
DrawnCut drawCut(const PackedDataset& data, const Augmentation& augmentation, std::uint64_t seed,
                 std::uint64_t index, const ClassBalance* balance);

/// A window by the rules of the augmentation, whatever it shows.
Rect drawWindow(Size picture, const Augmentation& augmentation, Random& random);

/// The example; `random` draws its colours.
Sample cutSample(const PackedDataset& data, const Augmentation& augmentation, const SampleCut& cut,
                 Random& random);

} // namespace underpaint::train
