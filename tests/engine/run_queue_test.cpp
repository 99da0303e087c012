// SPDX-License-Identifier: GPL-3.0-or-later
// The order of the lanes, without a thread.
#include "engine/run/job_queue.h"
#include "tests/support/engine_test.h"

#include <chrono>
#include <string>

using namespace underpaint;
using run::Job;
using run::JobEnd;
using run::JobQueue;

namespace {

Job writing(std::string& log, const std::string& text) {
    return {.work = [&log, text](const CancelToken&) {
        log += text;
        return JobEnd::Finished;
    }};
}

void runAll(JobQueue& queue) {
    while (queue.tryRunNext()) {
    }
}

} // namespace

UNDERPAINT_TEST(control_goes_before_interactive_before_background) {
    JobQueue queue;
    std::string log;
    queue.pushBackground({writing(log, "b"), writing(log, "c")}, JobQueue::Place::Back);
    queue.pushInteractive(writing(log, "i"));
    queue.pushControl(writing(log, "x"));
    queue.pushControl(writing(log, "y"));
    runAll(queue);
    CHECK_EQUAL(log, "xyibc");
}

UNDERPAINT_TEST(the_newest_interactive_job_and_control_job_of_a_group_win) {
    JobQueue queue;
    std::string log;
    for (const char* text : {"1", "2", "3"}) {
        queue.pushInteractive(writing(log, text));
        Job load = writing(log, std::string("m") + text);
        load.group = 1;
        queue.pushControl(std::move(load));
    }
    runAll(queue);
    CHECK_EQUAL(log, "m33");
}

UNDERPAINT_TEST(background_jobs_in_front_keep_their_order) {
    JobQueue queue;
    std::string log;
    queue.pushBackground({writing(log, "a"), writing(log, "b")}, JobQueue::Place::Back);
    queue.pushBackground({writing(log, "1"), writing(log, "2")}, JobQueue::Place::Front);
    queue.pushBackground({writing(log, "c")}, JobQueue::Place::Back);
    runAll(queue);
    CHECK_EQUAL(log, "12abc");
}

UNDERPAINT_TEST(training_steps_alternate_with_background_jobs_and_yield_to_renders) {
    JobQueue queue;
    std::string log;
    int steps = 0;
    queue.pushBackground({writing(log, "a"), writing(log, "b"), writing(log, "c")},
                         JobQueue::Place::Back);
    queue.setTraining({.work = [&](const CancelToken&) {
        log += "t";
        if (++steps == 3) {
            queue.pushInteractive(writing(log, "i"));
        }
        return steps == 5 ? JobEnd::Finished : JobEnd::Continues;
    }});
    runAll(queue);
    CHECK_EQUAL(log, "atbtctitt");
}

UNDERPAINT_TEST(training_rests_after_a_render_and_background_jobs_do_not) {
    JobQueue queue{std::chrono::hours(1)};
    std::string log;
    queue.setTraining({.work = [&](const CancelToken&) {
        log += "t";
        return JobEnd::Continues;
    }});
    CHECK(queue.tryRunNext()); // nobody has painted yet
    queue.pushInteractive(writing(log, "i"));
    queue.pushBackground({writing(log, "a"), writing(log, "b")}, JobQueue::Place::Back);
    runAll(queue);
    CHECK_EQUAL(log, "tiab");
    CHECK_EQUAL(queue.pending(), 1U); // it will go on
}

UNDERPAINT_TEST(a_render_pushes_a_repeatable_job_aside_which_comes_again) {
    JobQueue queue;
    std::string log;
    int tries = 0;
    Job thumbnail;
    thumbnail.repeatable = true;
    thumbnail.work = [&](const CancelToken& cancel) {
        if (++tries == 1) {
            queue.pushInteractive(writing(log, "i"));
        }
        log += cancel.cancelled() ? "-" : "t";
        return cancel.cancelled() ? JobEnd::Interrupted : JobEnd::Finished;
    };
    queue.pushBackground({thumbnail, writing(log, "n")}, JobQueue::Place::Back);
    runAll(queue);
    CHECK_EQUAL(log, "-itn");
}

UNDERPAINT_TEST(a_repeatable_job_that_was_finished_anyway_is_not_repeated) {
    JobQueue queue;
    std::string log;
    Job thumbnail;
    thumbnail.repeatable = true;
    thumbnail.work = [&](const CancelToken&) {
        queue.pushInteractive(writing(log, "i"));
        log += "t";
        return JobEnd::Finished;
    };
    queue.pushBackground({thumbnail}, JobQueue::Place::Back);
    runAll(queue);
    CHECK_EQUAL(log, "ti");
}

UNDERPAINT_TEST(cancelling_takes_waiting_jobs_out_and_a_pushed_aside_one_does_not_return) {
    JobQueue queue;
    std::string log;
    Job waiting = writing(log, "w");
    waiting.group = 5;
    Job running;
    running.group = 5;
    running.repeatable = true;
    running.work = [&](const CancelToken& cancel) {
        queue.pushInteractive(writing(log, "i"));
        queue.cancelIf([](const Job& job) { return job.group == 5; });
        log += cancel.cancelled() ? "-" : "r";
        return JobEnd::Interrupted;
    };
    queue.pushBackground({running, waiting, writing(log, "o")}, JobQueue::Place::Back);
    runAll(queue);
    CHECK_EQUAL(log, "-io");
}

UNDERPAINT_TEST(jobs_that_wait_or_run_are_counted) {
    JobQueue queue;
    std::string log;
    std::size_t inside = 0;
    queue.pushBackground({writing(log, "a"), writing(log, "b")}, JobQueue::Place::Back);
    queue.setTraining({.work = [&](const CancelToken&) {
        inside = queue.pending();
        return JobEnd::Finished;
    }});
    queue.pushInteractive(writing(log, "i"));
    queue.pushControl(writing(log, "x"));
    CHECK_EQUAL(queue.pending(), 5U);
    runAll(queue);
    CHECK_EQUAL(inside, 2U); // the step and the second background job
    CHECK_EQUAL(queue.pending(), 0U);
}

UNDERPAINT_TEST(a_closed_queue_hands_nothing_out) {
    JobQueue queue;
    std::string log;
    queue.pushInteractive(writing(log, "i"));
    queue.close();
    CHECK(!queue.runNext());
    CHECK(!queue.tryRunNext());
    CHECK_EQUAL(log, "");
}
