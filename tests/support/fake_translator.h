// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/run/event.h"
#include "engine/run/request.h"
#include "engine/run/work.h"
#include "engine/scene/scene.h"

#include <any>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace underpaint::test {

/// Holds threads up until a test lets them go. Open at first.
class Gate {
public:
    /// Counts the caller and waits while the gate is closed.
    void pass();
    void close();
    void open();
    /// Waits until so many callers have come, whether they went on or not.
    void awaitArrivals(int count);

private:
    std::mutex m_mutex;
    std::condition_variable m_changed;
    bool m_open = true;
    int m_arrivals = 0;
};

/// What a FakeTranslator was asked to render.
struct FakeCall {
    std::uint64_t revision = 0;
    Size size;
    Size sceneSize;
    std::string device;
    nets::Precision precision = nets::Precision::Auto;
    std::map<std::uint32_t, scene::Appearance> appearances;
    scene::LatentCode code;
    std::thread::id thread;
    bool keepsForEdits = false;
    bool localIsWelcome = false;
};

/// The models that fake packages hold, and what happened to them. Thread-safe.
class FakeModels {
public:
    /// Every render passes this after its first primitive.
    Gate gate;
    /// Every load passes this.
    Gate loadGate;
    /// Called in every render with its call; may throw. Set before the engine is used.
    std::function<void(const FakeCall&, const CancelToken&)> onRender;
    /// Called in every load; may throw. Set before the engine is used.
    std::function<void(const std::filesystem::path&, const translate::EngineSettings&)> onLoad;

    /// The source that hands the translators out; refers to this.
    run::ModelSource source();
    std::vector<FakeCall> calls() const;
    std::vector<translate::EngineSettings> loads() const;
    /// Translators that live.
    int alive() const;

private:
    friend class FakeTranslator;
    mutable std::mutex m_mutex;
    std::vector<FakeCall> m_calls;
    std::vector<translate::EngineSettings> m_loads;
    int m_alive = 0;
};

/// How far a Work was.
struct WorkProgress {
    double fraction = 0;
    std::string stage;
};

/// Collects what an engine thread reports.
class EventLog {
public:
    /// Reports are told on the engine thread.
    run::EventSink sink();
    /// The same work, whose end and progress are events of the types Ended<Result> and
    /// WorkProgress.
    template<class Result>
    run::Work<Result> heard(run::Work<Result> work) {
        work.ended = [this](const run::Ended<Result>& ended) { note(ended); };
        work.progressed = [this](double fraction, const std::string& stage) {
            note(WorkProgress{fraction, stage});
        };
        return work;
    }
    template<class Result>
    std::vector<run::Work<Result>> heard(std::vector<run::Work<Result>> works) {
        for (run::Work<Result>& work : works) {
            work = heard(std::move(work));
        }
        return works;
    }

    template<class Event>
    std::vector<Event> of() const {
        const std::lock_guard lock(m_mutex);
        std::vector<Event> found;
        for (const std::any& event : m_events) {
            if (const auto* match = std::any_cast<Event>(&event)) {
                found.push_back(*match);
            }
        }
        return found;
    }
    /// Waits until so many of that kind have come.
    template<class Event>
    std::vector<Event> await(std::size_t count) const {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [&] {
            std::size_t found = 0;
            for (const std::any& event : m_events) {
                found += event.type() == typeid(Event) ? 1 : 0;
            }
            return found >= count;
        });
        lock.unlock();
        return of<Event>();
    }

private:
    void note(std::any event);

    mutable std::mutex m_mutex;
    mutable std::condition_variable m_changed;
    std::vector<std::any> m_events;
};

/// A street in small: road (7) with a car (26, instance 26000), with that revision.
scene::SceneSnapshot fakeScene(std::uint64_t revision, Size size = {96, 64});
run::RenderRequest fakeRequest(std::uint64_t revision, run::Quality quality = run::Quality::Exact);

} // namespace underpaint::test
