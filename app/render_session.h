// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/appearance_finder.h"
#include "app/engine_bridge.h"
#include "app/frame_roller.h"
#include "app/model_comparisons.h"
#include "app/model_loader.h"
#include "app/model_store.h"
#include "app/model_trainer.h"
#include "app/open_document.h"
#include "app/photo_renderer.h"
#include "app/photo_transfer.h"
#include "app/photo_translations.h"
#include "app/sequence_exports.h"
#include "app/video_openings.h"
#include "ui/session/services.h"

#include <filesystem>
#include <memory>
#include <vector>

class QSettings;

namespace underpaint::app {

/// The engine and those who work with it for the windows, one for each of the services. What one of
/// them has to do when something happens to another is arranged here.
class RenderSession final : public ui::Services {
public:
    /// `settings` (for measured times) must outlive this. `read` looks at the packages of the
    /// folders.
    RenderSession(const run::ModelSource& models, std::vector<std::filesystem::path> modelFolders,
                  QSettings& settings, run::EngineThread::Options options = {},
                  project::PackageCatalogue::Read read = project::ModelPackage::open);
    /// What is exported comes to its end.
    ~RenderSession() override;
    RenderSession(const RenderSession&) = delete;
    RenderSession& operator=(const RenderSession&) = delete;

    void setDocument(ui::Document* document) override;
    ui::PhotoRendering& rendering() override { return m_rendering; }
    ui::ModelShelf& models() override { return m_models; }
    ui::AppearanceSource& appearances() override { return m_appearances; }
    ui::PhotoFiles& photos() override { return m_photos; }
    ui::PhotoTranslating& translations() override { return m_translations; }
    ui::SequenceExporting& sequences() override { return m_sequences; }
    ui::ModelTraining& training() override { return m_training; }
    ui::ModelLibrary& library() override { return m_library; }
    ui::VideoOpening& videos() override { return m_videos; }
    ui::ModelComparing& comparisons() override { return m_comparisons; }
    /// Without them no photo can be segmented. To be called before a model is loaded.
    void setSegmenters(run::SegmenterSource segmenters);
    /// Without it models are exported without TorchScript.
    void setModelScripter(ModelScripter scripter);
    /// Without it no sequence can be exported.
    void setSequenceExporter(SequenceExporter exporter);
    /// Without it no video can be opened.
    void setVideoOpener(VideoOpener opener);
    /// Without them no photo can be translated.
    void setPhotoTranslators(run::PhotoTranslators translators);
    /// Where models go that the user makes or imports; without an importer nothing is imported.
    void setModelImporter(ModelImporter importer, const std::filesystem::path& users);
    /// Where photos go that models are compared by.
    void setComparisonFolder(std::filesystem::path folder);
    /// Without it no model can be fine-tuned.
    void setTrainingEngine(run::TrainingEngine engine, TrainingPlaces places);

private:
    std::shared_ptr<project::PackageCatalogue> m_catalogue;
    ModelStore m_library;
    OpenDocument m_open;
    EngineBridge m_bridge;
    ModelLoader m_models;
    PhotoTransfer m_photos; ///< hears of a new model before it is rendered with
    FrameRoller m_roller;
    PhotoRenderer m_rendering;
    AppearanceFinder m_appearances;
    PhotoTranslations m_translations;
    SequenceExports m_sequences;
    ModelTrainer m_training;
    VideoOpenings m_videos;
    ModelComparisons m_comparisons;
};

} // namespace underpaint::app
