// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/nets/run/eager_run.h"
#include "engine/verify/evaluation.h"
#include "engine/verify/map_files.h"
#include "engine/verify/planes.h"
#include "engine/verify/scene_functions.h"

#include <string>

namespace underpaint::verify {

namespace {

/// Index files name the one file of a reading function after its result.
std::string fileArgument(const CaseContext& context, const std::string& usual) {
    const auto& files = context.parityCase().files;
    return !files.contains(usual) && files.size() == 1 ? files.begin()->first : usual;
}

Evaluation evaluateEdgeMap(CaseContext& context) {
    const at::Tensor instances = context.input("inst");
    const at::Tensor edges = edgeMap(framesOf(instances, "inst"));
    return {.results = {{"edges", likeFrames(edges, instances)}}};
}

Evaluation evaluateEncodeInput(CaseContext& context) {
    const std::int64_t labels = context.integer("label_nc", 0, maxLabels);
    const at::Tensor label = labelArgument(context, labels);
    const bool useInstances = context.flag("use_instance");
    const at::Tensor instances =
        useInstances ? framesOf(context.input("inst"), "inst") : at::Tensor();
    const SceneInput scene = sceneInput(framesOf(label, "label"), instances, labels, useInstances);
    return {.results = {{"net_input", likeFrames(scene.dense, label)}}};
}

Evaluation evaluateAveragePyramid(CaseContext& context) {
    Evaluation evaluation;
    const at::Tensor input = context.input("input");
    const std::int64_t levels = context.integer("levels", 0, 16);
    nets::EagerRun run;
    at::Tensor level = framesOf(input, "input").to(at::kFloat);
    for (std::int64_t n = 0; n <= levels; ++n) {
        evaluation.results["level." + std::to_string(n)] = likeFrames(level, input);
        level = n < levels ? run.averagePool(level) : level;
    }
    return evaluation;
}

Evaluation evaluateReadLabelMap(CaseContext& context) {
    return {.results = {{"label", readLabelFile(context.file(fileArgument(context, "label")))}}};
}

Evaluation evaluateReadInstanceMap(CaseContext& context) {
    return {.results = {{"inst", readInstanceFile(context.file(fileArgument(context, "inst")))}}};
}

Evaluation evaluateReadClusters(CaseContext& context) {
    Evaluation evaluation;
    const project::ClusterTable table =
        project::readClusters(context.file(fileArgument(context, "clusters")));
    for (const auto& [label, rows] : table.classes) {
        // Stored as float32: rounded here as every use of a cluster rounds it.
        evaluation.results["clusters." + std::to_string(label)] =
            at::tensor(rows.values, at::kDouble).to(at::kFloat).view({rows.rows, rows.cols});
    }
    return evaluation;
}

Evaluation evaluateSampleFeatures(CaseContext& context) {
    const std::int64_t count = context.integer("feat_num", 1, 64);
    const at::Tensor instances = context.picture("inst");
    return {
        .results = {{"features", featurePlanes(instances, chosenFeatures(context, count), count)}}};
}

} // namespace

Evaluators sceneEvaluators() {
    return {
        {"pix2pixhd.edge_map", evaluateEdgeMap},
        {"pix2pixhd.encode_input", evaluateEncodeInput},
        {"pix2pixhd.average_pyramid", evaluateAveragePyramid},
        {"pix2pixhd.read_label_map", evaluateReadLabelMap},
        {"pix2pixhd.read_instance_map", evaluateReadInstanceMap},
        {"pix2pixhd.read_clusters", evaluateReadClusters},
        {"pix2pixhd.sample_features", evaluateSampleFeatures},
    };
}

} // namespace underpaint::verify
