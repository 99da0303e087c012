// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/random.h"
#include "engine/imaging/resize.h"
#include "engine/nets/run/eager_run.h"
#include "engine/nets/weights/deduce_options.h"
#include "engine/project/package/default_style.h"
#include "engine/project/tensors/torch_file.h"
#include "engine/translate/class_channels.h"
#include "engine/translate/generator_input.h"
#include "engine/translate/instance_features.h"
#include "engine/translate/model_network.h"
#include "engine/translate/picture_tensors.h"
#include "engine/translate/reflect_padding.h"
#include "engine/translate/translator.h"
#include "tests/engine/translate_samples.h"
#include "tests/support/engine_test.h"
#include "tests/support/temporary_folder.h"

#include <algorithm>

namespace translate_test {

using namespace underpaint;
using underpaint::test::sampleScene;
using underpaint::test::TemporaryFolder;

namespace {

translate::EngineSettings exactSettings() {
    return {.device = "cpu", .precision = nets::Precision::Fp32, .threads = 0};
}

Image render(translate::Translator& translator, const scene::SceneState& state,
             const translate::RenderSettings& settings = {}) {
    return translator.render(scene::SceneSnapshot(state), settings, {}, {}).photo;
}

int largestDifference(const Image& a, const Image& b) {
    CHECK(a.size() == b.size());
    int largest = 0;
    for (std::size_t i = 0; i < a.values().size(); ++i) {
        largest = std::max(largest, std::abs(a.values()[i] - b.values()[i]));
    }
    return largest;
}

/// What the official code computes: dense input, plain operators, no padding.
Image referencePhoto(const project::Manifest& manifest, const scene::SceneState& state) {
    const nets::Network network =
        nets::Network::create(manifest.networks.at("G").network, manifest.networks.at("G").options);
    const nets::ParamStore weights = test::sampleWeights(network);
    const translate::InputPainter painter(manifest, network.inputs());
    const auto painted =
        painter.paint(scene::SceneSnapshot(state), {}, [](Size size) { return size; });
    const at::NoGradGuard noGrad;
    nets::EagerRun run;
    return translate::photoFromTensor(
        network.generate(run, nets::Scope(weights), painted.inputs.at("input").dense()),
        state.size());
}

Image samplePhoto(Size size, std::uint64_t seed) {
    Image photo(size.width, size.height, 3, 0);
    Random random(seed);
    for (auto& value : photo.values()) {
        value = static_cast<std::uint8_t>(random.below(256));
    }
    return photo;
}

} // namespace

UNDERPAINT_TEST(reflection_continues_a_line_as_often_as_needed) {
    const std::vector<int> expected{0, 1, 2, 3, 2, 1, 0, 1, 2, 3, 2};
    for (std::size_t i = 0; i < expected.size(); ++i) {
        CHECK_EQUAL(translate::reflected(static_cast<int>(i), 4), expected[i]);
    }
    CHECK_EQUAL(translate::reflected(17, 1), 0);
    CHECK_EQUAL(translate::paddedExtent(33, 32, 64), 64);
    CHECK_EQUAL(translate::paddedExtent(65, 32, 64), 96);

    Plane<int> map(2, 3);
    for (int i = 0; i < 6; ++i) {
        map.values()[static_cast<std::size_t>(i)] = i;
    }
    const Plane<int> padded = translate::paddedByReflection(map, {5, 8});
    CHECK_EQUAL(padded.at(2, 0), map.at(0, 0));
    CHECK_EQUAL(padded.at(3, 4), map.at(1, 0));
    CHECK_EQUAL(padded.at(1, 3), map.at(1, 1));
    CHECK_EQUAL(padded.at(4, 7), map.at(0, 1));
}

UNDERPAINT_TEST(class_channels_follow_the_numbers_and_fill_the_rest) {
    std::vector<project::PackageClass> classes{{0, "a", {}, false}, {2, "b", {}, false}};
    classes.push_back({255, "unlabelled", {}, false});
    const translate::ClassChannels channels(classes, 4);
    LabelPlane labels(3, 1);
    labels.at(1, 0) = 2;
    labels.at(2, 0) = 255;
    const Plane<std::int32_t> mapped = channels.channelsOf(labels);
    CHECK_EQUAL(mapped.at(0, 0), 0);
    CHECK_EQUAL(mapped.at(1, 0), 2);
    CHECK_EQUAL(mapped.at(2, 0), 1);
    CHECK_ERROR(translate::ClassChannels(classes, 2), "3 classes");

    labels.at(0, 0) = 77;
    labels.at(1, 0) = 78;
    CHECK_ERROR(channels.channelsOf(labels), "77 (1 pixel), 78 (1 pixel)");
}

UNDERPAINT_TEST(default_styles_are_those_of_the_official_editor) {
    // Measured with the official rule: ids 26000, 26001, 24000 of 10 clusters.
    CHECK_EQUAL(project::defaultCluster(26000, 10, 0), 6U);
    CHECK_EQUAL(project::defaultCluster(26001, 10, 0), 7U);
    CHECK_EQUAL(project::defaultCluster(24000, 10, 0), 5U);
    CHECK_EQUAL(project::defaultCluster(5, 1, 0), 0U);
    for (std::uint32_t id = 0; id < 200; ++id) {
        CHECK(project::defaultCluster(id, 7, 3) < 7);
    }
}

UNDERPAINT_TEST(features_come_from_styles_clusters_or_nothing) {
    project::Manifest manifest;
    manifest.featNum = 2;
    manifest.classes = {{4, "car", {}, true}};
    manifest.styles[4] = {{{1, 2}, 0}, {{3, 6}, 0}};
    scene::SceneState state = sampleScene({40, 30});
    state.appearances[4001].style = scene::MixtureStyle{{0.25F, 0.75F}};
    state.appearances[4002].style = scene::FeatureStyle{{-1, 0.5F}};
    state.appearances[4000].style = scene::ClusterStyle{1};
    const auto features = translate::featuresOf(scene::SceneSnapshot(state), manifest);
    CHECK(features.at(4000) == (std::vector<float>{3, 6}));
    CHECK(features.at(4001) == (std::vector<float>{2.5F, 5}));
    CHECK(features.at(4002) == (std::vector<float>{-1, 0.5F}));
    CHECK(features.at(0) == (std::vector<float>{0, 0}));

    state.appearances[4000].style = scene::ClusterStyle{2};
    CHECK_ERROR(translate::featuresOf(scene::SceneSnapshot(state), manifest), "instance 4000");
    state.appearances[4000].style = scene::FeatureStyle{{1, 2, 3}};
    CHECK_ERROR(translate::featuresOf(scene::SceneSnapshot(state), manifest), "3 values");
}

UNDERPAINT_TEST(a_render_equals_the_dense_reference_where_the_size_fits) {
    const TemporaryFolder folder;
    const auto package =
        project::ModelPackage::open(test::writePix2PixHd(folder / "m.underpaint-model"));
    const auto translator = translate::openTranslator(package, exactSettings());
    const scene::SceneState state = sampleScene({64, 40});
    const Image photo = render(*translator, state);
    // Different order of sums: a level may fall on the other side of the truncation.
    CHECK(largestDifference(photo, referencePhoto(package.manifest(), state)) <= 1);
    const auto [low, high] = std::minmax_element(photo.values().begin(), photo.values().end());
    CHECK(*high - *low > 50); // not a flat picture that would equal anything
}

UNDERPAINT_TEST(renders_are_deterministic_and_follow_the_style) {
    const TemporaryFolder folder;
    const auto package =
        project::ModelPackage::open(test::writePix2PixHd(folder / "m.underpaint-model"));
    const auto first = translate::openTranslator(package, exactSettings());
    const auto second = translate::openTranslator(package, exactSettings());
    scene::SceneState state = sampleScene({64, 40});
    const Image photo = render(*first, state);
    CHECK(photo == render(*first, state));
    CHECK(photo == render(*second, state));

    scene::SceneState styled = state;
    styled.appearances[4001].style = scene::FeatureStyle{{1, -1, 1}};
    CHECK(photo != render(*first, styled));
    state.seed = 5; // draws the styles anew
    CHECK(photo != render(*first, state));
    CHECK(first->capabilities().variation);
}

UNDERPAINT_TEST(any_size_is_padded_by_reflection_and_cropped) {
    const TemporaryFolder folder;
    const auto package =
        project::ModelPackage::open(test::writePix2PixHd(folder / "m.underpaint-model"));
    const auto translator = translate::openTranslator(package, exactSettings());
    for (const Size size : {Size{61, 37}, Size{5, 3}, Size{1, 1}, Size{1, 50}}) {
        CHECK(render(*translator, sampleScene(size)).size() == size);
    }
    // The crop of the padded scene's photo is the photo of the scene.
    const scene::SceneState state = sampleScene({61, 37});
    scene::SceneState padded = state;
    padded.labels =
        scene::LabelMap(translate::paddedByReflection(state.labels.toPlane(), {64, 40}));
    padded.instances =
        scene::InstanceMap(translate::paddedByReflection(state.instances.toPlane(), {64, 40}));
    const Image small = render(*translator, state);
    const Image large = render(*translator, padded);
    for (int y = 0; y < 37; ++y) {
        CHECK(std::ranges::equal(small.row(y), large.row(y).first(small.row(y).size())));
    }
}

UNDERPAINT_TEST(the_photo_has_the_size_that_is_asked_for) {
    const TemporaryFolder folder;
    const auto package =
        project::ModelPackage::open(test::writePix2PixHd(folder / "m.underpaint-model"));
    const auto translator = translate::openTranslator(package, exactSettings());
    const scene::SceneState state = sampleScene({64, 40});
    CHECK((render(*translator, state, {.size = {96, 30}}).size() == Size{96, 30}));
    CHECK_ERROR(render(*translator, state, {.size = {-3, 30}}), "-3x30");
    CHECK_ERROR(render(*translator, state, {.size = {100000, 30}}), "100000x30");
}

UNDERPAINT_TEST(pix2pix_takes_one_hot_labels_colours_or_a_photo) {
    const TemporaryFolder folder;
    const auto open = [&](const std::string& name, test::SampleInput input) {
        const auto path = test::writePix2Pix(folder / (name + ".underpaint-model"), input);
        return translate::openTranslator(project::ModelPackage::open(path), exactSettings());
    };
    scene::SceneState state = sampleScene({128, 128});
    const auto oneHot = open("onehot", test::SampleInput::OneHot);
    const auto colours = open("colours", test::SampleInput::Colours);
    const auto photo = open("photo", test::SampleInput::Photo);
    CHECK(oneHot->capabilities().labels && colours->capabilities().labels);
    CHECK(photo->capabilities().photoInput && !photo->capabilities().labels);
    CHECK((render(*oneHot, state).size() == Size{128, 128}));

    // A photo that looks like the labels' colours gives what the labels give.
    const translate::ClassColours palette(
        project::ModelPackage::open(folder / "colours.underpaint-model").manifest().classes);
    scene::SceneState pictured;
    pictured.referencePhoto =
        std::make_shared<const Image>(palette.pictureOf(state.labels.toPlane()));
    CHECK(render(*colours, state) == render(*photo, pictured));
    CHECK_ERROR(render(*photo, state), "photo");
}

UNDERPAINT_TEST(paper_behaviour_draws_dropout_from_the_seed) {
    const TemporaryFolder folder;
    const auto path = test::writePix2Pix(folder / "m.underpaint-model", test::SampleInput::Colours);
    const auto translator =
        translate::openTranslator(project::ModelPackage::open(path), exactSettings());
    scene::SceneState state = sampleScene({128, 128});
    const translate::RenderSettings paper{.size = {}, .paperBehaviour = true};
    const Image stored = render(*translator, state);
    const Image first = render(*translator, state, paper);
    CHECK(first == render(*translator, state, paper));
    CHECK(first != stored);
    state.seed = 1;
    CHECK(first != render(*translator, state, paper));
    CHECK(stored == render(*translator, state)); // without it the seed has no say
}

UNDERPAINT_TEST(styles_from_a_photo_are_its_instance_means) {
    const TemporaryFolder folder;
    const auto package =
        project::ModelPackage::open(test::writePix2PixHd(folder / "m.underpaint-model"));
    const auto translator = translate::openTranslator(package, exactSettings());
    const scene::SceneState state = sampleScene({64, 40});
    const InstancePlane instances = state.instances.toPlane();
    const Image photo = samplePhoto({64, 40}, 3);
    const auto styles = translator->encodeStyles(photo, instances, {});

    const auto& described = package.manifest().networks.at("E");
    const nets::Network network = nets::Network::create(described.network, described.options);
    const nets::ParamStore weights = test::sampleWeights(network);
    at::Tensor ids = at::empty({1, 1, 40, 64}, at::kLong);
    std::copy(instances.values().begin(), instances.values().end(), ids.data_ptr<std::int64_t>());
    const at::NoGradGuard noGrad;
    nets::EagerRun run;
    const at::Tensor features =
        network
            .forward(run, nets::Scope(weights),
                     {{"image", translate::pictureTensor(photo, {64, 40}, 3)}, {"inst", ids}})
            .at("output");
    for (int y = 0; y < 40; y += 7) {
        for (int x = 0; x < 64; x += 5) {
            for (std::int64_t c = 0; c < 3; ++c) {
                CHECK_CLOSE(styles.at(instances.at(x, y))[static_cast<std::size_t>(c)],
                            features[0][c][y][x].item<float>(), 1e-4);
            }
        }
    }
    CHECK_ERROR(translator->encodeStyles(samplePhoto({63, 40}, 3), instances, {}), "63x40");
    const CancelToken stopped;
    stopped.cancel();
    bool ended = false;
    try {
        translator->encodeStyles(photo, instances, stopped);
    } catch (const Cancelled&) {
        ended = true;
    }
    CHECK(ended);
}

UNDERPAINT_TEST(scenes_that_do_not_fit_are_refused) {
    const TemporaryFolder folder;
    const auto package =
        project::ModelPackage::open(test::writePix2PixHd(folder / "m.underpaint-model"));
    const auto translator = translate::openTranslator(package, exactSettings());
    scene::SceneState state = sampleScene({32, 32});
    state.labelSet = scene::LabelSet("other", {{0, "x", {}, false},
                                               {1, "y", {}, false},
                                               {2, "z", {}, false},
                                               {4, "w", {}, false},
                                               {9, "v", {}, false}});
    state.labels.set(3, 4, 9);
    CHECK_ERROR(render(*translator, state), "9 (1 pixel)");
    CHECK_ERROR(render(*translator, scene::SceneState{}), "empty");

    const CancelToken cancel;
    cancel.cancel();
    bool cancelled = false;
    try {
        translator->render(scene::SceneSnapshot(sampleScene({32, 32})), {}, cancel, {});
    } catch (const Cancelled&) {
        cancelled = true;
    }
    CHECK(cancelled);
}

UNDERPAINT_TEST(packages_that_contradict_themselves_are_refused) {
    const TemporaryFolder folder;
    auto package = project::ModelPackage::open(test::writePix2PixHd(folder / "m.underpaint-model"));
    project::Manifest manifest = package.manifest();
    manifest.labelChannels = 7;
    CHECK_ERROR(translate::InputPainter(manifest, {{.name = "input", .channels = 10}}),
                "10 channels");
    CHECK_ERROR(translate::openTranslator(package, {.device = "cuda:99"}), "cuda:99");
    CHECK_ERROR(translate::openTranslator(package, {.device = "tpu"}), "tpu");
}

UNDERPAINT_TEST(declared_inputs_are_painted_from_a_scene) {
    const TemporaryFolder folder;
    const auto package =
        project::ModelPackage::open(test::writePix2PixHd(folder / "m.underpaint-model"));
    const std::vector<nets::InputSpec> wanted{
        {.name = "input", .channels = 10},
        {.name = "coarse", .channels = 10, .scale = 2},
        {.name = "ids", .content = nets::InputContent::Instances},
        {.name = "z", .channels = 4, .content = nets::InputContent::Code, .scale = 0},
        {.name = "mask", .content = nets::InputContent::Mask}};
    const translate::InputPainter painter(package.manifest(), wanted);
    CHECK_EQUAL(painter.latentSize(), 4);
    scene::SceneState state = sampleScene({32, 16});
    const auto paint = [&] {
        return painter.paint(scene::SceneSnapshot(state), {}, [](Size size) { return size; })
            .inputs;
    };
    const nets::NetworkInputs inputs = paint();
    CHECK_EQUAL(inputs.size(), 4U); // nobody can paint a mask
    CHECK(at::equal(inputs.at("coarse").dense(),
                    inputs.at("input").dense().slice(2, 0, 16, 2).slice(3, 0, 32, 2)));
    CHECK_EQUAL(inputs.at("ids").dense()[0][0][7][9].item<std::int64_t>(),
                static_cast<std::int64_t>(state.instances.toPlane().at(9, 7)));
    CHECK(inputs.at("z").dense().sizes() == at::IntArrayRef({1, 4, 1, 1}));
    CHECK(at::equal(inputs.at("z").dense(), paint().at("z").dense()));
    state.seed = 5;
    CHECK(!at::equal(inputs.at("z").dense(), paint().at("z").dense()));
    state.appearance.code.values = {1, 2, 3, 4};
    CHECK_EQUAL(paint().at("z").dense()[0][2][0][0].item<float>(), 3.0F);
    state.appearance.code.values = {1, 2};
    CHECK_ERROR(paint(), "2 values");
}

UNDERPAINT_TEST(codes_come_from_photos_of_any_size) {
    const test::TemporaryFolder folder;
    Image photo(90, 60, 3, 0);
    for (int y = 0; y < photo.height(); ++y) {
        for (int x = 0; x < photo.width(); ++x) {
            photo.at(x, y, 0) = static_cast<std::uint8_t>(2 * x);
            photo.at(x, y, 1) = static_cast<std::uint8_t>(4 * y);
        }
    }
    for (const bool ours : {false, true}) {
        const auto translator = translate::openTranslator(
            project::ModelPackage::open(test::writeBicycleGan(
                folder / (ours ? "ours.underpaint-model" : "theirs.underpaint-model"), ours)),
            {.device = "cpu", .precision = nets::Precision::Fp32, .threads = 1});
        CHECK(translator->capabilities().codeEncoder);
        const std::vector<float> code = translator->encodeCode(photo, {});
        CHECK_EQUAL(code.size(), 3U);
        // The same picture twice as large, and another one.
        const std::vector<float> larger =
            translator->encodeCode(imaging::resizeBicubic(photo, {180, 120}), {});
        const std::vector<float> other = translator->encodeCode(Image(90, 60, 3, 200), {});
        double near = 0;
        double far = 0;
        for (std::size_t i = 0; i < code.size(); ++i) {
            near += std::abs(code[i] - larger[i]);
            far += std::abs(code[i] - other[i]);
        }
        CHECK(near < 0.2 * far);
        CHECK_ERROR(translator->encodeCode(Image(), {}), "RGB photo");
    }

    // Networks that cannot be made are found where they are described.
    project::Manifest wrong =
        project::ModelPackage::open(folder / "ours.underpaint-model").manifest();
    const float value = 0;
    const project::TensorToWrite weight{
        "weight", project::ElementType::F32, {1}, std::as_bytes(std::span(&value, 1))};
    const std::vector<project::PackageWeights> weights{{"G", {weight}}, {"E", {weight}}};
    wrong.networks["G"].options["ngf"] = std::int64_t{0};
    const auto path = folder / "wrong.underpaint-model";
    project::writePackage(path, wrong, weights);
    CHECK_ERROR(translate::openTranslator(project::ModelPackage::open(path), {}),
                path.string() + ": manifest.json /networks/G");

    const auto without = translate::openTranslator(
        project::ModelPackage::open(
            test::writePix2Pix(folder / "plain.underpaint-model", test::SampleInput::OneHot)),
        {});
    CHECK_ERROR(without->encodeCode(photo, {}), "no encoder of codes");
}

} // namespace translate_test
