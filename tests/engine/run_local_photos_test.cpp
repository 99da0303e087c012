// SPDX-License-Identifier: GPL-3.0-or-later
// When the engine paints into the last exact photo what an edit changes in it.
#include "tests/engine/scheduler_simulation.h"
#include "tests/support/engine_test.h"

namespace run_local_photos_test {

using namespace underpaint;
using namespace underpaint::test;
using Freshness = run::PhotoStatus::Freshness;

namespace {

/// The engine keeps its exact photos for edits, and gives a local one where it was asked for.
void makeLocal(const Simulation& sim, run::FinishedRender& result) {
    result.keptForEdits = true;
    if (sim.submitted.back().action.local) {
        result.local = true;
        result.image =
            std::make_shared<const Image>(sceneSize.width, sceneSize.height, 3, std::uint8_t{});
    }
}

} // namespace

UNDERPAINT_TEST(local_photos_follow_the_brush_once_there_is_an_exact_one) {
    Simulation sim(constant(0.02, 0.8));
    sim.change = [&](run::FinishedRender& result) { makeLocal(sim, result); };
    sim.step();
    CHECK(!sim.submitted.front().action.local); // nothing to begin with
    sim.pass(3);
    CHECK(sim.scheduler.state().freshness == Freshness::Exact);
    sim.submitted.clear();
    sim.shown.clear();
    sim.paint(2);
    CHECK(sim.shown.size() >= 60);
    for (const auto& submitted : sim.submitted) {
        CHECK(submitted.action.local && submitted.action.quality == Quality::Preview);
    }
    CHECK(sim.scheduler.state().freshness != Freshness::Exact);
    sim.pass(3);
    CHECK(sim.shown.back().quality == Quality::Exact);
    CHECK(sim.scheduler.state().freshness == Freshness::Exact);
    // Their time says nothing about whole previews.
    CHECK_CLOSE(*sim.scheduler.exactSeconds(), 0.8, 1e-9);
}

UNDERPAINT_TEST(nothing_but_local_photos_come_while_the_brush_is_held) {
    Simulation sim(constant(0.02, 0.5));
    sim.change = [&](run::FinishedRender& result) { makeLocal(sim, result); };
    sim.step();
    sim.pass(2);
    sim.scheduler.setHeld(true);
    sim.shown.clear();
    sim.paint(0.2);
    sim.pass(5); // the brush rests with its button down
    sim.paint(0.2);
    sim.pass(1);
    CHECK(!sim.shown.empty());
    CHECK(std::ranges::all_of(sim.shown,
                              [](const auto& photo) { return photo.quality == Quality::Preview; }));
    CHECK(sim.scheduler.state().freshness == Freshness::Approximate);
    CHECK(!sim.busy());
    sim.scheduler.setHeld(false);
    sim.step();
    sim.pass(1);
    CHECK(sim.scheduler.state().freshness == Freshness::Exact);

    // Nor does an exact photo that was nearly there when the brush came down.
    sim.edit();
    sim.pass(0.6);
    CHECK(sim.busy());
    sim.scheduler.setHeld(true);
    sim.shown.clear();
    sim.edit();
    sim.pass(0.3);
    CHECK(std::ranges::all_of(sim.shown,
                              [](const auto& photo) { return photo.quality == Quality::Preview; }));
}

UNDERPAINT_TEST(local_photos_of_slow_models_need_no_calm) {
    Simulation sim([](Quality quality, Size) { return quality == Quality::Exact ? 6.0 : 0.3; });
    sim.change = [&](run::FinishedRender& result) { makeLocal(sim, result); };
    sim.step();
    sim.pass(20);
    sim.shown.clear();
    sim.paint(3);
    CHECK(sim.shown.size() >= 5);
    CHECK(sim.shown.front().time - (sim.now - 3) < 0.4);
}

UNDERPAINT_TEST(local_photos_that_are_declined_give_way_to_previews) {
    Simulation sim(perPixel(0.8));
    sim.change = [&](run::FinishedRender& result) {
        result.keptForEdits = result.quality == Quality::Exact;
    };
    sim.step();
    sim.pass(3);
    sim.submitted.clear();
    sim.paint(0.5);
    // One was asked for, the answer was a preview, and so it goes on until there is an exact photo.
    CHECK(sim.submitted.front().action.local);
    for (std::size_t i = 2; i < sim.submitted.size(); ++i) {
        CHECK(!sim.submitted[i].action.local);
    }
    sim.pass(3);
    sim.submitted.clear();
    sim.edit();
    CHECK(sim.submitted.front().action.local);
    // Nothing is kept of another model, or of another document.
    sim.pass(3);
    sim.scheduler.modelChanged({.multiple = 32}, sim.now);
    sim.submitted.clear();
    sim.edit();
    CHECK(!sim.submitted.front().action.local);
}

UNDERPAINT_TEST(local_photos_are_not_needed_where_the_exact_one_follows_the_brush) {
    Simulation sim(constant(0.02, 0.02));
    sim.change = [&](run::FinishedRender& result) { result.keptForEdits = true; };
    sim.step();
    sim.pass(1);
    sim.submitted.clear();
    sim.paint(1);
    for (const auto& submitted : sim.submitted) {
        CHECK(!submitted.action.local);
    }
}

} // namespace run_local_photos_test
