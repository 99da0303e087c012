// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/run/photo_labels.h"

#include <utility>

namespace underpaint::run {

namespace {

struct LoadedSegmenter {
    std::filesystem::path package;
    Segmenter segmenter;
};

/// Throws Error when it cannot be loaded.
const Segmenter& segmenterFor(const SegmentRequest& request, WorkContext& context) {
    auto& kept = context.kept<LoadedSegmenter>();
    if (!kept.segmenter || kept.package != request.package) {
        kept.segmenter = nullptr; // two at a time may not fit into memory
        kept.segmenter = request.source(request.package, context.complete(request.settings));
        kept.package = request.package;
    }
    return kept.segmenter;
}

} // namespace

Work<translate::SegmentedPhoto> segmentPhoto(SegmentRequest request) {
    const WorkPlace place{.document = request.document, .group = request.group};
    return {place, [request = std::move(request)](WorkContext& context) {
                return segmenterFor(request, context)(*request.photo, context.cancel(),
                                                      context.progress());
            }};
}

} // namespace underpaint::run
