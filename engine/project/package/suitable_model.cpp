// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/project/package/suitable_model.h"

#include <algorithm>

namespace underpaint::project {

namespace {

constexpr int isTrained = surelySuits - knowsTheClasses;
constexpr int hasEnoughChannels = 2;
constexpr int hasStyles = 1;

} // namespace

int suitability(const Manifest& model, const scene::LabelSet& labels) {
    int score = 0;
    const bool same = std::ranges::all_of(labels.classes(), [&](const scene::LabelClass& label) {
        return std::ranges::any_of(model.classes, [&](const PackageClass& one) {
            return one.id == label.id && one.name == label.name;
        });
    });
    score +=
        same ? knowsTheClasses : (model.labelChannels >= labels.idCount() ? hasEnoughChannels : 0);
    score += !model.data.empty() && model.data != "none" ? isTrained : 0;
    score += !model.styles.empty() ? hasStyles : 0;
    return score;
}

bool paintsScenes(const Manifest& model) {
    return model.networks.contains("G") ||
           (model.networks.contains("G0") && model.labelChannels > 0);
}

bool segmentsFor(const Manifest& segmenter, const Manifest& model) {
    return segmenter.networks.contains("S") &&
           std::ranges::all_of(segmenter.classes, [&](const PackageClass& one) {
               return std::ranges::any_of(model.classes, [&](const PackageClass& other) {
                   return one.id == other.id && one.name == other.name;
               });
           });
}

} // namespace underpaint::project
