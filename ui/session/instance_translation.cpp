// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/instance_translation.h"

#include "engine/base/error.h"
#include "engine/imaging/class_mapping.h"
#include "engine/imaging/photo_keeper.h"
#include "engine/imaging/resize.h"
#include "engine/scene/appearance_edits.h"
#include "engine/scene/edit_plan.h"
#include "engine/scene/instance_edits.h"
#include "engine/scene/instance_ids.h"
#include "engine/scene/instances.h"
#include "engine/scene/paint_pixels.h"
#include "engine/scene/pixel_spans.h"
#include "engine/scene/touched.h"
#include "ui/session/editor.h"
#include "ui/session/photo_layer.h"

#include <algorithm>
#include <utility>

namespace underpaint::ui {

namespace {

/// From this level on a pixel of a mask belongs to its instance.
constexpr std::uint8_t member = 128;

/// The pixels of a mask, of the scene's size, as spans.
std::vector<scene::PixelSpan> spansOfMask(const Image& mask, Size size) {
    const Image fitted = imaging::resizeBilinear(mask, size);
    std::vector<scene::PixelSpan> spans;
    for (int y = 0; y < size.height; ++y) {
        for (int x = 0; x < size.width; ++x) {
            if (fitted.at(x, y) >= member) {
                spans.push_back({x, y, 1}); // joined by paintSpans()
            }
        }
    }
    return spans;
}

/// What becomes of an instance.
struct Moved {
    std::uint32_t before = 0;
    std::uint16_t label = 0; ///< afterwards
    bool sameClass = false;
    scene::Appearance look = {}; ///< afterwards

    std::uint32_t idIn(const scene::SceneState& now) const {
        if (sameClass) {
            return before;
        }
        const bool numbered = before >= scene::instancesPerClass && label != 0;
        return numbered ? scene::nextInstanceId(now.instances, label) : scene::stuffInstance(label);
    }
};

/// Throws Error when one is not there.
std::vector<Moved> movedInstances(const scene::SceneState& scene,
                                  const std::vector<std::uint32_t>& instances,
                                  const std::string& domain) {
    const std::optional<std::uint16_t> becomes = translatedClass(scene, domain);
    std::vector<Moved> moved;
    for (const std::uint32_t id : instances) {
        const auto info = scene::instanceIn(scene, id);
        if (!info) {
            throw Error("an instance that was translated is not in the scene any more", {},
                        "Translate again");
        }
        Moved one;
        one.before = id;
        one.label = becomes.value_or(info->label);
        one.sameClass = one.label == info->label;
        if (const scene::Appearance* worn = scene.appearanceOf(id)) {
            one.look =
                one.sameClass ? *worn : scene::forAnotherClass(*worn); // styles are of classes
        }
        moved.push_back(std::move(one));
    }
    return moved;
}

} // namespace

std::vector<std::uint32_t> translatedInstances(const Editor& editor) {
    std::vector<std::uint32_t> free;
    for (const std::uint32_t id : editor.state().selectedInstances()) {
        if (!editor.state().lockedInstances().contains(id)) {
            free.push_back(id);
        }
    }
    return free;
}

std::vector<Image> instanceMasks(const scene::SceneState& scene,
                                 const std::vector<std::uint32_t>& instances, Size size) {
    const InstancePlane ids = scene.instances.toPlane();
    std::vector<Image> masks;
    for (const std::uint32_t id : instances) {
        Image mask(ids.width(), ids.height());
        std::ranges::transform(ids.values(), mask.values().begin(), [id](std::uint32_t value) {
            return static_cast<std::uint8_t>(value == id ? 255 : 0);
        });
        masks.push_back(imaging::resizeBilinear(mask, size));
    }
    return masks;
}

std::optional<std::uint16_t> translatedClass(const scene::SceneState& scene,
                                             const std::string& domain) {
    const scene::LabelSet named("domain", {{0, domain, {}, true}});
    const imaging::ClassMapping mapping = imaging::mapClasses(named, scene.labelSet);
    const imaging::MappedClass& found = mapping.classes.front();
    const bool means = found.match == imaging::ClassMatch::SameName ||
                       found.match == imaging::ClassMatch::SameMeaning;
    return means ? found.to : std::nullopt;
}

TranslationEdit translationEdit(const scene::SceneState& scene,
                                const std::vector<std::uint32_t>& instances,
                                const translate::PhotoTranslation& made, bool moves,
                                const std::string& domain) {
    scene::EditPlan steps(scene);
    std::vector<std::uint32_t> present = instances;
    if (moves) {
        const std::vector<Moved> moved = movedInstances(scene, instances, domain);
        for (const Moved& one : moved) {
            steps.add(scene::deleteInstance(steps.state(), one.before, {}));
        }
        present.clear();
        for (std::size_t k = 0; k < moved.size(); ++k) {
            const auto spans = spansOfMask(made.masks[k], scene.size());
            if (spans.empty()) {
                continue;
            }
            const std::uint32_t id = moved[k].idIn(steps.state());
            steps.add(scene::paintSpans(steps.state(), spans, {moved[k].label, id}));
            steps.add(scene::putOn(steps.state(), moved[k].look, id));
            present.push_back(id);
        }
    }
    steps.add({scene::SetReferencePhoto{std::make_shared<const Image>(made.photo)}});
    steps.add({scene::SetPhotoMaps{photoMapsOf(steps.state())}});
    scene::KeepSettings keep = scene.keep;
    keep.on = true;
    if (!scene.keep.on) {
        steps.add({scene::SetKeep{keep}});
    }
    return {{scene::EditGroup{steps.take()}}, std::move(present)};
}

bool PhotoBefore::any() const {
    return scene.referencePhoto || shown;
}

Image PhotoBefore::photo() const {
    if (scene::keepsPhoto(scene)) {
        if (touchedShare(scene) == 0) {
            return *scene.referencePhoto;
        }
        if (!painted) {
            throw Error("the photo is not exact yet", {}, "Wait for it");
        }
        return imaging::PhotoKeeper().kept(*painted, scene, scene.referencePhoto->size());
    }
    if (scene.referencePhoto) {
        return *scene.referencePhoto;
    }
    if (!shown) {
        throw Error("there is no photo to translate", {}, "Open one, or paint with a model");
    }
    return *shown;
}

} // namespace underpaint::ui
