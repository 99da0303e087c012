// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/error.h"
#include "engine/nets/systems/losses.h"
#include "engine/scene/code_path.h"
#include "engine/train/systems/bicyclegan_step.h"
#include "engine/verify/asked_gradients.h"
#include "engine/verify/evaluation.h"
#include "engine/verify/training_case.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace underpaint::verify {

namespace {

/// Leaves for the arguments of these names that the case has.
nets::TensorMap givenLeaves(CaseContext& context, const std::vector<std::string>& names) {
    nets::TensorMap arguments;
    for (const std::string& name : names) {
        if (context.hasInput(name)) {
            arguments[name] = leaf(context.input(name));
        }
    }
    return arguments;
}

void addLosses(const CaseContext& context, const nets::TensorMap& losses,
               const nets::TensorMap& arguments, const std::string& mainLoss,
               Evaluation& evaluation) {
    addGradients(context, losses, arguments, mainLoss, evaluation);
    for (const auto& [name, loss] : losses) {
        evaluation.results["loss." + name] = loss.detach();
    }
}

Evaluation evaluateLatentLosses(CaseContext& context) {
    const train::BicycleGanOptions usual;
    const nets::TensorMap arguments =
        givenLeaves(context, {"mu", "logvar", "eps", "z_random", "mu2", "fake_B", "real_B"});
    const auto has = [&](const std::string& a, const std::string& b) {
        return arguments.contains(a) && arguments.contains(b);
    };
    Evaluation evaluation;
    nets::TensorMap losses;
    if (has("mu", "logvar")) {
        losses["kl"] = context.number("lambda_kl", usual.lambdaKl) *
                       train::codeDivergence(arguments.at("mu"), arguments.at("logvar"));
        if (arguments.contains("eps")) {
            evaluation.results["z_encoded"] =
                train::drawnCode(arguments.at("mu"), arguments.at("logvar"), arguments.at("eps"))
                    .detach();
        }
    }
    if (has("mu2", "z_random")) {
        losses["z_L1"] = context.number("lambda_z", usual.lambdaZ) *
                         at::l1_loss(arguments.at("mu2"), arguments.at("z_random"));
    }
    if (has("fake_B", "real_B")) {
        losses["G_L1"] = context.number("lambda_L1", usual.lambdaL1) *
                         at::l1_loss(arguments.at("fake_B"), arguments.at("real_B"));
    }
    addLosses(context, losses, arguments, "kl", evaluation);
    return evaluation;
}

/// Arguments NAME.0, NAME.1 … as the score maps of a discriminator.
nets::Stages scoresOf(const nets::TensorMap& arguments, const std::string& name) {
    nets::Stages scores;
    for (auto it = arguments.find(name + ".0"); it != arguments.end();
         it = arguments.find(name + "." + std::to_string(scores.size()))) {
        scores.push_back({it->second});
    }
    if (scores.empty()) {
        throw Error("the argument \"" + name + ".0\" is missing", "inputs");
    }
    return scores;
}

Evaluation evaluateGanLosses(CaseContext& context) {
    constexpr std::int64_t mostScales = 8;
    std::vector<std::string> names;
    for (std::int64_t scale = 0; scale < mostScales; ++scale) {
        names.push_back("pred_fake." + std::to_string(scale));
        names.push_back("pred_real." + std::to_string(scale));
    }
    const nets::TensorMap arguments = givenLeaves(context, names);
    const nets::GanMode mode = nets::ganModeFromName(context.text("gan_mode", "lsgan"));
    const nets::Stages fake = scoresOf(arguments, "pred_fake");
    const nets::Stages real = scoresOf(arguments, "pred_real");
    nets::TensorMap losses;
    losses["G_GAN"] = nets::generatorLoss(mode, fake);
    losses["D_fake"] = nets::discriminatorLoss(mode, fake, false);
    losses["D_real"] = nets::discriminatorLoss(mode, real, true);
    losses["D"] = losses["D_fake"] + losses["D_real"];
    Evaluation evaluation;
    addLosses(context, losses, arguments, "G_GAN", evaluation);
    // With one scale the official criterion takes the pictures of a batch for scales.
    at::Tensor single = at::zeros({}, fake.front().front().options());
    for (const at::Tensor& picture : fake.front().front().unbind()) {
        single = single + nets::discriminatorLoss(mode, picture, false);
    }
    evaluation.results["loss.D_fake_single_tensor"] = single.detach();
    return evaluation;
}

scene::CodeValues codeOf(CaseContext& context, const std::string& name) {
    const at::Tensor code = context.input(name).to(at::kCPU, at::kDouble).flatten().contiguous();
    return {code.data_ptr<double>(), code.data_ptr<double>() + code.numel()};
}

Evaluation evaluateInterpolate(CaseContext& context) {
    constexpr std::int64_t mostFrames = 100000;
    const std::string name = context.text("interpolation", "slerp");
    if (name != "slerp" && name != "linear") {
        throw Error("is unknown: " + name, "option interpolation", "Use linear or slerp");
    }
    const std::int64_t frames = context.integer("num_frames", 1, mostFrames);
    std::vector<at::Tensor> rows;
    for (scene::CodeValues& code : scene::interpolateCodes(
             codeOf(context, "z0"), codeOf(context, "z1"), static_cast<std::size_t>(frames),
             name == "linear" ? scene::CodePath::Linear : scene::CodePath::Spherical)) {
        rows.push_back(at::from_blob(code.data(), {static_cast<std::int64_t>(code.size())},
                                     at::TensorOptions().dtype(at::kDouble))
                           .clone());
    }
    Evaluation evaluation;
    evaluation.results["codes"] = at::stack(rows);
    return evaluation;
}

train::BicycleGanOptions stepOptions(CaseContext& context, const Schedule& schedule) {
    train::BicycleGanOptions options;
    options.ganMode = nets::ganModeFromName(context.text("gan_mode", "lsgan"));
    options.lambdaGan = context.number("lambda_GAN", options.lambdaGan);
    options.lambdaGan2 = context.number("lambda_GAN2", options.lambdaGan2);
    options.lambdaL1 = context.number("lambda_L1", options.lambdaL1);
    options.lambdaKl = context.number("lambda_kl", options.lambdaKl);
    options.lambdaZ = context.number("lambda_z", options.lambdaZ);
    options.conditional = context.flag("conditional_D", options.conditional);
    options.batchStatistics = context.trainMode();
    options.optimiser = schedule.optimiser;
    return options;
}

Evaluation evaluateTrainStep(CaseContext& context) {
    const Schedule schedule = scheduleOf(context);
    std::optional<train::TrainedNetwork> second;
    if (context.hasRole("D2")) {
        second = trained(context, "D2");
    }
    train::BicycleGanStep trainer(trained(context, "G"), trained(context, "E"),
                                  trained(context, "D"), std::move(second),
                                  stepOptions(context, schedule));
    Networks networks{
        {"G", &trainer.generator()}, {"E", &trainer.encoder()}, {"D", &trainer.discriminator()}};
    if (trainer.second()) {
        networks["D2"] = trainer.second();
    }
    Evaluation evaluation;
    for (std::int64_t step = 1; step <= schedule.steps; ++step) {
        const train::StepReport report =
            trainer.step({.condition = stepInput(context, step, "A"),
                          .image = stepInput(context, step, "B"),
                          .noise = stepPlainInput(context, step, "eps"),
                          .code = stepPlainInput(context, step, "z_random")});
        addReport(context, report, networks, step, evaluation.results);
        // What the official code reports for losses that are off.
        for (const char* name : {"G_GAN", "G_GAN2", "G_L1", "kl", "z_L1"}) {
            evaluation.results.emplace(stepName(step) + "loss." + name, at::zeros({}));
        }
    }
    return evaluation;
}

} // namespace

Evaluators bicycleGanEvaluators() {
    return {
        {"bicyclegan.latent_losses", evaluateLatentLosses},
        {"bicyclegan.gan_losses", evaluateGanLosses},
        {"bicyclegan.interpolate", evaluateInterpolate},
        {"bicyclegan.train_step", evaluateTrainStep},
    };
}

} // namespace underpaint::verify
