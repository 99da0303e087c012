// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/render_session.h"

#include "ui/document/work_pool.h"

#include <QThreadPool>

#include <utility>

namespace underpaint::app {

RenderSession::RenderSession(const run::ModelSource& models,
                             std::vector<std::filesystem::path> modelFolders, QSettings& settings,
                             run::EngineThread::Options options,
                             project::PackageCatalogue::Read read)
    : m_catalogue(std::make_shared<project::PackageCatalogue>(modelFolders, std::move(read))),
      m_library(m_catalogue, std::move(modelFolders), settings),
      m_bridge(models, options),
      m_models(m_bridge, m_open, m_catalogue, settings),
      m_photos(m_bridge, m_open, m_models, m_catalogue),
      m_roller(m_bridge, m_open, m_models),
      m_rendering(m_bridge, m_open, m_models, m_roller),
      m_appearances(m_bridge, m_open),
      m_translations(m_bridge, m_open, m_catalogue),
      m_sequences(m_bridge, m_open, m_models),
      m_training(m_bridge, m_open, m_models, m_photos, models, settings),
      m_videos(m_bridge, m_photos, m_models),
      m_comparisons(m_bridge, m_catalogue, models) {
    QObject::connect(&m_models, &ModelLoader::loaded, &m_photos, &PhotoTransfer::takeModel);
    QObject::connect(&m_rendering, &PhotoRenderer::stopped, &m_appearances,
                     &AppearanceFinder::cancel);
    QObject::connect(&m_rendering, &PhotoRenderer::stopped, &m_photos,
                     &PhotoTransfer::cancelSegmentation);
    QObject::connect(&m_rendering, &PhotoRenderer::stopped, &m_translations,
                     &PhotoTranslations::cancel);
    QObject::connect(&m_appearances, &AppearanceFinder::waitingChanged, &m_rendering,
                     &PhotoRenderer::stateChanged);
    QObject::connect(&m_photos, &PhotoTransfer::waitingChanged, &m_rendering,
                     &PhotoRenderer::stateChanged);
}

RenderSession::~RenderSession() {
    ui::workPool().waitForDone();
}

void RenderSession::setModelImporter(ModelImporter importer, const std::filesystem::path& users) {
    m_library.setImporter(std::move(importer));
    m_library.setUsersFolder(users);
}

void RenderSession::setModelScripter(ModelScripter scripter) {
    m_library.setScripter(std::move(scripter));
}

void RenderSession::setTrainingEngine(run::TrainingEngine engine, TrainingPlaces places) {
    m_training.setEngine(std::move(engine), std::move(places));
}

void RenderSession::setComparisonFolder(std::filesystem::path folder) {
    m_comparisons.setFolder(std::move(folder));
}

void RenderSession::setSegmenters(run::SegmenterSource segmenters) {
    m_training.setSegmenters(segmenters);
    m_photos.setSegmenters(std::move(segmenters));
}

void RenderSession::setPhotoTranslators(run::PhotoTranslators translators) {
    m_translations.setTranslators(std::move(translators));
}

void RenderSession::setSequenceExporter(SequenceExporter exporter) {
    m_sequences.setExporter(std::move(exporter));
}

void RenderSession::setVideoOpener(VideoOpener opener) {
    m_videos.setOpener(std::move(opener));
}

void RenderSession::setDocument(ui::Document* document) {
    if (m_open.id != 0) {
        m_bridge.closeDocument(m_open.id);
    }
    m_photos.leaveDocument();
    m_translations.cancel();
    m_sequences.cancel();
    m_training.leaveDocument();
    m_videos.cancel();
    m_comparisons.cancel();
    m_rendering.close();
    m_open = {};
    if (document == nullptr) {
        return;
    }
    m_open = {document, document->id()};
    m_bridge.openDocument(m_open.id);
    QObject::connect(document, &ui::Document::modelChanged, &m_models,
                     &ModelLoader::useModelOfDocument, Qt::UniqueConnection);
    m_rendering.open();
    m_models.useModelOfDocument();
    m_rendering.begin();
}

} // namespace underpaint::app
