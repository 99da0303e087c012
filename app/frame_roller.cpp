// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/frame_roller.h"

#include "engine/run/loaded_model.h"
#include "engine/run/sequence/rolled_frames.h"

#include <QPointer>

#include <utility>

namespace underpaint::app {

namespace {

/// Groups of rolled frames lie beyond those of other work of a document.
constexpr std::uint64_t rolledFrames = std::uint64_t{7} << 60U;

std::vector<std::uint64_t> revisionsOf(const scene::Sequence& sequence) {
    std::vector<std::uint64_t> revisions;
    for (std::size_t frame = 0; frame < sequence.frames(); ++frame) {
        revisions.push_back(sequence.revision(frame));
    }
    return revisions;
}

} // namespace

/// What became of a request.
struct FrameRoller::Answer {
    std::optional<std::size_t> painted; ///< nothing: nothing was lacking
    std::vector<std::shared_ptr<const Image>> photos;
    std::vector<std::uint64_t> revisions;
};

FrameRoller::FrameRoller(EngineBridge& bridge, const OpenDocument& open,
                         const ui::ModelShelf& models, QObject* parent)
    : QObject(parent), m_bridge(bridge), m_open(open), m_models(models), m_last(rolledFrames) {}

FrameRoller::~FrameRoller() = default;

bool FrameRoller::rolls() const {
    const ui::CurrentModel* model = m_models.model();
    return model != nullptr && model->capabilities.sequences && m_open.document &&
           m_open.document->frames() > 1;
}

std::shared_ptr<const Image> FrameRoller::photo(std::size_t frame) const {
    if (!rolls() || frame >= m_photos.size()) {
        return nullptr;
    }
    // An edit of any frame before may be seen in it.
    const scene::Sequence& sequence = m_open.document->sequence();
    for (std::size_t i = 0; i <= frame; ++i) {
        if (i >= sequence.frames() || sequence.revision(i) != m_revisions[i]) {
            return nullptr;
        }
    }
    return m_photos[frame];
}

std::shared_ptr<const Image> FrameRoller::photo() const {
    return m_open.document ? photo(m_open.document->currentFrame()) : nullptr;
}

void FrameRoller::goOn() {
    if (m_running || !rolls()) {
        return;
    }
    const scene::Sequence& sequence = m_open.document->sequence();
    if (m_complete == sequence.revision() || (!m_filling && photo())) {
        return;
    }
    if (!m_frames) {
        m_frames = std::make_shared<run::RolledFrames>();
    }
    const std::uint64_t group = ++m_last;
    m_running = group;
    run::Work<Answer> work;
    work.place.document = m_open.id;
    work.place.group = group;
    work.place.repeatable = true;
    work.compute = [frames = m_frames, sequence, filling = m_filling,
                    wanted = m_open.document->currentFrame()](run::WorkContext& context) {
        frames->follow(sequence, context.cancel());
        Answer answer;
        answer.painted = frames->lacks(wanted);
        if (!answer.painted && filling) {
            answer.painted = frames->nextLacking(wanted);
        }
        if (answer.painted) {
            const auto rollout = context.model().translator().rollout();
            if (!rollout) {
                throw Cancelled(); // another model was loaded
            }
            frames->paint(*rollout, *answer.painted, context.cancel());
        }
        answer.photos = frames->photos();
        answer.revisions = revisionsOf(sequence);
        return answer;
    };
    work.ended = [guard = QPointer(this), group,
                  revision = sequence.revision()](const run::Ended<Answer>& end) {
        if (!guard || guard->m_running != group) {
            return;
        }
        guard->m_running.reset();
        if (end.failure) {
            guard->m_complete = revision; // not again before something changes
            Q_EMIT guard->failed(QString::fromStdString(end.failure->message()));
        } else if (end.result) {
            guard->take(*end.result, revision);
        }
    };
    m_bridge.submit(std::move(work));
}

void FrameRoller::take(const Answer& answer, std::uint64_t revision) {
    m_photos = answer.photos;
    m_revisions = answer.revisions;
    if (!answer.painted && m_filling) {
        m_complete = revision;
    }
    Q_EMIT rolled(answer.painted.value_or(m_open.document->currentFrame()));
}

void FrameRoller::cancel() {
    if (const auto group = std::exchange(m_running, std::nullopt)) {
        m_bridge.cancelGroup(m_open.id, *group);
    }
}

void FrameRoller::forget() {
    cancel();
    m_frames.reset();
    m_complete.reset();
    m_photos.clear();
    m_revisions.clear();
}

} // namespace underpaint::app
