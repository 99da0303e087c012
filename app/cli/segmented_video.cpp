// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/segmented_video.h"

#include "engine/imaging/foreign_classes.h"
#include "engine/imaging/resize.h"

#include <utility>

namespace underpaint::app {

SegmentedVideo::SegmentedVideo(const std::filesystem::path& path, run::Segmenter segmenter,
                               scene::LabelSet own, scene::LabelSet classes)
    : m_video(path),
      m_segmenter(std::move(segmenter)),
      m_own(std::move(own)),
      m_classes(std::move(classes)) {
    imaging::ClassMapping mapping = imaging::mapClasses(m_own, m_classes);
    if (!mapping.unchanged(m_classes)) {
        m_mapping = std::move(mapping);
    }
}

Image SegmentedVideo::photo(std::size_t number, Size size) {
    Image photo = m_video.frame(number);
    return size.empty() || photo.size() == size ? photo : imaging::resizeBicubic(photo, size);
}

LabelPlane SegmentedVideo::labelsOf(const Image& photo, const CancelToken& cancel) {
    imaging::ImportedMaps maps;
    maps.labels = m_segmenter(photo, cancel, {}).labels;
    if (m_mapping) {
        maps = imaging::inClassesOf(m_classes, *m_mapping, m_own, std::move(maps));
    }
    return std::move(maps.labels);
}

} // namespace underpaint::app
