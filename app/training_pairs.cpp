// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/training_pairs.h"

#include "engine/base/colour_photo.h"
#include "engine/base/error.h"
#include "engine/imaging/codec.h"
#include "engine/imaging/folder_walk.h"
#include "engine/imaging/label_set_json.h"
#include "engine/imaging/resize.h"
#include "engine/imaging/superpixel_vote.h"
#include "engine/imaging/superpixels.h"
#include "engine/project/package/model_labels.h"
#include "ui/document/work_pool.h"

#include <QCoreApplication>
#include <QPointer>
#include <QThreadPool>

#include <algorithm>
#include <cmath>
#include <new>
#include <optional>
#include <utility>

namespace underpaint::app {

namespace {

/// Of `underpaint dataset label`.
/// @{
constexpr int shortSide = 288;
constexpr int smallestSide = 64;
constexpr double leastConfidence = 0.5;
constexpr double leastPhotoConfidence = 0.7;
/// @}
/// What no class is called.
constexpr std::uint16_t noClass = 65535;
constexpr run::DocumentId ofNoScene = 0;
constexpr std::uint64_t labellings = std::uint64_t{5} << 59U; // beyond those of other work

Size shrunk(Size size) {
    const int side = std::min(size.width, size.height);
    const double scale = std::min(1.0, 1.0 * shortSide / std::max(1, side));
    const auto extent = [&](int value) { return static_cast<int>(std::lround(value * scale)); };
    return {extent(size.width), extent(size.height)};
}

/// Nothing for photos that are too small; throws Error.
std::shared_ptr<const Image> readSmall(const std::filesystem::path& file) {
    const Image whole = imaging::readPhoto(file);
    if (std::min(whole.width(), whole.height()) < smallestSide) {
        return nullptr;
    }
    return std::make_shared<const Image>(
        inColour(imaging::resizeBicubic(whole, shrunk(whole.size()))));
}

/// Nothing where the segmenter is not sure enough.
std::optional<LabelPlane> surePatches(const Image& photo, const translate::SegmentedPhoto& seen,
                                      std::uint16_t unlabelled) {
    if (seen.confidence.empty()) {
        return seen.labels;
    }
    imaging::VotedLabels voted =
        imaging::voteInSuperpixels(seen.labels, seen.confidence, imaging::superpixels(photo),
                                   {.leastConfidence = leastConfidence, .unlabelled = unlabelled});
    if (voted.confidence < leastPhotoConfidence) {
        return std::nullopt;
    }
    return std::move(voted.labels);
}

} // namespace

run::TrainingPair pairOfScene(const scene::SceneState& scene, const std::string& name) {
    if (!scene.referencePhoto) {
        throw Error("has no photo layer to learn from", name,
                    "Open a photo in the Photo menu, or bake the present photo");
    }
    const Image photo = inColour(*scene.referencePhoto);
    return {name,
            photo.size() == scene.size() ? photo : imaging::resizeBicubic(photo, scene.size()),
            // Where it is known what the photo shows, edits since then are not in it.
            scene.photoMaps ? scene.photoMaps->labels.toPlane() : scene.labels.toPlane()};
}

LabelledPhotos::LabelledPhotos(EngineBridge& bridge, run::SegmenterSource segmenters,
                               QObject* parent)
    : QObject(parent), m_bridge(bridge), m_segmenters(std::move(segmenters)) {}

LabelledPhotos::~LabelledPhotos() {
    cancel();
}

void LabelledPhotos::cancel() {
    m_bridge.cancelGroup(ofNoScene, labellings + m_request);
    ++m_request;
}

void LabelledPhotos::start(const std::filesystem::path& folder,
                           const std::filesystem::path& segmenter, const project::Manifest& model) {
    cancel();
    m_segmenter = segmenter;
    m_index = 0;
    m_leftOut = 0;
    m_pairs.clear();
    m_photos.clear();
    try {
        m_unlabelled =
            imaging::namedUnlabelled(project::labelSetOf(model)).value_or(std::uint16_t{noClass});
        m_photos = imaging::visibleFiles(folder, imaging::Depth::Tree);
    } catch (const Error& error) {
        Q_EMIT failed(QString::fromStdString(error.message()));
        return;
    }
    std::erase_if(m_photos, [](const auto& file) { return !imaging::hasImageExtension(file); });
    if (m_photos.empty()) {
        Q_EMIT failed(tr("There is no photo in %1.").arg(QString::fromStdString(folder.string())));
        return;
    }
    next();
}

void LabelledPhotos::next() {
    if (m_index == m_photos.size()) {
        if (m_pairs.empty()) {
            Q_EMIT failed(tr("The segmenter is not sure what any of these photos shows."));
        } else {
            Q_EMIT finished(std::exchange(m_pairs, {}), m_leftOut);
        }
        return;
    }
    Q_EMIT progressed(static_cast<double>(m_index) / static_cast<double>(m_photos.size()));
    ui::workPool().start([guard = QPointer(this), file = m_photos[m_index], request = m_request] {
        std::shared_ptr<const Image> photo;
        try {
            photo = readSmall(file);
        } catch (const Error&) {
            photo = nullptr; // left out, and counted
        } catch (const std::bad_alloc&) {
            photo = nullptr;
        }
        QMetaObject::invokeMethod(QCoreApplication::instance(), [guard, photo, request] {
            if (guard && guard->m_request == request) {
                guard->ask(photo);
            }
        });
    });
}

void LabelledPhotos::leaveOut() {
    ++m_leftOut;
    ++m_index;
    next();
}

void LabelledPhotos::ask(const std::shared_ptr<const Image>& photo) {
    if (!photo) {
        leaveOut();
        return;
    }
    auto work = run::segmentPhoto({.source = m_segmenters,
                                   .package = m_segmenter,
                                   .photo = photo,
                                   .document = ofNoScene,
                                   .group = labellings + m_request});
    work.ended = [guard = QPointer(this), photo, request = m_request](const auto& seen) {
        if (guard && guard->m_request == request && seen.outcome != run::Outcome::Cancelled) {
            guard->take(photo, seen);
        }
    };
    m_bridge.submit(std::move(work));
}

void LabelledPhotos::take(const std::shared_ptr<const Image>& photo,
                          const run::Ended<translate::SegmentedPhoto>& seen) {
    if (!seen.result) {
        Q_EMIT failed(seen.failure ? QString::fromStdString(seen.failure->message()) : QString());
        return;
    }
    auto labels = surePatches(*photo, *seen.result, m_unlabelled);
    if (!labels) {
        leaveOut();
        return;
    }
    m_pairs.push_back({std::to_string(m_index) + "-" + m_photos[m_index].stem().string(), *photo,
                       std::move(*labels)});
    ++m_index;
    next();
}

} // namespace underpaint::app
