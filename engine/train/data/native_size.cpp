// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/data/native_size.h"

#include <cmath>

namespace underpaint::train {

project::SizeRules nativeSize(const Augmentation& augmentation, std::int64_t multiple) {
    const double share = std::sqrt(augmentation.smallestWindow * augmentation.largestWindow);
    const auto native = [&](int extent) {
        const double steps = extent / share / static_cast<double>(multiple);
        return static_cast<int>(multiple * std::lround(steps));
    };
    return {.nativeWidth = native(augmentation.size.width),
            .nativeHeight = native(augmentation.size.height),
            .multiple = static_cast<int>(multiple)};
}

} // namespace underpaint::train
