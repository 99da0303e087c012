// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/model_loader.h"

#include "engine/project/package/suitable_model.h"
#include "ui/document/session.h"

#include <QSettings>

#include <algorithm>
#include <chrono>
#include <limits>
#include <utility>

namespace underpaint::app {

namespace {

/// The window waits no longer for the model folders; what is found later comes later.
constexpr std::chrono::milliseconds scanPatience(500);

const ui::KnownModel* find(const std::vector<ui::KnownModel>& models, const QString& id) {
    const auto found = std::ranges::find_if(models, [&](const ui::KnownModel& model) {
        return model.id == id && model.problem.isEmpty();
    });
    return found == models.end() ? nullptr : &*found;
}

} // namespace

ModelLoader::ModelLoader(EngineBridge& bridge, const OpenDocument& open,
                         std::shared_ptr<project::PackageCatalogue> catalogue, QSettings& settings,
                         QObject* parent)
    : ModelShelf(parent),
      m_bridge(bridge),
      m_open(open),
      m_catalogue(std::move(catalogue)),
      m_settings(settings) {
    constexpr std::chrono::milliseconds lookAgain(500);
    m_late.setSingleShot(true);
    m_late.setInterval(lookAgain);
    connect(&m_late, &QTimer::timeout, this, &ModelLoader::useModelOfDocument);
    connect(&m_bridge, &EngineBridge::modelLoaded, this, &ModelLoader::take);
    connect(&m_bridge, &EngineBridge::modelFailed, this, &ModelLoader::takeFailure);
}

ModelLoader::~ModelLoader() {
    for (const auto& [id, seconds] : m_secondsPerPixel) {
        ui::setSecondsPerPixel(m_settings, id, seconds);
    }
}

void ModelLoader::measure(const run::FinishedRender& result) {
    if (result.quality != run::Quality::Exact || !result.image || !m_model) {
        return;
    }
    const double perPixel = result.seconds / static_cast<double>(result.image->size().area());
    const QString id = QString::fromStdString(m_model->manifest.id);
    const double before = secondsPerPixel(id).value_or(perPixel);
    constexpr double newest = 0.3;
    m_secondsPerPixel[id] = before + newest * (perPixel - before);
}

std::optional<double> ModelLoader::secondsPerPixel(const QString& modelId) const {
    if (const auto measured = m_secondsPerPixel.find(modelId);
        measured != m_secondsPerPixel.end()) {
        return measured->second;
    }
    return ui::secondsPerPixel(m_settings, modelId);
}

std::optional<double> ModelLoader::measuredSeconds(const QString& modelId, QSize size) const {
    const auto perPixel = secondsPerPixel(modelId);
    return perPixel ? std::optional(*perPixel * size.width() * size.height()) : std::nullopt;
}

std::vector<ui::KnownModel> ModelLoader::models() const {
    std::vector<ui::KnownModel> known;
    for (const project::KnownPackage& package : m_catalogue->packages(scanPatience)) {
        if (package.manifest && !project::paintsScenes(*package.manifest)) {
            continue;
        }
        known.push_back(
            {package.listing.path, QString::fromStdString(package.listing.id),
             QString::fromStdString(package.manifest ? package.listing.name
                                                     : package.listing.path.filename().string()),
             QString::fromStdString(package.listing.problem), package.manifest});
    }
    return known;
}

QString ModelLoader::suitableModel(const scene::LabelSet& labels) const {
    constexpr int unasked = 100; // more than any other difference
    QString best;
    int bestScore = std::numeric_limits<int>::min();
    for (const project::KnownPackage& package : m_catalogue->packages(scanPatience)) {
        if (!package.manifest || !project::paintsScenes(*package.manifest)) {
            continue;
        }
        // One of sequences has to be asked for where there is another: single scenes are not what
        // it was made for.
        const int score = project::suitability(*package.manifest, labels) -
                          (package.manifest->networks.contains("G") ? 0 : unasked);
        if (score > bestScore) {
            bestScore = score;
            best = QString::fromStdString(package.listing.id);
        }
    }
    // One that does not know the classes must not get ahead of one that is still being read.
    const bool sure = bestScore >= project::surelySuits;
    return sure || !m_catalogue->busy() ? best : QString();
}

void ModelLoader::useModelOfDocument() {
    if (!m_open.document) {
        return;
    }
    const scene::SceneState& scene = m_open.document->scene();
    QString id = QString::fromStdString(scene.modelId);
    // Asked before the models are: what is still being read may be among them a moment later.
    const bool early = m_catalogue->busy();
    const auto known = models();
    const bool missing = !id.isEmpty() && find(known, id) == nullptr;
    if (id.isEmpty() || missing) {
        id = suitableModel(scene.labelSet);
    }
    // A model that is still being read may be the right one.
    const bool hopeless = !early && known.empty();
    if (early || (id.isEmpty() && !hopeless)) {
        m_late.start();
    }
    if (id.isEmpty()) {
        if (hopeless) {
            Q_EMIT modelChanged(); // nobody needs to wait for one any longer
            Q_EMIT modelFailed(tr("No model was found. Open a package in the Model menu."));
        }
        return;
    }
    if (const ui::KnownModel* other = find(known, id); missing && !early && other != nullptr) {
        Q_EMIT noticed(tr("The model of this scene is not in the model folders; “%1” renders it.")
                           .arg(other->name));
    }
    loadModel(id);
}

void ModelLoader::loadModel(const QString& id) {
    const bool loaded = m_model && m_model->manifest.id == id.toStdString();
    if (m_loading.isEmpty() ? loaded : m_loading == id) {
        return;
    }
    const auto known = models();
    const ui::KnownModel* model = find(known, id);
    if (model == nullptr) {
        Q_EMIT modelFailed(tr("There is no model %1 in the model folders.").arg(id));
        return;
    }
    m_loading = id;
    m_bridge.loadModel({model->path, {}});
    Q_EMIT modelChanged();
}

QString ModelLoader::addModel(const std::filesystem::path& package) {
    const project::ModelPackage opened = project::ModelPackage::open(package);
    const QString id = QString::fromStdString(opened.manifest().id);
    if (find(models(), id) == nullptr) {
        m_catalogue->add(std::filesystem::absolute(package));
    }
    return id;
}

void ModelLoader::take(const run::ModelLoaded& model) {
    m_model = ui::CurrentModel{model.package, model.manifest, model.capabilities};
    m_loading.clear();
    Q_EMIT loaded(model.manifest);
    Q_EMIT modelChanged();
    Q_EMIT settled();
}

void ModelLoader::takeFailure(const run::ModelFailed& failed) {
    m_loading.clear();
    Q_EMIT modelChanged();
    Q_EMIT modelFailed(QString::fromStdString(failed.failure.message()));
    Q_EMIT settled();
}

} // namespace underpaint::app
