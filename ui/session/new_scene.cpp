// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/new_scene.h"

#include "engine/base/error.h"
#include "engine/imaging/template_classes.h"
#include "engine/project/package/model_labels.h"
#include "ui/session/model_shelf.h"

#include <algorithm>
#include <map>
#include <utility>

namespace underpaint::ui {

namespace {

void addSceneModel(std::vector<SceneModel>& models, const project::Manifest& manifest,
                   const QString& name) {
    const QString id = QString::fromStdString(manifest.id);
    const bool paintsLabels = manifest.labelChannels > 0;
    if (!paintsLabels || std::ranges::find(models, id, &SceneModel::id) != models.end()) {
        return;
    }
    try {
        scene::LabelSet labels = project::labelSetOf(manifest);
        if (!labels.empty()) {
            const scene::RoleClasses roles = imaging::templateClasses(labels);
            models.push_back({id, name, std::move(labels), roles, manifest.size});
        }
    } catch (const Error&) {
        return; // two classes of one name: loading it tells
    }
}

QRgb pixelColour(const scene::LabelSet& labels, std::uint16_t id) {
    const scene::LabelClass* one = labels.find(id);
    const scene::Colour colour = one != nullptr ? one->colour : scene::Colour{};
    return qRgb(colour.red, colour.green, colour.blue);
}

} // namespace

std::vector<SceneModel> sceneModels(const ModelShelf& shelf, const scene::SceneState& present) {
    std::vector<SceneModel> models;
    if (const CurrentModel* model = shelf.model()) {
        addSceneModel(models, model->manifest, QString::fromStdString(model->manifest.name));
    }
    for (const KnownModel& known : shelf.models()) {
        if (known.manifest != nullptr && known.problem.isEmpty()) {
            addSceneModel(models, *known.manifest, known.name);
        }
    }
    if (models.empty()) {
        models.push_back(
            {{}, {}, present.labelSet, imaging::templateClasses(present.labelSet), {}});
    }
    return models;
}

scene::SceneState begun(const NewScene& scene) {
    scene::SceneState state;
    state.labelSet = scene.model.labels;
    state.modelId = scene.model.id.toStdString();
    if (scene.start == nullptr) {
        state.labels = scene::LabelMap(scene.size, scene.filled);
        state.instances = scene::instancesFromLabels(state.labels);
        return state;
    }
    const scene::TemplateMaps maps =
        scene::drawTemplate(*scene.start, scene.model.roles, scene.size);
    state.labels = scene::LabelMap(maps.labels);
    state.instances = scene::InstanceMap(maps.instances);
    state.seed = scene.start->seed;
    return state;
}

QImage pictureOf(const NewScene& scene, QSize within) {
    const QSize fitting =
        QSize(scene.size.width, scene.size.height).scaled(within, Qt::KeepAspectRatio);
    const Size size{std::max(1, fitting.width()), std::max(1, fitting.height())};
    QImage picture(size.width, size.height, QImage::Format_RGB32);
    picture.fill(pixelColour(scene.model.labels, scene.filled));
    if (scene.start == nullptr) {
        return picture;
    }
    const LabelPlane labels = scene::drawTemplate(*scene.start, scene.model.roles, size).labels;
    std::map<std::uint16_t, QRgb> colours;
    for (const scene::LabelClass& one : scene.model.labels.classes()) {
        colours[one.id] = pixelColour(scene.model.labels, one.id);
    }
    for (int y = 0; y < size.height; ++y) {
        for (int x = 0; x < size.width; ++x) {
            picture.setPixel(x, y, colours[labels.at(x, y)]);
        }
    }
    return picture;
}

} // namespace underpaint::ui
