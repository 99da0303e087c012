// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/metrics/feature_networks.h"
#include "engine/metrics/inception_v3.h"
#include "engine/metrics/scripted_networks.h"
#include "engine/metrics/vgg16.h"
#include "engine/nets/cost/describe_run.h"
#include "engine/nets/network.h"
#include "engine/nets/weights/initialise.h"
#include "engine/nets/weights/tensors_to_write.h"
#include "engine/project/tensors/safetensors.h"
#include "tests/engine/formula_picture.h"
#include "tests/support/temporary_folder.h"

#include <torch/script.h>

#include <array>
#include <cmath>
#include <fstream>
#include <numeric>

// After LibTorch, whose logging has a CHECK of its own.
#include "tests/support/engine_test.h"

namespace feature_networks_test {

using namespace underpaint;
using namespace underpaint::test;

namespace {

at::Tensor formulaWeight(at::IntArrayRef shape) {
    at::Tensor weight = at::empty(shape, at::kFloat);
    float* next = weight.data_ptr<float>();
    if (shape.size() == 1) {
        for (std::int64_t o = 0; o < shape[0]; ++o) {
            *next++ = static_cast<float>(static_cast<double>(o % 5 - 2) / 10.0);
        }
        return weight;
    }
    const double scale = std::sqrt(6.0 / static_cast<double>(shape[1] * 9));
    for (std::int64_t o = 0; o < shape[0]; ++o) {
        for (std::int64_t i = 0; i < shape[1]; ++i) {
            for (std::int64_t k = 0; k < 9; ++k) {
                const std::int64_t value = (o * 7 + i * 3 + k / 3 * 5 + k % 3 * 11 + o * i) % 13;
                *next++ = static_cast<float>(static_cast<double>(value - 6) / 6.0 * scale);
            }
        }
    }
    return weight;
}

/// Weights by formula under torchvision's names.
void writeVgg16(const std::filesystem::path& path) {
    nets::DescribeRun shapes;
    const nets::ParamStore none;
    metrics::Vgg16()(shapes, nets::Scope(none), nets::shapeOnly(1, 3, 32, 32));
    CHECK_EQUAL(shapes.parameters().back().key, "features.28.bias");
    nets::TensorsToWrite tensors;
    for (const nets::ParamSpec& spec : shapes.parameters()) {
        tensors.add(spec.key, formulaWeight(spec.shape));
    }
    project::writeSafetensors(path, tensors.views());
}

void writeHeads(const std::filesystem::path& path, std::size_t count) {
    nets::TensorsToWrite tensors;
    for (std::size_t layer = 0; layer < count; ++layer) {
        const std::int64_t channels = metrics::Vgg16::layerChannels.at(layer);
        tensors.add("lin" + std::to_string(layer) + ".model.1.weight",
                    (at::arange(channels) % 7).to(at::kFloat).div(7).view({1, channels, 1, 1}));
    }
    project::writeSafetensors(path, tensors.views());
}

/// One layer of a narrow Inception-v3 (two channels each): "name", extents of its kernel, inputs.
struct InceptionLayer {
    std::string name;
    std::int64_t high = 1;
    std::int64_t wide = 1;
    std::int64_t inputs = 2;
};

void addLayer(nets::ParamStore& weights, const InceptionLayer& spec) {
    at::Tensor kernel = at::empty({2, spec.inputs, spec.high, spec.wide}, at::kFloat);
    float* next = kernel.data_ptr<float>();
    const auto length = static_cast<std::int64_t>(spec.name.size());
    const double scale = std::sqrt(6.0 / static_cast<double>(spec.inputs * spec.high * spec.wide));
    for (std::int64_t o = 0; o < 2; ++o) {
        for (std::int64_t i = 0; i < spec.inputs; ++i) {
            for (std::int64_t k = 0; k < spec.high * spec.wide; ++k) {
                const std::int64_t value =
                    o * 7 + i * 3 + k / spec.wide * 5 + k % spec.wide * 11 + o * i + length;
                *next++ = static_cast<float>(static_cast<double>(value % 13 - 6) / 6.0 * scale);
            }
        }
    }
    weights.set(spec.name + ".conv.weight", kernel);
    weights.set(spec.name + ".bn.weight", at::tensor({1.0F, 1.1F}));
    weights.set(spec.name + ".bn.bias", at::tensor({0.1F, 0.15F}));
    weights.set(spec.name + ".bn.running_mean", at::tensor({0.0F, 0.02F}));
    weights.set(spec.name + ".bn.running_var", at::tensor({1.0F, 1.2F}));
}

void addBlock(nets::ParamStore& weights, const std::string& block, std::int64_t inputs,
              const std::vector<InceptionLayer>& layers) {
    for (InceptionLayer spec : layers) {
        spec.name = block + "." + spec.name;
        spec.inputs = spec.inputs == 0 ? inputs : spec.inputs;
        addLayer(weights, spec);
    }
}

/// All its layers under the published names; 0 inputs = those of the block.
nets::ParamStore narrowInception() {
    nets::ParamStore weights;
    addLayer(weights, {"Conv2d_1a_3x3", 3, 3, 3});
    addLayer(weights, {"Conv2d_2a_3x3", 3, 3});
    addLayer(weights, {"Conv2d_2b_3x3", 3, 3});
    addLayer(weights, {"Conv2d_3b_1x1"});
    addLayer(weights, {"Conv2d_4a_3x3", 3, 3});
    const std::vector<InceptionLayer> a{{"branch1x1", 1, 1, 0},   {"branch5x5_1", 1, 1, 0},
                                        {"branch5x5_2", 5, 5},    {"branch3x3dbl_1", 1, 1, 0},
                                        {"branch3x3dbl_2", 3, 3}, {"branch3x3dbl_3", 3, 3},
                                        {"branch_pool", 1, 1, 0}};
    const std::vector<InceptionLayer> c{{"branch1x1", 1, 1, 0},      {"branch7x7_1", 1, 1, 0},
                                        {"branch7x7_2", 1, 7},       {"branch7x7_3", 7, 1},
                                        {"branch7x7dbl_1", 1, 1, 0}, {"branch7x7dbl_2", 7, 1},
                                        {"branch7x7dbl_3", 1, 7},    {"branch7x7dbl_4", 7, 1},
                                        {"branch7x7dbl_5", 1, 7},    {"branch_pool", 1, 1, 0}};
    const std::vector<InceptionLayer> e{
        {"branch1x1", 1, 1, 0},    {"branch3x3_1", 1, 1, 0},    {"branch3x3_2a", 1, 3},
        {"branch3x3_2b", 3, 1},    {"branch3x3dbl_1", 1, 1, 0}, {"branch3x3dbl_2", 3, 3},
        {"branch3x3dbl_3a", 1, 3}, {"branch3x3dbl_3b", 3, 1},   {"branch_pool", 1, 1, 0}};
    addBlock(weights, "Mixed_5b", 2, a);
    addBlock(weights, "Mixed_5c", 8, a);
    addBlock(weights, "Mixed_5d", 8, a);
    addBlock(weights, "Mixed_6a", 8,
             {{"branch3x3", 3, 3, 0},
              {"branch3x3dbl_1", 1, 1, 0},
              {"branch3x3dbl_2", 3, 3},
              {"branch3x3dbl_3", 3, 3}});
    addBlock(weights, "Mixed_6b", 12, c);
    for (const char* name : {"Mixed_6c", "Mixed_6d", "Mixed_6e"}) {
        addBlock(weights, name, 8, c);
    }
    addBlock(weights, "Mixed_7a", 8,
             {{"branch3x3_1", 1, 1, 0},
              {"branch3x3_2", 3, 3},
              {"branch7x7x3_1", 1, 1, 0},
              {"branch7x7x3_2", 1, 7},
              {"branch7x7x3_3", 7, 1},
              {"branch7x7x3_4", 3, 3}});
    addBlock(weights, "Mixed_7b", 12, e);
    addBlock(weights, "Mixed_7c", 12, e);
    return weights;
}

at::Tensor unitTensor(const Image& photo) {
    at::Tensor values = at::empty({1, 3, photo.height(), photo.width()}, at::kFloat);
    float* next = values.data_ptr<float>();
    for (int c = 0; c < 3; ++c) {
        for (int y = 0; y < photo.height(); ++y) {
            for (int x = 0; x < photo.width(); ++x) {
                *next++ = static_cast<float>(photo.at(x, y, c)) / 255.0F;
            }
        }
    }
    return values;
}

project::ModelPackage writeSegmenter(const std::filesystem::path& path) {
    project::Manifest manifest;
    manifest.name = "judge";
    manifest.kind = "segmenter";
    manifest.labelChannels = 0;
    manifest.networks["S"] = {
        "segmenter", {{"classes", std::int64_t{3}}, {"width", std::int64_t{8}}}, {}};
    const auto network = nets::Network::create("segmenter", manifest.networks["S"].options);
    nets::TensorsToWrite tensors;
    for (const auto& [key, value] :
         nets::initialWeights(network, nets::Initialisation::Scaled, 5)) {
        tensors.add(key, value);
    }
    const project::PackageWeights weights{"S", tensors.views()};
    project::writePackage(path, manifest, std::span(&weights, 1));
    return project::ModelPackage::open(path);
}

void writeScript(const std::filesystem::path& path, const std::string& forward) {
    torch::jit::Module module("judge");
    module.define(forward);
    module.save(path.string());
}

} // namespace

UNDERPAINT_TEST(lpips_on_vgg16_agrees_with_numpy) {
    const TemporaryFolder folder;
    writeVgg16(folder / "vgg16.safetensors");
    writeHeads(folder / "heads.safetensors", 5);
    const auto lpips =
        metrics::lpipsVgg16(folder / "vgg16.safetensors", folder / "heads.safetensors", "cpu");
    CHECK_EQUAL(lpips.name, "lpips_vgg16");
    const Image a = formulaPicture(40, 28, 1);
    // NumPy with weights of the same formula, in double precision.
    CHECK_CLOSE(lpips.distance(a, formulaPicture(40, 28, 2)), 1.7188054532050234, 1e-4);
    CHECK_EQUAL(lpips.distance(a, a), 0.0);

    writeHeads(folder / "four.safetensors", 4);
    CHECK_ERROR(
        metrics::lpipsVgg16(folder / "vgg16.safetensors", folder / "four.safetensors", "cpu"),
        "lin4.model.1.weight");
    CHECK_ERROR(
        metrics::lpipsVgg16(folder / "heads.safetensors", folder / "heads.safetensors", "cpu"),
        "features.0.weight is missing");
}

UNDERPAINT_TEST(inception_agrees_with_numpy) {
    // NumPy with weights of the same formula, in double precision.
    const std::array<double, 12> expected{4.50144174,  0.384161837, 3.2867702,   3.60686995e-05,
                                          1.39124301,  1.08686422,  0.828991215, 0.0825593651,
                                          0.547405801, 0.294733794, 0.354430253, 3.67119912};
    const at::Tensor features =
        metrics::inceptionFeatures(narrowInception(), unitTensor(formulaPicture(40, 28, 1)));
    CHECK_EQUAL(features.numel(), 12);
    for (std::int64_t i = 0; i < 12; ++i) {
        CHECK_CLOSE(features[0][i].item<double>(), expected.at(static_cast<std::size_t>(i)), 1e-4);
    }
}

UNDERPAINT_TEST(files_that_are_no_inception_are_refused) {
    const TemporaryFolder folder;
    nets::TensorsToWrite tensors;
    const nets::ParamStore narrow = narrowInception();
    for (const auto& [key, value] : narrow) {
        tensors.add(key, value);
    }
    project::writeSafetensors(folder / "narrow.safetensors", tensors.views());
    CHECK_ERROR(metrics::inceptionV3(folder / "narrow.safetensors", "cpu"), "instead of 2048");
    nets::TensorsToWrite part;
    part.add("Conv2d_1a_3x3.conv.weight", at::zeros({2, 3, 3, 3}));
    project::writeSafetensors(folder / "part.safetensors", part.views());
    CHECK_ERROR(metrics::inceptionV3(folder / "part.safetensors", "cpu"), "Conv2d_1a_3x3.bn");
}

UNDERPAINT_TEST(own_backbone_has_names_of_its_own) {
    const TemporaryFolder folder;
    const auto package = writeSegmenter(folder / "s.underpaint-model");
    const auto distance = metrics::ownPerceptualDistance(package, "cpu");
    const auto features = metrics::ownFeatures(package, "cpu");
    CHECK_EQUAL(distance.name, "perceptual_own_backbone");
    CHECK_EQUAL(features.name, "frechet_own_backbone");
    const Image a = formulaPicture(50, 38, 1); // no multiple of 16
    const Image b = formulaPicture(50, 38, 2);
    CHECK_EQUAL(distance.distance(a, a), 0.0);
    CHECK(distance.distance(a, b) > 0);
    CHECK_CLOSE(distance.distance(a, b), distance.distance(b, a), 1e-9);
    const auto layers = metrics::backboneActivations(package, "cpu")(a);
    CHECK_EQUAL(layers.size(), std::size_t{4});
    CHECK_CLOSE(
        distance.distance(a, b),
        metrics::perceptualDistance(layers, metrics::backboneActivations(package, "cpu")(b)),
        1e-12);
    const std::vector<float> means = features.features(a);
    CHECK_EQUAL(means.size(), std::size_t{8 + 12 + 20 + 32});
    CHECK_EQUAL(means[9], metrics::pooled(layers[1])[1]);
}

UNDERPAINT_TEST(scripts_get_photos_as_they_expect_them) {
    const TemporaryFolder folder;
    const Image photo = formulaPicture(20, 12, 1);
    double sum = 0;
    for (int y = 0; y < 12; ++y) {
        for (int x = 0; x < 20; ++x) {
            sum += photo.at(x, y, 1);
        }
    }
    const double green = sum / 240;
    writeScript(folder / "numbers.pt", R"(
def forward(self, x):
    return [torch.mean(x, [2, 3], True)]
)");
    const auto numbers = metrics::scriptedInception(folder / "numbers.pt", "cpu");
    CHECK_EQUAL(numbers.name, "fid_script");
    CHECK_EQUAL(numbers.features(photo).size(), std::size_t{3});
    CHECK_CLOSE(numbers.features(photo)[1], green / 255, 1e-6);
    writeScript(folder / "bytes.pt", R"(
def forward(self, x, return_features: bool = False):
    if return_features:
        return torch.mean(x.float(), [2, 3])
    return x.float()
)");
    CHECK_CLOSE(metrics::scriptedInception(folder / "bytes.pt", "cpu").features(photo)[1], green,
                1e-4);
    writeScript(folder / "distance.pt", R"(
def forward(self, a, b):
    return torch.mean(torch.abs(a - b))
)");
    const auto distance = metrics::scriptedLpips(folder / "distance.pt", "cpu");
    CHECK_EQUAL(distance.name, "lpips_script");
    CHECK_CLOSE(distance.distance(Image(8, 8, 3, 0), Image(8, 8, 3, 51)), 0.4, 1e-6);
    CHECK_ERROR(metrics::scriptedLpips(folder / "numbers.pt", "cpu").distance(photo, photo),
                "numbers.pt");
}

UNDERPAINT_TEST(what_is_no_script_is_refused) {
    const TemporaryFolder folder;
    std::ofstream(folder / "text.pt") << "this is no TorchScript";
    CHECK_ERROR(metrics::scriptedInception(folder / "text.pt", "cpu"), "text.pt");
    CHECK_ERROR(metrics::scriptedInception(folder / "none.pt", "cpu"), "none.pt");
}

} // namespace feature_networks_test
