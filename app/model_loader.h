// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine_bridge.h"
#include "app/open_document.h"
#include "engine/project/package/package_catalogue.h"
#include "ui/session/model_shelf.h"

#include <QTimer>

#include <map>
#include <memory>
#include <optional>

class QSettings;

namespace underpaint::app {

/// Finds the models of the model folders and has the engine load the one of the open document.
class ModelLoader final : public ui::ModelShelf {
    Q_OBJECT

public:
    /// All must outlive this.
    ModelLoader(EngineBridge& bridge, const OpenDocument& open,
                std::shared_ptr<project::PackageCatalogue> catalogue, QSettings& settings,
                QObject* parent = nullptr);
    /// Writes what was measured.
    ~ModelLoader() override;

    const ui::CurrentModel* model() const override { return m_model ? &*m_model : nullptr; }
    /// Also while the first one is still looked for in folders that are slow to read.
    bool loadingModel() const override {
        return !m_loading.isEmpty() || (!m_model && m_late.isActive());
    }
    std::vector<ui::KnownModel> models() const override;
    QString suitableModel(const scene::LabelSet& labels) const override;
    void loadModel(const QString& id) override;
    QString addModel(const std::filesystem::path& package) override;
    std::optional<double> measuredSeconds(const QString& modelId, QSize size) const override;

    /// Loads the model of the open document, or one that suits it.
    void useModelOfDocument();
    /// Notes how long the present model takes.
    void measure(const run::FinishedRender& result);

Q_SIGNALS:
    /// Another one, before anybody else is told of it.
    void loaded(const underpaint::project::Manifest& manifest);
    /// The last load ended, for good or ill, and everybody was told.
    void settled();

private:
    void take(const run::ModelLoaded& loaded);
    void takeFailure(const run::ModelFailed& failed);
    std::optional<double> secondsPerPixel(const QString& modelId) const;

    EngineBridge& m_bridge;
    const OpenDocument& m_open;
    std::shared_ptr<project::PackageCatalogue> m_catalogue;
    QSettings& m_settings;
    QTimer m_late; ///< looks again for models that were still being read
    std::optional<ui::CurrentModel> m_model;
    QString m_loading; ///< id of the model that is being loaded
    /// Measured since the start. Written when this ends: to write settings takes the thread of the
    /// user interface for as long as the disk likes, and renders end all the time.
    std::map<QString, double> m_secondsPerPixel;
};

} // namespace underpaint::app
