// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/error.h"
#include "engine/imaging/resize.h"
#include "engine/project/tensors/npy.h"
#include "engine/verify/evaluation.h"
#include "engine/verify/forward.h"
#include "engine/verify/map_files.h"
#include "engine/verify/picture_levels.h"
#include "engine/verify/planes.h"
#include "engine/verify/scene_functions.h"
#include "engine/verify/ui_model.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace underpaint::verify {

namespace {

/// A map from its file where the case names one, else from the argument.
at::Tensor mapOf(CaseContext& context, const std::string& role) {
    if (!context.hasFile(role)) {
        return context.picture(role + "_map");
    }
    const auto path = context.file(role);
    return role == "label" ? readLabelFile(path) : readInstanceFile(path);
}

template<class T>
Plane<T> planeOf(CaseContext& context, const std::string& role) {
    Plane<T> plane = planeFrom<T>(mapOf(context, role)[0][0], role + "_map");
    if (!context.hasFile(role) || !context.hasOption("load_size")) {
        return plane;
    }
    // Loading scales to a width and keeps the proportion; the height is truncated.
    const auto width = static_cast<int>(context.integer("load_size", 1, 16384));
    return imaging::resizeNearest(plane, {width, width * plane.height() / plane.width()});
}

Plane<float> featuresOf(CaseContext& context, Size size, std::int64_t count) {
    Plane<float> features(size.width, size.height, static_cast<int>(count), 0.0F);
    if (!context.hasInput("feat_map")) {
        return features;
    }
    const at::Tensor given = context.picture("feat_map");
    if (given.size(1) != count || given.size(2) != size.height || given.size(3) != size.width) {
        throw Error("has another size than the label map", "argument feat_map");
    }
    const at::Tensor pixels = given[0].permute({1, 2, 0}).to(at::kCPU, at::kFloat).contiguous();
    std::copy_n(pixels.data_ptr<float>(), pixels.numel(), features.data());
    return features;
}

UiModel loadedModel(CaseContext& context, std::int64_t labels) {
    const LabelPlane labelMap = planeOf<std::uint16_t>(context, "label");
    const bool instances = context.hasFile("inst") || context.hasInput("inst_map");
    InstancePlane instanceMap(labelMap.width(), labelMap.height());
    if (instances) {
        instanceMap = planeOf<std::uint32_t>(context, "inst");
    } else {
        std::ranges::copy(labelMap.values(), instanceMap.values().begin());
    }
    Plane<float> features =
        featuresOf(context, labelMap.size(), context.integer("feat_num", 0, 64, 0));
    project::ClusterTable clusters;
    if (context.hasFile("clusters")) {
        clusters = project::readClusters(context.file("clusters"));
    }
    UiModel model(labelMap, instanceMap, std::move(features), std::move(clusters),
                  static_cast<int>(labels));
    if (context.hasInput("cluster_index_per_label")) {
        const std::vector<std::int64_t> given =
            context.integersOf("cluster_index_per_label", static_cast<std::size_t>(labels));
        model.remembered().assign(given.begin(), given.end());
    }
    return model;
}

std::uint16_t labelFrom(std::int64_t value, std::int64_t labels) {
    if (value < 0 || value >= labels) {
        throw Error("there is no label " + std::to_string(value));
    }
    return static_cast<std::uint16_t>(value);
}

std::uint32_t clusterFrom(std::int64_t value) {
    if (value < 0 || value > UINT32_MAX) {
        throw Error("there is no style " + std::to_string(value));
    }
    return static_cast<std::uint32_t>(value);
}

Point point(std::int64_t y, std::int64_t x) {
    return {static_cast<int>(x), static_cast<int>(y)};
}

void edit(CaseContext& context, UiModel& model, const std::string& operation, std::int64_t labels) {
    if (operation == "set_style") {
        const auto n = context.integersOf("click_and_style", 3);
        model.setStyle(point(n[0], n[1]), clusterFrom(n[2]));
    } else if (operation == "change_label") {
        const auto n = context.integersOf("src_tgt", 4);
        model.changeLabel(point(n[0], n[1]), point(n[2], n[3]));
    } else if (operation == "stroke") {
        const auto n = context.integersOf("y_x_label_bw", 4);
        model.stroke(point(n[0], n[1]), labelFrom(n[2], labels), static_cast<int>(n[3]));
    } else if (operation == "stamp") {
        const auto n = context.integersOf("y_x_label_style", 4);
        const auto mask = planeFrom<std::uint8_t>(context.picture("mask")[0][0], "mask");
        model.stamp(point(n[0], n[1]), mask, labelFrom(n[2], labels), clusterFrom(n[3]));
    } else {
        throw Error("is unknown: " + operation, "option operation");
    }
}

at::Tensor choiceTable(const std::vector<UiModel::Choice>& choices) {
    at::Tensor table = at::empty({static_cast<std::int64_t>(choices.size()), 3}, at::kDouble);
    double* to = table.data_ptr<double>();
    for (const UiModel::Choice& choice : choices) {
        *to++ = choice.instance;
        *to++ = choice.label;
        *to++ = choice.cluster;
    }
    return table;
}

template<class T>
at::Tensor channelsOf(const Plane<T>& plane) {
    return tensorFrom(plane, /*flat=*/false).permute({2, 0, 1}).unsqueeze(0);
}

/// The state after the operation, and its photo by both ways to run the generator.
void addState(CaseContext& context, UiModel& model, std::int64_t labels, Evaluation& evaluation) {
    nets::TensorMap& results = evaluation.results;
    results["label_map"] = channelsOf(model.labels());
    results["inst_map"] = channelsOf(model.instances());
    results["feat_map"] = channelsOf(model.features()).to(at::kFloat);
    const auto& remembered = model.remembered();
    results["cluster_index_per_label"] =
        at::tensor(std::vector<double>(remembered.begin(), remembered.end()), at::kDouble);

    const SceneInput scene =
        sceneInput(results["label_map"], results["inst_map"], labels, context.flag("use_instance"));
    at::Tensor input = scene.dense;
    at::Tensor planes = scene.edges;
    if (model.features().channels() > 0) {
        const at::Tensor& features = results["feat_map"];
        input = at::cat({input, features}, 1);
        planes = planes.defined() ? at::cat({planes, features}, 1) : features;
    }
    const at::Device device = context.place().device;
    ForwardPasses generator(context, "G");
    results["image"] = generator.plain(nets::NetworkInput(input.to(device)));
    results["image_u8"] = pictureLevels(results["image"]);
    const nets::NetworkInput painted(scene.labels.to(device), labels,
                                     planes.defined() ? planes.to(device) : planes);
    evaluation.rendered["image_u8"] = pictureLevels(generator.rendered(painted));
}

Evaluation evaluateUi(CaseContext& context) {
    Evaluation evaluation;
    const std::int64_t labels = context.integer("label_nc", 1, maxLabels);
    const std::string operation = context.text("operation");
    UiModel model = loadedModel(context, labels);
    if (operation == "load") {
        evaluation.results["style_choice"] = choiceTable(model.drawStyles());
    } else {
        edit(context, model, operation, labels);
    }
    if (operation == "change_label") {
        evaluation.deliberate = "by design the object takes the style of what it is made like; the "
                                "official program leaves it its own";
    }
    addState(context, model, labels, evaluation);
    return evaluation;
}

} // namespace

Evaluators uiEvaluators() {
    return {
        {"pix2pixhd.ui", evaluateUi},
    };
}

} // namespace underpaint::verify
