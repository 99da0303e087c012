// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/error.h"
#include "engine/train/systems/pix2pix_step.h"
#include "engine/train/systems/pix2pixhd_step.h"
#include "engine/verify/evaluation.h"
#include "engine/verify/scene_functions.h"
#include "engine/verify/training_case.h"
#include "engine/verify/vgg_weights.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace underpaint::verify {

namespace {

constexpr std::int64_t maxPool = 100000;

/// Draws that the case lists, one pair a call; afterwards (and without a list) seeded ones.
train::ImagePool poolOf(CaseContext& context) {
    const std::int64_t size = context.integer("pool_size", 0, maxPool, 0);
    const auto capacity = static_cast<std::size_t>(size);
    if (!context.hasInput("uniform_draw") || !context.hasInput("random_slot")) {
        return {capacity, std::uint64_t{0}};
    }
    const at::Tensor uniform = context.input("uniform_draw").to(at::kCPU, at::kDouble).flatten();
    const at::Tensor slot = context.input("random_slot").to(at::kCPU, at::kLong).flatten();
    return {capacity, [uniform, slot, next = std::int64_t{0}]() mutable -> train::PoolDraw {
                if (next >= uniform.numel() || next >= slot.numel()) {
                    throw Error("has too few draws", "argument uniform_draw");
                }
                const std::int64_t i = next++;
                return {uniform[i].item<double>(),
                        static_cast<std::size_t>(slot[i].item<std::int64_t>())};
            }};
}

Evaluation evaluatePix2PixTrainStep(CaseContext& context) {
    const Schedule schedule = scheduleOf(context);
    train::Pix2PixOptions options;
    options.ganMode = nets::ganModeFromName(context.text("gan_mode", "vanilla"));
    options.lambdaL1 = context.number("lambda_L1", options.lambdaL1);
    options.conditional = context.flag("conditional_D", true);
    options.batchStatistics = context.trainMode();
    options.optimiser = schedule.optimiser;
    train::Pix2PixStep trainer(trained(context, "G"), trained(context, "D"), options,
                               poolOf(context));
    const Networks networks{{"G", &trainer.generator()}, {"D", &trainer.discriminator()}};
    Evaluation evaluation;
    for (std::int64_t step = 1; step <= schedule.steps; ++step) {
        const train::StepReport report = trainer.step(
            {.condition = stepInput(context, step, "A"), .image = stepInput(context, step, "B")});
        addReport(context, report, networks, step, evaluation.results);
    }
    return evaluation;
}

train::Pix2PixHdOptions hdOptions(CaseContext& context, const Schedule& schedule) {
    train::Pix2PixHdOptions options;
    options.ganMode = nets::ganModeFromName(context.text("gan_mode", "lsgan"));
    options.lambdaFeat = context.number("lambda_feat", options.lambdaFeat);
    if (context.flag("use_vgg")) {
        options.perceptual = train::vggStages(vggWeights(context), vggLayerWeights(context));
        options.lambdaPerceptual = options.lambdaFeat;
    }
    options.batchStatistics = context.trainMode();
    options.optimiser = schedule.optimiser;
    return options;
}

train::Pix2PixHdBatch hdBatch(CaseContext& context, std::int64_t step) {
    const std::int64_t labels = context.integer("label_nc", 0, maxLabels);
    const bool useInstances = context.flag("use_instance");
    train::Pix2PixHdBatch batch;
    if (useInstances || context.hasRole("E")) {
        batch.instances = stepInput(context, step, "inst");
    }
    batch.condition =
        sceneInput(stepInput(context, step, "label"), batch.instances, labels, useInstances).dense;
    batch.image = stepInput(context, step, "image");
    return batch;
}

Evaluation evaluatePix2PixHdTrainStep(CaseContext& context) {
    const Schedule schedule = scheduleOf(context);
    std::optional<train::TrainedNetwork> encoder;
    if (context.hasRole("E")) {
        encoder = trained(context, "E");
    }
    train::Pix2PixHdStep trainer(trained(context, "G"), trained(context, "D"), std::move(encoder),
                                 hdOptions(context, schedule), poolOf(context));
    Networks networks{{"G", &trainer.generator()}, {"D", &trainer.discriminator()}};
    if (trainer.encoder()) {
        networks["E"] = &*trainer.encoder();
    }
    Evaluation evaluation;
    for (std::int64_t step = 1; step <= schedule.steps; ++step) {
        addReport(context, trainer.step(hdBatch(context, step)), networks, step,
                  evaluation.results);
        // What the official code reports for losses that are off.
        for (const char* name : {"loss.G_GAN_Feat", "loss.G_VGG"}) {
            evaluation.results.emplace(stepName(step) + name, at::zeros({}));
        }
    }
    return evaluation;
}

Evaluation evaluateImagePool(CaseContext& context) {
    const at::Tensor ids = context.input("image_id_in").to(at::kCPU).flatten();
    const at::Tensor uniform = context.input("uniform_draw").to(at::kCPU, at::kDouble).flatten();
    const at::Tensor slot = context.input("random_slot").to(at::kCPU, at::kLong).flatten();
    if (uniform.numel() < ids.numel() || slot.numel() < ids.numel()) {
        throw Error("has fewer draws than there are images", "argument uniform_draw");
    }
    std::int64_t call = 0;
    train::ImagePool pool(static_cast<std::size_t>(context.integer("pool_size", 0, maxPool)), [&] {
        return train::PoolDraw{uniform[call].item<double>(),
                               static_cast<std::size_t>(slot[call].item<std::int64_t>())};
    });
    std::vector<at::Tensor> shown;
    for (; call < ids.numel(); ++call) {
        shown.push_back(pool.exchange(ids[call].view({1, 1, 1, 1})).flatten());
    }
    Evaluation evaluation;
    evaluation.results["image_id_out"] = shown.empty() ? at::zeros({0}) : at::cat(shown);
    evaluation.results["slots_after"] =
        pool.stored().empty() ? at::zeros({0}) : at::stack(pool.stored()).flatten();
    return evaluation;
}

} // namespace

Evaluators trainEvaluators() {
    return {
        {"pix2pixhd.train_step", evaluatePix2PixHdTrainStep},
        {"pix2pix.train_step", evaluatePix2PixTrainStep},
        {"cyclegan.image_pool", evaluateImagePool},
    };
}

} // namespace underpaint::verify
