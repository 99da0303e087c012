// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/verify/scene_functions.h"

#include "engine/kernels/instance_edges.h"
#include "engine/nets/network_input.h"
#include "engine/verify/planes.h"

#include <string>
#include <vector>

namespace underpaint::verify {

namespace {

constexpr std::int64_t maxValues = std::int64_t{1} << 30;

void checkIds(const at::Tensor& ids, const std::string& what) {
    if (ids.dim() != 4 || ids.size(1) != 1 || ids.numel() == 0) {
        throw Error("is not a (batch, 1, height, width) map", "argument " + what);
    }
}

InstancePlane instancePlane(const at::Tensor& ids, std::int64_t image) {
    return planeFrom<std::uint32_t>(ids[image][0], "inst");
}

} // namespace

at::Tensor edgeMap(const at::Tensor& instances) {
    checkIds(instances, "inst");
    at::Tensor edges = at::empty(instances.sizes(), at::kFloat);
    const std::int64_t pixels = instances.size(2) * instances.size(3);
    for (std::int64_t n = 0; n < instances.size(0); ++n) {
        const InstancePlane ids = instancePlane(instances, n);
        kernels::instanceEdges(ids.data(), edges.data_ptr<float>() + n * pixels, ids.width(),
                               ids.height());
    }
    return edges.to(instances.device());
}

at::Tensor labelArgument(CaseContext& context, std::int64_t labelCount) {
    for (const char* name : {"image", "input"}) {
        if (labelCount == 0 && !context.hasInput("label") && context.hasInput(name)) {
            return context.input(name);
        }
    }
    return context.input("label");
}

SceneInput sceneInput(const at::Tensor& label, const at::Tensor& instances, std::int64_t labelCount,
                      bool useInstances) {
    SceneInput scene;
    if (useInstances) {
        scene.edges = edgeMap(instances);
        if (scene.edges.size(0) != label.size(0) || scene.edges.size(2) != label.size(2) ||
            scene.edges.size(3) != label.size(3)) {
            throw Error("label and instance map differ in size", "inputs");
        }
    }
    if (labelCount == 0) {
        const at::Tensor picture = label.to(at::kFloat);
        scene.dense = useInstances ? at::cat({picture, scene.edges}, 1) : picture;
        return scene;
    }
    checkIds(label, "label");
    if (label.numel() * labelCount > maxValues) {
        throw Error("the one-hot labels would be too large", "label_nc");
    }
    scene.labels = label.squeeze(1).to(at::kInt);
    scene.dense = nets::NetworkInput(scene.labels, labelCount, scene.edges).dense();
    return scene;
}

at::Tensor featurePlanes(const at::Tensor& instances, const translate::InstanceFeatures& features,
                         std::int64_t count) {
    checkIds(instances, "inst");
    at::Tensor planes =
        at::zeros({instances.size(0), count, instances.size(2), instances.size(3)}, at::kFloat);
    for (std::int64_t n = 0; n < instances.size(0); ++n) {
        translate::paintFeatures(instancePlane(instances, n), features, static_cast<int>(count),
                                 planes[n].data_ptr<float>());
    }
    return planes.to(instances.device());
}

std::vector<float> clusterFeatures(const project::ClusterTable& table, std::int64_t label,
                                   std::int64_t cluster, std::int64_t count) {
    const auto it = table.classes.find(static_cast<int>(label));
    if (it == table.classes.end() || cluster < 0 || cluster >= it->second.rows ||
        it->second.cols < count) {
        throw Error("there is no cluster " + std::to_string(cluster) + " of " +
                        std::to_string(count) + " values for class " + std::to_string(label),
                    "clusters");
    }
    const auto row = it->second.values.begin() + cluster * it->second.cols;
    return {row, row + count};
}

translate::InstanceFeatures chosenFeatures(CaseContext& context, std::int64_t count) {
    const project::ClusterTable table = project::readClusters(context.file("clusters"));
    const at::Tensor choice = context.input("cluster_choice").to(at::kCPU, at::kLong).contiguous();
    if (choice.dim() != 2 || choice.size(1) != 3) {
        throw Error("has not the rows (id, class, cluster)", "argument cluster_choice");
    }
    translate::InstanceFeatures features;
    for (std::int64_t i = 0; i < choice.size(0); ++i) {
        const std::int64_t* row = choice.data_ptr<std::int64_t>() + 3 * i;
        features[static_cast<std::uint32_t>(row[0])] =
            clusterFeatures(table, row[1], row[2], count);
    }
    return features;
}

} // namespace underpaint::verify
