// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/compared_scenes.h"

#include "engine/base/error.h"
#include "engine/imaging/foreign_classes.h"
#include "engine/imaging/foreign_label_set.h"
#include "engine/imaging/scene_folder.h"
#include "engine/project/file/project_file.h"
#include "engine/project/package/model_labels.h"
#include "engine/scene/instances.h"
#include "engine/script/model_change.h"

#include <algorithm>
#include <memory>
#include <set>
#include <utility>

namespace underpaint::app {

namespace {

namespace fs = std::filesystem;

/// A scene of the editor, as one of that model.
scene::SceneState withModel(const scene::SceneState& state, const project::Manifest& model,
                            const ClassesOfModel& classes) {
    if (state.modelId == model.id) {
        return state;
    }
    scene::Scene changed(state);
    script::modelChange(state, model, classes(state.modelId)).edit.apply(changed);
    return changed.state();
}

/// A label map in whatever classes, as a scene of that model.
scene::SceneState sceneOf(const imaging::SceneFiles& files, const imaging::ItemReader& how,
                          const project::Manifest& model) {
    scene::SceneState state;
    state.labelSet = project::labelSetOf(model);
    state.modelId = model.id;
    imaging::DatasetItem item;
    item.labels = files.labels;
    item.instances = files.instances;
    item.photo = files.photo;
    imaging::ImportOptions options;
    options.deriveInstances = true;
    const auto read = [&](const scene::LabelSet& classes, const imaging::ImportOptions& asked) {
        imaging::ItemReader reader = how;
        reader.classes = classes;
        return imaging::importItem(item, reader, asked);
    };
    auto found = imaging::readInTheirClasses(files.labels, state.labelSet, options, read);
    if (found.foreign) {
        found.maps = imaging::inClassesOf(state.labelSet, *found.foreign, std::move(found.maps));
    }
    state.labels = scene::LabelMap(found.maps.labels);
    state.instances = found.maps.instances ? scene::InstanceMap(*found.maps.instances)
                                           : scene::instancesFromLabels(state.labels);
    if (!files.photo.empty()) {
        state.referencePhoto = std::make_shared<const Image>(imaging::itemPhoto(item, how));
    }
    return state;
}

/// Scenes under names of their own.
class SceneList {
public:
    void add(std::string name, auto read) {
        std::ranges::replace(name, '/', '-'); // of the parts of a data set
        std::string free = name;
        for (int number = 2; !m_names.insert(free).second; ++number) {
            free = name + " (" + std::to_string(number) + ")";
        }
        m_scenes.push_back({std::move(free), std::move(read)});
    }
    std::vector<ComparedScene> take() { return std::move(m_scenes); }

private:
    std::set<std::string> m_names;
    std::vector<ComparedScene> m_scenes;
};

void addFolder(const fs::path& folder, SceneList& scenes, std::vector<std::string>& notes) {
    imaging::SceneFolderRequest request;
    request.folder = folder;
    imaging::SceneFolder found = imaging::listSceneFolder(request);
    notes.insert(notes.end(), found.problems.begin(), found.problems.end());
    for (const imaging::SceneFiles& files : found.items) {
        scenes.add(fs::path(files.output).replace_extension().generic_string(),
                   [files, reader = found.reader](const project::Manifest& model) {
                       return sceneOf(files, reader, model);
                   });
    }
}

} // namespace

std::vector<ComparedScene> comparedScenes(const ui::ModelComparison& comparison,
                                          const ClassesOfModel& classes,
                                          std::vector<std::string>& notes) {
    SceneList scenes;
    if (comparison.open) {
        scenes.add(comparison.openName,
                   [open = *comparison.open, classes](const project::Manifest& model) {
                       return withModel(*open, model, classes);
                   });
    }
    for (const fs::path& path : comparison.scenes) {
        if (fs::is_directory(path)) {
            addFolder(path, scenes, notes);
        } else if (fs::exists(path)) {
            scenes.add(path.stem().string(), [path, classes](const project::Manifest& model) {
                return withModel(project::readProject(path).project.state, model, classes);
            });
        } else {
            throw Error("is not there any more", path.string(), "Take it off the list of scenes");
        }
    }
    std::vector<ComparedScene> all = scenes.take();
    if (all.empty()) {
        throw Error("there is no scene to paint", {}, "Add a project or a folder of label maps");
    }
    return all;
}

} // namespace underpaint::app
