// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/plane.h"
#include "engine/run/work.h"
#include "engine/translate/segmentation.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>

namespace underpaint::run {

/// Estimates the label map of a photo; see translate::Segmentation::segment().
using Segmenter = std::function<translate::SegmentedPhoto(
    const Image& photo, const CancelToken& cancel, const ProgressSink& progress)>;

/// Loads the segmenter of a package, on the engine thread. Throws Error.
using SegmenterSource = std::function<Segmenter(const std::filesystem::path& package,
                                                const translate::EngineSettings& settings)>;

/// Asks what a photo shows. The segmenter stays loaded for the next request with its package.
struct SegmentRequest {
    SegmenterSource source;
    std::filesystem::path package;
    translate::EngineSettings settings = {};
    std::shared_ptr<const Image> photo; ///< RGB, not null
    DocumentId document = 0;
    std::uint64_t group = 0;
};

/// Labels at the photo's size.
Work<translate::SegmentedPhoto> segmentPhoto(SegmentRequest request);

} // namespace underpaint::run
