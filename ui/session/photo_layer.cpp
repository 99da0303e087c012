// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/photo_layer.h"

#include "engine/scene/touched.h"
#include "ui/document/photo_state.h"
#include "ui/document/shared_image.h"

#include <algorithm>
#include <utility>

namespace underpaint::ui {

namespace {

scene::SetKeep keepSwitched(const scene::SceneState& scene, bool on) {
    scene::KeepSettings keep = scene.keep;
    keep.on = on;
    return {keep};
}

} // namespace

std::shared_ptr<const Image> exactPhoto(const PhotoState& photo) {
    if (photo.truth() != PhotoState::Truth::Exact || photo.photo().isNull()) {
        return nullptr;
    }
    return std::make_shared<const Image>(fromQt(photo.photo()));
}

std::shared_ptr<const scene::PhotoMaps> photoMapsOf(const scene::SceneState& scene) {
    return std::make_shared<const scene::PhotoMaps>(
        scene::PhotoMaps{scene.labels, scene.instances, scene.appearances});
}

scene::Edit photoLayerEdit(const scene::SceneState& scene, std::shared_ptr<const Image> photo) {
    scene::EditGroup group{{{scene::SetReferencePhoto{std::move(photo)}}}};
    if (scene.photoMaps) {
        group.edits.push_back({scene::SetPhotoMaps{}});
    }
    if (scene.keep.on) {
        group.edits.push_back({keepSwitched(scene, false)});
    }
    return {std::move(group)};
}

scene::Edit keepEdit(const scene::SceneState& scene, bool on, std::shared_ptr<const Image> shown) {
    scene::EditGroup group;
    if (on && !scene::knowsPhoto(scene)) {
        if (!scene.referencePhoto) {
            group.edits.push_back({scene::SetReferencePhoto{std::move(shown)}});
        }
        group.edits.push_back({scene::SetPhotoMaps{photoMapsOf(scene)}});
    }
    group.edits.push_back({keepSwitched(scene, on)});
    return {std::move(group)};
}

scene::Edit describeEdit(const scene::SceneState& scene) {
    return {scene::SetPhotoMaps{photoMapsOf(scene)}};
}

scene::Edit bakeEdit(const scene::SceneState& scene, std::shared_ptr<const Image> photo) {
    return {scene::EditGroup{
        {{scene::SetReferencePhoto{std::move(photo)}}, {scene::SetPhotoMaps{photoMapsOf(scene)}}}}};
}

double touchedShare(const scene::SceneState& scene) {
    if (!scene::knowsPhoto(scene) || scene.size().empty()) {
        return 0;
    }
    const Plane<std::uint8_t> touched = scene::touchedPixels(scene);
    const auto count =
        std::ranges::count_if(touched.values(), [](std::uint8_t mark) { return mark != 0; });
    return static_cast<double>(count) / static_cast<double>(scene.size().area());
}

} // namespace underpaint::ui
