// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/nets/systems/spectral_norm.h"
#include "engine/translate/import_model.h"
#include "engine/translate/translator.h"
#include "tests/engine/nets_samples.h"
#include "tests/engine/translate_samples.h"
#include "tests/support/engine_test.h"
#include "tests/support/shared_data.h"
#include "tests/support/temporary_folder.h"

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <sstream>
#include <string>
#include <utility>

using namespace underpaint;

namespace fs = std::filesystem;

namespace {

const project::Options ofGenerator{{"seg_nc", std::int64_t{6}},
                                   {"ngf", std::int64_t{4}},
                                   {"nhidden", std::int64_t{4}},
                                   {"use_attention", true}};
const project::Options ofCorrespondence{{"seg_nc", std::int64_t{6}},
                                        {"ngf", std::int64_t{2}},
                                        {"nhidden", std::int64_t{4}},
                                        {"projection_nc", std::int64_t{8}},
                                        {"match_kernel", std::int64_t{3}},
                                        {"pono_c", true},
                                        {"maskmix", true}};

/// Random weights whose estimates of singular values are good, as after a training.
nets::ParamStore trainedWeights(const std::string& name, const project::Options& options) {
    constexpr std::string_view original = ".weight_orig";
    const nets::ParamStore weights = test::sampleWeights(nets::Network::create(name, options));
    for (const auto& [key, value] : weights) {
        for (int step = 0; key.ends_with(original) && step < 5; ++step) {
            nets::storedSpectralWeight(
                nets::Scope(weights, key.substr(0, key.size() - original.size())), true);
        }
    }
    return weights;
}

void writeNetwork(const fs::path& path, const std::string& name, const project::Options& options) {
    nets::TensorMap tensors;
    for (const auto& [key, value] : trainedWeights(name, options)) {
        tensors[key] = value;
    }
    test::writeCheckpoint(path, tensors);
}

/// Checkpoints as the official training leaves them.
struct Files {
    test::TemporaryFolder folder;
    fs::path generator = folder / "latest_net_G.pth";
    fs::path correspondence = folder / "latest_net_Corr.pth";
    fs::path package = folder / "m.underpaint-model";

    Files() {
        writeNetwork(generator, "cocosnet.generator", ofGenerator);
        writeNetwork(correspondence, "cocosnet.correspondence", ofCorrespondence);
    }
    translate::ImportRequest request(const std::string& warp) const {
        translate::ImportRequest request;
        request.files = {generator, correspondence};
        request.options["warp"] = warp;
        request.labels = test::sampleLabels();
        return request;
    }
};

Image colouredPhoto(std::uint8_t red, std::uint8_t blue) {
    Image photo(70, 90, 3, 0);
    for (int y = 0; y < photo.height(); ++y) {
        for (int x = 0; x < photo.width(); ++x) {
            photo.at(x, y, 0) = red;
            photo.at(x, y, 1) = static_cast<std::uint8_t>(2 * y);
            photo.at(x, y, 2) = blue;
        }
    }
    return photo;
}

scene::Exemplar exemplar(const std::string& id, Image photo, scene::ExemplarTarget target = {}) {
    LabelPlane labels(photo.width(), photo.height(), 1, 4);
    for (int x = 0; x < 30; ++x) {
        labels.at(x, 10) = 2;
    }
    return {.id = id,
            .photo = std::make_shared<const Image>(std::move(photo)),
            .labels = std::make_shared<const LabelPlane>(std::move(labels)),
            .target = target,
            .pins = {}};
}

std::unique_ptr<translate::Translator> opened(const Files& files) {
    CHECK(translate::importModel(files.request("bilinear"), files.package, false).whole());
    return translate::openTranslator(
        project::ModelPackage::open(files.package),
        {.device = "cpu", .precision = nets::Precision::Fp32, .threads = 1});
}

Image painted(translate::Translator& translator, const scene::SceneState& state) {
    return translator.render(scene::SceneSnapshot(state), {}, {}, {}).photo;
}

} // namespace

UNDERPAINT_TEST(checkpoints_of_cocosnet_become_a_model) {
    const Files files;
    const translate::ImportOutcome outcome =
        translate::importModel(files.request("patches"), files.package, false);
    CHECK(outcome.whole());
    const auto& networks = outcome.written->networks;
    CHECK_EQUAL(networks.size(), 2U);
    const project::Options& options = networks.at("Corr").options;
    CHECK(std::get<bool>(options.at("warp_patch")));
    CHECK(!std::get<bool>(options.at("warp_bilinear")));
    CHECK(std::get<bool>(options.at("maskmix")));
    CHECK_EQUAL(std::get<std::int64_t>(options.at("projection_nc")), 8);
    CHECK_EQUAL(outcome.written->labelChannels, 6);
}

UNDERPAINT_TEST(what_no_weight_of_cocosnet_tells_is_asked_for) {
    const Files files;
    translate::ImportRequest request = files.request("nearest");
    request.options.erase("warp");
    CHECK_ERROR(translate::importModel(request, files.package, false), "warp=nearest");
    request = files.request("nearest");
    request.files = {files.generator};
    CHECK_ERROR(translate::importModel(request, files.package, false), "net_Corr");
}

UNDERPAINT_TEST(an_exemplar_changes_the_photo_of_a_scene_of_any_size) {
    const Files files;
    const auto translator = opened(files);
    CHECK(translator->capabilities().exemplars);
    for (const Size size : {Size{96, 64}, Size{77, 101}}) {
        scene::SceneState state = test::sampleScene(size);
        const Image grey = painted(*translator, state);
        CHECK(grey.size() == size);
        state.addExemplar(exemplar("one", colouredPhoto(255, 0)));
        const Image red = painted(*translator, state);
        CHECK(red == painted(*translator, state));
        CHECK(!(red == grey));
        state.appearance.exemplars.clear();
        state.addExemplar(exemplar("one", colouredPhoto(0, 255)));
        CHECK(!(painted(*translator, state) == red));
        // Without any strength it is as if there were none.
        state.appearance.exemplars.at("one").strength = 0;
        CHECK(painted(*translator, state) == grey);
    }
}

UNDERPAINT_TEST(an_exemplar_of_a_class_that_it_lacks_lends_nothing) {
    const Files files;
    const auto translator = opened(files);
    scene::SceneState state = test::sampleScene({96, 64});
    const Image grey = painted(*translator, state);
    const auto withTarget = [&](std::uint32_t label) {
        scene::SceneState other = state;
        other.addExemplar(
            exemplar("one", colouredPhoto(255, 0), {scene::ExemplarTarget::Kind::Class, label}));
        return painted(*translator, other);
    };
    CHECK(!(withTarget(4) == grey));
    CHECK(withTarget(1) == grey);
}

UNDERPAINT_TEST(full_size_networks_have_the_official_names_and_shapes) {
    const auto with = [](project::Options options) {
        options["seg_nc"] = std::int64_t{151};
        return options;
    };
    const std::map<std::string, nets::Network> networks{
        {"G", nets::Network::create("cocosnet.generator",
                                    with({{"ngf", std::int64_t{64}}, {"use_attention", true}}))},
        {"Corr", nets::Network::create("cocosnet.correspondence",
                                       with({{"ngf", std::int64_t{64}}, {"maskmix", true}}))},
        {"D", nets::Network::create("cocosnet.multiscale_discriminator",
                                    with({{"ndf", std::int64_t{64}},
                                          {"norm", std::string("instance")},
                                          {"use_attention", true}}))}};
    std::map<std::string, std::string> official;
    std::ifstream list(test::sharedData("golden/cocosnet/official_keys_ade20k.txt"));
    for (std::string line; std::getline(list, line);) {
        std::istringstream words(line);
        std::string role;
        std::string key;
        std::string shape;
        if (words >> role >> key >> shape && role != "#") {
            official[role + " " + key] = shape;
        }
    }
    std::map<std::string, std::string> ours;
    for (const auto& [role, network] : networks) {
        for (const nets::ParamSpec& spec : network.parameters()) {
            std::string shape = spec.shape.empty() ? "scalar" : "";
            for (const std::int64_t extent : spec.shape) {
                shape += (shape.empty() ? "" : "x") + std::to_string(extent);
            }
            ours[role + " " + spec.key] = shape;
        }
    }
    CHECK_EQUAL(official.size(), 193U + 192U + 74U);
    CHECK(ours == official);
}
