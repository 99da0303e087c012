// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/e2e/sample_project.h"

#include "engine/base/atomic_file.h"
#include "engine/imaging/codec.h"
#include "engine/project/file/project_file.h"
#include "engine/scene/edit_codec.h"
#include "engine/scene/fill.h"
#include "tests/engine/translate_samples.h"

namespace underpaint::test {

namespace {

project::Project sampleProject(const std::string& modelId) {
    project::Project project;
    scene::SceneState start = sampleScene({64, 40});
    start.modelId = modelId;
    scene::Scene scene(std::move(start));
    const auto step = [&](const std::string& text, const scene::Edit& edit) {
        scene.apply(edit);
        project.history.push_back({text, scene::serialise(edit)});
    };
    step("Rectangle: five", scene::fillRectangle(*scene, {2, 3, 10, 8}, {5, 5}));
    step("Style", {scene::SetStyle{{{4000, scene::ClusterStyle{4}}}}});
    step("Rectangle: one", scene::fillRectangle(*scene, {50, 30, 14, 10}, {1, 1}));
    step("Seed", {scene::SetSeed{5}});
    project.state = *scene;
    return project;
}

} // namespace

void writeSampleProject(const std::filesystem::path& path, const std::string& modelId) {
    writeFileAtomically(path, project::encodeProject(sampleProject(modelId)));
}

void writeProjectMaps(const std::filesystem::path& labels, const std::filesystem::path& instances) {
    const scene::SceneState state = sampleProject({}).state;
    imaging::writeLabels(labels, state.labels.toPlane());
    imaging::writeInstances(instances, state.instances.toPlane());
}

} // namespace underpaint::test
