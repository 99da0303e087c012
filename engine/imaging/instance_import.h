// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/plane.h"
#include "engine/imaging/label_import.h"
#include "engine/scene/label_set.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace underpaint::imaging {

/// The objects of an instance map as its file numbers them.
struct InstanceNumbers {
    InstancePlane ids;
    /// What a user should know about the reading.
    std::vector<std::string> notes;
};

/// Reads an instance map: one number per pixel in up to 32 bits, or one colour per object (COCO's
/// panoptic pictures, red + 256 green + 65536 blue, are of this kind). Throws Error naming the file
/// when compression or smoothing changed the values, or when it is rather a photo.
/// @{
InstanceNumbers readInstanceNumbers(const std::filesystem::path& path);
InstanceNumbers decodeInstanceNumbers(std::span<const std::byte> file, const std::string& where);
/// @}

/// Instances that agree with a label map.
struct FittedInstances {
    InstancePlane ids;
    /// The numbers that became others; a number for "nothing" became one for each of its classes.
    std::map<std::uint32_t, std::vector<std::uint32_t>> renumbered;
    std::vector<std::string> notes;
};

/// Brings numbers and labels (of one size) together. A number that marks "nothing" (0, the largest
/// of 8 or 16 bits, the most frequent one) and covers several classes is no object: its pixels take
/// the instance of their class. Objects whose numbers would meet these, or exceed 16 bits, get
/// class * 1000 + k. All other numbers stay.
FittedInstances fitInstances(InstanceNumbers numbers, const LabelPlane& labels,
                             const scene::LabelSet& classes);

/// Reads the instance map of imported labels into `maps`. Throws Error for another size.
void addInstances(const std::filesystem::path& path, const scene::LabelSet& classes,
                  ImportedMaps& maps);

} // namespace underpaint::imaging
