// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/photo_start.h"

#include "engine/base/error.h"
#include "engine/imaging/components.h"
#include "engine/project/model_labels.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

namespace underpaint::ui {

namespace {

/// A place for the translations of free functions.
class PhotoStart {
    Q_DECLARE_TR_FUNCTIONS(underpaint::ui::PhotoStart)
};

/// Pixels of a sample scene.
constexpr double usualArea = 512.0 * 256.0;
/// How much larger than its native size a model is asked to paint, in area.
constexpr double overNative = 4;
/// Parts of a thing that cover less of the map are dust.
constexpr double dustShare = 1.0 / 8192;

[[noreturn]] void refuse(std::uint16_t label, const std::string& model) {
    throw Error(PhotoStart::tr("The segmenter found class %1, which the model “%2” does not have. "
                               "Choose a model with the segmenter's classes")
                    .arg(label)
                    .arg(QString::fromStdString(model))
                    .toStdString());
}

int fitted(double extent, int multiple) {
    return std::max(1, static_cast<int>(std::lround(extent / multiple))) * multiple;
}

} // namespace

Size sceneSizeFor(Size photo, const project::SizeRules& model) {
    const double native = 1.0 * model.nativeWidth * model.nativeHeight;
    const double wanted = std::max(usualArea, overNative * native);
    const double scale = std::min(1.0, std::sqrt(wanted / static_cast<double>(photo.area())));
    const int multiple = std::max(1, model.multiple);
    return {fitted(photo.width * scale, multiple), fitted(photo.height * scale, multiple)};
}

scene::SceneState sceneFromPhoto(std::shared_ptr<const Image> photo, const LabelPlane& labels,
                                 const project::Manifest& model) {
    scene::SceneState state;
    state.labelSet = project::labelSetOf(model);
    state.modelId = model.id;
    state.referencePhoto = std::move(photo);
    for (const std::uint16_t label : labels.values()) {
        if (state.labelSet.find(label) == nullptr) {
            refuse(label, model.name);
        }
    }
    state.labels = scene::LabelMap(labels);
    imaging::ComponentOptions options;
    options.minimumArea = std::max(
        1LL, std::llround(dustShare * static_cast<double>(labels.width()) * labels.height()));
    const auto isThing = [&](std::uint16_t label) {
        const scene::LabelClass* one = state.labelSet.find(label);
        return label != 0 && one != nullptr && one->thing;
    };
    state.instances = scene::InstanceMap(imaging::deriveInstances(labels, isThing, options).ids);
    return state;
}

} // namespace underpaint::ui
