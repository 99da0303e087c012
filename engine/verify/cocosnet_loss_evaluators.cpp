// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/error.h"
#include "engine/nets/run/eager_run.h"
#include "engine/train/objective/contextual_loss.h"
#include "engine/train/systems/cocosnet_losses.h"
#include "engine/train/systems/cocosnet_step.h"
#include "engine/verify/asked_gradients.h"
#include "engine/verify/cocosnet_scenes.h"
#include "engine/verify/evaluation.h"
#include "engine/verify/training_case.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace underpaint::verify {

namespace {

nets::GanMode cocosnetMode(const std::string& name) {
    return name == "ls"         ? nets::GanMode::Lsgan
           : name == "original" ? nets::GanMode::Vanilla
           : name == "w"        ? nets::GanMode::Wgangp
                                : nets::ganModeFromName(name);
}

train::CoCosNetWeights lossWeightsOf(CaseContext& context) {
    train::CoCosNetWeights weights;
    weights.ganMode = cocosnetMode(context.text("gan_mode", "hinge"));
    weights.gan = context.number("weight_gan", weights.gan);
    weights.featureMatching = context.number("lambda_feat", weights.featureMatching);
    weights.features = context.number("lambda_vgg", weights.features);
    weights.pseudoPairs = context.number("fm_ratio", weights.pseudoPairs);
    weights.contextual = context.number("ctx_w", weights.contextual);
    weights.content = context.number("weight_perceptual", weights.content);
    weights.contentStage = context.text("which_perceptual", "5_2") == "4_2" ? "r42" : "r52";
    weights.alignment = context.number("novgg_featpair", weights.alignment);
    weights.warpCycle = context.number("warp_cycle_w", weights.warpCycle);
    weights.twoCycles = context.flag("two_cycle");
    weights.warpSelf = context.number("warp_self_w", weights.warpSelf);
    weights.mask = context.flag("use_mask_loss") ? context.number("weight_mask", weights.mask) : 0;
    weights.contextualCentredPerPlace = context.flag("pono", true);
    weights.fineContextual = context.flag("use_22ctx");
    return weights;
}

/// Leaves for all arguments.
nets::TensorMap allLeaves(CaseContext& context) {
    nets::TensorMap leaves;
    for (const auto& [name, value] : context.inputs()) {
        leaves[name] = leaf(value);
    }
    return leaves;
}

/// Arguments `prefix`NAME by NAME.
nets::TensorMap withPrefix(const nets::TensorMap& arguments, const std::string& prefix) {
    nets::TensorMap found;
    for (const auto& [name, value] : arguments) {
        if (name.starts_with(prefix)) {
            found[name.substr(prefix.size())] = value;
        }
    }
    return found;
}

/// pred.S.J as stages, fakes before real ones. A case may leave out all but the last.
train::JudgedHalves judgedScores(const nets::TensorMap& arguments) {
    std::map<std::int64_t, std::map<std::int64_t, at::Tensor>> numbered;
    for (const auto& [name, value] : withPrefix(arguments, "pred.")) {
        const auto dot = name.find('.');
        if (dot == std::string::npos ||
            name.find_first_not_of("0123456789.") != std::string::npos) {
            throw Error("is not pred.SCALE.STAGE", "argument pred." + name);
        }
        numbered[std::stol(name.substr(0, dot))][std::stol(name.substr(dot + 1))] = value;
    }
    nets::Stages both;
    for (const auto& [scale, stages] : numbered) {
        auto& list = both.emplace_back();
        for (const auto& [stage, value] : stages) {
            list.push_back(value);
        }
    }
    return train::judgedHalves(both);
}

Evaluation withLosses(const CaseContext& context, const nets::TensorMap& losses,
                      const nets::TensorMap& arguments, const std::string& mainLoss) {
    Evaluation evaluation;
    addGradients(context, losses, arguments, mainLoss, evaluation);
    for (const auto& [name, loss] : losses) {
        evaluation.results["loss." + name] = loss.detach();
    }
    return evaluation;
}

Evaluation evaluateGeneratorLosses(CaseContext& context) {
    const nets::TensorMap arguments = allLeaves(context);
    const auto get = [&](const std::string& name) {
        const auto it = arguments.find(name);
        return it == arguments.end() ? at::Tensor() : it->second;
    };
    train::CoCosNetWeights weights = lossWeightsOf(context);
    weights.alignment = 1; // the loss is given with its weight
    train::CoCosNetViews views{.fake = withPrefix(arguments, "fake."),
                               .real = withPrefix(arguments, "real."),
                               .exemplar = withPrefix(arguments, "ref."),
                               .alignment = get("loss_novgg_featpair"),
                               .warpOut = get("warp_out"),
                               .warpMask = get("warp_mask"),
                               .warpCycle = get("warp_cycle"),
                               .backOfReal = get("warp_i2r2i"),
                               .realPhoto = get("real_img"),
                               .exemplarPhoto = get("ref_img"),
                               .labels = get("label"),
                               .exemplarLabels = get("label_ref"),
                               .isOwnExemplar = get("self_ref")};
    if (views.alignment.defined()) {
        views.alignment = views.alignment.sum(); // a scalar, however it was stored
    }
    train::JudgedHalves said = judgedScores(arguments);
    views.scoresOfFake = std::move(said.fake);
    views.scoresOfReal = std::move(said.real);
    nets::TensorMap losses = train::cocosnetGeneratorLosses(weights, views);
    at::Tensor sum;
    for (const auto& [name, loss] : losses) {
        sum = sum.defined() ? sum + loss : loss;
    }
    if (losses.contains("fm")) {
        losses["fm_perc"] = losses.at("fm") + losses.at("perc");
    }
    losses["G"] = sum;
    return withLosses(context, losses, arguments, "G");
}

Evaluation evaluateDiscriminatorLosses(CaseContext& context) {
    const nets::TensorMap arguments = allLeaves(context);
    const train::CoCosNetWeights weights = lossWeightsOf(context);
    const train::JudgedHalves said = judgedScores(arguments);
    if (said.fake.empty()) {
        throw Error("has no score maps", "inputs");
    }
    nets::TensorMap losses = train::cocosnetDiscriminatorLosses(weights, said.fake, said.real);
    losses["D"] = losses.at("D_Fake") + losses.at("D_real");
    losses["D_fake"] = losses.at("D_Fake"); // both spellings are in use
    losses["G"] = weights.gan * nets::generatorLoss(weights.ganMode, said.fake) /
                  static_cast<double>(said.fake.size());
    return withLosses(context, losses, arguments, "D");
}

Evaluation evaluateContextualLoss(CaseContext& context) {
    const nets::TensorMap arguments = allLeaves(context);
    const nets::TensorMap fake = withPrefix(arguments, "fake.");
    const nets::TensorMap target = withPrefix(arguments, "ref.");
    const train::ContextualOptions options{
        .centredPerPlace = context.flag("pono", true),
        .bandwidth = context.number("bandwidth", train::ContextualOptions().bandwidth)};
    // The stages as they are, and as the training looks at them.
    const std::map<std::string, std::int64_t> pooled{{"r32", 2}, {"r22", 4}};
    nets::TensorMap losses;
    for (const auto& [name, value] : fake) {
        const auto other = target.find(name);
        if (other == target.end()) {
            continue;
        }
        losses[name] = train::contextualLosses(value, other->second, options);
        if (const auto pooling = pooled.find(name); pooling != pooled.end()) {
            const std::int64_t n = pooling->second;
            const auto small = [&](const at::Tensor& x) {
                return at::avg_pool2d(x, {n, n}, {n, n});
            };
            losses[name + "p" + std::to_string(n)] =
                train::contextualLosses(small(value), small(other->second), options);
        }
    }
    Evaluation evaluation;
    for (const auto& [name, loss] : losses) {
        evaluation.results["loss." + name] = loss.detach();
    }
    return evaluation;
}

train::CoCosNetOptions cocosnetStepOptions(CaseContext& context) {
    const train::CoCosNetOptions usual;
    train::CoCosNetOptions options;
    options.weights = lossWeightsOf(context);
    options.batchStatistics = context.trainMode();
    train::AdamOptions ofG = *usual.optimiser;
    train::AdamOptions ofD = usual.discriminatorOptimiser;
    ofG.beta1 = ofD.beta1 = context.number("beta1", ofG.beta1);
    ofG.beta2 = ofD.beta2 = context.number("beta2", ofG.beta2);
    ofG.learningRate = context.number("lr_G", ofG.learningRate);
    ofD.learningRate = context.number("lr_D", ofD.learningRate);
    ofG.epsilon = context.number("eps_G", ofG.epsilon);
    ofD.epsilon = context.number("eps_D", ofD.epsilon);
    options.optimiser = ofG;
    options.discriminatorOptimiser = ofD;
    if (context.hasRole("VGG")) {
        options.features = [network = context.network("VGG"),
                            weights = context.weights("VGG").to(
                                context.place().device, at::kDouble)](const at::Tensor& photo) {
            nets::EagerRun run;
            return network.forward(run, nets::Scope(weights), {{"input", photo}});
        };
    }
    return options;
}

/// In double precision: the temperature of 0.01 multiplies rounding by 100, and what is left of
/// gradients that nearly cancel would have the sign of that noise, which Adam makes whole steps of.
train::TrainedNetwork inDouble(CaseContext& context, const std::string& role) {
    return {context.network(role), context.weights(role).to(context.place().device, at::kDouble)};
}

Evaluation evaluateCoCosNetTrainStep(CaseContext& context) {
    constexpr std::int64_t maxSteps = 1000;
    train::CoCosNetStep trainer(inDouble(context, "Corr"), inDouble(context, "G"),
                                inDouble(context, "D"), cocosnetStepOptions(context));
    const Networks networks{{"Corr", &trainer.correspondence()},
                            {"G", &trainer.generator()},
                            {"D", &trainer.discriminator()}};
    const std::int64_t channels = trainer.correspondence().network().inputChannels();
    const CoCosNetScene scene = cocosnetScene(context, "label", channels);
    const CoCosNetScene exemplar = cocosnetScene(context, "label_ref", channels);
    const at::Tensor image = context.picture("image").to(at::kDouble);
    const train::CoCosNetBatch batch{.condition = scene.condition.to(at::kDouble),
                                     .image = image,
                                     .exemplar = context.picture("ref").to(at::kDouble),
                                     .exemplarCondition = exemplar.condition.to(at::kDouble),
                                     .labels = scene.labels,
                                     .exemplarLabels = exemplar.labels,
                                     .isOwnExemplar = context.hasInput("self_ref")
                                                          ? context.input("self_ref")
                                                          : at::zeros({image.size(0)})};
    Evaluation evaluation;
    const std::int64_t steps = context.integer("steps", 1, maxSteps, 1);
    for (std::int64_t step = 1; step <= steps; ++step) {
        addReport(context, trainer.step(batch), networks, step, evaluation.results);
    }
    return evaluation;
}

} // namespace

Evaluators cocosnetLossEvaluators() {
    return {
        {"cocosnet.generator_losses", evaluateGeneratorLosses},
        {"cocosnet.discriminator_losses", evaluateDiscriminatorLosses},
        {"cocosnet.contextual_loss", evaluateContextualLoss},
        {"cocosnet.train_step", evaluateCoCosNetTrainStep},
    };
}

} // namespace underpaint::verify
