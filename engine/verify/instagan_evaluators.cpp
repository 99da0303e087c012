// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/error.h"
#include "engine/nets/systems/mask_sets.h"
#include "engine/train/systems/instagan_step.h"
#include "engine/verify/asked_gradients.h"
#include "engine/verify/evaluation.h"
#include "engine/verify/forward.h"
#include "engine/verify/two_way_case.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace underpaint::verify {

namespace {

constexpr std::int64_t photoChannels = 3;
constexpr std::int64_t mostInstances = 100000;

Evaluation evaluateContextLoss(CaseContext& context) {
    nets::TensorMap arguments;
    for (const std::string name : {"src", "tgt", "real_seg", "fake_seg"}) {
        arguments[name] = leaf(context.picture(name));
    }
    const at::Tensor weight =
        nets::contextWeight(arguments.at("real_seg"), arguments.at("fake_seg"));
    const at::Tensor loss = nets::contextLoss(arguments.at("src"), arguments.at("tgt"), weight);
    Evaluation evaluation;
    addGradients(context, {{"loss", loss}}, arguments, "loss", evaluation);
    evaluation.results["weight"] = weight.detach();
    evaluation.results["loss"] = loss.detach();
    evaluation.results["loss.scaled"] = context.number("lambda", 10) * loss.detach();
    return evaluation;
}

Evaluation evaluateMergeMasks(CaseContext& context) {
    return {.results = {{"merged", nets::mergedMasks(context.picture("masks"))}}};
}

/// A set generator of the case, in both ways of running it.
class SetTranslation {
public:
    SetTranslation(CaseContext& context, const std::string& role) : m_passes(context, role) {}

    nets::SetStep plain(const at::Tensor& photo, const at::Tensor& masks) {
        return split(m_passes.plain({{"input", at::cat({photo, masks}, 1)}}));
    }
    nets::SetStep rendered(const at::Tensor& photo, const at::Tensor& masks) const {
        return split(m_passes.rendered({{"input", at::cat({photo, masks}, 1)}}));
    }

private:
    static nets::SetStep split(const nets::TensorMap& results) {
        const at::Tensor& output = results.at("output");
        return {output.narrow(1, 0, photoChannels),
                output.narrow(1, photoChannels, output.size(1) - photoChannels)};
    }

    ForwardPasses m_passes;
};

Evaluation evaluateSequentialStep(CaseContext& context) {
    const at::Tensor photo = context.picture("image");
    const at::Tensor masks = context.picture("masks");
    const std::int64_t first = context.integer("first_mask", 0, masks.size(1) - 1, 0);
    const std::int64_t count =
        context.integer("mask_count", 1, masks.size(1) - first, masks.size(1) - first);
    const at::Tensor some = masks.narrow(1, first, count);
    SetTranslation generator(context, "G");
    Evaluation evaluation;
    const nets::SetStep rendered = generator.rendered(photo, some);
    evaluation.rendered = {{"image", rendered.photo}, {"masks", rendered.masks}};
    const nets::SetStep plain = generator.plain(photo, some);
    evaluation.results = {{"image", plain.photo}, {"masks", plain.masks}};
    return evaluation;
}

/// The official test loop of one direction: what it shows, under the names of the result.
class SequentialLoop {
public:
    SequentialLoop(CaseContext& context, SetTranslation& generator, SetTranslation& back)
        : m_most(context.integer("ins_max", 1, mostInstances)),
          m_perStep(context.integer("ins_per", 1, m_most)),
          m_generator(generator),
          m_back(back) {}

    /// `from` "A" and `to` "B" or the other way round.
    void run(CaseContext& context, const std::string& from, const std::string& to,
             nets::TensorMap& results) {
        const at::Tensor photo = context.picture(from + "_img");
        const at::Tensor masks = nets::selectedMasks(context.picture(from + "_segs"), m_most);
        const auto steps =
            nets::translateInTurn(photo, masks, m_perStep, [&](const auto& p, const auto& m) {
                return m_generator.plain(p, m);
            });
        const std::string way = from + "2" + to;
        std::vector<double> flags;
        std::vector<at::Tensor> made;
        std::vector<at::Tensor> recovered;
        at::Tensor last = photo;
        at::Tensor backPhoto = photo;
        for (const auto& step : steps) {
            flags.push_back(step ? 1 : 0);
            if (!step) {
                // The official loop lists what the mini-batch before has recovered once more.
                if (!recovered.empty()) {
                    recovered.push_back(recovered.back());
                }
                continue;
            }
            const std::string name = "iter" + std::to_string(flags.size() - 1);
            results[name + ".img_" + way] = step->photo;
            results[name + ".seg_" + way] = step->masks;
            const nets::SetStep returned = m_back.plain(step->photo, step->masks);
            if (recovered.empty()) {
                backPhoto = returned.photo;
            }
            recovered.push_back(returned.masks);
            made.push_back(step->masks);
            last = step->photo;
        }
        for (auto count = made.size(); count < steps.size(); ++count) {
            made.push_back(at::full_like(masks.narrow(1, 0, m_perStep), -1));
        }
        const at::Tensor all = at::cat(made, 1);
        results["selected_" + from + "_segs"] = masks;
        results["real_" + from + "_seg"] = nets::mergedMasks(masks);
        results["final.fake_" + to + "_img"] = last;
        results["final.fake_" + to + "_seg_mul"] = all;
        results["final.fake_" + to + "_seg"] = nets::mergedMasks(all);
        results["final.rec_" + from + "_img"] = backPhoto;
        results["final.rec_" + from + "_seg"] = recovered.empty()
                                                    ? at::full_like(masks.narrow(1, 0, 1), -1)
                                                    : nets::mergedMasks(at::cat(recovered, 1));
        results["forward_flags_" + from] = at::tensor(flags, at::kDouble);
    }

private:
    std::int64_t m_most;
    std::int64_t m_perStep;
    SetTranslation& m_generator;
    SetTranslation& m_back;
};

Evaluation evaluateSequential(CaseContext& context) {
    SetTranslation fromA(context, "G_A");
    SetTranslation fromB(context, "G_B");
    Evaluation evaluation;
    SequentialLoop(context, fromA, fromB).run(context, "A", "B", evaluation.results);
    SequentialLoop(context, fromB, fromA).run(context, "B", "A", evaluation.results);
    return evaluation;
}

Evaluation evaluateInstaGanTrainStep(CaseContext& context) {
    const Schedule schedule = scheduleOf(context);
    train::InstaGanOptions options;
    addTwoWayOptions(context, schedule, options);
    options.lambdaIdentity = context.number("lambda_idt", options.lambdaIdentity);
    options.lambdaContext = context.number("lambda_ctx", options.lambdaContext);
    options.detachContext = false;
    options.mostMasks = context.integer("ins_max", 1, mostInstances, options.mostMasks);
    options.masksPerStep = context.integer("ins_per", 1, options.mostMasks,
                                           std::min(options.masksPerStep, options.mostMasks));
    const std::int64_t perCall = options.mostMasks / options.masksPerStep;
    const std::int64_t calls = context.integer("calls", 1, mostInstances,
                                               std::max<std::int64_t>(1, schedule.steps / perCall));
    train::InstaGanStep trainer(twoWayNetworks(context), options, twoWayPools(context));
    Evaluation evaluation;
    std::int64_t step = 0;
    for (std::int64_t call = 1; call <= calls; ++call) {
        const std::vector<train::StepReport> reports =
            trainer.step({.photoA = stepInput(context, call, "A_img"),
                          .masksA = stepInput(context, call, "A_segs"),
                          .photoB = stepInput(context, call, "B_img"),
                          .masksB = stepInput(context, call, "B_segs")});
        for (train::StepReport report : reports) {
            const Networks networks = rolesOf(trainer.networks());
            for (const auto& [role, network] : networks) {
                report.gradients[role]; // of a mini-batch without instances: none
            }
            addReport(context, report, networks, ++step, evaluation.results);
        }
    }
    return evaluation;
}

} // namespace

Evaluators instaGanEvaluators() {
    return {
        {"instagan.context_loss", evaluateContextLoss},
        {"instagan.merge_masks", evaluateMergeMasks},
        {"instagan.sequential", evaluateSequential},
        {"instagan.sequential_step", evaluateSequentialStep},
        {"instagan.train_step", evaluateInstaGanTrainStep},
    };
}

} // namespace underpaint::verify
