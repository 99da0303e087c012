// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/script_world.h"

#include "app/cli/exemplar_segmenter.h"

#include "app/cli/arguments.h"
#include "app/cli/model_folders.h"
#include "app/cli/photo_output.h"
#include "app/cli/render_scene.h"
#include "app/cli/scene_for_model.h"
#include "engine/base/atomic_file.h"
#include "engine/base/error.h"
#include "engine/imaging/codec.h"
#include "engine/run/memory_fallback.h"
#include "engine/run/package_models.h"

#include <utility>

namespace underpaint::app {

ScriptWorld::ScriptWorld(Context& context, ScriptOutputs outputs)
    : m_context(context), m_outputs(std::move(outputs)) {}

project::Project ScriptWorld::openProject(const std::filesystem::path& file) {
    return project::readProject(file).project;
}

Image ScriptWorld::readPhoto(const std::filesystem::path& file) {
    return imaging::readPhoto(file);
}

void ScriptWorld::readMaps(const script::MapFiles& files, scene::SceneState& state) {
    SceneRequest request;
    request.labels = files.labels;
    request.instances = files.instances;
    request.fileClasses = parseLabelSet(files.classes);
    request.reader.format = imaging::labelFormatFromName(files.format);
    request.repair = files.repair;
    readSceneMaps(request, m_context.reporter, state);
}

scene::LabelSet ScriptWorld::labelSet(const std::string& name) {
    return parseLabelSet(name).value_or(scene::LabelSet());
}

std::filesystem::path ScriptWorld::packageOf(const std::string& model) {
    const auto found = m_packages.find(model);
    return found != m_packages.end() ? found->second
                                     : m_packages.emplace(model, findModel(model)).first->second;
}

project::Manifest ScriptWorld::manifest(const std::string& model) {
    return project::ModelPackage::open(packageOf(model)).manifest();
}

translate::EngineSettings ScriptWorld::settings() const {
    const CommonOptions& common = m_context.common;
    return {common.device, common.precision(), common.threads};
}

run::LoadedModel& ScriptWorld::loaded(const std::string& model) {
    const std::filesystem::path package = packageOf(model);
    if (!m_loaded || package != m_package) {
        m_loaded.reset(); // two at once may be too much for the memory
        m_loaded = std::make_unique<run::LoadedModel>(run::packageModels(),
                                                      run::ModelRequest{package, settings()});
        m_package = package;
    }
    return *m_loaded;
}

int ScriptWorld::codeSize(const std::string& model) {
    return loaded(model).translator().capabilities().latentSize;
}

scene::LatentCode ScriptWorld::encodeCode(const std::string& model, const Image& photo) {
    return {loaded(model).translator().encodeCode(photo, m_context.cancel)};
}

std::map<std::uint32_t, std::vector<float>>
ScriptWorld::encodeStyles(const std::string& model, const Image& photo,
                          const InstancePlane& instances) {
    translate::Translator& translator = loaded(model).translator();
    if (!translator.capabilities().encoder) {
        throw Error("the model has no encoder that could take styles from a photo",
                    translator.manifest().name);
    }
    return translator.encodeStyles(photo, instances, m_context.cancel);
}

LabelPlane ScriptWorld::segment(const std::string& model, const Image& photo) {
    if (model.empty()) {
        throw Error("the scene has no model whose segmenter could say what the photo shows", {},
                    "Give the label map of the exemplar with \"labels\"");
    }
    return segmentedFor(project::ModelPackage::open(packageOf(model)), photo, settings(),
                        "Give the label map of the exemplar with \"labels\"", m_context.cancel,
                        m_context.reporter.progress("exemplar"));
}

script::Report ScriptWorld::render(const scene::SceneState& state,
                                   const script::RenderOrder& order) {
    const std::filesystem::path file = m_outputs.prepared(order.file);
    checkLayeredOutput(file);
    scene::SceneState painted = state;
    painted.seed = order.seed.value_or(state.seed);
    const std::string named = order.model.empty() ? state.modelId : order.model;
    run::LoadedModel& model =
        loaded(named.empty() ? findSuitableModel(state.labelSet).string() : named);
    fitToModel(painted, model.translator().manifest(), m_context.reporter);
    run::RenderRequest request{.scene = scene::SceneSnapshot(painted)};
    request.quality = run::Quality::Export;
    request.size = order.size;
    request.cancel = m_context.cancel;
    const std::string title = file.filename().string();
    const run::FinishedRender result =
        run::renderWithinMemory(model, request, m_context.reporter.progress(title));
    if (!result.note.empty()) {
        m_context.reporter.warning(title + ": " + result.note);
    }
    writePhotoOutput(file, result, painted, layersNamed(order.layers));
    return {{"file", order.file.string()},
            {"width", result.image->width()},
            {"height", result.image->height()},
            {"model", model.translator().manifest().id},
            {"seed", painted.seed},
            {"device", result.device},
            {"seconds", result.seconds}};
}

void ScriptWorld::write(const std::filesystem::path& file, std::span<const std::byte> content) {
    writeFileAtomically(m_outputs.prepared(file), content);
}

} // namespace underpaint::app
