// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/error.h"
#include "engine/nets/backbones/vgg19.h"
#include "engine/nets/run/eager_run.h"
#include "engine/nets/systems/losses.h"
#include "engine/nets/systems/pix2pixhd.h"
#include "engine/train/systems/pix2pixhd_step.h"
#include "engine/verify/asked_gradients.h"
#include "engine/verify/evaluation.h"
#include "engine/verify/vgg_weights.h"

#include <string>
#include <utility>
#include <vector>

namespace underpaint::verify {

namespace {

/// Results loss.X, and the gradients of them that the case asks for.
Evaluation withGradients(const CaseContext& context, const nets::TensorMap& losses,
                         const nets::TensorMap& arguments, const std::string& mainLoss) {
    Evaluation evaluation;
    addGradients(context, losses, arguments, mainLoss, evaluation);
    for (const auto& [name, loss] : losses) {
        evaluation.results["loss." + name] = loss.detach();
    }
    return evaluation;
}

nets::TensorMap leaves(CaseContext& context, const std::vector<std::string>& names) {
    nets::TensorMap arguments;
    for (const std::string& name : names) {
        if (context.hasInput(name)) {
            arguments[name] = leaf(context.input(name));
        }
    }
    return arguments;
}

void checkPicture(const at::Tensor& picture, const std::string& name) {
    if (picture.dim() != 4 || picture.size(1) != 3 || picture.size(2) < 16 ||
        picture.size(3) < 16) {
        throw Error("is not (batch, 3, height, width) with at least 16 x 16 pixels",
                    "argument " + name);
    }
}

Evaluation evaluateVggWeights(CaseContext&) {
    Evaluation evaluation;
    for (const auto& [key, value] : nets::vgg19FormulaWeights()) {
        evaluation.results[key] = value;
    }
    return evaluation;
}

Evaluation evaluateVggFeatures(CaseContext& context) {
    const nets::ParamStore weights = vggWeights(context);
    const at::Tensor input = context.picture("input");
    checkPicture(input, "input");
    nets::EagerRun run;
    const std::vector<at::Tensor> slices = nets::Vgg19()(run, nets::Scope(weights), input);
    Evaluation evaluation;
    for (std::size_t i = 0; i < slices.size(); ++i) {
        evaluation.results["relu" + std::to_string(i + 1) + "_1"] = slices[i];
    }
    return evaluation;
}

Evaluation evaluateVggLoss(CaseContext& context) {
    const nets::ParamStore weights = vggWeights(context);
    const nets::TensorMap arguments = leaves(context, {"input", "target"});
    for (const std::string name : {"input", "target"}) {
        if (!arguments.contains(name)) {
            throw Error("the argument \"" + name + "\" is missing", "inputs");
        }
        checkPicture(arguments.at(name), name);
    }
    nets::EagerRun run;
    const nets::Scope scope(weights);
    const at::Tensor loss = nets::perceptualLoss(nets::Vgg19()(run, scope, arguments.at("input")),
                                                 nets::Vgg19()(run, scope, arguments.at("target")),
                                                 vggLayerWeights(context));
    Evaluation evaluation;
    addGradients(context, {{"loss", loss}}, arguments, "loss", evaluation);
    evaluation.results["loss"] = loss.detach();
    return evaluation;
}

Evaluation evaluatePix2PixLosses(CaseContext& context) {
    const nets::GanMode mode = nets::ganModeFromName(context.text("gan_mode"));
    const nets::TensorMap arguments =
        leaves(context, {"pred_fake", "pred_real", "fake_B", "real_B"});
    nets::TensorMap losses;
    if (const auto fake = arguments.find("pred_fake"); fake != arguments.end()) {
        losses["D_fake"] = nets::discriminatorLoss(mode, fake->second, false);
        losses["G_GAN"] = nets::generatorLoss(mode, fake->second);
    }
    if (const auto real = arguments.find("pred_real"); real != arguments.end()) {
        losses["D_real"] = nets::discriminatorLoss(mode, real->second, true);
    }
    if (losses.contains("D_fake") && losses.contains("D_real")) {
        losses["D"] = 0.5 * (losses["D_fake"] + losses["D_real"]);
    }
    if (arguments.contains("fake_B") && arguments.contains("real_B")) {
        losses["G_L1"] = context.number("lambda_L1", 100.0) *
                         at::l1_loss(arguments.at("fake_B"), arguments.at("real_B"));
    }
    if (losses.contains("G_GAN") && losses.contains("G_L1")) {
        losses["G"] = losses["G_GAN"] + losses["G_L1"];
    }
    return withGradients(context, losses, arguments, "G");
}

Evaluation evaluateGanLoss(CaseContext& context) {
    const nets::GanMode mode = nets::ganModeFromName(context.text("gan_mode"));
    const at::Tensor prediction = leaf(context.input("prediction"));
    const nets::TensorMap losses{{"real", nets::discriminatorLoss(mode, prediction, true)},
                                 {"fake", nets::discriminatorLoss(mode, prediction, false)}};
    return withGradients(context, losses, {{"prediction", prediction}}, "real");
}

Evaluation evaluatePix2PixHdLosses(CaseContext& context) {
    const nets::Network network = context.network("D");
    const auto* discriminator = network.as<nets::pix2pixhd::MultiscaleDiscriminator>();
    if (discriminator == nullptr) {
        throw Error("is not pix2pixhd.multiscale_discriminator", "networks.D");
    }
    const nets::ParamStore weights = context.weights("D");
    const nets::TensorMap arguments = leaves(context, {"real_input", "fake_input"});
    const auto judge = [&](const std::string& name) {
        const auto input = arguments.find(name);
        if (input == arguments.end() || input->second.dim() != 4 ||
            input->second.size(1) != discriminator->inputChannels) {
            throw Error("is missing or has another number of channels than D takes",
                        "argument " + name);
        }
        nets::EagerRun run({.batchStatistics = context.trainMode()});
        return (*discriminator)(run, nets::Scope(weights), input->second);
    };
    const nets::GanMode mode =
        train::modeFor(nets::ganModeFromName(context.text("gan_mode")), context.network("D"));
    const nets::Stages fake = judge("fake_input");
    nets::TensorMap losses = train::pix2pixHdLosses(mode, context.number("lambda_feat", 10.0), fake,
                                                    fake, judge("real_input"));
    Evaluation evaluation = withGradients(context, losses, arguments, "G");
    // What the official code reports where feature matching is off.
    evaluation.results.emplace("loss.G_GAN_Feat", at::zeros({}));
    return evaluation;
}

} // namespace

Evaluators lossEvaluators() {
    return {
        {"pix2pixhd.vgg_weights", evaluateVggWeights},
        {"pix2pixhd.vgg_features", evaluateVggFeatures},
        {"pix2pixhd.vgg_loss", evaluateVggLoss},
        {"pix2pixhd.losses", evaluatePix2PixHdLosses},
        {"pix2pix.losses", evaluatePix2PixLosses},
        {"pix2pix.gan_loss", evaluateGanLoss},
    };
}

} // namespace underpaint::verify
