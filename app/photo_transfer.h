// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine_bridge.h"
#include "app/open_document.h"
#include "app/photo_segmenter.h"
#include "engine/project/package/package_catalogue.h"
#include "ui/session/model_shelf.h"
#include "ui/session/photo_files.h"

#include <map>
#include <memory>

namespace underpaint::app {

/// Has photos segmented that come from files, and rendered that go into files.
class PhotoTransfer final : public ui::PhotoFiles {
    Q_OBJECT

public:
    /// All must outlive this.
    PhotoTransfer(EngineBridge& bridge, const OpenDocument& open, const ui::ModelShelf& models,
                  std::shared_ptr<project::PackageCatalogue> catalogue, QObject* parent = nullptr);

    QString whyNotSegment() const override;
    void segmentPhoto(const std::filesystem::path& photo) override;
    void segmentExemplar(const std::filesystem::path& photo) override;
    void exportPhoto(const ui::PhotoExport& request) override;
    QStringList exporting() const override;

    /// The package of the segmenter for the classes of the present model; empty: there is none.
    std::filesystem::path segmenterPackage() const;
    /// Without them no photo can be segmented. To be called before a model is loaded.
    void setSegmenters(run::SegmenterSource segmenters);
    /// The package that segments photos in the classes of a model; empty: there is none.
    std::filesystem::path segmenterFor(const project::Manifest& model) const;
    /// Ends what belongs to the model before.
    void takeModel(const project::Manifest& manifest);
    /// The document is being closed.
    void leaveDocument();
    /// No photo is segmented any more.
    void cancelSegmentation();

Q_SIGNALS:
    /// Something waits, or is done.
    void waitingChanged();

private:
    void segment(const std::filesystem::path& photo, bool exemplar);
    void takeSegmented(const ui::LabelledPhoto& photo);
    void takeResult(const run::FinishedRender& result);
    /// A photo that is rendered for a file, and the scene that it shows.
    struct Export {
        ui::PhotoExport photo;
        scene::SceneSnapshot scene;

        /// Throws Error.
        void write(const run::FinishedRender& painted) const;
    };

    void finishExport(const run::FinishedRender& result, const Export& ended);
    /// Exports that are not rendered will not be, for this reason.
    void dropExports(const QString& why);

    EngineBridge& m_bridge;
    const OpenDocument& m_open;
    const ui::ModelShelf& m_models;
    std::shared_ptr<project::PackageCatalogue> m_catalogue;
    std::unique_ptr<PhotoSegmenter> m_segmenter;
    bool m_exemplar = false; ///< what is segmented
    bool m_segments = false; ///< there is a segmenter for the loaded model's classes
    run::Ticket m_lastExport;
    std::map<run::Ticket, Export> m_exports; ///< to be rendered
    QStringList m_writing;                   ///< rendered, on their way to the disk
};

} // namespace underpaint::app
