// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/run/job_queue.h"

#include <algorithm>
#include <utility>

namespace underpaint::run {

void JobQueue::pushControl(Job job) {
    const std::lock_guard lock(m_mutex);
    if (job.group != 0) {
        std::erase_if(m_control, [&](const Job& waiting) { return waiting.group == job.group; });
    }
    m_control.push_back(std::move(job));
    pushAside();
    m_wake.notify_one();
}

void JobQueue::pushInteractive(Job job) {
    const std::lock_guard lock(m_mutex);
    m_interactive = std::move(job);
    m_restUntil = std::chrono::steady_clock::now() + m_rest;
    pushAside();
    m_wake.notify_one();
}

void JobQueue::pushBackground(std::vector<Job> jobs, Place place) {
    const std::lock_guard lock(m_mutex);
    m_background.insert(place == Place::Front ? m_background.begin() : m_background.end(),
                        std::make_move_iterator(jobs.begin()), std::make_move_iterator(jobs.end()));
    m_wake.notify_one();
}

void JobQueue::setTraining(Job job) {
    const std::lock_guard lock(m_mutex);
    m_training = std::move(job);
    m_wake.notify_one();
}

void JobQueue::removeTraining() {
    const std::lock_guard lock(m_mutex);
    m_training.reset();
}

void JobQueue::cancelIf(const std::function<bool(const Job&)>& matches) {
    const std::lock_guard lock(m_mutex);
    if (m_interactive && matches(*m_interactive)) {
        m_interactive.reset();
    }
    std::erase_if(m_background, matches);
    if (m_running && m_running->lane != Lane::Control && matches(m_running->job)) {
        m_running->job.cancel.cancel();
        m_running->again = false;
    }
}

void JobQueue::cancelRunningRender() {
    const std::lock_guard lock(m_mutex);
    if (m_running && m_running->lane == Lane::Interactive) {
        m_running->job.cancel.cancel();
    }
}

std::size_t JobQueue::pending() const {
    const std::lock_guard lock(m_mutex);
    const bool step = m_running && m_running->lane == Lane::Training; // counts as m_training
    return m_control.size() + m_background.size() + (m_interactive ? 1 : 0) + (m_training ? 1 : 0) +
           (m_running && !step ? 1 : 0);
}

void JobQueue::close() {
    const std::lock_guard lock(m_mutex);
    m_closed = true;
    if (m_running) {
        m_running->job.cancel.cancel();
        m_running->again = false;
    }
    m_wake.notify_one();
}

bool JobQueue::runNext() {
    std::unique_lock lock(m_mutex);
    awaitJob(lock);
    if (m_closed) {
        return false;
    }
    work(lock);
    return true;
}

void JobQueue::awaitJob(std::unique_lock<std::mutex>& lock) {
    while (!m_closed && !choose()) {
        if (m_training) {
            m_wake.wait_until(lock, m_restUntil);
        } else {
            m_wake.wait(lock);
        }
    }
}

bool JobQueue::trainingRests() const {
    return std::chrono::steady_clock::now() < m_restUntil;
}

bool JobQueue::tryRunNext() {
    std::unique_lock lock(m_mutex);
    if (m_closed || !choose()) {
        return false;
    }
    work(lock);
    return true;
}

bool JobQueue::choose() {
    const auto first = [](std::deque<Job>& lane) {
        Job job = std::move(lane.front());
        lane.pop_front();
        return job;
    };
    if (!m_control.empty()) {
        m_running = Running{Lane::Control, first(m_control)};
    } else if (m_interactive) {
        m_running = Running{Lane::Interactive, *std::exchange(m_interactive, std::nullopt)};
    } else if (!m_background.empty() && !(m_training && m_trainingIsNext && !trainingRests())) {
        m_trainingIsNext = true;
        m_running = Running{Lane::Background, first(m_background)};
    } else if (m_training && !trainingRests()) {
        m_trainingIsNext = false;
        m_running = Running{Lane::Training, *m_training};
    }
    return m_running.has_value();
}

/// What is less urgent and can be repeated makes room for what was just pushed.
void JobQueue::pushAside() {
    if (m_running && m_running->lane == Lane::Background && m_running->job.repeatable) {
        m_running->again = true;
        m_running->job.cancel.cancel();
    }
}

void JobQueue::work(std::unique_lock<std::mutex>& lock) {
    // Others look at m_running meanwhile, but only this thread replaces it.
    const std::function<JobEnd(const CancelToken&)> body = m_running->job.work;
    const CancelToken cancel = m_running->job.cancel;
    lock.unlock();
    const JobEnd end = body(cancel);
    lock.lock();
    settle(end);
}

void JobQueue::settle(JobEnd end) {
    Running ended = *std::exchange(m_running, std::nullopt);
    if (ended.lane == Lane::Interactive) {
        m_restUntil = std::chrono::steady_clock::now() + m_rest;
    }
    if (end == JobEnd::Interrupted && ended.again) {
        ended.job.cancel = CancelToken();
        m_background.push_front(std::move(ended.job));
    }
    if (ended.lane == Lane::Training && end == JobEnd::Finished) {
        m_training.reset();
    }
}

} // namespace underpaint::run
