// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine_bridge.h"
#include "engine/project/package/model_package.h"
#include "engine/project/package/package_catalogue.h"
#include "engine/run/photo_labels.h"
#include "ui/session/photo_files.h"

#include <QObject>

#include <cstdint>
#include <filesystem>
#include <memory>

namespace underpaint::app {

/// Finds out what photos show, with the segmenters of the model folders: reads the photo on a
/// thread of the pool, and asks the engine for its labels.
class PhotoSegmenter : public QObject {
    Q_OBJECT

public:
    /// The bridge must outlive this.
    PhotoSegmenter(EngineBridge& bridge, run::SegmenterSource segmenters,
                   std::shared_ptr<project::PackageCatalogue> packages, QObject* parent = nullptr);

    /// The first package of the folders whose segmenter knows no class but the model's; empty:
    /// there is none.
    std::filesystem::path packageFor(const project::Manifest& model) const;
    /// In a size that suits the model. Answered by finished(), unless another photo is asked for
    /// before.
    void segment(const std::filesystem::path& photo, const project::Manifest& model);
    /// No answer comes any more.
    void cancel();

Q_SIGNALS:
    void finished(const underpaint::ui::LabelledPhoto& segmented);

private:
    void ask(const ui::LabelledPhoto& read, const QString& failure);
    void take(const run::Ended<translate::SegmentedPhoto>& seen);
    void fail(const QString& message);

    EngineBridge& m_bridge;
    run::SegmenterSource m_segmenters;
    std::shared_ptr<project::PackageCatalogue> m_packages;
    std::filesystem::path m_package;
    ui::LabelledPhoto m_asked;
    std::uint64_t m_request = 0; ///< of the latest photo
};

} // namespace underpaint::app
