// SPDX-License-Identifier: GPL-3.0-or-later
// What an attacker, or an unlucky hand, does to the program: names that lead elsewhere, pipes,
// outputs that are inputs, files that change while they are used.
#include "engine/base/atomic_file.h"
#include "engine/imaging/codec.h"
#include "engine/project/package/model_package.h"
#include "engine/train/training_run.h"
#include "tests/e2e/child_process.h"
#include "tests/e2e/sample_files.h"
#include "tests/engine/train_samples.h"
#include "tests/support/engine_test.h"
#include "tests/support/free_port.h"
#include "tests/support/temporary_folder.h"

#include <csignal>
#include <fstream>
#include <string>
#include <sys/stat.h>

using namespace underpaint;
using namespace underpaint::test;

namespace {

namespace fs = std::filesystem;

constexpr Size pictureSize{64, 48};

/// A folder with a model, a segmenter, maps and photos, and the program that is run on them.
class Bench {
public:
    Bench() {
        writePix2PixHdPackage(m_folder / "model.underpaint-model");
        writeSegmenterPackage(m_folder / "segmenter.underpaint-model");
        writeLabelMap(m_folder / "labels.png", 64, 40);
        writeInstanceMap(m_folder / "inst.png", 64, 40);
        writeNoisePhoto(m_folder / "photo.png", 64, 40);
    }

    fs::path operator/(const std::string& name) const { return m_folder / name; }
    std::string at(const std::string& name) const { return (m_folder / name).string(); }
    std::map<std::string, std::string> environment() const {
        return {{"XDG_CACHE_HOME", at("cache")}};
    }

    /// Fails when the program does not end: nothing here takes more than a moment.
    ChildOutcome run(const std::vector<std::string>& arguments) const {
        ChildProcess child(arguments, m_folder / "said", environment());
        const int code = child.waitFor(std::chrono::minutes(2));
        return {code, child.said()};
    }
    ChildOutcome render(std::vector<std::string> more) const {
        more.insert(more.begin(), {"render", "--model", at("model.underpaint-model"), "--device",
                                   "cpu", "--precision", "fp32"});
        return run(more);
    }
    ChildOutcome segment(std::vector<std::string> more) const {
        more.insert(more.begin(), {"segment", "--model", at("segmenter.underpaint-model"),
                                   "--device", "cpu", "--threads", "1"});
        return run(more);
    }

private:
    TemporaryFolder m_folder;
};

bool has(const ChildOutcome& outcome, const std::string& text) {
    return outcome.said.find(text) != std::string::npos;
}

std::size_t entriesIn(const fs::path& folder) {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), {}));
}

void writeText(const fs::path& path, const std::string& text) {
    std::ofstream(path, std::ios::binary) << text;
}

/// A packed data set, a recipe and runs on them.
class Gym {
public:
    explicit Gym(std::int64_t steps = 3) {
        (void)samplePack(m_folder / "a.pack", 5, pictureSize);
        train::Recipe recipe = tinyRecipe();
        recipe.steps = steps;
        recipe.checkpointEvery = 1;
        m_recipe = train::recipeText(recipe);
        writeText(m_folder / "recipe.json", m_recipe);
    }

    fs::path operator/(const std::string& name) const { return m_folder / name; }
    std::vector<std::string> arguments(const std::vector<std::string>& more) const {
        std::vector<std::string> all{"train",
                                     "--data",
                                     (m_folder / "a.pack").string(),
                                     "-o",
                                     (m_folder / "run").string(),
                                     "--device",
                                     "cpu",
                                     "--threads",
                                     "1"};
        all.insert(all.end(), more.begin(), more.end());
        return all;
    }
    std::vector<std::string> begin() const {
        return arguments({"--recipe", (m_folder / "recipe.json").string()});
    }
    ChildOutcome run(const std::vector<std::string>& words) const {
        return runChild(words, m_folder / "said");
    }
    void callRecipe(const std::string& name) const {
        std::string text = m_recipe;
        const std::string before = "\"tiny\"";
        text.replace(text.find(before), before.size(), "\"" + name + "\"");
        writeText(m_folder / "recipe.json", text);
    }
    bool hasCheckpoint() const {
        return fs::exists(train::TrainingRun::checkpointOf(m_folder / "run"));
    }
    /// Waits until the run has something to go on with.
    void awaitCheckpoint(ChildProcess& child) const {
        while (!hasCheckpoint()) {
            CHECK_EQUAL(child.waitFor(std::chrono::milliseconds(2)), -1);
        }
    }

private:
    TemporaryFolder m_folder;
    std::string m_recipe;
};

} // namespace

UNDERPAINT_TEST(a_recipe_writes_nothing_outside_its_run) {
    const Gym gym;
    const fs::path victim = gym / "victim.underpaint-model";
    writeText(victim, "mine");
    for (const std::string& name :
         {std::string("../victim"), (gym / "victim").string(), std::string("a/b"),
          std::string("a\\\\b"), std::string(".."), std::string(), std::string(300, 'n'),
          std::string("line\\nbreak"), std::string("\\u001b[2J"), std::string("turn\\u202e")}) {
        gym.callRecipe(name);
        const ChildOutcome outcome = gym.run(gym.begin());
        CHECK_EQUAL(outcome.code, 2);
        CHECK(has(outcome, "recipe.json") && has(outcome, "name"));
        CHECK(outcome.said.find('\x1b') == std::string::npos);
        CHECK(!fs::exists(gym / "run")); // before the first step, not after the last
    }
    CHECK_EQUAL(contentOf(victim), "mine");
    gym.callRecipe("Street 2 街景");
    CHECK_EQUAL(gym.run(gym.begin()).code, 0);
    CHECK(fs::exists(gym / "run/Street 2 街景.underpaint-model"));
}

UNDERPAINT_TEST(a_pack_that_is_cut_off_while_it_trains_is_told) {
    const Gym gym(1'000'000);
    const std::string whole = contentOf(gym / "a.pack");
    ChildProcess child(gym.begin(), gym / "said");
    gym.awaitCheckpoint(child);
    fs::resize_file(gym / "a.pack", 4096);
    CHECK_EQUAL(child.wait(), 2);
    CHECK(child.said().find("a.pack: was cut off") != std::string::npos);
    writeText(gym / "a.pack", whole);
    const ChildOutcome exported = gym.run(gym.arguments({"--export"}));
    CHECK_EQUAL(exported.code, 0); // the checkpoint is whole
}

UNDERPAINT_TEST(a_run_has_one_trainer) {
    const Gym gym(1'000'000);
    ChildProcess first(gym.begin(), gym / "first");
    gym.awaitCheckpoint(first);
    const ChildOutcome second = gym.run(gym.arguments({"--resume"}));
    CHECK_EQUAL(second.code, 2);
    CHECK(has(second, "already") && has(second, "process "));
    first.kill();
    CHECK_EQUAL(first.wait(), 128 + SIGKILL);
    ChildProcess third(gym.arguments({"--resume"}), gym / "third"); // the lock died with its owner
    while (third.said().find("fp32") == std::string::npos) {
        CHECK_EQUAL(third.waitFor(std::chrono::milliseconds(2)), -1);
    }
}

UNDERPAINT_TEST(a_wait_for_other_processes_ends_at_an_interrupt) {
    const Gym gym;
    ChildProcess child(gym.begin(), gym / "said",
                       {{"RANK", "0"},
                        {"WORLD_SIZE", "2"},
                        {"MASTER_ADDR", "127.0.0.1"},
                        {"MASTER_PORT", std::to_string(freePort())}});
    while (child.said().find("waiting for") == std::string::npos) {
        CHECK_EQUAL(child.waitFor(std::chrono::milliseconds(2)), -1);
    }
    child.send(SIGTERM);
    CHECK_EQUAL(child.waitFor(std::chrono::minutes(1)), 3);
    CHECK(!fs::exists(gym / "run"));
}

UNDERPAINT_TEST(a_run_that_cannot_begin_leaves_nothing) {
    const Gym gym;
    writeText(gym / "a.pack", "no pack");
    CHECK_EQUAL(gym.run(gym.begin()).code, 2);
    CHECK(!fs::exists(gym / "run"));
    fs::create_directories(gym / "set/train_img");
    std::vector<std::string> words = gym.begin();
    words[2] = (gym / "set").string();
    words[4] = (gym / "deep/er/run").string();
    CHECK(gym.run(words).code != 0);
    CHECK(!fs::exists(gym / "deep"));
    fs::create_directories(gym / "run");
    writeText(gym / "run/mine.txt", "mine");
    CHECK_EQUAL(gym.run(gym.begin()).code, 2);
    CHECK_EQUAL(entriesIn(gym / "run"), 1U);
}

UNDERPAINT_TEST(pipes_are_refused_by_every_command) {
    const Bench bench;
    CHECK_EQUAL(::mkfifo((bench / "pipe.png").c_str(), 0600), 0);
    CHECK_EQUAL(::mkfifo((bench / "pipe.json").c_str(), 0600), 0);
    const std::string pipe = bench.at("pipe.png");
    const std::string json = bench.at("pipe.json");
    const std::string labels = bench.at("labels.png");
    const std::string out = bench.at("out.png");
    const std::string model = bench.at("model.underpaint-model");
    for (const std::vector<std::string>& words : std::vector<std::vector<std::string>>{
             {"render", "--model", model, "--labels", pipe, "-o", out},
             {"render", "--model", model, "--labels", json, "-o", out},
             {"render", "--model", model, "--labels", labels, "--instances", pipe, "-o", out},
             {"render", "--model", model, "--labels", labels, "--style-from", pipe, "-o", out},
             {"render", "--model", pipe, "--labels", labels, "-o", out},
             {"render", "--model", model, "--project", pipe, "-o", out},
             {"render", "--model", model, "--labels", labels, "-o", pipe},
             {"replay", pipe, "--on", bench.at("."), "-o", bench.at("edited")},
             {"segment", "--model", bench.at("segmenter.underpaint-model"), pipe, "-o", out},
             {"import", pipe, "--kind", "pix2pixhd", "-o", bench.at("new.underpaint-model")},
             {"verify", "--cases", json},
             {"package", "info", pipe},
             {"dataset", "check", bench.at("."), "--labels", json},
             {"train", "--recipe", json, "--data", labels, "-o", bench.at("run")},
             {"evaluate", "--model", model, "--data", pipe},
             {"cluster", "--model", model, "--data", pipe}}) {
        const ChildOutcome outcome = bench.run(words);
        CHECK_EQUAL(outcome.code, 2);
        CHECK(has(outcome, "regular file"));
    }
    fs::create_directories(bench / "models");
    CHECK_EQUAL(::mkfifo((bench / "models/x.underpaint-model").c_str(), 0600), 0);
    const ChildOutcome list = bench.run({"package", "list", bench.at("models")});
    CHECK_EQUAL(list.code, 0);
    CHECK(has(list, "regular file"));
}

UNDERPAINT_TEST(an_input_is_not_replaced_unasked) {
    const Bench bench;
    const std::string labels = bench.at("labels.png");
    const std::string photo = bench.at("photo.png");
    const std::string before = contentOf(labels);
    const std::string photoBefore = contentOf(photo);
    fs::create_symlink("labels.png", bench / "link.png");
    fs::create_hard_link(bench / "labels.png", bench / "hard.png");
    for (const char* output : {"labels.png", "link.png", "hard.png", "./labels.png"}) {
        const ChildOutcome outcome = bench.render({"--labels", labels, "-o", bench.at(output)});
        CHECK_EQUAL(outcome.code, 2);
        CHECK(has(outcome, "--replace-input"));
        CHECK_EQUAL(contentOf(labels), before);
    }
    CHECK_EQUAL(bench
                    .render({"--labels", labels, "--instances", bench.at("inst.png"), "-o",
                             bench.at("inst.png")})
                    .code,
                2);
    CHECK_EQUAL(bench.segment({photo, "-o", photo}).code, 2);
    CHECK_EQUAL(bench.segment({photo, "-o", bench.at("new.png"), "--instances", photo}).code, 2);
    CHECK_EQUAL(
        bench.segment({photo, "-o", bench.at("new.png"), "--instances", bench.at("new.png")}).code,
        2); // two results in one file
    fs::create_directories(bench / "photos");
    fs::copy(photo, bench / "photos/a.png");
    CHECK_EQUAL(bench.segment({bench.at("photos"), "-o", bench.at("photos")}).code, 2);
    CHECK_EQUAL(contentOf(bench / "photos/a.png"), photoBefore);
    CHECK_EQUAL(contentOf(photo), photoBefore);
    CHECK_EQUAL(bench.run({"import", photo, "--overwrite", "-o", photo}).code, 2);
    CHECK_EQUAL(bench.run({"dataset", "pack", bench.at("photos"), "-o", photo}).code, 2);
    CHECK_EQUAL(contentOf(photo), photoBefore);
    CHECK_EQUAL(bench.render({"--labels", labels, "-o", labels, "--replace-input"}).code, 0);
    CHECK(contentOf(labels) != before);
}

UNDERPAINT_TEST(results_that_are_lost_are_no_success) {
    ChildProcess full({"--version"}, "/dev/full");
    CHECK_EQUAL(full.waitFor(std::chrono::minutes(1)), 2);
}

UNDERPAINT_TEST(files_cannot_act_on_the_terminal) {
    const Bench bench;
    const fs::path package = bench / "evil.underpaint-model";
    const project::ModelPackage model =
        project::ModelPackage::open(bench / "model.underpaint-model");
    project::Manifest manifest = model.manifest();
    manifest.id.clear();
    manifest.licence = "CC0\x1b]0;owned\x07";
    manifest.data = "line\nname: forged";
    manifest.notes = "\u009b2J\u202e";
    manifest.classes[0].name = "class\x1b[31m a";
    project::writePackage(package, manifest, project::weightsOf(model));
    for (const std::vector<std::string>& words :
         std::vector<std::vector<std::string>>{{"package", "info", package.string()},
                                               {"package", "info", package.string(), "--json"},
                                               {"package", "check", package.string()},
                                               {"render", "--model", package.string(), "--labels",
                                                bench.at("labels.png"), "-o", bench.at("o.png")}}) {
        const ChildOutcome outcome = bench.run(words);
        CHECK_EQUAL(outcome.code, 0);
        CHECK(outcome.said.find('\x1b') == std::string::npos);
        CHECK(outcome.said.find('\x07') == std::string::npos);
        CHECK(!has(outcome, "\u009b") && !has(outcome, "\u202e"));
        CHECK(!has(outcome, "\nname: forged"));
    }
    const fs::path file = bench / ("name\x1b[2J.png");
    const ChildOutcome missing = bench.render({"--labels", file.string(), "-o", bench.at("o.png")});
    CHECK_EQUAL(missing.code, 2);
    CHECK(has(missing, "\\x1b[2J.png") && missing.said.find('\x1b') == std::string::npos);
}

UNDERPAINT_TEST(a_changed_model_is_not_used) {
    const Bench bench;
    const fs::path package = bench / "model.underpaint-model";
    CHECK_EQUAL(bench.render({"--labels", bench.at("labels.png"), "-o", bench.at("a.png")}).code,
                0);
    CHECK(fs::exists(bench / "cache/underpaint/verified-files"));
    std::string bytes = contentOf(package);
    const std::size_t at = bytes.find("G.safetensors"); // weights follow some hundred bytes later
    bytes[at + 20000] = static_cast<char>(bytes[at + 20000] ^ 1);
    writeText(package, bytes);
    const ChildOutcome render =
        bench.render({"--labels", bench.at("labels.png"), "-o", bench.at("b.png")});
    CHECK_EQUAL(render.code, 2);
    CHECK(has(render, "has been changed or damaged"));
    CHECK(!fs::exists(bench / "b.png"));
    const ChildOutcome check = bench.run({"package", "check", package.string()});
    CHECK_EQUAL(check.code, 1);
    CHECK(has(check, "has been changed or damaged"));
}

UNDERPAINT_TEST(more_threads_than_cores_are_not_started) {
    const Bench bench;
    const ChildOutcome outcome = bench.render(
        {"--labels", bench.at("labels.png"), "-o", bench.at("a.png"), "--threads", "1000"});
    CHECK_EQUAL(outcome.code, 0);
    CHECK(has(outcome, "--threads 1000: this machine has"));
}

UNDERPAINT_TEST(pictures_that_no_machine_holds_are_refused_at_once) {
    const Bench bench;
    for (const char* size : {"2000000x1000000", "600000x400000"}) {
        const ChildOutcome outcome = bench.render(
            {"--labels", bench.at("labels.png"), "-o", bench.at("a.png"), "--size", size});
        CHECK_EQUAL(outcome.code, 2);
        CHECK(has(outcome, "not enough memory") && has(outcome, "MiB at least"));
        CHECK(!fs::exists(bench / "a.png"));
    }
}

UNDERPAINT_TEST(kernels_can_be_chosen) {
    const Bench bench;
    CHECK_EQUAL(bench
                    .render({"--labels", bench.at("labels.png"), "-o", bench.at("portable.png"),
                             "--cpu-features", "portable"})
                    .code,
                0);
    const Image portable = imaging::readPhoto(bench / "portable.png");
    for (const std::string features : {"auto", "avx2", "avx512", "avx512fp16"}) {
        const ChildOutcome outcome =
            bench.render({"--labels", bench.at("labels.png"), "-o", bench.at("photo2.png"),
                          "--cpu-features", features});
        if (outcome.code == 2) { // this processor has none
            CHECK(has(outcome, "It can use portable"));
            continue;
        }
        CHECK_EQUAL(outcome.code, 0);
        const Image photo = imaging::readPhoto(bench / "photo2.png");
        CHECK(photo.size() == portable.size());
        int largest = 0;
        for (std::size_t i = 0; i < photo.values().size(); ++i) {
            largest = std::max(largest, std::abs(int(photo.values()[i]) - portable.values()[i]));
        }
        CHECK(largest <= 1); // the same arithmetic in another order
    }
    CHECK_EQUAL(bench.run({"package", "list", "--cpu-features", "mmx"}).code, 2);
}

UNDERPAINT_TEST(maps_of_a_photo_are_written_all_or_not_at_all) {
    const Bench bench;
    const std::string labels = bench.at("new.png");
    const std::string photo = bench.at("photo.png");
    CHECK_EQUAL(bench.segment({photo, "-o", labels, "--instances", bench.at("no/such.png")}).code,
                2);
    CHECK(!fs::exists(labels));
    writeText(labels, "before");
    fs::create_directories(bench / "folder.png");
    CHECK_EQUAL(bench
                    .segment({photo, "-o", labels, "--confidence", bench.at("folder.png/x.png"),
                              "--instances", bench.at("no/such.png")})
                    .code,
                2);
    CHECK_EQUAL(contentOf(labels), "before");
    CHECK_EQUAL(entriesIn(bench / "folder.png"), 0U);
}

UNDERPAINT_TEST(odd_names_and_numbers_are_understood_or_named) {
    const Bench bench;
    const std::string labels = bench.at("labels.png");
    const std::string longest = std::string(251, 'n') + ".png";
    CHECK_EQUAL(bench.render({"--labels", labels, "-o", bench.at(longest)}).code, 0);
    CHECK(fs::exists(bench / longest));
    const ChildOutcome tooLong =
        bench.render({"--labels", labels, "-o", bench.at(std::string(296, 'n') + ".png")});
    CHECK_EQUAL(tooLong.code, 2);
    CHECK(!has(tooLong, "unexpected failure"));
    for (const char* seed : {"-1", "18446744073709551616", "1e3", "0x10", "", " 1", "1.0"}) {
        const ChildOutcome outcome =
            bench.render({"--labels", labels, "-o", bench.at("s.png"), "--seed", seed});
        CHECK_EQUAL(outcome.code, 2);
        CHECK(!fs::exists(bench / "s.png"));
    }
    CHECK_EQUAL(
        bench
            .render({"--labels", labels, "-o", bench.at("s.png"), "--seed", "18446744073709551615"})
            .code,
        0);
    writeText(bench / "real.png", "old");
    fs::create_symlink("real.png", bench / "link.png");
    CHECK_EQUAL(bench.render({"--labels", labels, "-o", bench.at("link.png")}).code, 0);
    CHECK(fs::is_symlink(bench / "link.png"));
    CHECK(contentOf(bench / "real.png") != "old");
}

UNDERPAINT_TEST(libraries_say_nothing_of_damaged_pictures) {
    const Bench bench;
    const Image photo = imaging::readPhoto(bench / "photo.png");
    for (const std::string ending : {".jpg", ".tif", ".bmp", ".ppm"}) {
        imaging::writePhoto(bench / ("whole" + ending), photo);
        const std::string whole = contentOf(bench / ("whole" + ending));
        for (const std::size_t length : {whole.size() / 2, whole.size() - 20}) {
            const fs::path cut = bench / ("cut" + ending);
            writeText(cut, whole.substr(0, length));
            const ChildOutcome outcome =
                bench.segment({cut.string(), "-o", bench.at("labels2.png")});
            CHECK_EQUAL(outcome.code, 2);
            CHECK(outcome.said.starts_with("underpaint: "));
            CHECK_EQUAL(std::count(outcome.said.begin(), outcome.said.end(), '\n'), 1);
        }
    }
}
