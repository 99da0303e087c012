// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/translate/instance_steps.h"

#include "engine/translate/mask_paste.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numeric>

namespace underpaint::translate {

namespace {

/// Parts are at least so large where the photo is.
constexpr int smallestPart = 64;

struct Instance {
    std::size_t number = 0;
    std::int64_t size = 0; ///< sum of its levels
    Rect bounds;
};

std::vector<Instance> presentInstances(const std::vector<Image>& masks) {
    std::vector<Instance> present;
    for (std::size_t i = 0; i < masks.size(); ++i) {
        const Rect bounds = boundsOf(masks[i]);
        if (!bounds.empty()) {
            const auto levels = masks[i].values();
            present.push_back(
                {i, std::accumulate(levels.begin(), levels.end(), std::int64_t{0}), bounds});
        }
    }
    return present;
}

void sort(std::vector<Instance>& instances, InstanceOrder order) {
    switch (order) {
    case InstanceOrder::LargestFirst:
        std::ranges::stable_sort(instances, std::ranges::greater{}, &Instance::size);
        break;
    case InstanceOrder::SmallestFirst:
        std::ranges::stable_sort(instances, std::ranges::less{}, &Instance::size);
        break;
    case InstanceOrder::AsGiven:
        break;
    }
}

/// Where a line of `wanted` pixels around [first, first + extent) lies within `all`.
std::pair<int, int> placed(int first, int extent, int wanted, int all) {
    const int length = std::min(std::max(wanted, extent), all);
    const int start = std::clamp(first - (length - extent) / 2, 0, all - length);
    return {start, length};
}

Rect partAround(const Rect& bounds, const TranslationSettings& settings, Size photo, Size native) {
    const int longer = std::max(bounds.width, bounds.height);
    const int margin =
        static_cast<int>(std::ceil(settings.surroundings * longer)) + settings.feather + 1;
    const auto wanted = [&](int extent, int trained) {
        return std::max({extent + 2 * margin, trained, smallestPart});
    };
    const auto [x, width] =
        placed(bounds.x, bounds.width, wanted(bounds.width, native.width), photo.width);
    const auto [y, height] =
        placed(bounds.y, bounds.height, wanted(bounds.height, native.height), photo.height);
    return {x, y, width, height};
}

} // namespace

std::vector<InstanceStep> planSteps(const PhotoTranslationRequest& request, Size native) {
    const TranslationSettings& settings = request.settings;
    std::vector<Instance> left = presentInstances(request.masks);
    sort(left, settings.order);
    const std::size_t most = settings.instancesPerStep > 0
                                 ? static_cast<std::size_t>(settings.instancesPerStep)
                                 : left.size();
    const Size photo = request.photo.size();
    std::vector<InstanceStep> steps;
    while (!left.empty()) {
        InstanceStep step{.masks = {}, .part = {0, 0, photo.width, photo.height}};
        Rect bounds;
        for (auto it = left.begin(); it != left.end() && step.masks.size() < most;) {
            const bool joins =
                !settings.crops || step.masks.empty() || !step.part.intersected(it->bounds).empty();
            if (!joins) {
                ++it;
                continue;
            }
            step.masks.push_back(it->number);
            bounds = bounds.united(it->bounds);
            if (settings.crops) {
                step.part = partAround(bounds, settings, photo, native);
            }
            it = left.erase(it);
        }
        steps.push_back(std::move(step));
    }
    return steps;
}

} // namespace underpaint::translate
