// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/error.h"
#include "engine/nets/run/eager_run.h"
#include "engine/nets/weights/load_weights.h"
#include "engine/translate/torch_script.h"
#include "engine/translate/translator.h"
#include "tests/engine/local_photo_samples.h"
#include "tests/engine/nets_samples.h"
#include "tests/engine/translate_samples.h"
#include "tests/support/engine_test.h"
#include "tests/support/temporary_folder.h"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>
#include <set>
#include <string>
#include <torch/csrc/jit/serialization/import.h>

namespace torch_script_test {

using namespace underpaint;
using namespace underpaint::test;

namespace {

constexpr const char* street = UNDERPAINT_SOURCE_FOLDER "/models/street.underpaint-model";

/// The largest difference between the file and the network's own pass at that size.
double difference(const std::filesystem::path& file, const project::ModelPackage& package,
                  std::int64_t height, std::int64_t width) {
    const project::PackageNetwork& described = package.manifest().networks.at("G");
    const nets::Network network = nets::Network::create(described.network, described.options);
    const nets::ParamStore weights = nets::loadWholeWeights(network, package.weights("G"));
    const at::NoGradGuard noGrad;
    torch::jit::Module module = torch::jit::load(file.string());
    nets::NetworkInputs inputs;
    std::vector<c10::IValue> values;
    for (const nets::InputSpec& spec : network.inputs()) {
        const at::Tensor value =
            randomTensor({1, spec.channels, spec.extent(height), spec.extent(width)}, 3);
        inputs.emplace(spec.name, value);
        values.emplace_back(value);
    }
    nets::EagerRun run;
    const at::Tensor wanted = network.generate(run, nets::Scope(weights), inputs);
    const at::Tensor got = module.forward(values).toTensor();
    CHECK(got.sizes() == wanted.sizes());
    return (got - wanted).abs().max().item<double>();
}

} // namespace

UNDERPAINT_TEST(a_generator_becomes_torchscript_for_all_sizes) {
    const TemporaryFolder folder;
    const auto official = writePix2PixHd(folder / "hd");
    for (const std::filesystem::path& path : {official, std::filesystem::path(street)}) {
        const auto package = project::ModelPackage::open(path);
        const std::filesystem::path file = folder / (path.stem().string() + ".pt");
        const auto written = translate::writeTorchScript(package, file);
        CHECK_EQUAL(written.size(), 2U);
        CHECK(difference(file, package, 64, 64) < 1e-4);
        CHECK(difference(file, package, 96, 160) < 1e-4);
        CHECK_ERROR(translate::writeTorchScript(package, file), "already");
        // The weights are called as in the state dict.
        bool known = false;
        const torch::jit::Module module = torch::jit::load(file.string());
        for (const auto& one : module.named_parameters()) {
            known = known || one.name.ends_with(".weight");
        }
        CHECK(known);
    }
}

UNDERPAINT_TEST(what_a_script_is_fed_is_described) {
    const auto manifest = project::ModelPackage::open(street).manifest();
    const auto described = nlohmann::json::parse(translate::describedInputs(manifest));
    const auto& input = described.at("inputs").at(0);
    std::int64_t channels = 0;
    std::set<std::string> what;
    for (const auto& part : input.at("parts")) {
        CHECK_EQUAL(part.at("first").get<std::int64_t>(), channels);
        channels += part.at("count").get<std::int64_t>();
        what.insert(part.at("what").get<std::string>());
    }
    CHECK_EQUAL(channels, input.at("channels").get<std::int64_t>());
    CHECK(what == (std::set<std::string>{"labels", "boundary", "style", "noise"}));
    CHECK_EQUAL(input.at("parts").at(0).at("classes").size(), manifest.classes.size());
}

UNDERPAINT_TEST(generators_that_take_a_code_are_refused) {
    const TemporaryFolder folder;
    const auto package = project::ModelPackage::open(writeBicycleGan(folder / "code"));
    CHECK_ERROR(translate::writeTorchScript(package, folder / "code.pt"), "size");
    CHECK(!std::filesystem::exists(folder / "code.pt"));
}

UNDERPAINT_TEST(deep_photos_are_what_the_bytes_were_cut_from) {
    LocalPainter painter(writePix2PixHd, {64, 48});
    const translate::RenderResult plain = painter.render({});
    const translate::RenderResult deep = painter.render({.size = {}, .deep = true});
    CHECK(plain.deep.empty());
    CHECK(deep.photo == plain.photo); // to the byte
    CHECK(deep.deep.size() == plain.photo.size());
    std::set<std::uint16_t> values;
    for (std::size_t i = 0; i < deep.deep.values().size(); ++i) {
        values.insert(deep.deep.values()[i]);
        CHECK_EQUAL(deep.deep.values()[i] / deepSteps, int{plain.photo.values()[i]});
    }
    CHECK(values.size() > 256U);
}

} // namespace torch_script_test
