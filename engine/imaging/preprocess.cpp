// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/imaging/preprocess.h"

#include "engine/base/error.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <string>
#include <utility>

namespace underpaint::imaging {

namespace {

constexpr std::array<std::pair<ResizeMode, std::string_view>, 5> kModes{{
    {ResizeMode::None, "none"},
    {ResizeMode::ScaleWidth, "scale_width"},
    {ResizeMode::ResizeAndCrop, "resize_and_crop"},
    {ResizeMode::ScaleWidthAndCrop, "scale_width_and_crop"},
    {ResizeMode::Crop, "crop"},
}};

/// The nearest multiple of `base`, halves to even.
int roundedToBase(int side, int base) {
    const int below = side / base;
    const int rest = side % base;
    const bool up = 2 * rest > base || (2 * rest == base && below % 2 == 1);
    return (below + (up ? 1 : 0)) * base;
}

bool scalesWidth(ResizeMode mode) {
    return mode == ResizeMode::ScaleWidth || mode == ResizeMode::ScaleWidthAndCrop;
}

bool crops(ResizeMode mode) {
    return mode == ResizeMode::ResizeAndCrop || mode == ResizeMode::ScaleWidthAndCrop ||
           mode == ResizeMode::Crop;
}

void checkRule(const PreprocessRule& rule) {
    constexpr int limit = 1 << 16;
    const auto sensible = [](int value) { return value >= 1 && value <= limit; };
    if (!sensible(rule.loadSize) || !sensible(rule.fineSize) || !sensible(rule.base)) {
        throw Error("the sizes of a resizing rule must lie between 1 and 65536");
    }
}

} // namespace

ResizeMode resizeModeFromName(std::string_view name) {
    for (const auto& [mode, text] : kModes) {
        if (text == name) {
            return mode;
        }
    }
    throw Error("unknown resizing mode", std::string(name),
                "Choose one of none, scale_width, resize_and_crop, scale_width_and_crop, crop");
}

std::string_view resizeModeName(ResizeMode mode) {
    for (const auto& [candidate, text] : kModes) {
        if (candidate == mode) {
            return text;
        }
    }
    return "unknown";
}

Size scaledSize(Size source, const PreprocessRule& rule) {
    checkRule(rule);
    if (source.empty()) {
        throw Error("an empty picture cannot be resized");
    }
    Size size = source;
    if (rule.mode == ResizeMode::None) {
        size = {roundedToBase(source.width, rule.base), roundedToBase(source.height, rule.base)};
    } else if (rule.mode == ResizeMode::ResizeAndCrop) {
        size = {rule.loadSize, rule.loadSize};
    } else if (scalesWidth(rule.mode) && source.width != rule.loadSize) {
        size = {rule.loadSize, static_cast<int>(static_cast<std::int64_t>(rule.loadSize) *
                                                source.height / source.width)};
    }
    if (size.empty()) {
        throw Error("a picture of " + std::to_string(source.width) + " x " +
                        std::to_string(source.height) + " pixels is too small for resizing mode " +
                        std::string(resizeModeName(rule.mode)),
                    {}, "Use larger pictures or another resizing mode");
    }
    return size;
}

PreprocessPlan planPreprocessing(Size source, const PreprocessRule& rule, bool mayFlip,
                                 Random& random) {
    PreprocessPlan plan;
    plan.scaled = scaledSize(source, rule);
    if (crops(rule.mode)) {
        const auto offset = [&](int side) {
            const int room = std::max(0, side - rule.fineSize);
            return static_cast<int>(random.below(static_cast<std::uint64_t>(room) + 1));
        };
        const int x = offset(plan.scaled.width);
        const int y = offset(plan.scaled.height);
        // The official crop leaves a picture alone that fits on both sides.
        if (plan.scaled.width > rule.fineSize || plan.scaled.height > rule.fineSize) {
            plan.crop = Rect{x, y, rule.fineSize, rule.fineSize};
        }
    }
    if (mayFlip) {
        plan.flip = random.below(2) == 1;
    }
    return plan;
}

Image applyPlan(const Image& photo, const PreprocessPlan& plan) {
    Image result = resizeBicubic(photo, plan.scaled);
    result = plan.crop ? cropPadded(result, *plan.crop) : std::move(result);
    return plan.flip ? flipped(result) : result;
}

LabelPlane applyPlan(const LabelPlane& labels, const PreprocessPlan& plan) {
    LabelPlane result = resizeNearest(labels, plan.scaled);
    result = plan.crop ? cropPadded(result, *plan.crop) : std::move(result);
    return plan.flip ? flipped(result) : result;
}

InstancePlane applyPlan(const InstancePlane& instances, const PreprocessPlan& plan) {
    InstancePlane result = resizeNearest(instances, plan.scaled);
    result = plan.crop ? cropPadded(result, *plan.crop) : std::move(result);
    return plan.flip ? flipped(result) : result;
}

} // namespace underpaint::imaging
