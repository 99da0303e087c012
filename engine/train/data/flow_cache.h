// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/imaging/motion/flow_field.h"
#include "engine/nets/torch_compat.h"
#include "engine/train/data/packed_dataset.h"
#include "engine/train/data/sample_cut.h"

#include <cstddef>
#include <filesystem>
#include <functional>
#include <map>
#include <utility>

namespace underpaint::train {

/// The optical flow between photos of a data set, each measured once, whenever it is asked for
/// first, and kept in a file of its own: at half the size, at which it is measured, and in steps of
/// 1/32 pixel. What cannot be read is measured again.
class FlowCache {
public:
    /// From `frame` to `other`; RGB photos of one size.
    using Measure = std::function<imaging::FlowField(const Image& frame, const Image& other)>;

    /// `folder` is made when the first flow is kept; empty: they are kept in memory. Flows of other
    /// data sets may lie there, too.
    FlowCache(PackedDataset data, std::filesystem::path folder, Measure measure);

    /// From one pair's photo to another's, at half their size but in their pixels. Throws Error
    /// when it cannot be measured or kept.
    imaging::FlowField flow(std::size_t frame, std::size_t other);
    /// That flow as an example's window shows it, (2, H, W) in pixels of the example.
    at::Tensor flow(std::size_t frame, std::size_t other, const SampleCut& cut, Size size);

private:
    imaging::FlowField measured(std::size_t frame, std::size_t other) const;
    std::filesystem::path fileOf(std::size_t frame, std::size_t other) const;

    PackedDataset m_data;
    std::filesystem::path m_folder;
    Measure m_measure;
    std::map<std::pair<std::size_t, std::size_t>, imaging::FlowField> m_kept; ///< without a folder
};

/// Optical flow by OpenCV; throws Error where the program was built without it.
imaging::FlowField measuredFlow(const Image& frame, const Image& other);

} // namespace underpaint::train
