// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/cancel_token.h"
#include "engine/base/plane.h"
#include "engine/base/progress.h"
#include "engine/project/package/model_package.h"
#include "engine/translate/translator.h"

#include <cstdint>
#include <memory>

namespace underpaint::translate {

struct SegmentationSettings {
    /// Size at which the network sees the photo; empty = Segmentation::workingSize().
    Size size;
    bool confidence = false; ///< fill in SegmentedPhoto::confidence
};

/// What a photo shows.
struct SegmentedPhoto {
    LabelPlane labels; ///< class ids of the model's label set, at the photo's size
    /// Share of the probability that the pixel's class has, 255 = all; empty unless asked for.
    Plane<std::uint8_t> confidence;
    double seconds = 0;
};

/// Photo → label map with the segmenter of a package: kind "segmenter", or any package that has a
/// segmenter in the role "S". Deterministic: the same photo, package, settings and device give the
/// same labels. Not thread-safe; belongs to one engine thread.
class Segmentation {
public:
    /// Throws Error when the package has no whole segmenter or the device is not there.
    Segmentation(const project::ModelPackage& package, const EngineSettings& settings);
    ~Segmentation();
    Segmentation(Segmentation&&) noexcept;
    Segmentation& operator=(Segmentation&&) noexcept;

    const project::Manifest& manifest() const;

    /// A segmenter knows objects of the sizes that it was trained with, so every photo is brought
    /// to about the area of the package's native size, in its own proportions.
    Size workingSize(Size photo) const;

    /// `photo` is RGB of any size. The scores are enlarged bilinearly to the photo's size before
    /// the best class of a pixel is taken. Throws Error, and Cancelled when the token was
    /// triggered.
    SegmentedPhoto segment(const Image& photo, const SegmentationSettings& settings = {},
                           const CancelToken& cancel = {}, const ProgressSink& progress = {});

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace underpaint::translate
