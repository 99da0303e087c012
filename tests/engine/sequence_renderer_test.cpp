// SPDX-License-Identifier: GPL-3.0-or-later
// Sequences with models whose every pixel is known: what is painted when, and what is kept.
#include "engine/imaging/codec.h"
#include "engine/run/sequence/sequence_renderer.h"
#include "tests/engine/motion_samples.h"
#include "tests/engine/sequence_samples.h"
#include "tests/support/engine_test.h"
#include "tests/support/temporary_folder.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

using namespace underpaint;
using run::FinishedFrames;
using run::SequenceReport;
using run::SequenceSettings;
using test::FadingRollout;
using test::RolloutCalls;

namespace fs = std::filesystem;

namespace {

class TestTranslator final : public translate::Translator {
public:
    TestTranslator(RolloutCalls& calls, bool sequences, int noise)
        : m_calls(calls), m_sequences(sequences), m_noise(noise) {}

    translate::Capabilities capabilities() const override {
        return {.labels = true, .sequences = m_sequences};
    }
    const project::Manifest& manifest() const override { return m_manifest; }
    translate::RenderResult render(const scene::SceneSnapshot& scene,
                                   const translate::RenderSettings& /*settings*/,
                                   const CancelToken& cancel,
                                   const ProgressSink& /*progress*/) override {
        cancel.check();
        translate::RenderResult result;
        result.photo = test::withNoise(test::paintedOf(scene, m_calls), m_noise,
                                       static_cast<unsigned>(m_calls.painted.size()));
        return result;
    }
    std::map<std::uint32_t, std::vector<float>> encodeStyles(const Image&, const InstancePlane&,
                                                             const CancelToken&) override {
        return {};
    }
    std::vector<float> encodeCode(const Image&, const CancelToken&) override { return {}; }
    std::unique_ptr<translate::FrameRollout> rollout() override {
        return m_sequences ? std::make_unique<FadingRollout>(m_calls) : nullptr;
    }

private:
    RolloutCalls& m_calls;
    bool m_sequences;
    int m_noise;
    project::Manifest m_manifest;
};

class TestSource final : public run::SequenceSource {
public:
    test::MovingScene scene;
    std::size_t count = 12;
    std::function<void(std::size_t, LabelPlane&, InstancePlane&)> edit = {};
    std::function<void(scene::SceneState&)> dress = {};
    std::size_t reads = 0;
    bool numbersAreOwn = false;
    bool photos = false; ///< show how frames move

    std::size_t frames() const override { return count; }
    std::string name(std::size_t frame) const override { return "frame " + std::to_string(frame); }
    run::SequenceFrame read(std::size_t number) override {
        ++reads;
        imaging::MovingFrame moving = scene.frame(static_cast<int>(number));
        if (edit) {
            edit(number, moving.labels, moving.instances);
        }
        run::SequenceFrame frame;
        frame.scene.labelSet = test::movingClasses();
        frame.scene.labels = scene::LabelMap(moving.labels);
        frame.scene.instances = scene::InstanceMap(moving.instances);
        frame.numbersAreOwn = numbersAreOwn;
        if (photos) {
            frame.photo = moving.guide;
        }
        if (dress) {
            dress(frame.scene);
        }
        return frame;
    }
};

struct Studio {
    test::TemporaryFolder folder;
    TestSource source;
    RolloutCalls calls;
    SequenceSettings settings{.smoothing = 0.8, .keptEvery = 4};
    bool sequences = true;
    int noise = 0;
    std::string how = "as usual";

    fs::path file(std::size_t frame) const {
        return folder / ("f" + std::to_string(frame) + ".png");
    }
    SequenceReport render(std::size_t most = 1000) {
        run::LoadedModel model(
            [&](const fs::path&, const translate::EngineSettings&) {
                return std::make_unique<TestTranslator>(calls, sequences, noise);
            },
            run::ModelRequest{});
        FinishedFrames finished(
            folder / "notes", [&](std::size_t i) { return file(i); }, source.frames(), how);
        run::SequenceRenderer renderer(model, source, finished, settings);
        for (std::size_t i = 0; i < most && !renderer.done(); ++i) {
            renderer.step({}, {});
        }
        return renderer.report();
    }
    std::vector<Image> photos() const {
        std::vector<Image> all;
        for (std::size_t i = 0; i < source.count && fs::exists(file(i)); ++i) {
            all.push_back(imaging::readPhoto(file(i)));
        }
        return all;
    }
};

/// The photos of a studio that was never interrupted.
std::vector<Image> undisturbed(bool sequences, auto&& prepare) {
    Studio studio;
    studio.sequences = sequences;
    prepare(studio);
    (void)studio.render();
    return studio.photos();
}

void greenSky(LabelPlane& labels, InstancePlane& instances) {
    for (int y = 4; y < 20; ++y) {
        for (int x = 20; x < 60; ++x) {
            labels.at(x, y) = 2;
            instances.at(x, y) = 2;
        }
    }
}

} // namespace

UNDERPAINT_TEST(a_sequence_goes_on_where_it_was_left) {
    for (const bool sequences : {true, false}) {
        const auto whole = undisturbed(sequences, [](Studio&) {});
        CHECK_EQUAL(whole.size(), 12U);
        Studio studio;
        studio.sequences = sequences;
        CHECK_EQUAL(studio.render(6).rendered, 6U);
        CHECK_EQUAL(studio.photos().size(), 6U);
        const std::size_t before = studio.calls.painted.size();
        const SequenceReport report = studio.render();
        CHECK_EQUAL(report.alreadyThere, 6U);
        CHECK_EQUAL(report.rendered, 6U);
        CHECK_EQUAL(report.repainted, 0U);
        CHECK(studio.photos() == whole);
        // Rolled out again from what was kept before frame 4 only.
        CHECK_EQUAL(studio.calls.painted.size() - before, sequences ? 8U : 6U);
        // And once more: nothing is left to do.
        const std::size_t all = studio.calls.painted.size();
        CHECK_EQUAL(studio.render().alreadyThere, 12U);
        CHECK_EQUAL(studio.calls.painted.size(), all);
        // A frame that somebody removed comes back as it was.
        fs::remove(studio.file(9));
        CHECK_EQUAL(studio.render().rendered, 1U);
        CHECK(studio.photos() == whole);
    }
}

UNDERPAINT_TEST(a_changed_frame_is_painted_until_the_change_has_faded) {
    const auto change = [](std::size_t frame, LabelPlane& labels, InstancePlane& instances) {
        if (frame == 3) {
            greenSky(labels, instances);
        }
    };
    Studio studio;
    studio.source.count = 24;
    (void)studio.render();
    const std::vector<Image> before = studio.photos();
    studio.source.edit = change;
    const SequenceReport report = studio.render();
    CHECK(report.repainted >= 4 && report.repainted < 16);
    CHECK_EQUAL(report.repainted, report.rendered);
    CHECK_EQUAL(report.alreadyThere, 24 - report.rendered);
    const auto whole = undisturbed(true, [&](Studio& other) {
        other.source.count = 24;
        other.source.edit = change;
    });
    const std::vector<Image> after = studio.photos();
    for (std::size_t i = 0; i < 24; ++i) {
        int largest = 0;
        for (std::size_t k = 0; k < whole[i].values().size(); ++k) {
            largest = std::max(largest, std::abs(whole[i].values()[k] - after[i].values()[k]));
        }
        CHECK(largest <= 1);
    }
    CHECK(after[3] != before[3] && after[2] == before[2]);

    // Killed right after the changed frame, the change still goes on.
    Studio killed;
    killed.source.count = 24;
    (void)killed.render();
    killed.source.edit = change;
    (void)killed.render(4);
    CHECK(killed.photos()[4] == before[4]);
    (void)killed.render();
    CHECK(killed.photos() == after);
}

UNDERPAINT_TEST(what_does_not_change_keeps_its_pixels) {
    Studio studio;
    studio.sequences = false;
    studio.settings.smoothing = 0.1;
    studio.calls.wobbles = true;
    studio.source.photos = true;
    (void)studio.render();
    const std::vector<Image> before = studio.photos();
    studio.source.edit = [](std::size_t frame, LabelPlane& labels, InstancePlane& instances) {
        if (frame == 5) {
            greenSky(labels, instances);
        }
    };
    CHECK(studio.render().repainted >= 1);
    const Image after = studio.photos()[5];
    int changed = 0;
    for (int y = 0; y < after.height(); ++y) {
        for (int x = 0; x < after.width(); ++x) {
            const bool differs = after.at(x, y, 0) != before[5].at(x, y, 0);
            changed += differs ? 1 : 0;
            CHECK(!differs || y < 64); // far from what was painted
        }
    }
    CHECK(changed >= 40 * 16);
}

UNDERPAINT_TEST(frames_that_look_otherwise_are_painted_again) {
    Studio studio;
    studio.sequences = false;
    (void)studio.render();
    using Dress = std::function<void(scene::SceneState&)>;
    for (const Dress& dress : {Dress([](scene::SceneState& state) { state.seed = 5; }),
                               Dress([](scene::SceneState& state) {
                                   state.appearances[3001].style = scene::ClusterStyle{2};
                               }),
                               Dress([](scene::SceneState& state) {
                                   state.appearance.code.values = {1, 2};
                               })}) {
        studio.source.dress = dress;
        CHECK_EQUAL(studio.render().rendered, 12U);
        CHECK_EQUAL(studio.render().alreadyThere, 12U);
    }
    // What the photo does not depend on paints nothing again.
    studio.source.dress = [&](scene::SceneState& state) {
        state.appearance.code.values = {1, 2};
        state.classChoices[{"these", "those"}] = {};
        scene::PhotoMaps maps;
        maps.labels = state.labels;
        maps.instances = state.instances;
        state.photoMaps = std::make_shared<const scene::PhotoMaps>(std::move(maps));
    };
    CHECK_EQUAL(studio.render().alreadyThere, 12U);
}

UNDERPAINT_TEST(frames_beyond_the_end_of_a_shorter_sequence_go) {
    const Studio studio;
    const auto nameOf = [&](std::size_t frame) { return studio.file(frame); };
    const Image photo(16, 16, 3, 9);
    std::ofstream(studio.file(7)) << "somebody else's";
    {
        FinishedFrames five(studio.folder / "notes", nameOf, 5, "as usual");
        for (std::uint32_t frame = 0; frame < 5; ++frame) {
            five.write(frame, frame, photo);
        }
        CHECK_EQUAL(five.removeFrom(5), 0U);
    }
    {
        FinishedFrames three(studio.folder / "notes", nameOf, 3, "as usual");
        CHECK_EQUAL(three.removeFrom(3), 2U);
        CHECK(three.has(2, 2) && !fs::exists(studio.file(3)) && !fs::exists(studio.file(4)));
        CHECK(fs::exists(studio.file(7)));
    }
    const FinishedFrames again(studio.folder / "notes", nameOf, 5, "as usual");
    CHECK(again.has(2, 2) && !again.has(3, 3));
}

UNDERPAINT_TEST(what_a_killed_process_left_of_a_frame_goes) {
    const Studio studio;
    const auto nameOf = [&](std::size_t frame) { return studio.file(frame); };
    const pid_t child = ::fork();
    if (child == 0) {
        ::_exit(0);
    }
    ::waitpid(child, nullptr, 0); // its number is free now
    const std::string rest = "." + std::to_string(child) + "-0.part";
    const fs::path frame = studio.folder / (".f1.png" + rest);
    const fs::path other = studio.folder / (".project.underpaint" + rest);
    fs::create_directories(studio.folder / "notes");
    const fs::path memory = studio.folder / "notes" / (".before_00000004.safetensors" + rest);
    for (const fs::path& file : {frame, other, memory}) {
        std::ofstream(file) << "half";
    }
    const FinishedFrames finished(studio.folder / "notes", nameOf, 3, "as usual");
    CHECK(!fs::exists(frame) && fs::exists(other) && !fs::exists(memory));
}

UNDERPAINT_TEST(two_do_not_work_on_one_sequence) {
    const Studio studio;
    const auto nameOf = [&](std::size_t frame) { return studio.file(frame); };
    {
        const FinishedFrames one(studio.folder / "notes", nameOf, 3, "as usual");
        CHECK_ERROR(FinishedFrames(studio.folder / "notes", nameOf, 3, "as usual"),
                    "another process");
    }
    const FinishedFrames after(studio.folder / "notes", nameOf, 3, "as usual");
}

UNDERPAINT_TEST(a_cut_begins_anew) {
    Studio studio;
    studio.source.edit = [](std::size_t frame, LabelPlane& labels, InstancePlane& instances) {
        if (frame >= 6) {
            std::ranges::fill(labels.values(), std::uint16_t{2});
            std::ranges::fill(instances.values(), 2U);
        }
    };
    const SequenceReport report = studio.render();
    CHECK(report.cuts == (std::vector<std::size_t>{6}));
    // Only what was painted: nothing of the frame before is in it.
    CHECK_EQUAL(studio.photos()[6].at(50, 50, 0), 60 + 40 * 2);
    studio.settings.cuts = 1;
    studio.how = "without cuts";
    CHECK_ERROR(studio.render(), "another way");
    fs::remove_all(studio.folder / "notes");
    CHECK_ERROR(studio.render(), "no frame that this command made");
    for (std::size_t i = 0; i < 12; ++i) {
        fs::remove(studio.file(i));
    }
    CHECK(studio.render().cuts.empty());
    CHECK(studio.photos()[6].at(50, 50, 0) > 80);
}

UNDERPAINT_TEST(frames_by_themselves_flicker_less_when_smoothed) {
    Studio studio;
    studio.sequences = false;
    studio.noise = 20;
    const SequenceReport smooth = studio.render();
    CHECK_EQUAL(smooth.flicker.pairs(), 11U);
    CHECK_EQUAL(smooth.independent.pairs(), 11U);
    CHECK(smooth.flicker.levels() < 0.5 * smooth.independent.levels());
    // The figure does not depend on whether frames were there already.
    CHECK_CLOSE(studio.render().flicker.levels(), smooth.flicker.levels(), 1e-9);

    Studio rough;
    rough.sequences = false;
    rough.noise = 20;
    rough.settings.smoothing = 0;
    const SequenceReport report = rough.render();
    CHECK_CLOSE(report.flicker.levels(), report.independent.levels(), 1e-9);
}

UNDERPAINT_TEST(derived_numbers_last_through_a_sequence) {
    for (const bool own : {true, false}) {
        Studio studio;
        studio.sequences = false;
        studio.source.numbersAreOwn = own;
        studio.source.edit = [](std::size_t frame, LabelPlane&, InstancePlane& instances) {
            for (std::uint32_t& id : instances.values()) {
                // The numbers move on from frame to frame.
                id = id >= 3000 ? id + 2 * static_cast<std::uint32_t>(frame) : id;
            }
        };
        (void)studio.render();
        CHECK_EQUAL(studio.calls.instances.contains(3001), true);
        CHECK_EQUAL(studio.calls.instances.contains(3010), !own);
    }
}

UNDERPAINT_TEST(what_is_damaged_is_made_again) {
    Studio studio;
    (void)studio.render(10);
    const std::vector<Image> before = studio.photos();
    // What was kept last is cut off, and the list ends in the middle of a line.
    const fs::path kept = studio.folder / "notes" / "before_00000008.safetensors";
    CHECK(fs::exists(kept));
    fs::resize_file(kept, fs::file_size(kept) / 2);
    const fs::path list = studio.folder / "notes" / "frames.txt";
    fs::resize_file(list, fs::file_size(list) - 2);
    std::ofstream(list, std::ios::app) << "\nnonsense\n7 x\n99999999999999999999999 1\n";
    const SequenceReport report = studio.render();
    CHECK_EQUAL(report.alreadyThere, 9U);
    CHECK(studio.photos()[9] == before[9]);
    CHECK_EQUAL(studio.photos().size(), 12U);

    // A frame of another size is refused and named, and what was done before it is kept.
    Studio mixed;
    mixed.source.edit = [](std::size_t frame, LabelPlane& labels, InstancePlane& instances) {
        if (frame == 5) {
            labels = LabelPlane(32, 32, 1);
            instances = InstancePlane(32, 32, 1);
        }
    };
    CHECK_ERROR(mixed.render(), "frame 5: is 32x32");
    CHECK_EQUAL(mixed.photos().size(), 5U);
}
