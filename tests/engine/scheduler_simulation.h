// SPDX-License-Identifier: GPL-3.0-or-later
// The scheduler of renders against a simulated engine and clock.
#pragma once

#include "engine/run/render_scheduler.h"

#include <algorithm>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace underpaint::test {

using run::Outcome;
using run::Quality;
using run::RenderScheduler;
using Action = run::RenderScheduler::Action;

inline constexpr Size sceneSize{512, 256};
inline constexpr Rect dab{10, 10, 20, 20};
inline constexpr double never = std::numeric_limits<double>::infinity();

inline run::FinishedRender resultOf(const Action& action) {
    run::FinishedRender result;
    result.ticket = action.ticket;
    result.revision = action.revision;
    result.quality = action.quality;
    result.seconds = 0.01;
    result.image =
        std::make_shared<const Image>(action.size.width, action.size.height, 3, std::uint8_t{});
    return result;
}

/// A user who edits, a scheduler and an engine that needs `seconds(quality, size)` a render and
/// lets go of a cancelled one after `letsGo`.
class Simulation {
public:
    explicit Simulation(std::function<double(Quality, Size)> seconds)
        : m_seconds(std::move(seconds)) {
        scheduler.modelChanged({.multiple = 32}, now);
        scheduler.open(0, sceneSize, now);
    }

    RenderScheduler scheduler;
    double now = 100;
    std::uint64_t revision = 0;

    struct Submitted {
        double time = 0;
        Action action;
    };
    std::vector<Submitted> submitted;
    struct Pictured {
        double time = 0;
        Quality quality = Quality::Exact;
        std::uint64_t revision = 0;
    };
    std::vector<Pictured> shown;
    double letsGo = 0.05;
    std::function<void(run::FinishedRender&)> change; ///< of results before they are delivered

    void edit() {
        scheduler.edited(++revision, dab, sceneSize, now);
        step();
    }
    /// What the owner does after each call.
    void step() {
        for (const Action& action : scheduler.update(now)) {
            if (action.kind == Action::Kind::Cancel) {
                if (m_job && m_job->action.ticket == action.ticket) {
                    m_job->cancelled = true;
                    m_job->end = std::min(m_job->end, now + letsGo);
                }
                m_waiting.reset();
            } else {
                submitted.push_back({now, action});
                (m_job ? m_waiting : m_job) = begun(action);
            }
        }
    }
    /// Lets time pass; renders end and the scheduler's timer fires in between.
    void pass(double seconds) {
        const double until = now + seconds;
        while (true) {
            const double timer = scheduler.nextUpdate().value_or(never);
            const double next = std::min(m_job ? m_job->end : never, timer);
            if (next > until) {
                break;
            }
            now = std::max(now, next);
            if (m_job && m_job->end <= now) {
                finishJob();
            }
            step();
        }
        now = until;
    }
    /// Edits every `interval` seconds for a while.
    void paint(double seconds, double interval = 0.016) {
        for (const double end = now + seconds; now < end;) {
            edit();
            pass(interval);
        }
    }
    std::size_t countSubmitted(Quality quality) const {
        return static_cast<std::size_t>(std::ranges::count_if(
            submitted, [&](const Submitted& s) { return s.action.quality == quality; }));
    }
    bool busy() const { return m_job.has_value(); }

private:
    struct Running {
        Action action;
        double end = 0;
        bool cancelled = false;
    };
    Running begun(const Action& action) const {
        return {action, now + m_seconds(action.quality, action.size), false};
    }
    void finishJob() {
        const Running job = *std::exchange(m_job, std::nullopt);
        run::FinishedRender result = resultOf(job.action);
        result.seconds = m_seconds(job.action.quality, job.action.size);
        if (job.cancelled) {
            result.outcome = Outcome::Cancelled;
            result.image.reset();
        }
        if (change) {
            change(result);
        }
        if (scheduler.finished(result, now)) {
            shown.push_back({now, result.quality, result.revision});
        }
        if (m_waiting) {
            m_job = begun(std::exchange(m_waiting, std::nullopt)->action);
        }
    }

    std::function<double(Quality, Size)> m_seconds;
    std::optional<Running> m_job;
    std::optional<Running> m_waiting;
};

/// The same for every size; previews take a constant time.
inline std::function<double(Quality, Size)> constant(double preview, double exact) {
    return [=](Quality quality, Size) { return quality == Quality::Preview ? preview : exact; };
}

inline std::function<double(Quality, Size)> perPixel(double secondsOfScene) {
    return [=](Quality, Size size) {
        return secondsOfScene * static_cast<double>(size.area()) /
               static_cast<double>(sceneSize.area());
    };
}

} // namespace underpaint::test
