// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/cancel_token.h"
#include "engine/base/progress.h"
#include "engine/run/event.h"
#include "engine/run/failure.h"
#include "engine/run/request.h"
#include "engine/translate/translator.h"

#include <any>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <typeindex>
#include <utility>

namespace underpaint::run {

class LoadedModel;

/// Whose work is, and how it waits in the background lane.
struct WorkPlace {
    DocumentId document = 0;
    /// Cancels them together; chosen by the caller, several may share one.
    std::uint64_t group = 0;
    /// Goes before what waits.
    bool first = false;
    /// A render may push it aside: it starts again afterwards. Says nothing when it is cancelled.
    bool repeatable = false;
};

/// What work may use while it runs on the engine thread.
class WorkContext {
public:
    virtual ~WorkContext() = default;

    /// The model that was asked for last when the work was submitted. Throws Error when there is
    /// none, Cancelled when another one was loaded since.
    virtual LoadedModel& model() = 0;
    /// The same settings with the number of threads, when it is left to the engine.
    virtual translate::EngineSettings complete(translate::EngineSettings settings) const = 0;
    /// Something that stays on the engine thread from one work to the next: one of each type, made
    /// by its default constructor.
    template<class Kept>
    Kept& kept() {
        std::any& slot = keptOf(typeid(Kept));
        if (!slot.has_value()) {
            slot.emplace<Kept>();
        }
        return *std::any_cast<Kept>(&slot);
    }

    const CancelToken& cancel() const { return m_cancel; }
    /// Reported in steps of a twentieth.
    const ProgressSink& progress() const { return m_progress; }

protected:
    WorkContext(const CancelToken& cancel, ProgressSink progress)
        : m_cancel(cancel), m_progress(std::move(progress)) {}
    WorkContext(const WorkContext&) = default;
    WorkContext& operator=(const WorkContext&) = delete;
    virtual std::any& keptOf(std::type_index type) = 0;

private:
    const CancelToken& m_cancel;
    ProgressSink m_progress;
};

/// How work ended.
template<class Result>
struct Ended {
    Outcome outcome = Outcome::Done;
    std::optional<Result> result; ///< when it was done
    std::optional<RenderFailure> failure = {};
};

/// Work for the background lane, of any kind: a new one is a function that returns this.
template<class Result>
struct Work {
    WorkPlace place;
    /// Runs on the engine thread. Throws Error or Cancelled.
    std::function<Result(WorkContext&)> compute;
    /// Both are called by whoever receives the engine's events (Report), on its thread.
    /// @{
    std::function<void(const Ended<Result>&)> ended = {};
    std::function<void(double fraction, const std::string& stage)> progressed = {};
    /// @}
};

/// Work without its type, as the engine thread runs it.
struct AnyWork {
    WorkPlace place;
    /// Returns what is to be told of the end; nothing when it was cancelled.
    std::function<std::function<void()>(WorkContext&, Outcome&)> run;
    std::function<void(double fraction, const std::string& stage)> progressed;
};

template<class Result>
AnyWork anyWork(Work<Result> work) {
    return {work.place,
            [compute = std::move(work.compute), told = std::move(work.ended)](
                WorkContext& context, Outcome& outcome) -> std::function<void()> {
                auto end = std::make_shared<Ended<Result>>();
                const Ending ending = ended([&] {
                    context.cancel().check();
                    end->result.emplace(compute(context));
                });
                outcome = ending.outcome;
                end->outcome = ending.outcome;
                end->failure = ending.failure;
                if (!told) {
                    return {};
                }
                return [told, end] { told(*end); };
            },
            std::move(work.progressed)};
}

} // namespace underpaint::run
