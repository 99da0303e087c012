// SPDX-License-Identifier: GPL-3.0-or-later
// Checkpoints as users have them: any prefix, any ending, several networks, values that are none.
#include "engine/nets/network.h"
#include "engine/nets/weights/tensors_to_write.h"
#include "engine/project/tensors/safetensors.h"
#include "engine/scene/builtin_label_sets.h"
#include "engine/translate/import_model.h"
#include "engine/translate/translator.h"
#include "tests/engine/translate_samples.h"
#include "tests/support/engine_test.h"
#include "tests/support/temporary_folder.h"

#include <cmath>
#include <fstream>
#include <limits>

namespace import_test {

using namespace underpaint;

namespace fs = std::filesystem;

namespace {

project::Options generatorOptions(std::int64_t channels) {
    return {{"input_nc", channels},        {"output_nc", std::int64_t{3}},
            {"ngf", std::int64_t{2}},      {"n_downsampling", std::int64_t{2}},
            {"n_blocks", std::int64_t{2}}, {"norm", std::string("batch")}};
}

nets::ParamStore generator(std::int64_t channels = 13) {
    return test::sampleWeights(
        nets::Network::create("pix2pixhd.global_generator", generatorOptions(channels)));
}

nets::ParamStore encoder() {
    return test::sampleWeights(
        nets::Network::create("pix2pixhd.encoder", {{"output_nc", std::int64_t{3}},
                                                    {"ngf", std::int64_t{2}},
                                                    {"n_downsampling", std::int64_t{2}},
                                                    {"norm", std::string("batch")}}));
}

void add(nets::TensorsToWrite& file, const std::string& prefix, const nets::ParamStore& weights) {
    for (const auto& [key, tensor] : weights) {
        file.add(prefix + key, tensor);
    }
}

/// A folder with one file of weights, and the package that comes of it.
struct Desk {
    test::TemporaryFolder folder;
    fs::path file = folder / "weights.safetensors";
    fs::path package = folder / "m.underpaint-model";

    void write(const nets::TensorsToWrite& weights) const {
        project::writeSafetensors(file, weights.views());
    }
    void write(const std::string& prefix, const nets::ParamStore& weights) const {
        nets::TensorsToWrite all;
        add(all, prefix, weights);
        write(all);
    }
    translate::ImportRequest request() const {
        translate::ImportRequest request;
        request.files = {file};
        request.kind = "pix2pixhd";
        request.labels = scene::camvidLabels();
        request.options["use_instance"] = true;
        return request;
    }
    translate::ImportOutcome import(const translate::ImportRequest& request) const {
        return translate::importModel(request, package, true);
    }
    translate::ImportOutcome import() const { return import(request()); }

    bool holds(const std::string& role, const nets::ParamStore& weights) const {
        const project::TensorFile stored = project::ModelPackage::open(package).weights(role);
        for (const auto& [key, tensor] : weights) {
            const project::StoredTensor* found = stored.find(key);
            if (found == nullptr || found->shape != tensor.sizes().vec() ||
                std::memcmp(found->bytes.data(), tensor.data_ptr(), tensor.nbytes()) != 0) {
                return false;
            }
        }
        return stored.tensors().size() == weights.size();
    }
};

} // namespace

UNDERPAINT_TEST(any_prefix_of_the_names_is_left_out) {
    const nets::ParamStore weights = generator();
    for (const std::string prefix :
         {"", "module.", "module.module.", "_orig_mod.", "netG.", "_orig_mod.module.", "model.",
          "model.model.", "net.", "generator/", "a.very.long.way.to.it.", "G:", "layer0.", "0.",
          "state_dict.netG."}) {
        const Desk desk;
        desk.write(prefix, weights);
        CHECK(desk.import().whole());
        CHECK(desk.holds("G", weights));
    }
}

UNDERPAINT_TEST(the_generator_is_found_beside_other_networks) {
    const Desk desk;
    const nets::ParamStore weights = generator(16);
    const nets::ParamStore styles = encoder();
    nets::TensorsToWrite all;
    add(all, "netG.module.", weights);
    add(all, "netE.module.", styles);
    all.add("netD.module.scale0_layer0.0.weight", at::ones({4, 19, 4, 4}));
    all.add("vgg.features.0.weight", at::ones({4, 3, 3, 3}));
    all.add("optimizer.lr", at::ones({1}));
    desk.write(all);
    const translate::ImportOutcome outcome = desk.import();
    CHECK(outcome.whole());
    CHECK_EQUAL(outcome.networks.size(), 2U);
    CHECK(desk.holds("G", weights) && desk.holds("E", styles));
    CHECK_EQUAL(outcome.written->featNum, 3);
}

UNDERPAINT_TEST(of_several_generators_one_is_chosen_by_its_name) {
    const Desk desk;
    const nets::ParamStore weights = generator();
    nets::ParamStore averaged;
    for (const auto& [key, tensor] : weights) {
        averaged.set(key, tensor.is_floating_point() ? tensor * 0.5 : tensor);
    }
    nets::TensorsToWrite all;
    add(all, "g.", weights);
    add(all, "g_ema.", averaged);
    desk.write(all);
    CHECK_ERROR(desk.import(), "\"g\", \"g_ema\"");
    CHECK_ERROR(desk.import(), "--set");
    translate::ImportRequest request = desk.request();
    request.set = "neither";
    CHECK_ERROR(desk.import(request), "neither");
    for (const std::string name : {"g_ema", "g_ema."}) {
        request.set = name;
        CHECK(desk.import(request).whole());
        CHECK(desk.holds("G", averaged));
    }
    request.set = "g";
    CHECK(desk.import(request).whole());
    CHECK(desk.holds("G", weights));
}

UNDERPAINT_TEST(names_of_no_network_are_shown) {
    const Desk desk;
    nets::TensorsToWrite all;
    all.add("backbone.conv1.weight", at::ones({4, 3, 3, 3}));
    desk.write(all);
    CHECK_ERROR(desk.import(), "\"backbone.conv1.weight\"");
}

UNDERPAINT_TEST(files_are_told_by_what_they_hold) {
    const nets::ParamStore weights = generator();
    for (const std::string name : {"weights.pth", "weights.bin", "weights", "weights.npy"}) {
        Desk desk;
        desk.file = desk.folder / name;
        desk.write("", weights);
        CHECK(desk.import().whole());
        CHECK(desk.holds("G", weights));
    }
    for (const std::string name : {"w.pth", "w.safetensors", "w.npy", "w"}) {
        Desk desk;
        desk.file = desk.folder / name;
        const auto say = [&](const std::string& text) {
            std::ofstream(desk.file, std::ios::binary) << text;
        };
        say("<!doctype html><html><title>Sign in</title></html>");
        CHECK_ERROR(desk.import(), "a web page (HTML)");
        say("version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 12345\n");
        CHECK_ERROR(desk.import(), "Git LFS");
        say("{\"message\": \"Not Found\"}");
        CHECK_ERROR(desk.import(), "JSON");
        say("\x1f\x8b\x08 and so on");
        CHECK_ERROR(desk.import(), "gzip");
        say("");
        CHECK_ERROR(desk.import(), desk.file.filename().string());
    }
}

UNDERPAINT_TEST(values_that_are_no_numbers_are_refused) {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const double infinite = std::numeric_limits<double>::infinity();
    for (const std::string key :
         {"model.1.weight", "model.2.running_var", "model.10.conv_block.5.bias", "model.19.bias"}) {
        for (const double value : {nan, infinite, -infinite}) {
            for (const at::ScalarType type : {at::kFloat, at::kDouble, at::kHalf, at::kBFloat16}) {
                const Desk desk;
                nets::ParamStore weights = generator();
                at::Tensor changed = weights.at(key).to(type);
                changed.view(-1)[-1] = value;
                weights.set(key, changed);
                desk.write("module.", weights);
                CHECK_ERROR(desk.import(), key);
                CHECK_ERROR(desk.import(), "not finite");
                CHECK(!fs::exists(desk.package));
            }
        }
    }
    // Finite in the file, and too large for what it is stored as.
    const Desk desk;
    nets::ParamStore weights = generator();
    at::Tensor large = weights.at("model.1.weight").clone();
    large.view(-1)[0] = 70000.0;
    weights.set("model.1.weight", large);
    desk.write("", weights);
    CHECK(desk.import().whole());
    translate::ImportRequest request = desk.request();
    request.stored = nets::Precision::Fp16;
    CHECK_ERROR(desk.import(request), "model.1.weight");
    weights.set("model.1.weight", large.to(at::kDouble) * 1e38);
    desk.write("", weights);
    CHECK_ERROR(desk.import(), "not finite");
}

UNDERPAINT_TEST(channels_that_fit_no_label_set_are_refused) {
    const Desk desk;
    desk.write("", generator(36));
    CHECK_ERROR(desk.import(), "leave 23");
    CHECK_ERROR(desk.import(), "cityscapes");
    translate::ImportRequest request = desk.request();
    request.options["feat_num"] = std::int64_t{23}; // somebody who knows
    CHECK(desk.import(request).whole());
    request = desk.request();
    request.labels = scene::cityscapesLabels();
    CHECK(desk.import(request).whole());
    desk.write("", generator(12));
    CHECK_ERROR(desk.import(), "12 input channels");
    desk.write("", generator(16)); // the usual three style channels
    CHECK_EQUAL(desk.import().written->featNum, 3);
}

UNDERPAINT_TEST(a_bicyclegan_renders_the_photo_of_its_code) {
    const nets::Network net =
        nets::Network::create("bicyclegan.unet_add_all", {{"input_nc", std::int64_t{6}},
                                                          {"output_nc", std::int64_t{3}},
                                                          {"nz", std::int64_t{4}},
                                                          {"num_downs", std::int64_t{5}},
                                                          {"ngf", std::int64_t{2}},
                                                          {"norm", std::string("instance")}});
    const nets::Network encoder =
        nets::Network::create("bicyclegan.encoder_resnet", {{"input_nc", std::int64_t{3}},
                                                            {"nz", std::int64_t{4}},
                                                            {"nef", std::int64_t{2}},
                                                            {"n_blocks", std::int64_t{4}},
                                                            {"norm", std::string("instance")}});
    const Desk desk;
    nets::TensorsToWrite both;
    add(both, "netG.", test::sampleWeights(net));
    add(both, "netE.", test::sampleWeights(encoder));
    desk.write(both);
    translate::ImportRequest request;
    request.files = {desk.file};
    request.kind = "bicyclegan";
    request.labels = test::sampleLabels();
    desk.import(request);
    CHECK(desk.holds("G", test::sampleWeights(net)));
    CHECK(desk.holds("E", test::sampleWeights(encoder)));

    const auto model = translate::openTranslator(
        project::ModelPackage::open(desk.package),
        {.device = "cpu", .precision = nets::Precision::Fp32, .threads = 0});
    CHECK_EQUAL(model->capabilities().latentSize, 4);
    CHECK(model->capabilities().labels && model->capabilities().variation);
    scene::SceneState state = test::sampleScene({64, 32});
    const auto photo = [&] { return model->render(scene::SceneSnapshot(state), {}, {}, {}).photo; };
    const Image ofFirstSeed = photo();
    CHECK(ofFirstSeed == photo());
    state.seed += 1;
    CHECK(!(ofFirstSeed == photo()));
    state.appearance.code.values = {1, -1, 0.5F, 2};
    const Image ofCode = photo();
    state.seed += 1; // a code decides alone
    CHECK(ofCode == photo());
    state.appearance.code.values = {-1, 1, -0.5F, -2};
    CHECK(!(ofCode == photo()));
    state.appearance.code.values = {1};
    CHECK_ERROR(photo(), "the model takes 4");
}

UNDERPAINT_TEST(an_encoder_tells_how_many_channels_are_the_code) {
    const nets::Network net =
        nets::Network::create("bicyclegan.unet_add_input", {{"input_nc", std::int64_t{6}},
                                                            {"nz", std::int64_t{5}},
                                                            {"num_downs", std::int64_t{5}},
                                                            {"ngf", std::int64_t{2}},
                                                            {"norm", std::string("instance")}});
    const auto encoderOf = [](std::int64_t size) {
        return nets::Network::create("bicyclegan.encoder_resnet",
                                     {{"input_nc", std::int64_t{3}},
                                      {"nz", size},
                                      {"nef", std::int64_t{2}},
                                      {"n_blocks", std::int64_t{4}},
                                      {"norm", std::string("instance")}});
    };
    translate::ImportRequest request;
    request.kind = "bicyclegan";
    request.labels = test::sampleLabels();
    const auto write = [&](const Desk& desk, std::int64_t size) {
        nets::TensorsToWrite both;
        add(both, "netG.", test::sampleWeights(net));
        add(both, "netE.", test::sampleWeights(encoderOf(size)));
        desk.write(both);
        request.files = {desk.file};
    };
    const Desk desk;
    write(desk, 5);
    CHECK_EQUAL(desk.import(request).written->labelChannels, 6);
    const auto model = translate::openTranslator(
        project::ModelPackage::open(desk.package),
        {.device = "cpu", .precision = nets::Precision::Fp32, .threads = 0});
    CHECK_EQUAL(model->capabilities().latentSize, 5);

    const Desk other;
    write(other, 11); // all that the generator has
    CHECK_ERROR(other.import(request), "codes of 11 values");
    const Desk told;
    write(told, 5);
    request.options = {{"nz", std::int64_t{4}}};
    CHECK_ERROR(told.import(request), "codes of 5 values");
}

namespace {

/// Files of a vid2vid model of two scales with a network for its first frames.
struct SequenceModel {
    test::TemporaryFolder folder;
    std::vector<fs::path> files;

    explicit SequenceModel(std::int64_t widthOfFine = 4) {
        const project::Options common{{"input_nc", std::int64_t{21}},
                                      {"n_downsampling", std::int64_t{3}},
                                      {"norm", std::string("batch")},
                                      {"use_fg", true}};
        project::Options coarse = common;
        coarse["ngf"] = std::int64_t{8};
        coarse["n_blocks"] = std::int64_t{2};
        add("latest_net_G0", "vid2vid.composite_generator", coarse);
        project::Options fine = common;
        fine["ngf"] = widthOfFine;
        fine["n_blocks_local"] = std::int64_t{1};
        add("latest_net_G1", "vid2vid.composite_local_generator", fine);
        project::Options single = generatorOptions(6);
        add("single", "pix2pixhd.global_generator", single);
    }

    void add(const std::string& name, const std::string& network, const project::Options& options) {
        nets::TensorsToWrite all;
        import_test::add(all, "", test::sampleWeights(nets::Network::create(network, options)));
        files.push_back(folder / (name + ".safetensors"));
        project::writeSafetensors(files.back(), all.views());
    }
    translate::ImportRequest request() const {
        translate::ImportRequest request;
        request.files = files;
        request.kind = "vid2vid";
        request.options = {{"label_nc", std::int64_t{6}}, {"fg_labels", std::string("3,4")}};
        return request;
    }
    translate::ImportOutcome import(const translate::ImportRequest& request) const {
        return translate::importModel(request, folder / "m.underpaint-model", true);
    }
};

} // namespace

UNDERPAINT_TEST(a_model_of_sequences_is_imported_with_all_its_scales) {
    const SequenceModel model;
    const translate::ImportOutcome outcome = model.import(model.request());
    CHECK(outcome.whole());
    const project::Manifest& manifest = *outcome.written;
    CHECK_EQUAL(manifest.kind, "vid2vid");
    CHECK_EQUAL(manifest.labelChannels, 6);
    CHECK(manifest.useInstanceEdges);
    CHECK_EQUAL(manifest.size.multiple, 16);
    CHECK_EQUAL(manifest.networks.size(), 3U);
    CHECK_EQUAL(manifest.networks.at("single_G").network, "pix2pixhd.global_generator");
    CHECK(manifest.networks.at("G1").options.at("scale") == project::OptionValue(std::int64_t{1}));
    CHECK(manifest.networks.at("G0").options.at("fg_labels") ==
          project::OptionValue(std::vector<double>{3, 4}));
    // And paints.
    const auto translator = translate::openTranslator(
        project::ModelPackage::open(model.folder / "m.underpaint-model"), {});
    CHECK(translator->capabilities().sequences);
    const scene::SceneSnapshot scene(test::sampleScene({48, 32}));
    CHECK(translator->render(scene, {}, {}, {}).photo.size() == (Size{48, 32}));
}

UNDERPAINT_TEST(scales_that_share_a_file_are_told_by_their_names) {
    const SequenceModel model;
    const auto import = [&](const std::vector<std::string>& prefixes) {
        nets::TensorsToWrite all;
        std::vector<nets::ParamStore> kept;
        const auto addNetwork = [&](const std::string& prefix, const std::string& network,
                                    std::int64_t width, const std::string& blocks) {
            kept.push_back(test::sampleWeights(
                nets::Network::create(network, {{"input_nc", std::int64_t{21}},
                                                {"n_downsampling", std::int64_t{3}},
                                                {"norm", std::string("batch")},
                                                {"use_fg", true},
                                                {"ngf", width},
                                                {blocks, std::int64_t{1}}})));
            import_test::add(all, prefix, kept.back());
        };
        addNetwork(prefixes[0], "vid2vid.composite_generator", 8, "n_blocks");
        addNetwork(prefixes[1], "vid2vid.composite_local_generator", 4, "n_blocks_local");
        addNetwork(prefixes[2], "vid2vid.composite_local_generator", 2, "n_blocks_local");
        const fs::path file = model.folder / "all.safetensors";
        project::writeSafetensors(file, all.views());
        translate::ImportRequest request = model.request();
        request.files = {file};
        return model.import(request);
    };
    const translate::ImportOutcome outcome = import({"netG0.", "netG1.", "netG2."});
    CHECK(outcome.whole());
    CHECK_EQUAL(outcome.written->networks.size(), 3U);
    CHECK(outcome.written->networks.at("G2").options.at("scale") ==
          project::OptionValue(std::int64_t{2}));
    CHECK_ERROR(import({"coarse.", "middle.", "fine."}), "do not tell");
    CHECK_ERROR(import({"netG0.", "a.netG1.", "b.netG1."}), "latest_net_G1.pth");
}

UNDERPAINT_TEST(files_that_make_no_model_of_sequences_are_refused) {
    const SequenceModel model;
    translate::ImportRequest request = model.request();
    request.options.erase("fg_labels");
    CHECK_ERROR(model.import(request), "fg_labels");
    request.options["fg_labels"] = std::int64_t{6};
    CHECK_ERROR(model.import(request), "does not have");
    request.options["fg_labels"] = std::string("3;4");
    CHECK_ERROR(model.import(request), "fg_labels");
    // A finer scale is half as wide as the one before.
    const SequenceModel other(2);
    CHECK_ERROR(other.import(other.request()), "does not refine");
    // The third scale without the second.
    translate::ImportRequest gap = model.request();
    const fs::path renamed = model.folder / "latest_net_G2.safetensors";
    fs::rename(gap.files[1], renamed);
    gap.files[1] = renamed;
    CHECK_ERROR(model.import(gap), "missing");
}

} // namespace import_test
