// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/cancel_token.h"

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

namespace underpaint::run {

/// How the work of a job ended, as far as the queue is concerned.
enum class JobEnd {
    Finished,    ///< done, failed or cancelled: the job is over
    Interrupted, ///< its token was cancelled; a repeatable job that was only in the way comes again
    Continues    ///< training: another step is to follow
};

/// Work for the engine thread. `work` must not throw.
struct Job {
    std::function<JobEnd(const CancelToken&)> work = {};
    CancelToken cancel = {};
    std::uint64_t document = 0;
    std::uint64_t group = 0;  ///< 0: reached by document only
    std::uint64_t ticket = 0; ///< of a render; 0: none
    /// A background job that a render may push aside; it starts again afterwards.
    bool repeatable = false;
};

/// The lanes of the engine thread and who comes next:
/// control, then interactive, then one background job and one training step in turns. While
/// somebody paints, training rests: a step that began between two renders would hold the second up.
/// Thread-safe; runNext() belongs to one worker.
class JobQueue {
public:
    enum class Place { Back, Front };

    /// `rest`: for how long after an interactive job no training step begins.
    explicit JobQueue(std::chrono::milliseconds rest = {}) : m_rest(rest) {}

    /// Behind the others; takes out those that wait with the same group, unless that is 0.
    void pushControl(Job job);
    /// Replaces the waiting one; a running repeatable job makes room.
    void pushInteractive(Job job);
    /// In this order, behind or in front of those that wait.
    void pushBackground(std::vector<Job> jobs, Place place);
    /// Sets the training; a former one must have been ended.
    void setTraining(Job job);
    /// Takes the training out; its running step is not disturbed.
    void removeTraining();

    /// Takes waiting jobs out for which it holds and cancels the running one if it does.
    void cancelIf(const std::function<bool(const Job&)>& matches);
    /// Cancels the interactive job that runs; one that waits stays.
    void cancelRunningRender();
    /// Jobs that wait or run.
    std::size_t pending() const;
    /// Cancels everything; runNext() returns nothing from now on.
    void close();

    /// Runs the next job, waiting for one; false once the queue is closed.
    bool runNext();
    /// Runs the next job if there is one. For tests without threads.
    bool tryRunNext();

private:
    enum class Lane { Control, Interactive, Background, Training };
    struct Running {
        Lane lane = Lane::Control;
        Job job;
        bool again = false; ///< was pushed aside
    };

    bool choose();
    bool trainingRests() const;
    void awaitJob(std::unique_lock<std::mutex>& lock);
    void pushAside();
    void work(std::unique_lock<std::mutex>& lock);
    void settle(JobEnd end);

    std::chrono::milliseconds m_rest;
    mutable std::mutex m_mutex;
    std::condition_variable m_wake;
    bool m_closed = false;
    std::chrono::steady_clock::time_point m_restUntil; ///< of training
    std::deque<Job> m_control;
    std::optional<Job> m_interactive;
    std::deque<Job> m_background;
    std::optional<Job> m_training;
    bool m_trainingIsNext = false;
    std::optional<Running> m_running;
};

} // namespace underpaint::run
