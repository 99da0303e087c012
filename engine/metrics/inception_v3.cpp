// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/metrics/inception_v3.h"

#include "engine/base/error.h"
#include "engine/nets/weights/load_weights.h"

#include <string>
#include <vector>

namespace underpaint::metrics {

namespace {

using nets::ParamStore;
using nets::Scope;
using nets::Tensor;

constexpr double epsilon = 1e-3; // of its batch norms
constexpr std::int64_t side = 299;
constexpr std::int64_t featureWidth = 2048;

/// Convolution, batch norm with stored statistics, ReLU. `same`: the picture keeps its size (stride
/// 1); the kernel's extents are those of the weights.
Tensor layer(const Scope& scope, const Tensor& x, std::int64_t stride = 1, bool same = true) {
    const Tensor& kernel = scope["conv"].get("weight");
    const std::int64_t high = same ? (kernel.size(2) - 1) / 2 : 0;
    const std::int64_t wide = same ? (kernel.size(3) - 1) / 2 : 0;
    const Tensor sums = at::conv2d(x, kernel, {}, {stride, stride}, {high, wide});
    const Scope norm = scope["bn"];
    return at::relu(at::batch_norm(sums, norm.get("weight"), norm.get("bias"),
                                   norm.get("running_mean"), norm.get("running_var"),
                                   /*training=*/false, /*momentum=*/0, epsilon,
                                   /*cudnn_enabled=*/false));
}

/// Layers after each other, by name.
Tensor chain(const Scope& block, std::initializer_list<const char*> names, Tensor x) {
    for (const char* name : names) {
        x = layer(block[name], x);
    }
    return x;
}

Tensor reduced(const Scope& block, const char* name, const Tensor& x) {
    return layer(block[name], x, 2, false);
}

/// 3x3 at stride 1; what lies outside does not count.
Tensor averaged(const Tensor& x) {
    return at::avg_pool2d(x, {3, 3}, {1, 1}, {1, 1}, /*ceil_mode=*/false,
                          /*count_include_pad=*/false);
}

Tensor halved(const Tensor& x) {
    return at::max_pool2d(x, {3, 3}, {2, 2});
}

Tensor blockA(const Scope& b, const Tensor& x) {
    return at::cat({chain(b, {"branch1x1"}, x), chain(b, {"branch5x5_1", "branch5x5_2"}, x),
                    chain(b, {"branch3x3dbl_1", "branch3x3dbl_2", "branch3x3dbl_3"}, x),
                    chain(b, {"branch_pool"}, averaged(x))},
                   1);
}

Tensor blockB(const Scope& b, const Tensor& x) {
    return at::cat({reduced(b, "branch3x3", x),
                    reduced(b, "branch3x3dbl_3", chain(b, {"branch3x3dbl_1", "branch3x3dbl_2"}, x)),
                    halved(x)},
                   1);
}

Tensor blockC(const Scope& b, const Tensor& x) {
    return at::cat({chain(b, {"branch1x1"}, x),
                    chain(b, {"branch7x7_1", "branch7x7_2", "branch7x7_3"}, x),
                    chain(b,
                          {"branch7x7dbl_1", "branch7x7dbl_2", "branch7x7dbl_3", "branch7x7dbl_4",
                           "branch7x7dbl_5"},
                          x),
                    chain(b, {"branch_pool"}, averaged(x))},
                   1);
}

Tensor blockD(const Scope& b, const Tensor& x) {
    return at::cat({reduced(b, "branch3x3_2", chain(b, {"branch3x3_1"}, x)),
                    reduced(b, "branch7x7x3_4",
                            chain(b, {"branch7x7x3_1", "branch7x7x3_2", "branch7x7x3_3"}, x)),
                    halved(x)},
                   1);
}

Tensor blockE(const Scope& b, const Tensor& x, bool last) {
    const Tensor split = chain(b, {"branch3x3_1"}, x);
    const Tensor deep = chain(b, {"branch3x3dbl_1", "branch3x3dbl_2"}, x);
    const Tensor pool = last ? at::max_pool2d(x, {3, 3}, {1, 1}, {1, 1}) : averaged(x);
    return at::cat({chain(b, {"branch1x1"}, x), chain(b, {"branch3x3_2a"}, split),
                    chain(b, {"branch3x3_2b"}, split), chain(b, {"branch3x3dbl_3a"}, deep),
                    chain(b, {"branch3x3dbl_3b"}, deep), chain(b, {"branch_pool"}, pool)},
                   1);
}

} // namespace

Tensor inceptionFeatures(const ParamStore& weights, const Tensor& photo) {
    const Scope net(weights);
    Tensor x = at::upsample_bilinear2d(photo, {side, side}, /*align_corners=*/false) * 2 - 1;
    x = layer(net["Conv2d_1a_3x3"], x, 2, false);
    x = layer(net["Conv2d_2a_3x3"], x, 1, false);
    x = halved(layer(net["Conv2d_2b_3x3"], x));
    x = layer(net["Conv2d_3b_1x1"], x);
    x = halved(layer(net["Conv2d_4a_3x3"], x, 1, false));
    for (const char* name : {"Mixed_5b", "Mixed_5c", "Mixed_5d"}) {
        x = blockA(net[name], x);
    }
    x = blockB(net["Mixed_6a"], x);
    for (const char* name : {"Mixed_6b", "Mixed_6c", "Mixed_6d", "Mixed_6e"}) {
        x = blockC(net[name], x);
    }
    x = blockD(net["Mixed_7a"], x);
    x = blockE(net["Mixed_7b"], x, false);
    x = blockE(net["Mixed_7c"], x, true);
    return x.mean({2, 3});
}

ParamStore inceptionWeights(const project::TensorFile& file) {
    ParamStore weights;
    for (const project::StoredTensor& stored : file.tensors()) {
        const Tensor tensor = nets::toTensor(stored);
        if (tensor.is_floating_point()) {
            weights.set(stored.name, tensor.to(at::kFloat));
        }
    }
    std::string problem;
    try {
        const at::NoGradGuard noGrad;
        const Tensor features = inceptionFeatures(weights, at::zeros({1, 3, side, side}));
        if (features.size(1) != featureWidth) {
            problem = "has features of " + std::to_string(features.size(1)) +
                      " numbers instead of " + std::to_string(featureWidth);
        }
    } catch (const Error& missing) {
        problem = "lacks " + missing.where();
    } catch (const c10::Error&) {
        problem = "has weights of other shapes than Inception-v3";
    }
    if (!problem.empty()) {
        throw Error(problem, file.path().string(), "Name the Inception-v3 of FID (pytorch-fid)");
    }
    return weights;
}

} // namespace underpaint::metrics
