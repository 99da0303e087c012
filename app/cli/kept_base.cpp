// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/kept_base.h"

#include "engine/base/error.h"
#include "engine/imaging/codec.h"
#include "engine/imaging/resize.h"
#include "engine/scene/instance_ids.h"
#include "engine/scene/touched.h"

#include <CLI/CLI.hpp>

#include <map>
#include <utility>

namespace underpaint::app {

namespace {

/// The instances of an edited map that was numbered by itself: those of the base where the labels
/// are the same, new ones where they are not.
scene::InstanceMap followedInstances(const scene::PhotoMaps& base,
                                     const scene::SceneState& edited) {
    scene::InstanceMap ids = base.instances;
    std::map<std::uint32_t, std::uint32_t> fresh; // by the number of the edited map
    for (int y = 0; y < ids.height(); ++y) {
        for (int x = 0; x < ids.width(); ++x) {
            const std::uint16_t label = edited.labels.at(x, y);
            if (label == base.labels.at(x, y)) {
                continue;
            }
            const std::uint32_t own = edited.instances.at(x, y);
            if (own < scene::instancesPerClass) {
                ids.set(x, y, own);
                continue;
            }
            const auto [entry, added] = fresh.try_emplace(own, 0);
            if (added) {
                entry->second = scene::nextInstanceId(ids, label);
            }
            ids.set(x, y, entry->second);
        }
    }
    return ids;
}

void encodeBase(translate::Translator& translator, const Image& photo, scene::PhotoMaps& maps) {
    if (!translator.capabilities().encoder) {
        return;
    }
    const Image sized = imaging::resizeBicubic(photo, maps.instances.size());
    for (auto& [id, values] : translator.encodeStyles(sized, maps.instances.toPlane(), {})) {
        maps.appearances[id].style = scene::FeatureStyle{std::move(values)};
    }
}

} // namespace

void KeptBase::declare(CLI::App& app) {
    CLI::Option* photo = app.add_option(
        "--base", m_photo, "Photo layer: a photo that shows the scene before it was edited");
    CLI::Option* labels =
        app.add_option("--base-labels", m_labels,
                       "Label map of that photo, of the scene's size; default: the project's");
    app.add_option("--base-instances", m_instances, "Its instance map; default: derived")
        ->needs(labels);
    labels->needs(photo);
    CLI::Option* keep = app.add_flag(
        "--keep", m_keep, "Keep what was not touched of the photo layer, in the photo's own size");
    app.add_option("--soft-edge", m_feather,
                   "Width over which the new passes into the kept, in pixels of the map; "
                   "default: the project's, or 12")
        ->check(CLI::Range(0, scene::maxFeather))
        ->needs(keep);
}

void KeptBase::apply(const SceneRequest& reading, translate::Translator& translator,
                     Reporter& reporter, scene::SceneState& state) const {
    if (!named()) {
        return;
    }
    if (!m_photo.empty()) {
        state.referencePhoto = std::make_shared<const Image>(imaging::readPhoto(m_photo));
    }
    if (!m_labels.empty()) {
        SceneRequest request = reading;
        request.labels = m_labels;
        request.instances = m_instances;
        scene::SceneState shown;
        shown.labelSet = state.labelSet;
        readSceneMaps(request, reporter, shown);
        if (shown.size() != state.size()) {
            throw Error("the label map of the photo has " + std::to_string(shown.size().width) +
                            "x" + std::to_string(shown.size().height) + " pixels, the scene " +
                            std::to_string(state.size().width) + "x" +
                            std::to_string(state.size().height),
                        m_labels, "Give maps of one size");
        }
        auto maps =
            std::make_shared<scene::PhotoMaps>(scene::PhotoMaps{shown.labels, shown.instances, {}});
        if (reading.instances.empty() && !reading.labels.empty()) {
            state.instances = followedInstances(*maps, state);
        }
        encodeBase(translator, *state.referencePhoto, *maps);
        for (const auto& [id, worn] : maps->appearances) {
            state.appearances.try_emplace(id, worn);
        }
        state.photoMaps = std::move(maps);
    }
    state.keep.on = state.keep.on || m_keep;
    state.keep.feather = m_feather.value_or(state.keep.feather);
    if (state.keep.on && !scene::knowsPhoto(state)) {
        throw Error(state.referencePhoto ? "nobody says what the photo shows"
                                         : "there is no photo to keep anything of",
                    m_photo,
                    state.referencePhoto ? "Give its label map with --base-labels (`underpaint "
                                           "segment` estimates one)"
                                         : "Name one with --base");
    }
}

} // namespace underpaint::app
