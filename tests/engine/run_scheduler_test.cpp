// SPDX-License-Identifier: GPL-3.0-or-later
// When the photo is rendered: the scheduler against a simulated engine and clock.
#include "engine/run/preview_size.h"
#include "tests/engine/scheduler_simulation.h"
#include "tests/support/engine_test.h"

namespace run_scheduler_test {

using namespace underpaint;
using namespace underpaint::test;
using run::PhotoStatus;
using Freshness = run::PhotoStatus::Freshness;

UNDERPAINT_TEST(a_document_that_is_opened_gets_a_preview_and_then_the_exact_photo) {
    Simulation sim(perPixel(0.4));
    sim.step();
    sim.pass(2);
    CHECK(sim.shown.size() >= 2);
    CHECK(sim.shown.front().quality == Quality::Preview);
    CHECK(sim.shown.back().quality == Quality::Exact);
    CHECK(sim.scheduler.state().freshness == Freshness::Exact);
    CHECK(!sim.busy());
    CHECK(!sim.scheduler.nextUpdate());
    CHECK_CLOSE(*sim.scheduler.exactSeconds(), 0.4, 1e-9);
}

UNDERPAINT_TEST(painting_every_16_ms_against_a_60_ms_preview_shows_ten_pictures_a_second) {
    Simulation sim(constant(0.06, 0.8));
    sim.step();
    sim.pass(3);
    sim.shown.clear();
    sim.paint(5);
    CHECK(sim.shown.size() >= 50);
    for (std::size_t i = 1; i < sim.shown.size(); ++i) {
        CHECK(sim.shown[i].revision > sim.shown[i - 1].revision);
        CHECK(sim.shown[i].time - sim.shown[i - 1].time < 0.1);
    }
}

UNDERPAINT_TEST(a_photo_that_was_kept_is_exact_at_once) {
    Simulation sim(constant(0.06, 0.8));
    sim.step();
    sim.pass(3);
    sim.edit();
    sim.pass(0.01);
    CHECK(sim.busy());
    // The edit is undone while its preview runs.
    sim.shown.clear();
    sim.submitted.clear();
    sim.scheduler.edited(++sim.revision, dab, sceneSize, sim.now);
    sim.scheduler.recalled();
    CHECK(sim.scheduler.state().freshness == Freshness::Exact);
    CHECK(!sim.scheduler.state().rendering);
    sim.step();
    sim.pass(2);
    CHECK(sim.submitted.empty() && sim.shown.empty());
    CHECK_EQUAL(*sim.scheduler.shownRevision(), sim.revision);
    // And the next edit is rendered as ever.
    sim.edit();
    sim.pass(3);
    CHECK(sim.shown.back().quality == Quality::Exact);
    CHECK_EQUAL(sim.shown.back().revision, sim.revision);
}

UNDERPAINT_TEST(the_exact_photo_waits_until_the_brush_rests) {
    Simulation sim(constant(0.06, 0.8));
    sim.step();
    sim.pass(3);
    const std::size_t exactBefore = sim.countSubmitted(Quality::Exact);
    sim.paint(4);
    CHECK_EQUAL(sim.countSubmitted(Quality::Exact), exactBefore);
    CHECK(sim.scheduler.state().freshness != Freshness::Exact);
    sim.pass(2);
    CHECK_EQUAL(sim.countSubmitted(Quality::Exact), exactBefore + 1);
    CHECK(sim.shown.back().quality == Quality::Exact);
    CHECK_EQUAL(sim.shown.back().revision, sim.revision);
}

UNDERPAINT_TEST(a_newer_edit_ends_a_running_exact_render) {
    Simulation sim(constant(0.06, 2));
    sim.step();
    sim.pass(5);
    sim.edit();
    sim.pass(1); // preview done, exact under way
    CHECK(sim.scheduler.state().quality == Quality::Exact);
    CHECK(sim.scheduler.state().freshness == Freshness::Approximate);
    const double edited = sim.now;
    sim.edit();
    CHECK(sim.scheduler.state().freshness == Freshness::Stale);
    CHECK(sim.submitted.back().action.quality == Quality::Preview);
    CHECK_EQUAL(sim.submitted.back().time, edited);
    sim.pass(0.12);
    CHECK_EQUAL(sim.shown.back().revision, sim.revision);
}

UNDERPAINT_TEST(photos_that_are_fast_need_no_preview) {
    Simulation sim(perPixel(0.05));
    sim.step();
    sim.pass(2);
    const std::size_t previews = sim.countSubmitted(Quality::Preview);
    sim.paint(2);
    sim.pass(1);
    CHECK_EQUAL(sim.countSubmitted(Quality::Preview), previews);
    CHECK(sim.shown.size() >= 20);
    CHECK(sim.scheduler.state().freshness == Freshness::Exact);
}

UNDERPAINT_TEST(slow_previews_wait_for_calm_but_never_longer_than_three_seconds) {
    Simulation sim(constant(1.8, 6)); // at every size
    sim.step();
    sim.pass(30);
    const std::size_t before = sim.submitted.size();
    const double start = sim.now;
    sim.edit();
    sim.pass(0.1);
    sim.edit();
    CHECK_EQUAL(sim.submitted.size(), before);
    sim.pass(0.24);
    CHECK_EQUAL(sim.submitted.size(), before);
    sim.pass(0.02);
    CHECK_EQUAL(sim.submitted.size(), before + 1);
    CHECK_CLOSE(sim.submitted.back().time, start + 0.1 + 0.25, 1e-9);
    sim.pass(30);

    const std::size_t calm = sim.submitted.size();
    const double stroke = sim.now;
    sim.paint(3.5);
    CHECK_EQUAL(sim.submitted.size(), calm + 1);
    CHECK_CLOSE(sim.submitted.back().time, stroke + 3, 0.02);
}

UNDERPAINT_TEST(steady_painting_shows_something_however_slow_a_preview_is) {
    for (const double seconds : {0.3, 0.7, 1.2, 2.0}) {
        Simulation sim(constant(seconds, 10));
        sim.step();
        sim.pass(30);
        sim.shown.clear();
        sim.paint(20);
        CHECK(static_cast<double>(sim.shown.size()) >= 20 / (2 * seconds + 3.5));
    }
}

UNDERPAINT_TEST(previews_get_the_size_that_the_machine_affords) {
    for (const double scene : {0.2, 0.5, 1.0, 4.0}) {
        Simulation sim(perPixel(scene));
        sim.step();
        sim.pass(10);
        sim.paint(3);
        const Action last = sim.submitted.back().action;
        CHECK(last.quality == Quality::Preview);
        const double took = perPixel(scene)(last.quality, last.size);
        CHECK(took <= 0.14 + 1e-9);
        CHECK_EQUAL(last.size.width % 32, 0);
        CHECK_EQUAL(last.size.height % 32, 0);
    }
}

UNDERPAINT_TEST(a_result_that_is_older_than_what_is_shown_is_dropped) {
    RenderScheduler scheduler;
    scheduler.modelChanged({}, 0);
    scheduler.open(1, sceneSize, 0);
    const Action first = scheduler.update(0).at(0);
    CHECK(scheduler.finished(resultOf(first), 0.1));
    scheduler.edited(2, dab, sceneSize, 1);
    const Action second = scheduler.update(1).at(0);
    CHECK_EQUAL(second.revision, 2U);
    CHECK(scheduler.finished(resultOf(second), 1.1));
    CHECK(!scheduler.finished(resultOf(first), 1.2));
    CHECK_EQUAL(*scheduler.shownRevision(), 2U);
}

UNDERPAINT_TEST(a_preview_never_replaces_the_exact_photo_of_the_same_revision) {
    RenderScheduler scheduler;
    scheduler.modelChanged({}, 0);
    scheduler.open(1, sceneSize, 0);
    const Action preview = scheduler.update(0).at(0);
    CHECK(preview.quality == Quality::Preview);
    scheduler.renderNow();
    const auto actions = scheduler.update(0.01);
    CHECK_EQUAL(actions.size(), 2U);
    CHECK(actions[0].kind == Action::Kind::Cancel);
    CHECK_EQUAL(actions[0].ticket, preview.ticket);
    CHECK(actions[1].quality == Quality::Exact);
    CHECK(scheduler.finished(resultOf(actions[1]), 0.2));
    CHECK(!scheduler.finished(resultOf(preview), 0.3));
    CHECK(scheduler.state().freshness == Freshness::Exact);
}

UNDERPAINT_TEST(an_outdated_photo_that_ended_before_it_could_be_cancelled_is_shown_as_stale) {
    RenderScheduler scheduler;
    scheduler.modelChanged({}, 0);
    scheduler.open(1, sceneSize, 0);
    scheduler.renderNow();
    const Action exact = scheduler.update(0).at(0);
    scheduler.edited(2, dab, sceneSize, 0.1);
    const auto actions = scheduler.update(0.1);
    CHECK(actions[0].kind == Action::Kind::Cancel);
    CHECK(scheduler.finished(resultOf(exact), 0.12));
    CHECK(scheduler.state().freshness == Freshness::Stale);
}

UNDERPAINT_TEST(stop_really_stops) {
    Simulation sim(constant(0.06, 2));
    sim.step();
    sim.pass(5);
    sim.edit();
    sim.pass(1);
    CHECK(sim.scheduler.state().rendering);
    const std::size_t submitted = sim.submitted.size();
    const std::size_t shown = sim.shown.size();
    sim.scheduler.stop();
    CHECK(!sim.scheduler.state().rendering);
    sim.step();
    sim.pass(0.1);
    CHECK(!sim.busy());
    sim.pass(10);
    CHECK_EQUAL(sim.submitted.size(), submitted);
    CHECK_EQUAL(sim.shown.size(), shown);
    sim.edit();
    CHECK_EQUAL(sim.submitted.size(), submitted + 1);
}

UNDERPAINT_TEST(without_live_only_what_is_asked_for_is_rendered) {
    Simulation sim(constant(0.06, 0.8));
    sim.scheduler.setLive(false, sim.now);
    sim.step();
    sim.paint(1);
    sim.pass(5);
    CHECK(sim.submitted.empty());
    CHECK(sim.scheduler.state().freshness == Freshness::Nothing);
    sim.scheduler.renderNow();
    sim.step();
    CHECK(sim.submitted.back().action.quality == Quality::Exact);
    sim.pass(1);
    CHECK(sim.scheduler.state().freshness == Freshness::Exact);
    sim.edit();
    sim.pass(5);
    CHECK_EQUAL(sim.submitted.size(), 1U);
    CHECK(sim.scheduler.state().freshness == Freshness::Stale);
    sim.scheduler.setLive(true, sim.now);
    sim.step();
    sim.pass(3);
    CHECK(sim.scheduler.state().freshness == Freshness::Exact);
}

UNDERPAINT_TEST(switching_live_off_ends_what_runs) {
    Simulation sim(constant(0.06, 2));
    sim.step();
    sim.pass(0.5);
    CHECK(sim.busy());
    sim.scheduler.setLive(false, sim.now);
    sim.step();
    sim.pass(0.1);
    CHECK(!sim.busy());
}

UNDERPAINT_TEST(a_render_that_fails_is_not_tried_again_until_the_scene_changes) {
    Simulation sim(constant(0.06, 0.8));
    sim.change = [](run::FinishedRender& result) {
        result.outcome = Outcome::Failed;
        result.image.reset();
        result.failure = run::RenderFailure{"does not fit", {}, {}};
    };
    sim.step();
    sim.pass(20);
    CHECK_EQUAL(sim.submitted.size(), 1U);
    sim.edit();
    sim.pass(20);
    CHECK_EQUAL(sim.submitted.size(), 2U);
    sim.change = {};
    sim.scheduler.renderNow();
    sim.step();
    sim.pass(20);
    CHECK(sim.scheduler.state().freshness == Freshness::Exact);
}

UNDERPAINT_TEST(asking_for_the_exact_photo_that_is_shown_changes_nothing_later) {
    Simulation sim(constant(0.06, 0.8));
    sim.step();
    sim.pass(3);
    CHECK(sim.scheduler.state().freshness == Freshness::Exact);
    const std::size_t submitted = sim.submitted.size();
    sim.scheduler.renderNow();
    sim.step();
    sim.pass(1);
    CHECK_EQUAL(sim.submitted.size(), submitted);
    sim.scheduler.setLive(false, sim.now);
    sim.edit();
    sim.pass(1);
    CHECK_EQUAL(sim.submitted.size(), submitted);
}

UNDERPAINT_TEST(an_edit_after_render_now_does_not_end_it_unless_live) {
    Simulation sim(constant(0.06, 0.8));
    sim.scheduler.setLive(false, sim.now);
    sim.scheduler.renderNow();
    sim.step();
    sim.pass(0.2);
    sim.edit();
    sim.pass(3);
    CHECK_EQUAL(sim.submitted.size(), 1U);
    CHECK_EQUAL(sim.shown.size(), 1U);
    CHECK(sim.scheduler.state().freshness == Freshness::Stale);

    sim.scheduler.setLive(true, sim.now);
    sim.scheduler.renderNow();
    sim.step();
    CHECK(sim.submitted.back().action.quality == Quality::Exact);
    sim.pass(0.2);
    sim.shown.clear();
    sim.paint(3);
    CHECK(sim.shown.size() >= 30);
}

UNDERPAINT_TEST(an_edit_that_the_photo_does_not_show_needs_no_render) {
    Simulation sim(constant(0.06, 0.8));
    sim.step();
    sim.pass(3);
    const std::size_t submitted = sim.submitted.size();
    sim.scheduler.edited(++sim.revision, {}, sceneSize, sim.now);
    sim.step();
    sim.pass(3);
    CHECK_EQUAL(sim.submitted.size(), submitted);
    CHECK(sim.scheduler.state().freshness == Freshness::Exact);
    CHECK_EQUAL(*sim.scheduler.shownRevision(), sim.revision);

    sim.edit();
    sim.pass(0.5); // the exact render is under way
    CHECK(sim.scheduler.state().quality == Quality::Exact);
    sim.scheduler.edited(++sim.revision, {}, sceneSize, sim.now);
    sim.step();
    const std::size_t running = sim.submitted.size();
    sim.pass(3);
    CHECK_EQUAL(sim.submitted.size(), running);
    CHECK(sim.scheduler.state().freshness == Freshness::Exact);
}

UNDERPAINT_TEST(a_forced_render_that_fails_ends_the_force) {
    Simulation sim(constant(0.06, 0.8));
    sim.scheduler.setLive(false, sim.now);
    sim.change = [](run::FinishedRender& result) {
        result.outcome = Outcome::Failed;
        result.image.reset();
    };
    sim.scheduler.renderNow();
    sim.step();
    sim.pass(5);
    sim.edit();
    sim.pass(5);
    CHECK_EQUAL(sim.submitted.size(), 1U);
}

UNDERPAINT_TEST(where_memory_allows_a_preview_only_the_photo_stays_approximate) {
    Simulation sim(constant(0.2, 0.8));
    sim.change = [](run::FinishedRender& result) {
        if (result.quality == Quality::Exact) {
            result.quality = Quality::Preview;
            result.note = "out of memory: rendered at half size";
            result.image = std::make_shared<const Image>(256, 128, 3, std::uint8_t{});
        }
    };
    sim.step();
    sim.pass(20);
    const std::size_t submitted = sim.submitted.size();
    CHECK(sim.scheduler.state().freshness == Freshness::Approximate);
    sim.pass(20);
    CHECK_EQUAL(sim.submitted.size(), submitted);
    sim.paint(2);
    CHECK(sim.submitted.back().action.size.area() <= 256 * 128);
}

UNDERPAINT_TEST(a_render_that_somebody_else_cancelled_is_asked_for_again) {
    RenderScheduler scheduler;
    scheduler.modelChanged({}, 0);
    scheduler.open(1, sceneSize, 0);
    run::FinishedRender result = resultOf(scheduler.update(0).at(0));
    result.outcome = Outcome::Cancelled;
    result.image.reset();
    CHECK(!scheduler.finished(result, 0.1));
    CHECK_EQUAL(scheduler.update(0.1).size(), 1U);
}

UNDERPAINT_TEST(late_results_of_another_document_or_model_are_dropped) {
    RenderScheduler scheduler;
    scheduler.modelChanged({}, 0);
    scheduler.open(5, sceneSize, 0);
    const Action old = scheduler.update(0).at(0);
    scheduler.open(5, sceneSize, 1);
    const auto actions = scheduler.update(1);
    CHECK(actions.at(0).kind == Action::Kind::Cancel);
    CHECK_EQUAL(actions.at(0).ticket, old.ticket);
    CHECK(!scheduler.finished(resultOf(old), 1.1));
    scheduler.modelChanged({}, 2);
    scheduler.update(2);
    CHECK(!scheduler.finished(resultOf(actions.at(1)), 2.1));
    CHECK(scheduler.state().freshness == Freshness::Nothing);
    scheduler.close();
    scheduler.update(3);
    CHECK(scheduler.update(4).empty());
}

UNDERPAINT_TEST(dirty_regions_are_united_until_a_photo_shows_them) {
    RenderScheduler scheduler;
    scheduler.modelChanged({}, 0);
    scheduler.open(1, sceneSize, 0);
    CHECK(scheduler.update(0).at(0).dirty.empty());
    scheduler.renderNow();
    const Action first = scheduler.update(0.1).at(1);
    CHECK(scheduler.finished(resultOf(first), 0.2));

    scheduler.edited(2, {0, 0, 10, 10}, sceneSize, 1);
    const Action second = scheduler.update(1).back();
    CHECK(second.dirty == (Rect{0, 0, 10, 10}));
    scheduler.edited(3, {20, 20, 10, 10}, sceneSize, 1.01);
    scheduler.renderNow();
    const Action third = scheduler.update(1.01).back();
    CHECK_EQUAL(third.revision, 3U);
    CHECK(third.dirty == (Rect{0, 0, 30, 30}));
    CHECK(scheduler.finished(resultOf(third), 1.2));
    scheduler.edited(4, {5, 5, 1, 1}, sceneSize, 2);
    CHECK(scheduler.update(2).back().dirty == (Rect{5, 5, 1, 1}));
}

UNDERPAINT_TEST(progress_of_the_running_render_is_shown) {
    RenderScheduler scheduler;
    scheduler.modelChanged({}, 0);
    scheduler.open(1, sceneSize, 0);
    const Action action = scheduler.update(0).at(0);
    scheduler.progressed({0, action.ticket, 0.4, "network"});
    scheduler.progressed({0, action.ticket + 1, 0.9, "network"});
    scheduler.progressed({0, action.ticket, 0.3, "network"});
    CHECK_EQUAL(scheduler.state().percent, 40);
}

UNDERPAINT_TEST(preview_sizes_are_allowed_ones_and_do_not_flicker) {
    run::PreviewSize sizes;
    sizes.setMultiple(32);
    const auto allowed = sizes.allowed({1024, 512});
    CHECK(allowed.front() == (Size{128, 64}));
    CHECK(allowed.back() == (Size{1024, 512}));
    for (std::size_t i = 1; i < allowed.size(); ++i) {
        CHECK(allowed[i].area() > allowed[i - 1].area());
    }
    CHECK(sizes.allowed({40, 30}).front() == (Size{40, 30}));
    run::RenderCost cost;
    cost.add({512, 256}, 0.1);
    CHECK(sizes.choose({1024, 512}, {}, 0.1) == allowed.front());
    const Size first = sizes.choose({1024, 512}, cost, 0.1);
    CHECK(first == (Size{384, 192}));
    for (const double measured : {0.115, 0.1, 0.12, 0.11}) {
        cost.add({512, 256}, measured);
        CHECK(sizes.choose({1024, 512}, cost, 0.1) == first);
    }
    sizes.limitTo(256 * 128);
    CHECK(sizes.choose({1024, 512}, cost, 10) == (Size{256, 128}));
}

} // namespace run_scheduler_test
