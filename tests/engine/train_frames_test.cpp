// SPDX-License-Identifier: GPL-3.0-or-later
// Training of vid2vid by recipes: sequences and clips of a data set, flows, runs and packages.
#include "engine/project/package/model_package.h"
#include "engine/train/data/clip_plan.h"
#include "engine/train/data/flow_cache.h"
#include "engine/train/data/frame_sequences.h"
#include "engine/train/systems/vid2vid_recipe.h"
#include "engine/translate/frame_rollout.h"
#include "engine/translate/translator.h"
#include "tests/engine/train_samples.h"
#include "tests/support/engine_test.h"
#include "tests/support/temporary_folder.h"

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace train_frames_test {

using namespace underpaint;
using namespace underpaint::train;

namespace {

namespace fs = std::filesystem;

constexpr Size frameSize{40, 24};

constexpr const char* framesJson = R"({
    "name": "tiny frames", "kind": "vid2vid",
    "generator": { "network": "vid2vid.composite_generator",
                   "options": { "ngf": 4, "n_downsampling": 1, "n_blocks": 2, "norm": "batch" } },
    "finer": { "options": { "n_blocks_local": 1 } },
    "foreground": ["car"],
    "discriminator": { "network": "vid2vid.multiscale_discriminator",
                       "options": { "ndf": 4, "n_layers": 1, "num_D": 1, "norm": "batch" } },
    "temporal": { "scales": 2, "frames": 2 },
    "sequence": { "seen": 3, "chunk": 2, "length": 5, "cut": 1 },
    "augmentation": { "size": [32, 16], "smallest_window": 0.9, "colour": 0.1 },
    "precision": "fp32", "steps": 1000
})";

Recipe framesRecipe() {
    return parseRecipe(framesJson, "test");
}

Recipe framesOfTwoScales() {
    Recipe recipe = framesRecipe();
    vid2vidOf(recipe).scales = 2;
    return recipe;
}

/// A pair whose pattern has moved to the left by so many pixels, around the edge.
test::SamplePair shifted(int by) {
    const test::SamplePair base = test::samplePair(frameSize, 3);
    test::SamplePair moved = base;
    for (int y = 0; y < frameSize.height; ++y) {
        for (int x = 0; x < frameSize.width; ++x) {
            const int from = (x + by) % frameSize.width;
            moved.labels.at(x, y) = base.labels.at(from, y);
            moved.instances.at(x, y) = base.instances.at(from, y);
            for (int c = 0; c < 3; ++c) {
                moved.photo.at(x, y, c) = base.photo.at(from, y, c);
            }
        }
    }
    return moved;
}

PackedDataset frames(const fs::path& path, const std::vector<std::string>& stems) {
    PackedWriter writer(path, test::sampleClasses(), "drawn by a test");
    int by = 0;
    for (const std::string& stem : stems) {
        const test::SamplePair pair = shifted(by++);
        writer.add(stem, pair.photo, pair.labels, pair.instances);
    }
    writer.finish();
    return PackedDataset::open(path);
}

PackedDataset drive(const fs::path& path, int count = 8) {
    std::vector<std::string> stems;
    for (int i = 0; i < count; ++i) {
        stems.push_back("drive_" + std::to_string(i + 1));
    }
    return frames(path, stems);
}

using Numbers = std::vector<std::size_t>;

/// Everything moves by so many pixels.
FlowCache::Measure sideways(float by, int& measured) {
    return [by, &measured](const Image& frame, const Image& /*other*/) {
        ++measured;
        imaging::FlowField flow(frame.width(), frame.height(), 2, 0);
        for (int y = 0; y < flow.height(); ++y) {
            for (int x = 0; x < flow.width(); ++x) {
                flow.at(x, y, 0) = by;
            }
        }
        return flow;
    };
}

} // namespace

UNDERPAINT_TEST(recipes_of_frames_read_back_what_they_say) {
    Recipe recipe = framesRecipe();
    CHECK_CLOSE(recipe.objective.featureMatching, 10, 0);
    CHECK_EQUAL(vid2vidOf(recipe).clips.seen, 3);
    CHECK_EQUAL(vid2vidOf(recipe).temporalScales, 2);
    vid2vidOf(recipe).scales = 3;
    vid2vidOf(recipe).finestOnly = 20;
    vid2vidOf(recipe).clips = {.seen = 2,
                               .chunk = 7,
                               .length = 9,
                               .doubleEvery = 50,
                               .longest = 44,
                               .firstFramesGiven = true};
    vid2vidOf(recipe).sequences = {.cut = 0.5, .longestStep = 3};
    vid2vidOf(recipe).framesOfGradient = 2;
    vid2vidOf(recipe).temporal = recipe.discriminator;
    vid2vidOf(recipe).flow = 4;
    const Recipe again = parseRecipe(recipeText(recipe), "test");
    CHECK_EQUAL(recipeText(again), recipeText(recipe));
    CHECK_EQUAL(vid2vidOf(again).clips.doubleEvery, 50);
    CHECK(vid2vidOf(again).clips.firstFramesGiven);
    CHECK_EQUAL(vid2vidOf(again).sequences.longestStep, 3);
    CHECK_ERROR(parseRecipe(R"({"kind": "vid2vid", "sequence": {"sean": 3}})", "test"), "sean");
    CHECK_ERROR(parseRecipe(R"({"kind": "vid2vid", "sequence": {"seen": 1}})", "test"), "seen");
}

UNDERPAINT_TEST(frames_follow_each_other_by_the_numbers_in_their_names) {
    const test::TemporaryFolder folder;
    const PackedDataset data =
        frames(folder / "a.pack", {"drive_10", "drive_9", "walk_1", "drive_11", "drive_20",
                                   "drive_21", "walk_4", "alone"});
    using Sequences = std::vector<Numbers>;
    CHECK(frameSequences(data, {.cut = 1}) == (Sequences{{1, 0, 3, 4, 5}, {2, 6}}));
    CHECK(frameSequences(data, {.cut = 1, .longestStep = 1}) == (Sequences{{1, 0, 3}, {4, 5}}));
    // Patterns that moved far have other classes in most cells.
    CHECK(frameSequences(data, {.cut = 0}).empty());
}

UNDERPAINT_TEST(clips_are_functions_of_the_step) {
    const ClipRules rules{.seen = 3, .chunk = 2, .length = 5};
    const ClipPlan plan({{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}}, rules, 1);
    bool moves = false;
    for (std::int64_t step = 0; step < 30; step += 3) {
        const ClipPart first = plan.at(step);
        CHECK(first.begins && !plan.at(step + 1).begins && !plan.at(step + 2).begins);
        const std::size_t begin = first.pairs.front();
        // Before its first frame a clip stands still.
        CHECK(first.pairs == (Numbers{begin, begin, begin, begin + 1}));
        CHECK(plan.at(step + 1).pairs == (Numbers{begin, begin + 1, begin + 2, begin + 3}));
        CHECK(plan.at(step + 2).pairs == (Numbers{begin + 2, begin + 3, begin + 4}));
        CHECK_EQUAL(plan.at(step + 2).clip, first.clip);
        CHECK(begin + 4 <= 9);
        moves = moves || begin != plan.at(0).pairs.front();
    }
    CHECK(moves);
    const ClipPlan given({{0, 1, 2, 3, 4}},
                         {.seen = 3, .chunk = 2, .length = 3, .firstFramesGiven = true}, 1);
    CHECK(given.at(0).pairs == (Numbers{0, 1, 2, 3}));
    CHECK(given.at(1).pairs == (Numbers{2, 3, 4}));
}

UNDERPAINT_TEST(clips_grow_and_short_sequences_are_repeated) {
    const ClipPlan growing({{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}},
                           {.seen = 2, .chunk = 2, .length = 2, .doubleEvery = 4, .longest = 6}, 1);
    const auto steps = [&growing](std::int64_t from) {
        std::int64_t to = from + 1;
        while (!growing.at(to).begins) {
            ++to;
        }
        return to - from;
    };
    CHECK_EQUAL(steps(0), 1);
    CHECK_EQUAL(steps(4), 2);
    CHECK_EQUAL(steps(8), 3);
    CHECK_EQUAL(steps(12), 3);
    const ClipPlan small({{7, 8}}, {.seen = 2, .chunk = 1, .length = 6}, 1);
    for (std::int64_t step = 0; step < 8; ++step) {
        CHECK_EQUAL(small.at(step).begins, step % 2 == 0);
    }
    CHECK(small.upTo(8, 5) == (Numbers{7, 8}));
    CHECK(small.upTo(8, 1) == (Numbers{8}));
    CHECK(small.upTo(3, 5) == (Numbers{3}));
    CHECK_ERROR(ClipPlan({{1, 2}}, {.seen = 3, .firstFramesGiven = true}, 1), "no sequence");
}

UNDERPAINT_TEST(frames_of_a_clip_are_cut_and_coloured_alike) {
    const test::TemporaryFolder folder;
    PackedWriter writer(folder / "a.pack", test::sampleClasses(), "drawn by a test");
    const test::SamplePair still = shifted(0);
    writer.add("drive_1", still.photo, still.labels, still.instances);
    writer.add("drive_2", still.photo, still.labels, still.instances);
    writer.finish();
    const PackedDataset data = PackedDataset::open(folder / "a.pack");
    const Augmentation augmentation{.size = {32, 16}, .smallestWindow = 0.5, .colour = 0.3};
    const auto clip = [&](std::uint64_t number, const Numbers& pairs) {
        return drawClip(data, augmentation, 1, {.begins = true, .clip = number, .pairs = pairs});
    };
    const Sample two = clip(3, {0, 1});
    CHECK_EQUAL(two.image.size(0), 2);
    CHECK(two.image[0].equal(two.image[1]));
    CHECK(two.labels[0].equal(two.labels[1]));
    CHECK(clip(3, {1}).image[0].equal(two.image[0]));
    CHECK(!clip(4, {0}).image[0].equal(two.image[0]));
}

UNDERPAINT_TEST(flows_are_measured_once_and_cut_like_their_frames) {
    const test::TemporaryFolder folder;
    const PackedDataset data = drive(folder / "a.pack", 3);
    int measured = 0;
    FlowCache cache(data, folder / "flows", sideways(3, measured));
    const SampleCut whole{.window = {0, 0, frameSize.width, frameSize.height}};
    const at::Tensor flow = cache.flow(1, 0, whole, {20, 12});
    CHECK_EQUAL(measured, 1);
    CHECK_CLOSE(flow[0].min().item<double>(), 1.5, 1e-6); // half the size, half the way
    CHECK_CLOSE(flow[0].max().item<double>(), 1.5, 1e-6);
    CHECK_CLOSE(flow[1].abs().max().item<double>(), 0, 1e-6);
    SampleCut mirrored = whole;
    mirrored.mirrored = true;
    CHECK(cache.flow(1, 0, mirrored, {20, 12})[0].equal(-flow[0]));
    CHECK_CLOSE(cache.flow(2, 2, whole, {20, 12}).abs().max().item<double>(), 0, 0);
    CHECK_EQUAL(measured, 1);
    // Another run reads what is there, and measures what is damaged again.
    FlowCache again(data, folder / "flows", sideways(5, measured));
    CHECK(again.flow(1, 0, whole, {20, 12}).equal(flow));
    CHECK_EQUAL(measured, 1);
    for (const auto& file : fs::recursive_directory_iterator(folder / "flows")) {
        if (file.is_regular_file()) {
            fs::resize_file(file.path(), fs::file_size(file.path()) - 1);
        }
    }
    CHECK_CLOSE(again.flow(1, 0, whole, {20, 12})[0].max().item<double>(), 2.5, 1e-6);
    CHECK_EQUAL(measured, 2);
    // Other data has other flows.
    FlowCache other(drive(folder / "b.pack", 4), folder / "flows", sideways(5, measured));
    (void)other.flow(1, 0);
    CHECK_EQUAL(measured, 3);
    FlowCache inMemory(data, {}, sideways(5, measured));
    (void)inMemory.flow(1, 0);
    (void)inMemory.flow(1, 0);
    CHECK_EQUAL(measured, 4);
}

UNDERPAINT_TEST(frames_train_and_their_package_paints_sequences) {
    const test::TemporaryFolder folder;
    const PackedDataset data = drive(folder / "a.pack");
    for (const Recipe& recipe : {framesRecipe(), framesOfTwoScales()}) {
        TrainerSettings settings = test::oneThread();
        settings.cache = folder / "flows";
        const auto trainer = makeTrainer(recipe, data, settings);
        bool judgedGroups = false;
        for (int i = 0; i < 4; ++i) {
            const StepResult result = trainer->step();
            CHECK(result.finite && trainer->finite());
            CHECK(result.losses.at("G") > 0 && result.losses.at("D") > 0);
            CHECK(result.losses.contains("F_Flow") && result.losses.contains("W"));
            judgedGroups = judgedGroups || result.losses.contains("G_T_GAN");
        }
        CHECK(judgedGroups);
        CHECK(!fs::is_empty(folder / "flows"));
        const Image sheet = trainer->sampleSheet(3);
        CHECK(sheet.size() == (Size{4 * 32, 3 * 16}));
        const fs::path path = folder / "tiny.underpaint-model";
        trainer->exportPackage(path);
        const auto package = project::ModelPackage::open(path);
        CHECK_EQUAL(package.manifest().networks.size(),
                    static_cast<std::size_t>(vid2vidOf(recipe).scales));
        const auto translator = translate::openTranslator(package, {.device = "cpu"});
        const auto rollout = translator->rollout();
        CHECK(rollout != nullptr);
        for (int i = 0; i < 3; ++i) {
            const test::SamplePair pair = shifted(i);
            scene::SceneState state;
            state.labelSet = test::sampleLabelSet();
            state.labels = scene::LabelMap(pair.labels);
            state.instances = scene::InstanceMap(pair.instances);
            const auto painted = rollout->next(scene::SceneSnapshot(std::move(state)), {}, {}, {});
            CHECK(painted.photo.size() == frameSize);
        }
    }
}

UNDERPAINT_TEST(runs_of_frames_end_the_same_when_cut) {
    const test::TemporaryFolder folder;
    const PackedDataset data = drive(folder / "a.pack");
    // In the middle of a clip, and before one.
    CHECK(test::endsTheSameWhenCut(framesRecipe(), data, folder / "", 4, 7));
    CHECK(test::endsTheSameWhenCut(framesOfTwoScales(), data, folder / "", 3, 5));
    Recipe given = framesRecipe();
    vid2vidOf(given).clips.firstFramesGiven = true;
    CHECK(test::endsTheSameWhenCut(given, data, folder / "", 2, 4));
}

UNDERPAINT_TEST(smaller_pictures_begin_a_clip_anew) {
    const test::TemporaryFolder folder;
    const PackedDataset data = drive(folder / "a.pack");
    const auto trainer = makeTrainer(framesRecipe(), data, test::oneThread());
    trainer->step();
    CHECK(trainer->shrink());
    CHECK(trainer->recipe().augmentation.size.width < 32);
    CHECK(trainer->step().finite); // the second part of a clip
    trainer->save(folder / "state");
    const auto rest = makeTrainer(framesRecipe(), data, test::oneThread());
    rest->restore(folder / "state");
    CHECK(rest->step().finite);
}

UNDERPAINT_TEST(only_the_finest_scale_learns_at_first) {
    const test::TemporaryFolder folder;
    const PackedDataset data = drive(folder / "a.pack");
    Recipe recipe = framesOfTwoScales();
    vid2vidOf(recipe).finestOnly = 2;
    const auto trainer = makeTrainer(recipe, data, test::oneThread());
    const auto coarse = [&] {
        return test::tensorOf(test::stateOf(*trainer, folder / "state"),
                              "G0/model_down_seg.1.weight")
            .clone();
    };
    const at::Tensor before = coarse();
    trainer->step();
    trainer->step();
    CHECK(coarse().equal(before));
    trainer->step();
    CHECK(!coarse().equal(before));
}

UNDERPAINT_TEST(what_cannot_be_trained_on_frames_is_refused) {
    const test::TemporaryFolder folder;
    const PackedDataset data = drive(folder / "a.pack");
    const auto refused = [&](const Recipe& recipe, const std::string& problem) {
        CHECK_ERROR(makeTrainer(recipe, data, test::oneThread()), problem);
    };
    CHECK_ERROR(
        makeTrainer(framesRecipe(), frames(folder / "b.pack", {"one", "two"}), test::oneThread()),
        "no sequence");
    Recipe recipe = framesRecipe();
    recipe.batch = 2;
    refused(recipe, "batch");
    recipe = framesOfTwoScales();
    recipe.augmentation.size = {34, 16};
    refused(recipe, "multiples of 4");
    recipe = framesRecipe();
    vid2vidOf(recipe).foreground = {"boat"};
    refused(recipe, "boat");
    recipe = framesRecipe();
    recipe.generator = test::tinyRecipe().generator;
    refused(recipe, "vid2vid.composite_generator");
    recipe = framesRecipe();
    recipe.objective.gan = "hinge";
    refused(recipe, "lsgan");
    recipe = framesRecipe();
    recipe.augmentation.balanced = true;
    refused(recipe, "balanced");
    TrainerSettings team = test::oneThread();
    team.place = DistributedPlace{};
    CHECK_ERROR(makeTrainer(framesRecipe(), data, team), "one process");
}

} // namespace train_frames_test
