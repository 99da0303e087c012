// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/geometry.h"

namespace underpaint::train {

/// What is done to a pair before the networks see it. All draws are uniform.
struct Augmentation {
    /// Size of the training picture.
    Size size{128, 96};
    /// The window cut out of a pair, as a share of the largest window of the training picture's
    /// proportions that fits; 0 < smallest <= largest <= 1.
    double smallestWindow = 0.75;
    double largestWindow = 1;
    /// Mirror left and right with probability 1/2.
    bool flip = true;
    /// Largest relative change of brightness, contrast and saturation of the photo; 0 = none.
    double colour = 0.1;
    /// Draw windows by class, so that rare ones are seen as often as common ones; else every pair
    /// equally often.
    bool balanced = false;
    /// Windows in which one class has more than this share are drawn again: in a window of one
    /// class norms have no variance to divide by. 1 = none are.
    double largestShare = 1;
};

/// Random changes of what the discriminator sees, real and generated alike and with gradients
/// (Zhao et al., 2020): keeps it from learning a small data set by heart.
struct DiscriminatorAugmentation {
    double translation = 0; ///< largest shift as a share of the picture; 0 = off
    double cutout = 0;      ///< side of the erased square as a share of the picture; 0 = off
    double brightness = 0;  ///< largest brightness change of the photo in [-1, 1] units; 0 = off
    double saturation = 0;  ///< largest relative change of the photo's saturation; 0 = off
    double contrast = 0;    ///< of its contrast
};

} // namespace underpaint::train
