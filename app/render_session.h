// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine_bridge.h"
#include "app/photo_segmenter.h"
#include "engine/run/render_scheduler.h"
#include "ui/session/render_service.h"

#include <QElapsedTimer>
#include <QPointer>
#include <QTimer>

#include <map>
#include <memory>

class QSettings;

namespace underpaint::app {

/// Keeps the photo of the open document up to date: tells the scheduler what the user does, hands
/// its decisions to the engine and the engine's answers to the PhotoState.
class RenderSession final : public ui::RenderService {
    Q_OBJECT

public:
    /// `settings` (for measured times) must outlive this.
    RenderSession(run::ModelSource models, std::vector<std::filesystem::path> modelFolders,
                  QSettings& settings, run::EngineThread::Options options = {},
                  QObject* parent = nullptr);
    ~RenderSession() override;

    void setDocument(ui::Document* document) override;
    bool live() const override { return m_scheduler.live(); }
    void setLive(bool live) override;
    void renderNow() override;
    void stop() override;
    const ui::LoadedModel* model() const override { return m_model ? &*m_model : nullptr; }
    bool loadingModel() const override { return !m_loading.isEmpty(); }
    std::vector<ui::KnownModel> models() const override;
    QString suitableModel(const scene::LabelSet& labels) const override;
    void loadModel(const QString& id) override;
    QString addModel(const std::filesystem::path& package) override;
    std::optional<double> measuredSeconds(const QString& modelId, QSize size) const override;
    QString device() const override { return m_device; }
    int waiting() const override;
    void requestStyleThumbnails(std::uint32_t instance,
                                const std::vector<scene::Style>& styles) override;
    void cancelStyleThumbnails() override;
    void encodeStyles(const std::filesystem::path& photo, const QString& name) override;
    QString whyNotSegment() const override;
    void segmentPhoto(const std::filesystem::path& photo) override;
    void exportPhoto(const ui::PhotoExport& request) override;
    QStringList exporting() const override;
    /// Without them no photo can be segmented. To be called before a model is loaded.
    void setSegmenters(run::SegmenterSource segmenters);

private:
    double now() const;
    void openScheduler();
    /// Which edits the present model sees.
    void tellCapabilities();
    /// Tells the scheduler of edits that do not show in the photo, and does what it decides.
    void pump();
    void submit(const run::RenderScheduler::Action& action);
    void showState();
    void takeEdit(const QRect& region, quint64 revision);
    void takeResult(const run::RenderResult& result);
    void takeModel(const run::ModelLoaded& loaded);
    void takeModelFailure(const run::ModelFailed& failed);
    void takeThumbnail(const run::StyleThumbnail& thumbnail);
    void takeStyles(const run::StylesEncoded& encoded);
    void finishExport(const run::RenderResult& result, const ui::PhotoExport& request);
    /// Exports that are not rendered will not be, for this reason.
    void dropExports(const QString& why);
    void measure(const run::RenderResult& result);
    void cancelSegmentation();
    std::optional<double> secondsPerPixel(const QString& modelId) const;
    void useModelOf(const ui::Document& document);
    const ui::KnownModel* find(const std::vector<ui::KnownModel>& models, const QString& id) const;

    std::shared_ptr<project::PackageCatalogue> m_catalogue;
    QSettings& m_settings;
    run::RenderScheduler m_scheduler;
    QElapsedTimer m_clock;
    QTimer m_next;
    QTimer m_lateModels; ///< looks again for models that were still being read
    QPointer<ui::Document> m_document;
    bool m_rendering = false;   ///< the scheduler knows the document
    std::uint64_t m_openId = 0; ///< of the document at the bridge; 0: none
    std::uint64_t m_toldRevision = 0;
    std::optional<ui::LoadedModel> m_model;
    QString m_loading; ///< id of the model that is being loaded
    QString m_device;
    /// Measured since the start. Written when this ends: to write settings takes the thread of the
    /// user interface for as long as the disk likes, and renders end all the time.
    std::map<QString, double> m_secondsPerPixel;
    std::uint64_t m_group = 0; ///< of style thumbnails
    QString m_encoding;        ///< name of the photo whose styles are read
    std::uint64_t m_encodings = 0;
    run::Ticket m_lastExport;
    std::map<run::Ticket, ui::PhotoExport> m_exports; ///< to be rendered
    QStringList m_writing;                            ///< rendered, on their way to the disk
    /// After what its signals reach: its thread ends before.
    EngineBridge m_bridge;
    std::unique_ptr<PhotoSegmenter> m_segmenter;
    bool m_segments = false; ///< there is a segmenter for the loaded model's classes
};

} // namespace underpaint::app
