// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/cancel_token.h"
#include "engine/base/plane.h"
#include "engine/imaging/class_mapping.h"
#include "engine/imaging/video_reader.h"
#include "engine/run/photo_labels.h"
#include "engine/scene/label_set.h"

#include <cstddef>
#include <filesystem>
#include <optional>

namespace underpaint::app {

/// A video whose frames a segmenter labels, in the classes of a model.
class SegmentedVideo {
public:
    /// `own` are the classes of the segmenter. Throws Error when the file is no video.
    SegmentedVideo(const std::filesystem::path& path, run::Segmenter segmenter, scene::LabelSet own,
                   scene::LabelSet classes);

    std::size_t frames() const { return m_video.frames(); }
    double rate() const { return m_video.rate(); }
    Size size() const { return m_video.size(); }
    const scene::LabelSet& classes() const { return m_classes; }

    /// A frame as RGB, brought to another size where one is given. Throws Error when there is none.
    Image photo(std::size_t number, Size size = {});
    /// What it shows, of its size. Throws Error, and Cancelled.
    LabelPlane labelsOf(const Image& photo, const CancelToken& cancel);

private:
    imaging::VideoReader m_video;
    run::Segmenter m_segmenter;
    scene::LabelSet m_own;
    scene::LabelSet m_classes;
    std::optional<imaging::ClassMapping> m_mapping; ///< where the classes differ
};

} // namespace underpaint::app
