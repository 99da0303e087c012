// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/video_openings.h"

#include <QPointer>

#include <utility>

namespace underpaint::app {

namespace {

/// Videos belong to no document: the sequence comes after them.
constexpr run::DocumentId ofNoDocument = 0;
/// Groups of theirs lie beyond those of other such work.
constexpr std::uint64_t videoGroups = std::uint64_t{5} << 60U;

} // namespace

VideoOpenings::VideoOpenings(EngineBridge& bridge, const PhotoTransfer& photos,
                             const ui::ModelShelf& models, QObject* parent)
    : VideoOpening(parent),
      m_bridge(bridge),
      m_photos(photos),
      m_models(models),
      m_last(videoGroups) {}

QString VideoOpenings::whyNot() const {
    return m_opener ? m_photos.whyNotSegment() : tr("this program opens no videos");
}

void VideoOpenings::start(const std::filesystem::path& video) {
    cancel();
    const std::uint64_t group = ++m_last;
    m_running = group;
    run::Work<ui::VideoFrames> work;
    work.place.document = ofNoDocument;
    work.place.group = group;
    work.place.repeatable = true;
    work.compute =
        [labelling = m_opener({.video = video,
                               .segmenter = m_photos.segmenterPackage(),
                               .model = m_models.model()->manifest})](run::WorkContext& context) {
            return labelling(context.complete({}), context.cancel(), context.progress());
        };
    work.ended = [guard = QPointer(this), group](const run::Ended<ui::VideoFrames>& end) {
        if (!guard || guard->m_running != group) {
            return;
        }
        guard->m_running.reset();
        ui::VideoFrames opened = end.result.value_or(ui::VideoFrames());
        if (end.failure) {
            opened.failure = QString::fromStdString(end.failure->message());
        } else if (!end.result) {
            opened.failure = tr("The video was not taken apart: that was stopped.");
        }
        Q_EMIT guard->ended(opened);
    };
    work.progressed = [guard = QPointer(this), group](double fraction, const std::string&) {
        if (guard && guard->m_running == group) {
            Q_EMIT guard->progressed(fraction);
        }
    };
    m_bridge.submit(std::move(work));
}

void VideoOpenings::cancel() {
    if (const auto group = std::exchange(m_running, std::nullopt)) {
        m_bridge.cancelGroup(ofNoDocument, *group);
    }
}

} // namespace underpaint::app
