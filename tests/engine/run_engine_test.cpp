// SPDX-License-Identifier: GPL-3.0-or-later
// The border of the engine thread: a fake translator, gates, no sleeps. Also run under TSan.
#include "engine/base/error.h"
#include "engine/run/engine_thread.h"
#include "engine/run/style_thumbnails.h"
#include "tests/support/engine_test.h"
#include "tests/support/fake_translator.h"

#include <atomic>
#include <future>
#include <limits>
#include <set>
#include <thread>

#ifdef __linux__
#include <sched.h>
#include <sys/resource.h>
#include <unistd.h>
#endif

using namespace underpaint;
using namespace underpaint::test;
using run::EngineThread;
using run::Outcome;
using run::Quality;

namespace {

/// An engine with a loaded fake model.
struct Bench {
    FakeModels models;
    EventLog log;
    EngineThread engine{
        models.source(), log.sink(), {.cores = 4, .lowPriority = false, .trainingRest = {}}};

    Bench() {
        engine.loadModel({"street", {}});
        log.await<run::ModelLoaded>(1);
    }
};

void waitUntilCancelled(const CancelToken& cancel) {
    while (!cancel.cancelled()) {
        std::this_thread::yield();
    }
    cancel.check();
}

std::vector<std::uint64_t> revisions(const std::vector<FakeCall>& calls) {
    std::vector<std::uint64_t> found;
    for (const FakeCall& call : calls) {
        found.push_back(call.revision);
    }
    return found;
}

} // namespace

UNDERPAINT_TEST(of_a_thousand_requests_while_one_is_blocked_two_are_rendered) {
    Bench bench;
    bench.models.gate.close();
    bench.engine.render(fakeRequest(1, Quality::Preview));
    bench.models.gate.awaitArrivals(1);
    for (std::uint64_t revision = 2; revision <= 1001; ++revision) {
        bench.engine.render(fakeRequest(revision, Quality::Preview));
    }
    bench.models.gate.open();
    const auto results = bench.log.await<run::FinishedRender>(2);
    CHECK(revisions(bench.models.calls()) == (std::vector<std::uint64_t>{1, 1001}));
    CHECK_EQUAL(results.size(), 2U);
    CHECK_EQUAL(results[1].revision, 1001U);
    CHECK(results[1].outcome == Outcome::Done);
    CHECK_EQUAL(results[1].image->at(0, 0), 1001 % 256);
}

#ifdef UNDERPAINT_HAVE_IMAGING
UNDERPAINT_TEST(what_was_not_touched_of_a_photo_is_kept) {
    Bench bench;
    scene::SceneState state = *fakeRequest(200, Quality::Exact).scene;
    const Size size = state.size();
    state.referencePhoto =
        std::make_shared<const Image>(2 * size.width, 2 * size.height, 3, std::uint8_t{90});
    state.photoMaps = std::make_shared<const scene::PhotoMaps>(
        scene::PhotoMaps{state.labels, state.instances, {}});
    state.keep = {.on = true, .feather = 2, .matchColours = false};
    const std::uint32_t other = state.instances.at(0, 0) + 1;
    state.instances.fill({0, 0, size.width / 2, size.height}, other);
    const auto rendered = [&](run::RenderRequest request) {
        request.scene = scene::SceneSnapshot(state, request.scene.revision());
        const std::size_t before = bench.models.calls().size();
        bench.engine.render(std::move(request));
        return bench.log.await<run::FinishedRender>(before + 1).back();
    };
    const run::FinishedRender exact = rendered(fakeRequest(200, Quality::Exact));
    CHECK(exact.image->size() == size);
    CHECK_EQUAL(static_cast<int>(exact.image->at(0, 0)), 200);
    CHECK_EQUAL(static_cast<int>(exact.image->at(size.width - 1, 0)), 90);
    CHECK_EQUAL(static_cast<int>(exact.painted->at(size.width - 1, 0)), 200);
    CHECK(exact.changes->size() == size);
    // A preview is painted smaller, and the rest of what is shown does not change.
    run::RenderRequest preview = fakeRequest(201, Quality::Preview);
    preview.size = {size.width / 2, size.height / 2};
    const run::FinishedRender fast = rendered(preview);
    CHECK(bench.models.calls().back().size == preview.size);
    CHECK(fast.image->size() == size);
    CHECK_EQUAL(static_cast<int>(fast.image->at(size.width - 1, 0)), 90);
    CHECK(fast.changes == nullptr);
    // An export has the size of the photo, or the one that it asks for; the model's is the scene's.
    run::RenderRequest file = fakeRequest(202, Quality::Export);
    CHECK(rendered(file).image->size() == state.referencePhoto->size());
    CHECK(bench.models.calls().back().size == size);
    file.size = {30, 20};
    file.ticket = 203;
    CHECK((rendered(file).image->size() == Size{30, 20}));
    state.keep.on = false;
    run::RenderRequest all = fakeRequest(204, Quality::Exact);
    const run::FinishedRender whole = rendered(all);
    CHECK_EQUAL(static_cast<int>(whole.image->at(size.width - 1, 0)), 204);
    CHECK(whole.painted == nullptr);
}
#endif

UNDERPAINT_TEST(exact_photos_are_kept_for_edits_and_previews_may_be_local) {
    Bench bench;
    const auto asked = [&](run::RenderRequest request) {
        const std::size_t before = bench.models.calls().size();
        bench.engine.render(std::move(request));
        (void)bench.log.await<run::FinishedRender>(before + 1);
        return bench.models.calls().back();
    };
    CHECK(asked(fakeRequest(1, Quality::Exact)).keepsForEdits);
    run::RenderRequest half = fakeRequest(2, Quality::Exact);
    half.size = {48, 32};
    CHECK(!asked(half).keepsForEdits);
    CHECK(!asked(fakeRequest(3, Quality::Export)).keepsForEdits);
    run::RenderRequest preview = fakeRequest(4, Quality::Preview);
    CHECK(!asked(preview).localIsWelcome);
    preview.ticket = 5;
    preview.localIsWelcome = true;
    const auto call = asked(preview);
    CHECK(call.localIsWelcome && !call.keepsForEdits);
}

UNDERPAINT_TEST(results_carry_what_was_asked_and_measured) {
    Bench bench;
    run::RenderRequest request = fakeRequest(7, Quality::Preview);
    request.size = {32, 16};
    request.dirty = {1, 2, 3, 4};
    bench.engine.render(request);
    const run::FinishedRender result = bench.log.await<run::FinishedRender>(1).at(0);
    CHECK_EQUAL(result.document, 1U);
    CHECK_EQUAL(result.ticket, 7U);
    CHECK(result.quality == Quality::Preview);
    CHECK(result.image->size() == (Size{32, 16}));
    CHECK(result.dirty == (Rect{1, 2, 3, 4}));
    CHECK(result.stages.contains("network"));
    CHECK_EQUAL(result.note, "");
    const auto progress = bench.log.of<run::RenderProgress>();
    CHECK_EQUAL(progress.size(), 4U);
    CHECK_CLOSE(progress.back().fraction, 0.75, 1e-12);
}

UNDERPAINT_TEST(submitting_and_cancelling_return_while_the_translator_is_blocked) {
    Bench bench;
    bench.models.gate.close();
    bench.engine.render(fakeRequest(1));
    bench.models.gate.awaitArrivals(1);
    // Whatever of these waited for the render would wait for ever: only the next line opens it.
    bench.engine.render(fakeRequest(2));
    bench.engine.cancelRender(2);
    bench.engine.cancelRender(1);
    bench.engine.cancelGroup(1, 3);
    bench.engine.submit(run::styleThumbnails(
        {.scene = fakeScene(1), .document = 2, .styles = {scene::ClusterStyle{0}}}));
    bench.engine.cancelDocument(2);
    bench.engine.loadModel({"other", {}});
    bench.models.gate.open();
    const auto results = bench.log.await<run::FinishedRender>(1);
    bench.log.await<run::ModelLoaded>(2);
    CHECK_EQUAL(results.size(), 1U);
    CHECK(results[0].outcome == Outcome::Cancelled);
    CHECK(results[0].image == nullptr);
}

UNDERPAINT_TEST(a_running_render_is_cancelled_between_primitives) {
    Bench bench;
    std::promise<void> started;
    bench.models.onRender = [&](const FakeCall& call, const CancelToken& cancel) {
        if (call.revision == 1) {
            started.set_value();
            waitUntilCancelled(cancel);
        }
    };
    bench.engine.render(fakeRequest(1));
    started.get_future().wait();
    bench.engine.cancelRender(1);
    bench.engine.render(fakeRequest(2));
    const auto results = bench.log.await<run::FinishedRender>(2);
    CHECK(results[0].outcome == Outcome::Cancelled);
    CHECK_EQUAL(results[1].revision, 2U);
    CHECK(results[1].outcome == Outcome::Done);
}

UNDERPAINT_TEST(a_request_can_be_cancelled_by_its_own_token) {
    Bench bench;
    run::RenderRequest request = fakeRequest(1);
    request.cancel.cancel();
    bench.engine.render(request);
    CHECK(bench.log.await<run::FinishedRender>(1)[0].outcome == Outcome::Cancelled);
    CHECK(bench.models.calls().empty());
}

UNDERPAINT_TEST(a_throwing_translator_gives_one_failure_and_the_next_request_is_served) {
    Bench bench;
    bench.models.onRender = [](const FakeCall& call, const CancelToken&) {
        if (call.revision == 1) {
            throw Error("the scene does not fit", "scene", "Choose another model");
        }
        if (call.revision == 2) {
            throw std::runtime_error("surprise");
        }
        if (call.revision == 3) {
            throw 3;
        }
    };
    for (std::uint64_t revision = 1; revision <= 4; ++revision) {
        bench.engine.render(fakeRequest(revision));
        bench.log.await<run::FinishedRender>(revision);
    }
    const auto results = bench.log.of<run::FinishedRender>();
    CHECK_EQUAL(results.size(), 4U);
    CHECK(results[0].outcome == Outcome::Failed);
    CHECK_EQUAL(results[0].failure->problem, "the scene does not fit");
    CHECK_EQUAL(results[0].failure->where, "scene");
    CHECK_EQUAL(results[0].failure->remedy, "Choose another model");
    CHECK(results[1].failure->problem.find("surprise") != std::string::npos);
    CHECK(results[2].outcome == Outcome::Failed);
    CHECK(results[3].outcome == Outcome::Done);
}

UNDERPAINT_TEST(without_a_model_a_render_fails_with_a_remedy) {
    FakeModels models;
    EventLog log;
    EngineThread engine(models.source(), log.sink(), {.cores = 2, .lowPriority = false});
    engine.render(fakeRequest(1));
    const auto result = log.await<run::FinishedRender>(1).at(0);
    CHECK(result.outcome == Outcome::Failed);
    CHECK(result.failure->message().find("Choose a model first") != std::string::npos);
}

UNDERPAINT_TEST(a_model_that_does_not_load_leaves_the_old_one) {
    Bench bench;
    bench.models.onLoad = [](const std::filesystem::path& package,
                             const translate::EngineSettings&) {
        if (package == "broken") {
            throw Error("is damaged", package.string(), "Copy it again");
        }
    };
    bench.engine.loadModel({"broken", {}});
    bench.engine.render(fakeRequest(1));
    const auto failed = bench.log.await<run::ModelFailed>(1).at(0);
    CHECK_EQUAL(failed.failure.problem, "is damaged");
    CHECK(bench.log.await<run::FinishedRender>(1)[0].outcome == Outcome::Done);
}

UNDERPAINT_TEST(jobs_that_were_meant_for_another_model_are_not_rendered_with_the_new_one) {
    Bench bench;
    bench.models.gate.close();
    bench.engine.render(fakeRequest(1, Quality::Preview));
    bench.models.gate.awaitArrivals(1);
    bench.engine.render(fakeRequest(2, Quality::Preview));
    bench.engine.render(fakeRequest(3, Quality::Export));
    bench.engine.submit(bench.log.heard(run::styleThumbnails(
        {.scene = fakeScene(4), .instance = 26000, .styles = {scene::ClusterStyle{0}}})));
    bench.engine.loadModel({"other", {}});
    bench.engine.render(fakeRequest(5, Quality::Export));
    bench.models.gate.open();
    const auto results = bench.log.await<run::FinishedRender>(4);
    CHECK_EQUAL(results[0].ticket, 1U);
    CHECK(results[0].outcome == Outcome::Cancelled);
    CHECK_EQUAL(results[1].ticket, 2U);
    CHECK(results[1].outcome == Outcome::Cancelled);
    CHECK_EQUAL(results[2].ticket, 3U);
    CHECK(results[2].failure->message().find("Export again") != std::string::npos);
    CHECK_EQUAL(results[3].ticket, 5U);
    CHECK(results[3].outcome == Outcome::Done);
    CHECK(bench.log.of<run::Ended<run::StyleThumbnail>>().empty());
    CHECK(revisions(bench.models.calls()) == (std::vector<std::uint64_t>{1, 5}));
}

UNDERPAINT_TEST(everything_of_a_translator_happens_on_one_thread) {
    Bench bench;
    for (std::uint64_t revision = 1; revision <= 5; ++revision) {
        bench.engine.render(fakeRequest(revision, Quality::Export));
    }
    bench.log.await<run::FinishedRender>(5);
    std::set<std::thread::id> threads;
    for (const FakeCall& call : bench.models.calls()) {
        threads.insert(call.thread);
    }
    CHECK_EQUAL(threads.size(), 1U);
    CHECK(*threads.begin() != std::this_thread::get_id());
}

UNDERPAINT_TEST(exports_are_all_rendered_in_order_after_the_waiting_photo) {
    Bench bench;
    bench.models.gate.close();
    bench.engine.render(fakeRequest(1, Quality::Export));
    bench.models.gate.awaitArrivals(1);
    bench.engine.render(fakeRequest(2, Quality::Export));
    bench.engine.render(fakeRequest(3, Quality::Export));
    bench.engine.render(fakeRequest(4, Quality::Exact));
    bench.models.gate.open();
    bench.log.await<run::FinishedRender>(4);
    CHECK(revisions(bench.models.calls()) == (std::vector<std::uint64_t>{1, 4, 2, 3}));
}

UNDERPAINT_TEST(the_engine_ends_although_a_render_runs_and_jobs_wait) {
    FakeModels models;
    EventLog log;
    std::promise<void> started;
    models.onRender = [&](const FakeCall&, const CancelToken& cancel) {
        started.set_value();
        waitUntilCancelled(cancel);
    };
    {
        EngineThread engine(models.source(), log.sink(), {.cores = 2, .lowPriority = false});
        engine.loadModel({"street", {}});
        engine.render(fakeRequest(1));
        started.get_future().wait();
        engine.render(fakeRequest(2));
        engine.render(fakeRequest(3, Quality::Export));
    }
    CHECK_EQUAL(models.calls().size(), 1U);
    CHECK_EQUAL(models.alive(), 0);
}

UNDERPAINT_TEST(the_engine_computes_with_the_threads_that_leave_the_interface_its_share) {
    FakeModels models;
    EventLog log;
    EngineThread engine(models.source(), log.sink(), {.cores = 8, .lowPriority = false});
    engine.loadModel({"street", {}});
    log.await<run::ModelLoaded>(1);
    CHECK_EQUAL(models.loads().at(0).threads, 7);
    engine.loadModel({"street", {.threads = 3}});
    log.await<run::ModelLoaded>(2);
    CHECK_EQUAL(models.loads().at(1).threads, 3);
}

#ifdef __linux__
namespace {

struct Priority {
    int nice = 0;
    int policy = 0;
    friend bool operator==(const Priority&, const Priority&) = default;
};

Priority priorityOfThisThread() {
    return {::getpriority(PRIO_PROCESS, static_cast<id_t>(::gettid())), ::sched_getscheduler(0)};
}

} // namespace

UNDERPAINT_TEST(the_engine_and_the_threads_it_starts_give_way_to_the_interface) {
    FakeModels models;
    EventLog log;
    const Priority before = priorityOfThisThread();
    Priority engineThread;
    Priority poolThread;
    EngineThread engine(models.source(), log.sink(), {.cores = 2, .lowPriority = true});
    engine.submit(log.heard(run::Work<bool>{{}, [&](run::WorkContext&) {
                                                engineThread = priorityOfThisThread();
                                                std::thread([&] {
                                                    poolThread = priorityOfThisThread();
                                                }).join();
                                                return true;
                                            }}));
    log.await<run::Ended<bool>>(1);
    CHECK(engineThread.nice >= 10);
    CHECK_EQUAL(engineThread.policy, SCHED_BATCH);
    CHECK(poolThread == engineThread);
    CHECK(priorityOfThisThread() == before);
}
#endif

namespace {

/// Takes a number of steps; each passes a gate.
class FakeTraining final : public run::TrainingJob {
public:
    struct Shared {
        Gate gate;
        std::atomic<int> steps = 0;
        std::atomic<int> interrupted = 0;
        int length = std::numeric_limits<int>::max();
        bool diverges = false;
    };
    explicit FakeTraining(Shared& shared) : m_shared(shared) {}

    bool step() override {
        m_shared.gate.pass();
        if (m_shared.diverges) {
            throw Error("training diverged", "step 1", "Use lower rates");
        }
        return ++m_shared.steps < m_shared.length;
    }
    void interrupted() override { ++m_shared.interrupted; }

    static run::TrainingSource source(Shared& shared) {
        return [&shared] { return std::make_unique<FakeTraining>(shared); };
    }

private:
    Shared& m_shared;
};

} // namespace

UNDERPAINT_TEST(with_training_active_a_render_starts_after_at_most_one_step) {
    FakeTraining::Shared training;
    Bench bench;
    int stepsAtRender = -1;
    bench.models.onRender = [&](const FakeCall&, const CancelToken&) {
        stepsAtRender = training.steps;
    };
    training.gate.close();
    bench.engine.startTraining(FakeTraining::source(training));
    training.gate.awaitArrivals(1); // inside its first step
    bench.engine.render(fakeRequest(1));
    training.gate.open();
    bench.log.await<run::FinishedRender>(1);
    CHECK_EQUAL(stepsAtRender, 1);
    training.gate.awaitArrivals(10); // and goes on
    bench.engine.stopTraining();
    const auto finished = bench.log.await<run::TrainingFinished>(1).at(0);
    CHECK(finished.outcome == Outcome::Cancelled);
    CHECK_EQUAL(training.interrupted.load(), 1);
}

UNDERPAINT_TEST(a_training_ends_by_itself_or_with_a_reason_or_with_the_engine) {
    FakeTraining::Shared short3;
    short3.length = 3;
    FakeTraining::Shared diverging;
    diverging.diverges = true;
    FakeTraining::Shared endless;
    {
        Bench bench;
        bench.engine.startTraining(FakeTraining::source(short3));
        CHECK(bench.log.await<run::TrainingFinished>(1)[0].outcome == Outcome::Done);
        CHECK_EQUAL(short3.steps.load(), 3);
        bench.engine.startTraining(FakeTraining::source(diverging));
        const auto failed = bench.log.await<run::TrainingFinished>(2)[1];
        CHECK_EQUAL(failed.failure->problem, "training diverged");
        bench.engine.startTraining([]() -> std::unique_ptr<run::TrainingJob> {
            throw Error("there is no data", "folder", "Choose another one");
        });
        CHECK_EQUAL(bench.log.await<run::TrainingFinished>(3)[2].failure->problem,
                    "there is no data");
        bench.engine.startTraining(FakeTraining::source(endless));
        endless.gate.awaitArrivals(2);
    }
    CHECK_EQUAL(short3.interrupted.load(), 0);
    CHECK_EQUAL(endless.interrupted.load(), 1);
}
