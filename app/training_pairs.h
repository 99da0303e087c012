// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine_bridge.h"
#include "engine/project/package/model_package.h"
#include "engine/run/photo_labels.h"
#include "engine/run/training/training_engine.h"
#include "engine/scene/scene.h"

#include <QObject>
#include <QString>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <vector>

namespace underpaint::app {

/// What the photo layer of a scene shows, as a pair to learn from, in the scene's size. Throws
/// Error where the scene has no photo layer.
run::TrainingPair pairOfScene(const scene::SceneState& scene, const std::string& name);

/// Estimates the labels of the photos of a folder, one after the other between renders, as
/// `underpaint dataset label` does: patches of a photo vote, and photos of which a segmenter is not
/// sure are left out.
class LabelledPhotos : public QObject {
    Q_OBJECT

public:
    /// The bridge must outlive this.
    LabelledPhotos(EngineBridge& bridge, run::SegmenterSource segmenters,
                   QObject* parent = nullptr);
    ~LabelledPhotos() override;

    /// Answered by finished() or failed(). The package's segmenter knows classes of the model only.
    void start(const std::filesystem::path& folder, const std::filesystem::path& segmenter,
               const project::Manifest& model);
    /// No answer comes any more.
    void cancel();

Q_SIGNALS:
    void progressed(double fraction);
    /// At least one pair; `leftOut` photos were not sure enough, too small or unreadable.
    void finished(const std::vector<underpaint::run::TrainingPair>& pairs, int leftOut);
    void failed(const QString& message);

private:
    void next();
    void ask(const std::shared_ptr<const Image>& photo);
    void take(const std::shared_ptr<const Image>& photo,
              const run::Ended<translate::SegmentedPhoto>& seen);
    void leaveOut();

    EngineBridge& m_bridge;
    run::SegmenterSource m_segmenters;
    std::filesystem::path m_segmenter;
    std::uint16_t m_unlabelled = 0;
    std::vector<std::filesystem::path> m_photos;
    std::size_t m_index = 0;
    int m_leftOut = 0;
    std::vector<run::TrainingPair> m_pairs;
    std::uint64_t m_request = 0; ///< of the latest start()
};

} // namespace underpaint::app
