// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/geometry.h"
#include "engine/base/random.h"
#include "engine/imaging/resize.h"

#include <optional>
#include <string_view>

namespace underpaint::imaging {

/// How the official pix2pix and pix2pixHD data loaders bring a picture to its training size.
enum class ResizeMode {
    None,              ///< each side to the nearest multiple of `base`, halves to even
    ScaleWidth,        ///< width to loadSize, height in proportion, truncated
    ResizeAndCrop,     ///< both sides to loadSize, then a random square of fineSize
    ScaleWidthAndCrop, ///< as ScaleWidth, then a random square of fineSize
    Crop               ///< a random square of fineSize
};

/// The name in option files ("none", "scale_width", "resize_and_crop", ...). Throws Error on
/// another name.
/// @{
ResizeMode resizeModeFromName(std::string_view name);
std::string_view resizeModeName(ResizeMode mode);
/// @}

/// The options of the official loaders and their default values.
struct PreprocessRule {
    ResizeMode mode = ResizeMode::ScaleWidth;
    int loadSize = 1024;
    int fineSize = 512;
    /// 2^downsamplings of the network; for None only.
    int base = 32;
};

/// What to do with one picture; the same plan goes to its photo, labels and instances.
struct PreprocessPlan {
    Size scaled;
    /// In pixels of the scaled picture; may reach beyond it (zero padding). Empty: no crop.
    std::optional<Rect> crop;
    bool flip = false;

    Size outputSize() const { return crop ? Size{crop->width, crop->height} : scaled; }
};

/// The size after the resizing part of the rule. Throws Error when a side would vanish (the
/// official code fails there as well) or the rule has no sense.
Size scaledSize(Size source, const PreprocessRule& rule);

/// Scaled size, crop position (uniform over all positions inside) and flip (probability 1/2 when
/// `mayFlip`), drawn from `random` in this order: x, y, flip.
PreprocessPlan planPreprocessing(Size source, const PreprocessRule& rule, bool mayFlip,
                                 Random& random);

/// Carries the plan out: photos bicubic, maps nearest.
/// @{
Image applyPlan(const Image& photo, const PreprocessPlan& plan);
LabelPlane applyPlan(const LabelPlane& labels, const PreprocessPlan& plan);
InstancePlane applyPlan(const InstancePlane& instances, const PreprocessPlan& plan);
/// @}

} // namespace underpaint::imaging
