// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/scene_for_model.h"

#include "app/cli/model_folders.h"
#include "engine/base/error.h"
#include "engine/imaging/mapped_scene.h"
#include "engine/project/package/model_labels.h"
#include "engine/project/package/style_fit.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace underpaint::app {

namespace {

/// Nothing where the model is not installed here: the names in the scene must do then.
std::optional<scene::LabelSet> classesOf(const std::string& id) {
    if (id.empty()) {
        return std::nullopt;
    }
    try {
        const project::Manifest manifest = openModel(id).manifest();
        if (!manifest.classes.empty()) {
            return project::labelSetOf(manifest);
        }
    } catch (const Error&) {
        return std::nullopt;
    }
    return std::nullopt;
}

std::string listed(const std::vector<std::string>& names) {
    std::string text;
    for (const std::string& name : names) {
        text += (text.empty() ? "" : ", ") + name;
    }
    return text;
}

void mapClassesOf(scene::SceneState& state, const project::Manifest& model, Reporter& reporter) {
    const scene::LabelSet classes = project::labelSetOf(model);
    auto mapped = imaging::mappedScene(
        state, imaging::meaningOfIds(state, classesOf(state.modelId), classes), classes);
    if (!mapped) {
        return;
    }
    reporter.note("the scene's classes become those of " + model.name);
    if (const std::vector<std::string> lost = mapped->lost(); !lost.empty()) {
        reporter.warning(model.name + " does not know " + listed(lost) +
                         ": the areas became unlabelled");
    }
    std::vector<std::string> nearest;
    for (const imaging::MappedClass& one : mapped->nearest()) {
        nearest.push_back(one.from.name + " became " + classes.at(*one.to).name);
    }
    if (!nearest.empty()) {
        reporter.warning(model.name + " has nothing nearer for these: " + listed(nearest));
    }
    imaging::takeClasses(state, std::move(*mapped));
}

} // namespace

void fitToModel(scene::SceneState& state, const project::Manifest& model, Reporter& reporter) {
    if (state.modelId == model.id) {
        return;
    }
    if (!model.classes.empty()) {
        mapClassesOf(state, model, reporter);
    }
    if (const std::size_t count = project::fitAppearances(state, model); count > 0) {
        reporter.warning("styles that " + model.name +
                         " has not were taken off: " + std::to_string(count));
    }
    state.modelId = model.id;
}

} // namespace underpaint::app
