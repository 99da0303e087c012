// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/run/render_scheduler.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace underpaint::run {

namespace {

/// Below this a fraction says nothing about the time that a whole render takes.
constexpr double tellingFraction = 0.1;
/// Previews that newer edits may end in a row before one has to be shown.
constexpr int mostEndedPreviews = 1;
/// An exact photo within this part of a preview's time follows the brush by itself.
constexpr double atOnce = 0.25;

} // namespace

RenderScheduler::RenderScheduler(Options options) : m_options(options) {}

void RenderScheduler::open(std::uint64_t revision, Size sceneSize, double now) {
    close();
    m_open = true;
    m_stopped = false;
    m_revision = revision;
    m_sceneSize = sceneSize;
    m_firstUnrendered = now;
    m_lastEdit = now - std::max(m_options.calmSeconds, m_options.restSeconds);
}

void RenderScheduler::close() {
    dropOutstanding();
    m_open = false;
    m_held = false;
    m_forced.reset();
    m_shown.reset();
    m_localPossible = false;
    m_givenUp.reset();
    m_dirtySubmitted = {};
    m_dirtySince = {};
    m_nextUpdate.reset();
}

void RenderScheduler::modelChanged(const project::SizeRules& rules, double now) {
    dropOutstanding();
    m_shown.reset();
    m_givenUp.reset();
    m_stopped = false;
    m_previewSize.setMultiple(rules.multiple);
    m_previewSize.forgetLimit();
    m_previewCost = {};
    m_exactCost = {};
    m_localCost = {};
    m_localPossible = false;
    m_firstUnrendered = now;
}

void RenderScheduler::edited(std::uint64_t revision, const Rect& dirty, Size sceneSize,
                             double now) {
    if (dirty.empty() && sceneSize == m_sceneSize) {
        renumber(revision);
        return;
    }
    m_revision = revision;
    if (m_live) {
        m_forced.reset();
    }
    if (sceneSize != m_sceneSize) {
        m_sceneSize = sceneSize;
        m_dirtySince = {0, 0, sceneSize.width, sceneSize.height};
    }
    m_dirtySince = m_dirtySince.united(dirty);
    m_lastEdit = now;
    m_stopped = false;
    if (!m_firstUnrendered) {
        m_firstUnrendered = now;
    }
}

/// The same photo under another number.
void RenderScheduler::renumber(std::uint64_t revision) {
    if (m_running && m_running->revision == m_revision) {
        m_running->revision = revision;
    }
    if (m_shown && m_shown->revision == m_revision) {
        m_shown->revision = revision;
    }
    if (m_givenUp == m_revision) {
        m_givenUp = revision;
    }
    m_revision = revision;
}

void RenderScheduler::setLive(bool live, double now) {
    if (live == m_live) {
        return;
    }
    m_live = live;
    m_stopped = false;
    if (live) {
        m_firstUnrendered = now;
    } else {
        stop();
    }
}

void RenderScheduler::renderNow() {
    m_stopped = false;
    m_givenUp.reset();
    if (m_open && !shownExactly()) {
        m_forced = m_revision;
    }
}

void RenderScheduler::stop() {
    m_stopped = true;
    m_forced.reset();
    dropOutstanding();
}

/// What runs is of no interest any more, not even if it ends before the engine hears of it.
void RenderScheduler::dropOutstanding() {
    m_firstValid = m_lastTicket + 1;
    if (m_running) {
        m_toCancel = m_running->ticket;
        m_running.reset();
    }
}

void RenderScheduler::progressed(const RenderProgress& progress) {
    if (m_running && m_running->ticket == progress.ticket) {
        m_running->fraction = std::clamp(progress.fraction, m_running->fraction, 1.0);
    }
}

bool RenderScheduler::finished(const FinishedRender& result, double now) {
    if (result.ticket < m_firstValid || result.ticket > m_lastTicket) {
        return false;
    }
    const std::optional<Running> mine = m_running && m_running->ticket == result.ticket
                                            ? std::exchange(m_running, std::nullopt)
                                            : std::nullopt;
    noteMeasurement(result);
    if (mine && result.outcome == Outcome::Done &&
        (mine->local || mine->quality == Quality::Exact)) {
        m_localPossible = result.keptForEdits;
    }
    if (mine && (result.outcome == Outcome::Failed || result.quality != mine->quality)) {
        m_givenUp = mine->revision;
        m_forced.reset();
    }
    if (mine && result.outcome == Outcome::Cancelled && !m_firstUnrendered) {
        m_firstUnrendered = now;
    }
    if (result.outcome != Outcome::Done || !result.image) {
        return false;
    }
    const bool exact = result.quality == Quality::Exact;
    const std::uint64_t revision = mine ? mine->revision : result.revision;
    if (m_shown && (revision < m_shown->revision ||
                    (revision == m_shown->revision && m_shown->exact && !exact))) {
        return false;
    }
    m_shown = Shown{revision, exact, result.local};
    m_endedPreviews = 0;
    if (mine) {
        m_dirtySubmitted = {};
    }
    if (m_forced && exact && revision >= *m_forced) {
        m_forced.reset();
    }
    return true;
}

void RenderScheduler::recalled() {
    dropOutstanding();
    m_shown = Shown{m_revision, true};
    m_endedPreviews = 0;
    m_forced.reset();
    m_firstUnrendered.reset();
    m_dirtySubmitted = {};
    m_dirtySince = {};
}

void RenderScheduler::noteMeasurement(const FinishedRender& result) {
    if (result.outcome != Outcome::Done || !result.image) {
        return;
    }
    const Size size = result.image->size();
    if (result.local) {
        m_localCost.add(size, result.seconds);
    } else if (result.quality == Quality::Preview) {
        m_previewCost.add(size, result.seconds);
        if (!result.note.empty()) {
            m_previewSize.limitTo(size.area());
        }
    } else {
        m_exactCost.add(size, result.seconds);
    }
}

bool RenderScheduler::shownExactly() const {
    return m_shown && m_shown->exact && m_shown->revision == m_revision;
}

bool RenderScheduler::wantsRender() const {
    if (!m_open || m_sceneSize.empty()) {
        return false;
    }
    return m_forced || (m_live && !m_stopped && !shownExactly() && m_givenUp != m_revision);
}

bool RenderScheduler::serves(const Running& running, double now) const {
    if (m_forced) {
        return running.quality == Quality::Exact && running.revision >= *m_forced;
    }
    return running.revision == m_revision || mayFinish(now);
}

double RenderScheduler::expectedSeconds(const Running& running) const {
    const RenderCost& cost = running.local                         ? m_localCost
                             : running.quality == Quality::Preview ? m_previewCost
                                                                   : m_exactCost;
    return cost.secondsOf(running.local ? m_sceneSize : running.size)
        .value_or(running.quality == Quality::Preview ? m_options.previewSeconds
                                                      : m_options.slowSeconds);
}

/// Whether the running render of an older revision is worth waiting for.
bool RenderScheduler::mayFinish(double now) const {
    const double expected = expectedSeconds(*m_running);
    const double passed = now - m_running->since;
    const double fraction =
        std::max(m_running->fraction, std::min(1.0, passed / std::max(expected, 1e-6)));
    const bool nearlyFinished = (1 - fraction) * expected <= m_options.previewSeconds;
    if (m_running->quality == Quality::Exact) {
        return nearlyFinished && m_exactCost.known() && !(m_held && localIsBetter());
    }
    return nearlyFinished || fraction >= 0.5 || m_endedPreviews >= mostEndedPreviews;
}

RenderScheduler::Action RenderScheduler::submit(Quality quality, Size size, bool local,
                                                double now) {
    m_dirtySubmitted = m_dirtySubmitted.united(std::exchange(m_dirtySince, Rect{}));
    m_firstUnrendered.reset();
    m_running = Running{++m_lastTicket, m_revision, quality, size, local, now};
    return {.kind = Action::Kind::Submit,
            .ticket = m_lastTicket,
            .quality = quality,
            .revision = m_revision,
            .size = size,
            .dirty = m_shown ? m_dirtySubmitted : Rect{},
            .local = local};
}

RenderScheduler::Action RenderScheduler::cancelRunning(double now) {
    const Running ended = *std::exchange(m_running, std::nullopt);
    const double passed = now - ended.since;
    if (ended.quality == Quality::Preview) {
        ++m_endedPreviews;
    } else if (!m_exactCost.known() && ended.fraction >= tellingFraction) {
        m_exactCost.add(ended.size, passed / ended.fraction);
    }
    return {.kind = Action::Kind::Cancel,
            .ticket = ended.ticket,
            .quality = ended.quality,
            .revision = ended.revision,
            .size = ended.size};
}

std::vector<RenderScheduler::Action> RenderScheduler::update(double now) {
    m_nextUpdate.reset();
    std::vector<Action> actions;
    if (m_toCancel) {
        actions.push_back(
            {.kind = Action::Kind::Cancel, .ticket = *std::exchange(m_toCancel, std::nullopt)});
    }
    if (!wantsRender()) {
        return actions;
    }
    if (m_running) {
        if (serves(*m_running, now)) {
            return actions;
        }
        actions.push_back(cancelRunning(now));
    }
    if (auto next = planned(now)) {
        actions.push_back(*next);
    }
    return actions;
}

std::optional<RenderScheduler::Action> RenderScheduler::planned(double now) {
    if (m_forced) {
        return submit(Quality::Exact, m_sceneSize, false, now);
    }
    if (m_shown && m_shown->revision == m_revision) {
        return plannedExact(now);
    }
    return plannedFollow(now);
}

/// A photo that is exact at once needs no local one.
bool RenderScheduler::localIsBetter() const {
    return m_localPossible && exactSeconds().value_or(0) > m_options.previewSeconds * atOnce;
}

/// The scene as it is has no photo yet.
std::optional<RenderScheduler::Action> RenderScheduler::plannedFollow(double now) {
    const RenderCost& cost = m_previewCost.known() ? m_previewCost : m_exactCost;
    const bool exactIsFast =
        m_exactCost.known() && *m_exactCost.secondsOf(m_sceneSize) <= m_options.previewSeconds;
    const Size size = exactIsFast
                          ? m_sceneSize
                          : m_previewSize.choose(m_sceneSize, cost, m_options.previewSeconds);
    if (localIsBetter()) {
        return submit(Quality::Preview, size, true, now);
    }
    if (cost.secondsOf(size).value_or(0) > m_options.slowSeconds) {
        const double due = std::min(m_lastEdit + m_options.calmSeconds,
                                    m_firstUnrendered.value_or(m_lastEdit) + m_options.longestWait);
        if (now < due) {
            m_nextUpdate = due;
            return std::nullopt;
        }
        if (now < m_lastEdit + m_options.calmSeconds) {
            m_endedPreviews = mostEndedPreviews; // has waited long enough to be shown
        }
    }
    return submit(size == m_sceneSize ? Quality::Exact : Quality::Preview, size, false, now);
}

/// The scene as it is has a preview.
std::optional<RenderScheduler::Action> RenderScheduler::plannedExact(double now) {
    if (m_held && m_shown->local) {
        return std::nullopt;
    }
    const bool slow = exactSeconds().value_or(0) > m_options.slowSeconds;
    const double due = m_lastEdit + (slow ? m_options.calmSeconds : m_options.restSeconds);
    if (now < due) {
        m_nextUpdate = due;
        return std::nullopt;
    }
    return submit(Quality::Exact, m_sceneSize, false, now);
}

PhotoStatus RenderScheduler::state() const {
    using Freshness = PhotoStatus::Freshness;
    PhotoStatus state;
    if (m_shown) {
        state.freshness = m_shown->revision != m_revision ? Freshness::Stale
                          : m_shown->exact                ? Freshness::Exact
                                                          : Freshness::Approximate;
    }
    if (m_running) {
        state.rendering = true;
        state.quality = m_running->quality;
        state.percent = static_cast<int>(std::lround(100 * m_running->fraction));
    }
    return state;
}

std::optional<std::uint64_t> RenderScheduler::shownRevision() const {
    return m_shown ? std::optional(m_shown->revision) : std::nullopt;
}

std::optional<double> RenderScheduler::exactSeconds() const {
    return m_exactCost.secondsOf(m_sceneSize);
}

} // namespace underpaint::run
