// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/systems/cyclegan_step.h"
#include "engine/verify/evaluation.h"
#include "engine/verify/two_way_case.h"

namespace underpaint::verify {

namespace {

Evaluation evaluateCycleGanTrainStep(CaseContext& context) {
    const Schedule schedule = scheduleOf(context);
    train::TwoWayOptions options;
    addTwoWayOptions(context, schedule, options);
    options.lambdaIdentity = context.number("lambda_identity", options.lambdaIdentity);
    train::CycleGanStep trainer(twoWayNetworks(context), options, twoWayPools(context));
    Evaluation evaluation;
    for (std::int64_t step = 1; step <= schedule.steps; ++step) {
        const train::StepReport report = trainer.step(
            {.photoA = stepInput(context, step, "A"), .photoB = stepInput(context, step, "B")});
        addReport(context, report, rolesOf(trainer.networks()), step, evaluation.results);
        // What the official code reports for losses that are off.
        for (const char* name : {"idt_A", "idt_B"}) {
            evaluation.results.emplace(stepName(step) + "loss." + name, at::zeros({}));
        }
    }
    return evaluation;
}

} // namespace

Evaluators cycleGanEvaluators() {
    return {{"cyclegan.train_step", evaluateCycleGanTrainStep}};
}

} // namespace underpaint::verify
