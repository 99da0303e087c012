// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/plane.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace underpaint::imaging {

/// Files of masks of one photo each by the stem of the photo: "STEM_0.png", "STEM_1.png" … as the
/// official InstaGAN lays them out, in order of their numbers. Throws Error when the folder cannot
/// be read.
std::map<std::string, std::vector<std::filesystem::path>>
maskFilesByStem(const std::filesystem::path& folder);

/// A mask as grey levels: 255 on the instance, 0 elsewhere, levels between at soft edges. Files
/// whose values are 0 and 1 alone count as such. Throws Error naming the file.
Image readMask(const std::filesystem::path& path);

/// One instance of a map.
struct InstanceMask {
    std::uint32_t number = 0; ///< in the map
    Image mask;               ///< 255 on the instance, 0 elsewhere
};

/// The instances for which `wanted` is true, in the order of their numbers.
std::vector<InstanceMask> masksOfInstances(const InstancePlane& instances,
                                           const std::function<bool(std::uint32_t number)>& wanted);

} // namespace underpaint::imaging
