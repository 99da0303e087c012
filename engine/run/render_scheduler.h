// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/geometry.h"
#include "engine/run/event.h"
#include "engine/run/preview_size.h"
#include "engine/run/render_cost.h"
#include "engine/run/request.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace underpaint::run {

/// What the badge of the photo says.
struct PhotoStatus {
    enum class Freshness {
        Nothing,     ///< no photo yet
        Exact,       ///< the photo of the scene as it is
        Approximate, ///< a preview of the scene as it is
        Stale        ///< an edit is not rendered yet
    };
    Freshness freshness = Freshness::Nothing;
    bool rendering = false;
    Quality quality = Quality::Exact; ///< of what is being rendered
    int percent = 0;                  ///< of what is being rendered, 0..100

    friend bool operator==(const PhotoStatus&, const PhotoStatus&) = default;
};

/// Decides when the open document is rendered, how large and how well. Knows neither threads nor
/// clocks: its owner tells it what happened and when (seconds of any steady clock), and after each
/// call, and when nextUpdate() has come, carries out what update() returns:
///
///     scheduler.edited(scene.revision(), region, scene.size(), now);
///     for (const auto& action : scheduler.update(now)) { … }
///
/// - While the brush moves: the last exact photo with what an edit changed in it, where the engine
///   can do that (a local photo), else previews at the size that the machine affords; when it
///   rests: the exact photo (after the stroke, if local photos follow it). A photo that is exact
///   within the time of a preview needs no preview.
/// - Renders slower than 1.5 s wait for 0.25 s of calm, but never longer than 3 s.
/// - A newer edit ends a running exact render and a preview that is not nearly finished; but two
///   previews in a row are never ended, so that steady painting shows something.
/// - A result older than the photo that is shown is dropped, and a preview never replaces the exact
///   photo of the same revision.
class RenderScheduler {
public:
    struct Options {
        double previewSeconds = 0.1; ///< what a preview should take
        double slowSeconds = 1.5;    ///< a mean render slower than this waits for calm
        double calmSeconds = 0.25;   ///< without an edit
        double longestWait = 3;      ///< since the first edit that is not rendered
        double restSeconds = 0.12;   ///< without an edit before the exact photo, if it is fast
    };
    /// What to do. At most one render is under way at a time.
    struct Action {
        enum class Kind { Submit, Cancel };
        Kind kind = Kind::Submit;
        Ticket ticket = 0;
        /// For Submit:
        /// @{
        Quality quality = Quality::Exact;
        std::uint64_t revision = 0;
        Size size = {}; ///< of the photo
        Rect dirty = {};
        bool local = false; ///< a local photo of the scene's own size instead, if possible
        /// @}
    };

    RenderScheduler() : RenderScheduler(Options{}) {}
    explicit RenderScheduler(Options options);

    /// Another document is shown: forgets the photo. Tickets go on, so that late results of the
    /// other one are recognised.
    void open(std::uint64_t revision, Size sceneSize, double now);
    /// No document is shown.
    void close();
    /// Another model was loaded: every photo is stale, and nothing is known about its speed.
    void modelChanged(const project::SizeRules& rules, double now);
    /// The scene has this revision now (an edit, undo or redo); to be told of every one. `dirty` is
    /// where the photo may differ; empty: nowhere (a label was renamed).
    void edited(std::uint64_t revision, const Rect& dirty, Size sceneSize, double now);

    /// Off: nothing is rendered unless renderNow() asks.
    void setLive(bool live, double now);
    bool live() const { return m_live; }
    /// The user is in the middle of a stroke: where that follows the brush by local photos, the
    /// exact photo waits, so that nothing changes that the stroke does not reach.
    void setHeld(bool held) { m_held = held; }
    /// The exact photo at once, live or not. While live, a newer edit goes on as usual.
    void renderNow();
    /// Ends what runs; nothing starts until the next edit or renderNow().
    void stop();

    void progressed(const RenderProgress& progress);
    /// A render ended. True: show result.image.
    bool finished(const FinishedRender& result, double now);

    /// The owner shows the exact photo of the scene as it is, which it had kept.
    void recalled();

    std::vector<Action> update(double now);
    /// When update() should be called again if nothing happens before; nothing: no need.
    std::optional<double> nextUpdate() const { return m_nextUpdate; }

    PhotoStatus state() const;
    /// Revision of the photo that is shown; nothing before the first.
    std::optional<std::uint64_t> shownRevision() const;
    /// Expected seconds of an exact render of the scene; nothing before one was measured.
    std::optional<double> exactSeconds() const;

private:
    struct Running {
        Ticket ticket = 0;
        std::uint64_t revision = 0;
        Quality quality = Quality::Exact;
        Size size;
        bool local = false;
        double since = 0;
        double fraction = 0;
    };
    struct Shown {
        std::uint64_t revision = 0;
        bool exact = false;
        bool local = false;
    };

    bool shownExactly() const;
    bool wantsRender() const;
    bool serves(const Running& running, double now) const;
    bool mayFinish(double now) const;
    double expectedSeconds(const Running& running) const;
    std::optional<Action> planned(double now);
    std::optional<Action> plannedFollow(double now);
    std::optional<Action> plannedExact(double now);
    Action submit(Quality quality, Size size, bool local, double now);
    bool localIsBetter() const;
    Action cancelRunning(double now);
    void dropOutstanding();
    void noteMeasurement(const FinishedRender& result);
    void renumber(std::uint64_t revision);

    Options m_options;
    bool m_open = false;
    bool m_live = true;
    bool m_held = false;
    bool m_stopped = false;
    std::optional<std::uint64_t> m_forced; ///< what renderNow() asked for, not served yet

    std::uint64_t m_revision = 0;
    Size m_sceneSize;
    double m_lastEdit = 0;
    std::optional<double> m_firstUnrendered; ///< time of the first edit since the last submission

    Ticket m_lastTicket = 0;
    Ticket m_firstValid = 1; ///< results of smaller tickets are of no interest any more
    std::optional<Running> m_running;
    std::optional<Shown> m_shown;
    int m_endedPreviews = 0; ///< since the last photo
    /// A revision that cannot be rendered (better): not tried again.
    std::optional<std::uint64_t> m_givenUp;
    /// Cancelled by a newer edit; the engine still has to let go of it.
    std::optional<Ticket> m_toCancel;

    Rect m_dirtySubmitted; ///< of the edits up to the running render
    Rect m_dirtySince;     ///< of those after it

    PreviewSize m_previewSize;
    RenderCost m_previewCost;
    RenderCost m_exactCost;
    RenderCost m_localCost;
    /// The engine has an exact photo from which it can make local ones.
    bool m_localPossible = false;
    std::optional<double> m_nextUpdate;
};

} // namespace underpaint::run
