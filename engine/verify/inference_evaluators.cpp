// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/error.h"
#include "engine/train/data/instance_rows.h"
#include "engine/verify/evaluation.h"
#include "engine/verify/forward.h"
#include "engine/verify/picture_levels.h"
#include "engine/verify/planes.h"
#include "engine/verify/scene_functions.h"

#include <string>
#include <utility>
#include <vector>

namespace underpaint::verify {

namespace {

/// Instance features of a scene, by the plain operators and by the renderer's.
struct FeaturePlanes {
    at::Tensor plain;
    at::Tensor rendered;
};

FeaturePlanes featuresFor(CaseContext& context, const at::Tensor& instances) {
    const std::string kind = context.text("features", "none");
    if (kind == "none") {
        return {};
    }
    if (kind == "clusters") {
        const std::int64_t count = context.integer("feat_num", 1, 64);
        const at::Tensor planes = featurePlanes(instances, chosenFeatures(context, count), count);
        return {planes, planes};
    }
    if (kind != "encoder") {
        throw Error("is not none, clusters or encoder", "option features");
    }
    ForwardPasses encoder(context, "E");
    const nets::TensorMap arguments{{"image", context.picture("image")}, {"inst", instances}};
    return {encoder.plain(arguments).at("output"), encoder.rendered(arguments).at("output")};
}

/// The same scene in the form that the renderer prefers: labels that need not become one-hot.
nets::NetworkInput painted(const SceneInput& scene, std::int64_t labels,
                           const at::Tensor& features) {
    if (!scene.labels.defined()) {
        return features.defined() ? at::cat({scene.dense, features}, 1) : scene.dense;
    }
    std::vector<at::Tensor> planes;
    for (const at::Tensor& part : {scene.edges, features}) {
        if (part.defined()) {
            planes.push_back(part);
        }
    }
    return {scene.labels, labels, planes.empty() ? at::Tensor() : at::cat(planes, 1)};
}

Evaluation evaluateInference(CaseContext& context) {
    Evaluation evaluation;
    const std::int64_t labels = context.integer("label_nc", 0, maxLabels);
    const bool useInstances = context.flag("use_instance");
    const at::Tensor instances = context.hasInput("inst") ? context.picture("inst") : at::Tensor();
    if (!instances.defined() && (useInstances || context.text("features", "none") != "none")) {
        throw Error("the argument \"inst\" is missing", "inputs");
    }
    const SceneInput scene = sceneInput(framesOf(labelArgument(context, labels), "label"),
                                        instances, labels, useInstances);
    const FeaturePlanes features = featuresFor(context, instances);
    evaluation.results["net_input"] = scene.dense;
    at::Tensor input = scene.dense;
    if (features.plain.defined()) {
        evaluation.results["features"] = features.plain;
        evaluation.rendered["features"] = features.rendered;
        input = at::cat({input, features.plain}, 1);
    }
    ForwardPasses generator(context, "G");
    evaluation.rendered["output"] = generator.rendered(painted(scene, labels, features.rendered));
    evaluation.results["output"] = generator.plain(nets::NetworkInput(input), &evaluation);
    evaluation.results["output_u8"] = pictureLevels(evaluation.results["output"]);
    evaluation.rendered["output_u8"] = pictureLevels(evaluation.rendered["output"]);
    return evaluation;
}

Evaluation evaluateEncodeFeatures(CaseContext& context) {
    const at::Tensor instances = context.picture("inst");
    ForwardPasses encoder(context, "E");
    const at::Tensor pooled =
        encoder.plain({{"image", context.picture("image")}, {"inst", instances}}).at("output");
    const std::int64_t columns = pooled.size(1) + 1;
    Evaluation evaluation;
    // The official table has an entry for every class, empty or not.
    for (std::int64_t label = 0; label < context.integer("label_nc", 0, maxLabels, 0); ++label) {
        evaluation.results["rows." + std::to_string(label)] = at::zeros({0, columns});
    }
    for (const auto& [label, rows] : train::instanceRows(pooled, instances)) {
        at::Tensor table = at::empty({static_cast<std::int64_t>(rows.size()), columns});
        float* to = table.data_ptr<float>();
        for (const train::InstanceRow& row : rows) {
            to = std::copy(row.features.begin(), row.features.end(), to);
            *to++ = static_cast<float>(row.area);
        }
        evaluation.results["rows." + std::to_string(label)] = table;
    }
    return evaluation;
}

} // namespace

Evaluators inferenceEvaluators() {
    return {
        {"pix2pixhd.inference", evaluateInference},
        {"pix2pixhd.encode_features", evaluateEncodeFeatures},
    };
}

} // namespace underpaint::verify
