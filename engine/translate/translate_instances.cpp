// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/translate/translate_instances.h"

#include "engine/base/error.h"
#include "engine/imaging/resize.h"
#include "engine/translate/instance_steps.h"
#include "engine/translate/mask_paste.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace underpaint::translate {

namespace {

constexpr int opaque = 255;

/// In the proportions of `part`, with about as many pixels as `native`; what is smaller stays.
Size seenSize(Size part, const TranslationSettings& settings, Size native) {
    if (!settings.nativeSize || native.empty() || part.area() <= native.area()) {
        return part;
    }
    const double scale =
        std::sqrt(static_cast<double>(native.area()) / static_cast<double>(part.area()));
    const auto scaled = [&](int side) {
        return std::max(1, static_cast<int>(std::lround(side * scale)));
    };
    return {scaled(part.width), scaled(part.height)};
}

PhotoPart resized(const PhotoPart& part, Size size) {
    PhotoPart result{.photo = imaging::resizeBicubic(part.photo, size), .masks = {}};
    for (const Image& mask : part.masks) {
        result.masks.push_back(imaging::resizeBicubic(mask, size));
    }
    return result;
}

/// A mask that fills the part leaves the network nothing but rounding errors to normalise.
bool frameRestored(Image& mask) {
    if (std::ranges::any_of(mask.values(), [](std::uint8_t level) { return level < opaque; })) {
        return false;
    }
    for (int x = 0; x < mask.width(); ++x) {
        mask.at(x, 0) = 0;
        mask.at(x, mask.height() - 1) = 0;
    }
    for (int y = 0; y < mask.height(); ++y) {
        mask.at(0, y) = 0;
        mask.at(mask.width() - 1, y) = 0;
    }
    return true;
}

PhotoPart cut(const Image& photo, const std::vector<Image>& masks, const InstanceStep& step,
              PhotoTranslation& result) {
    PhotoPart part{.photo = imaging::cropPadded(photo, step.part), .masks = {}};
    for (const std::size_t number : step.masks) {
        part.masks.push_back(imaging::cropPadded(masks[number], step.part));
        if (frameRestored(part.masks.back())) {
            result.notes.push_back("mask " + std::to_string(number + 1) +
                                   " fills the picture: one pixel at its border is taken for "
                                   "background");
        }
    }
    return part;
}

std::vector<const Image*> allOf(const std::vector<Image>& before, const std::vector<Image>& after) {
    std::vector<const Image*> all;
    for (const auto* list : {&before, &after}) {
        for (const Image& mask : *list) {
            all.push_back(&mask);
        }
    }
    return all;
}

void weaken(Image& weight, double strength) {
    for (std::uint8_t& level : weight.values()) {
        level = static_cast<std::uint8_t>(std::lround(level * strength));
    }
}

void noteChange(Image& changed, const Image& weight, Point at) {
    for (int y = 0; y < weight.height(); ++y) {
        for (int x = 0; x < weight.width(); ++x) {
            std::uint8_t& here = changed.at(at.x + x, at.y + y);
            here = std::max(here, weight.at(x, y));
        }
    }
}

/// The part's masks go where they came from.
void putBack(Image& mask, const Image& part, Point at) {
    std::ranges::fill(mask.values(), std::uint8_t{0});
    for (int y = 0; y < part.height(); ++y) {
        std::ranges::copy(part.row(y), mask.row(at.y + y).begin() + at.x);
    }
}

} // namespace

void checkRequest(const PhotoTranslationRequest& request) {
    if (request.photo.empty() || request.photo.channels() != 3) {
        throw Error("is no RGB photo", "photo to translate", "Give an RGB photo");
    }
    for (std::size_t i = 0; i < request.masks.size(); ++i) {
        const Image& mask = request.masks[i];
        if (mask.channels() != 1 || mask.size() != request.photo.size()) {
            throw Error("is " + std::to_string(mask.width()) + "x" + std::to_string(mask.height()) +
                            " with " + std::to_string(mask.channels()) +
                            " channels, the photo is " + std::to_string(request.photo.width()) +
                            "x" + std::to_string(request.photo.height()),
                        "mask " + std::to_string(i + 1), "Give grey masks of the photo's size");
        }
    }
    const TranslationSettings& settings = request.settings;
    const bool legal = settings.instancesPerStep >= 0 && settings.feather >= 0 &&
                       settings.feather <= 1024 && settings.surroundings >= 0 &&
                       settings.surroundings <= 100 && settings.strength >= 0 &&
                       settings.strength <= 1;
    if (!legal) {
        throw Error("a setting is out of range", "translation",
                    "Strength is 0 to 1, feather 0 to 1024 pixels, surroundings 0 to 100");
    }
}

PhotoTranslation translateInstances(const PhotoTranslationRequest& request, Size native,
                                    const PartTranslator& translate, const CancelToken& cancel,
                                    const ProgressSink& progress) {
    checkRequest(request);
    const TranslationSettings& settings = request.settings;
    const std::vector<InstanceStep> steps = planSteps(request, native);
    const bool keeps = settings.keepsBackground || settings.crops;
    PhotoTranslation result{.photo = request.photo,
                            .masks = request.masks,
                            .changed = Image(request.photo.width(), request.photo.height())};
    for (const InstanceStep& step : steps) {
        cancel.check();
        const PhotoPart part = cut(result.photo, request.masks, step, result);
        const Size seen = seenSize(part.photo.size(), settings, native);
        const auto partProgress = [&](double fraction, std::string_view stage) {
            if (progress) {
                progress((result.steps + fraction) / static_cast<double>(steps.size()), stage);
            }
        };
        const bool scaled = seen != part.photo.size();
        PhotoPart made = translate(scaled ? resized(part, seen) : part, partProgress);
        if (scaled) {
            made = resized(made, part.photo.size());
        }
        Image weight(part.photo.width(), part.photo.height(), opaque);
        if (keeps) {
            weight = featheredUnion(allOf(part.masks, made.masks), settings.feather);
            fadeAtSides(weight, step.part, request.photo.size(), settings.feather);
        }
        weaken(weight, settings.strength);
        const Point at{step.part.x, step.part.y};
        paste(result.photo, made.photo, weight, at);
        noteChange(result.changed, weight, at);
        for (std::size_t i = 0; i < step.masks.size(); ++i) {
            putBack(result.masks[step.masks[i]], made.masks[i], at);
        }
        ++result.steps;
        partProgress(0, "instances");
    }
    return result;
}

} // namespace underpaint::translate
