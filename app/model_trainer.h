// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine_bridge.h"
#include "app/model_loader.h"
#include "app/open_document.h"
#include "app/photo_transfer.h"
#include "app/training_pairs.h"
#include "engine/base/cancel_token.h"
#include "engine/base/file_lock.h"
#include "engine/run/training/training_engine.h"
#include "ui/session/model_training.h"

#include <QImage>
#include <QString>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

class QSettings;

namespace underpaint::app {

/// What fine-tunings need of the program around them.
struct TrainingPlaces {
    std::filesystem::path runs;   ///< where they lie while they are no models yet
    std::filesystem::path models; ///< where those that are accepted go
};

/// Fine-tunes the present model in the training lane of the engine. The fine-tuning lies in a
/// folder of its own from the beginning, so that the next start finds what a quit or a crash has
/// left.
class ModelTrainer final : public ui::ModelTraining {
    Q_OBJECT

public:
    /// All must outlive this.
    ModelTrainer(EngineBridge& bridge, const OpenDocument& open, ModelLoader& models,
                 PhotoTransfer& photos, run::ModelSource packages, QSettings& settings,
                 QObject* parent = nullptr);
    ~ModelTrainer() override;

    /// Without an engine nothing can be trained. Looks for what was interrupted.
    void setEngine(run::TrainingEngine engine, TrainingPlaces places);
    void setSegmenters(run::SegmenterSource segmenters);

    QString whyNot() const override;
    QString whyNotFrom(ui::PairsFrom from) const override;
    bool choosesClasses() const override;
    std::optional<double> expectedSecondsPerStep() const override;
    QString freeName() const override;
    QString nameProblem(const QString& name) const override;
    void start(const ui::TrainingWish& wish) override;
    void pause() override;
    void resume() override;
    void discard() override;
    void accept(const QString& name) override;
    const ui::TrainingState& state() const override { return m_state; }
    const std::vector<ui::TrainingPoint>& curve() const override { return m_curve; }
    void compare() override;
    /// The open document is another one: its comparison comes no more.
    void leaveDocument();

private:
    using Stage = ui::TrainingState::Stage;

    void findInterrupted();
    void begin(const ui::TrainingWish& wish);
    void pack(const run::PairSource& pairs, const std::string& source);
    void packed(std::uint64_t request, std::size_t pairs, const QString& failure);
    void train();
    void take(const run::TrainingReport& report);
    void takeEnd(const run::TrainingFinished& finished);
    void addPoint(const run::CurvePoint& point);
    void give(const ui::TrainingWish& wish);
    void giveUp(const QString& failure);
    void forget();
    void setStage(Stage stage);
    void askForPhoto(const std::filesystem::path& package, bool ofBase, int step);
    std::filesystem::path fileOf(const QString& name) const;
    const project::Manifest* present() const;

    EngineBridge& m_bridge;
    const OpenDocument& m_open;
    ModelLoader& m_models;
    PhotoTransfer& m_photos;
    run::ModelSource m_packages;
    QSettings& m_settings;
    run::TrainingEngine m_engine;
    TrainingPlaces m_places;
    std::unique_ptr<LabelledPhotos> m_labelled;
    ui::TrainingState m_state;
    std::vector<ui::TrainingPoint> m_curve;
    std::optional<run::TrainingFolder> m_folder;
    std::optional<FileLock> m_lock;
    run::TrainingPlan m_plan;
    project::Manifest m_base; ///< of the model that is fine-tuned
    CancelToken m_packing;
    std::uint64_t m_run = 0;     ///< of the job that was begun last; others' reports are late
    bool m_discarding = false;   ///< once the job has let go of the folder
    bool m_packaged = false;     ///< the folder holds the model as it was last
    std::uint64_t m_photo = 0;   ///< of the comparison that was asked for last
    run::DocumentId m_shown = 0; ///< whose it is
    QImage m_basePhoto;
};

} // namespace underpaint::app
