// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/plane.h"
#include "engine/imaging/superpixels.h"

#include <cstdint>

namespace underpaint::imaging {

/// Labels of a photo by majority in its superpixels.
struct VotedLabels {
    LabelPlane labels;
    /// Mean over all pixels of how sure their superpixel is, 0 .. 1.
    double confidence = 0;
    /// Of the pixels, those in superpixels that were too doubtful and became unlabelled.
    double doubtfulShare = 0;
};

struct VoteOptions {
    /// Superpixels below this are doubtful, 0 .. 1.
    double leastConfidence = 0;
    /// What doubtful ones become.
    std::uint16_t unlabelled = 0;
};

/// In each superpixel the class that has the most probability wins. How sure that is: the mean over
/// the superpixel of the probability that its pixels give their own class (`confidence`, 255 = all)
/// where that is the winner, and of nothing where it is another, so that a superpixel is doubtful
/// both when the network hesitates and when its pixels contradict each other. All planes have one
/// size; throws Error otherwise.
VotedLabels voteInSuperpixels(const LabelPlane& labels, const Plane<std::uint8_t>& confidence,
                              const Superpixels& superpixels, const VoteOptions& options);

} // namespace underpaint::imaging
