// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/engine/train_samples.h"

#include "engine/base/error.h"
#include "engine/base/random.h"
#include "engine/nets/weights/load_weights.h"
#include "engine/project/tensors/safetensors.h"

#include <fstream>
#include <iterator>
#include <string>
#include <utility>

namespace underpaint::test {

namespace {

using Whole = std::int64_t;

constexpr int block = 8;

constexpr const char* codesJson = R"({
    "name": "tiny codes", "kind": "bicyclegan",
    "generator": { "network": "bicyclegan.modulated_generator",
                   "options": { "ngf": 8, "n_downsampling": 1, "norm": "pixel", "n_blocks": 1,
                                "head_radius": 1, "noise_nc": 1 } },
    "encoder": { "network": "bicyclegan.encoder_conv",
                 "options": { "nef": 8, "n_layers": 2, "norm": "none" } },
    "discriminator": { "network": "bicyclegan.multiscale_discriminator",
                       "options": { "ndf": 4, "n_layers": 1, "num_D": 2, "norm": "instance" } },
    "codes": { "size": 2 },
    "augmentation": { "size": [32, 32], "smallest_window": 1, "flip": false, "colour": 0 },
    "precision": "fp32", "steps": 1000
})";

constexpr const char* exemplarsJson = R"({
    "name": "tiny exemplars", "kind": "cocosnet",
    "generator": { "network": "cocosnet.modulated_generator",
                   "options": { "ngf": 8, "n_downsampling": 1, "norm": "pixel", "n_blocks": 1,
                                "head_radius": 1, "noise_nc": 1, "keep_warp": true } },
    "correspondence": { "network": "cocosnet.correspondence",
                        "options": { "ngf": 2, "projection_nc": 8, "nhidden": 4, "maskmix": true,
                                     "use_coordconv": true, "match_kernel": 3, "pono_c": true,
                                     "temperature": 0.02, "warp_bilinear": true } },
    "discriminator": { "network": "pix2pixhd.multiscale_discriminator",
                       "options": { "ndf": 4, "n_layers": 1, "num_D": 1, "norm": "instance" } },
    "exemplars": { "contextual": 0, "content": 0 },
    "augmentation": { "size": [32, 32], "smallest_window": 1, "flip": false, "colour": 0 },
    "precision": "fp32", "steps": 1000
})";

} // namespace

const std::vector<project::PackageClass>& sampleClasses() {
    static const std::vector<project::PackageClass> classes{
        {.id = 0, .name = "sky", .colour = {40, 80, 220}, .thing = false},
        {.id = 1, .name = "road", .colour = {120, 120, 120}, .thing = false},
        {.id = 2, .name = "car", .colour = {200, 30, 30}, .thing = true},
        {.id = 5, .name = "pole", .colour = {240, 240, 20}, .thing = true}};
    return classes;
}

SamplePair samplePair(Size size, std::uint64_t seed) {
    SamplePair pair{Image(size.width, size.height, 3, 0), LabelPlane(size.width, size.height),
                    InstancePlane(size.width, size.height)};
    Random random(seed);
    std::vector<std::size_t> choices;
    const int columns = (size.width + block - 1) / block;
    const int rows = (size.height + block - 1) / block;
    for (int i = 0; i < columns * rows; ++i) {
        choices.push_back(static_cast<std::size_t>(random.below(sampleClasses().size())));
    }
    for (int y = 0; y < size.height; ++y) {
        for (int x = 0; x < size.width; ++x) {
            const int cell = y / block * columns + x / block;
            const project::PackageClass& known =
                sampleClasses()[choices[static_cast<std::size_t>(cell)]];
            pair.labels.at(x, y) = static_cast<std::uint16_t>(known.id);
            pair.instances.at(x, y) =
                static_cast<std::uint32_t>(known.thing ? 100000 + cell : known.id);
            for (int c = 0; c < 3; ++c) {
                pair.photo.at(x, y, c) = known.colour[static_cast<std::size_t>(c)];
            }
        }
    }
    return pair;
}

train::PackedDataset samplePack(const std::filesystem::path& path, std::size_t pairs, Size size) {
    train::PackedWriter writer(path, sampleClasses(), "drawn by a test");
    for (std::size_t i = 0; i < pairs; ++i) {
        const SamplePair pair = samplePair(size, 7 + i);
        writer.add("pair" + std::to_string(i), pair.photo, pair.labels, pair.instances);
    }
    writer.finish();
    return train::PackedDataset::open(path);
}

train::Recipe tinyRecipe() {
    const std::string instance = "instance";
    train::Recipe recipe;
    recipe.name = "tiny";
    recipe.generator = {"pix2pixhd.global_generator",
                        {{"ngf", Whole{4}},
                         {"n_downsampling", Whole{1}},
                         {"n_blocks", Whole{1}},
                         {"norm", instance},
                         {"upsample", std::string("nearest")}}};
    recipe.discriminator = {
        "pix2pixhd.multiscale_discriminator",
        {{"ndf", Whole{4}}, {"n_layers", Whole{2}}, {"num_D", Whole{2}}, {"norm", instance}}};
    recipe.encoder = train::RecipeNetwork{
        "pix2pixhd.encoder", {{"ngf", Whole{4}}, {"n_downsampling", Whole{1}}, {"norm", instance}}};
    recipe.augmentation.size = {32, 16};
    recipe.objective = {.gan = "hinge", .featureMatching = 10, .l1 = 5};
    recipe.discriminatorAugmentation = {.translation = 0.1, .cutout = 0.25, .brightness = 0.2};
    recipe.precision = "fp32";
    recipe.steps = 1000;
    recipe.checkpointEvery = 1000;
    recipe.sampleEvery = 1000;
    return recipe;
}

train::Recipe tinyCodesRecipe() {
    return train::parseRecipe(codesJson, "test");
}

train::Recipe tinyExemplarsRecipe() {
    return train::parseRecipe(exemplarsJson, "test");
}

train::TrainerSettings oneThread() {
    return {.device = "cpu", .threads = 1};
}

std::string contentOf(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

project::TensorFile stateOf(const train::Trainer& trainer, const std::filesystem::path& path) {
    trainer.save(path);
    return project::readSafetensors(path);
}

at::Tensor tensorOf(const project::TensorFile& file, const std::string& name) {
    const project::StoredTensor* stored = file.find(name);
    if (stored == nullptr) {
        throw Error("there is no tensor " + name, file.path().string());
    }
    return nets::toTensor(*stored);
}

scene::LabelSet sampleLabelSet() {
    std::vector<scene::LabelClass> classes;
    for (const project::PackageClass& known : sampleClasses()) {
        classes.push_back({static_cast<std::uint16_t>(known.id),
                           known.name,
                           {known.colour[0], known.colour[1], known.colour[2]},
                           known.thing});
    }
    return {"sample", std::move(classes)};
}

bool endsTheSameWhenCut(const train::Recipe& recipe, const train::PackedDataset& data,
                        const std::filesystem::path& folder, int first, int steps) {
    const auto goOn = [](train::Trainer& trainer, int count) {
        for (int i = 0; i < count; ++i) {
            trainer.step();
        }
    };
    const auto whole = train::makeTrainer(recipe, data, oneThread());
    goOn(*whole, steps);
    whole->save(folder / "whole");
    const auto part = train::makeTrainer(recipe, data, oneThread());
    goOn(*part, first);
    part->save(folder / "part");
    const auto rest = train::makeTrainer(recipe, data, oneThread());
    rest->restore(folder / "part");
    goOn(*rest, steps - first);
    rest->save(folder / "rest");
    return contentOf(folder / "rest") == contentOf(folder / "whole");
}

} // namespace underpaint::test
