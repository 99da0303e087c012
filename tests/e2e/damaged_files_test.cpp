// SPDX-License-Identifier: GPL-3.0-or-later
// Files of each kind that the program reads, damaged in twenty ways: it says which file it is and
// what is wrong, and goes on where there are others.
#include "engine/base/random.h"
#include "engine/imaging/codec.h"
#include "engine/project/package/model_package.h"
#include "tests/e2e/child_process.h"
#include "tests/e2e/sample_files.h"
#include "tests/e2e/sample_project.h"
#include "tests/engine/train_samples.h"
#include "tests/support/engine_test.h"
#include "tests/support/temporary_folder.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

using namespace underpaint;
using namespace underpaint::test;

namespace damaged_files_test {

namespace fs = std::filesystem;

namespace {

constexpr int ways = 20;
/// A program that is started anew for every file takes a second each: a kind is damaged in every
/// third way, its neighbours in the others. The readers themselves are tested with all and more.
constexpr int stride = 3;

void writeText(const fs::path& path, const std::string& text) {
    std::ofstream(path, std::ios::binary) << text;
}

/// What a full disk, a broken transfer, a wrong ending or a bad hand makes of a file.
std::string damaged(const std::string& whole, int way) {
    const std::size_t size = whole.size();
    Random draws(static_cast<std::uint64_t>(way));
    const auto noise = [&](std::string text, std::size_t from, std::size_t count) {
        for (std::size_t i = from; i < std::min(from + count, text.size()); ++i) {
            text[i] = static_cast<char>(draws.below(256));
        }
        return text;
    };
    switch (way) {
    case 0:
        return {};
    case 1:
        return whole.substr(0, 1);
    case 2:
        return whole.substr(0, 8);
    case 3:
        return whole.substr(0, 24);
    case 4:
        return std::string(size, '\0');
    case 5:
        return noise(whole, 0, size);
    case 6:
        return noise(whole, 0, 16);
    case 7:
        return noise(whole, 4, 24);
    case 8:
        return {whole.rbegin(), whole.rend()};
    case 9:
        return "<!DOCTYPE html><html><body>404 Not Found</body></html>";
    case 10:
        return "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n";
    case 11:
        return std::string("RIFF\x24\0\0\0WEBPVP8 ", 16) + noise(whole, 0, size).substr(0, 20);
    case 12:
        return std::string(size, '\xff');
    case 13:
        return whole.substr(size / 2);
    default: // what is left of it
        return whole.substr(0, size * static_cast<std::size_t>(way - 13) / 8);
    }
}

std::string nameOf(const std::string& kind, int way, const std::string& ending) {
    return kind + (way < 10 ? "0" : "") + std::to_string(way) + ending;
}

/// A file that is whole, and how the program is asked to read it.
struct Kind {
    std::string name;
    std::string ending;
    std::string whole;
    std::vector<std::string> before; ///< arguments before and after the file
    std::vector<std::string> after;
    int firstWay = 0; ///< of every third
};

class Desk {
public:
    Desk() {
        writePix2PixHdPackage(at("model.underpaint-model"));
        writeLabelMap(at("labels.png"), 64, 40);
        fs::create_directories(at("out"));
    }

    std::string at(const std::string& name) const { return (m_folder / name).string(); }
    ChildOutcome run(const std::vector<std::string>& arguments) const {
        ChildProcess child(arguments, at("said"), {{"XDG_CACHE_HOME", at("cache")}});
        const int code = child.waitFor(std::chrono::minutes(3));
        return {code, child.said()};
    }

    /// Every damaged file of the kind is refused in words, or read where nothing of it is missing.
    void check(const Kind& kind) const {
        const std::string folder = at(kind.name);
        fs::create_directories(folder);
        int read = 0;
        for (int way = kind.firstWay; way < ways; way += stride) {
            const std::string name = nameOf(kind.name, way, kind.ending);
            writeText(folder + "/" + name, damaged(kind.whole, way));
            std::vector<std::string> arguments = kind.before;
            arguments.push_back(folder + "/" + name);
            arguments.insert(arguments.end(), kind.after.begin(), kind.after.end());
            const ChildOutcome outcome = run(arguments);
            const std::string told =
                name + ": " + std::to_string(outcome.code) + " " + outcome.said;
            // A check (1) lists what it found; everything else begins as all failures do.
            const bool said =
                (outcome.code == 1 || outcome.said.find("underpaint: ") != std::string::npos) &&
                outcome.said.find(kind.name) != std::string::npos &&
                outcome.said.find("unexpected failure") == std::string::npos;
            if (outcome.code != 0 && (outcome.code > 2 || outcome.code < 0 || !said)) {
                fail(told, __FILE__, __LINE__);
            }
            read += outcome.code == 0 ? 1 : 0;
            fs::remove_all(at("out"));
            fs::create_directories(at("out"));
        }
        // Files of text can be whole without their last lines, and videos without their last
        // frames.
        constexpr int most = 2;
        if (read > most) {
            fail(kind.name + ": " + std::to_string(read) + " were read", __FILE__, __LINE__);
        }
    }

private:
    TemporaryFolder m_folder;
};

} // namespace

UNDERPAINT_TEST(damaged_pictures_cost_themselves_alone) {
    const Desk desk;
    const std::string maps = desk.at("maps");
    fs::create_directories(maps);
    const Image picture = imaging::shownColours(imaging::readStored(desk.at("labels.png")));
    std::vector<std::string> names;
    for (const std::string ending : {".png", ".jpg", ".tif", ".bmp", ".ppm"}) {
        std::string whole = contentOf(desk.at("labels.png"));
        if (ending != ".png") {
            imaging::writePhoto(desk.at("whole" + ending), picture);
            whole = contentOf(desk.at("whole" + ending));
        }
        for (int way = 0; way < ways; ++way) {
            names.push_back(nameOf(ending.substr(1), way, ending));
            writeText(maps + "/" + names.back(), damaged(whole, way));
        }
    }
    // Annotations of labelme, which are JSON.
    const std::string shapes =
        R"({"version":"5.0.1","shapes":[{"label":"a","points":[[1,1],[9,1],[9,9]],)"
        R"("shape_type":"polygon"}],"imagePath":"x.png","imageHeight":40,"imageWidth":64})";
    for (int way = 0; way < ways; ++way) {
        names.push_back(nameOf("labelme", way, ".json"));
        writeText(maps + "/" + names.back(), damaged(shapes, way));
    }
    fs::copy_file(desk.at("labels.png"), maps + "/whole.png");
    const ChildOutcome outcome =
        desk.run({"render", "--model", desk.at("model.underpaint-model"), "--device", "cpu",
                  "--batch", maps, "-o", desk.at("out")});
    CHECK_EQUAL(outcome.code, 2);
    CHECK(outcome.said.find("unexpected failure") == std::string::npos);
    CHECK(fs::exists(desk.at("out") + "/whole.png"));
    for (const std::string& name : names) {
        const bool made =
            fs::exists(desk.at("out") + "/" + fs::path(name).stem().string() + ".png");
        if (!made && outcome.said.find(name) == std::string::npos) {
            fail("nothing was said of " + name, __FILE__, __LINE__);
        }
    }
}

// Each kind is a test of its own: a test may take five minutes, and every file starts the program.
UNDERPAINT_TEST(damaged_projects_are_explained) {
    const Desk desk;
    writeSampleProject(desk.at("p.underpaint"), {});
    desk.check({"project",
                ".underpaint",
                contentOf(desk.at("p.underpaint")),
                {"replay"},
                {"--on", desk.at("labels.png"), "-o", desk.at("out")}});
}

UNDERPAINT_TEST(damaged_packages_are_explained) {
    const Desk desk;
    const auto package = project::ModelPackage::open(desk.at("model.underpaint-model"));
    const std::string zip = desk.at("zipped.underpaint-model");
    project::writePackage(zip, package.manifest(), project::weightsOf(package),
                          /*overwrite=*/false, project::thumbnailsOf(package));
    desk.check({"package", ".underpaint-model", contentOf(zip), {"package", "check"}, {}, 1});
}

UNDERPAINT_TEST(damaged_checkpoints_are_explained) {
    const Desk desk;
    writeGeneratorCheckpoint(desk.at("g.pth"));
    desk.check({"checkpoint",
                ".pth",
                contentOf(desk.at("g.pth")),
                {"import"},
                {"-o", desk.at("out/m.underpaint-model")},
                2});
}

UNDERPAINT_TEST(damaged_safetensors_are_explained) {
    const Desk desk;
    CHECK_EQUAL(desk.run({"export", "--model", desk.at("model.underpaint-model"), "-o",
                          desk.at("plain"), "--name", "plain"})
                    .code,
                0);
    desk.check({"tensors",
                ".safetensors",
                contentOf(desk.at("plain/plain.G.safetensors")),
                {"import"},
                {"-o", desk.at("out/m.underpaint-model")}});
}

UNDERPAINT_TEST(damaged_videos_are_explained) {
    const Desk desk;
    writeSegmenterPackage(desk.at("segmenter.underpaint-model"));
    fs::create_directories(desk.at("frames"));
    for (const char* name : {"1.png", "2.png", "3.png"}) {
        fs::copy_file(desk.at("labels.png"), desk.at("frames/") + name);
    }
    const std::vector<std::string> render{"render",   "--model", desk.at("model.underpaint-model"),
                                          "--device", "cpu",     "--sequence"};
    std::vector<std::string> making = render;
    making.insert(making.end(), {desk.at("frames"), "-o", desk.at("clip.gif")});
    CHECK_EQUAL(desk.run(making).code, 0);
    desk.check(
        {"animation",
         ".gif",
         contentOf(desk.at("clip.gif")),
         render,
         {"--segmenter", desk.at("segmenter.underpaint-model"), "-o", desk.at("out/%04d.png")},
         1});
}

UNDERPAINT_TEST(damaged_scripts_are_explained) {
    const Desk desk;
    const std::string script = R"({"version": 1, "commands": [{"do": "new", "model": ")" +
                               desk.at("model.underpaint-model") +
                               R"(", "size": [32, 24]}, {"do": "save", "file": "s.underpaint"}]})";
    desk.check({"script", ".json", script, {"script"}, {"-o", desk.at("out")}, 2});
}

UNDERPAINT_TEST(damaged_label_sets_are_explained) {
    const Desk desk;
    desk.check({"classes",
                ".json",
                R"({"name": "mine", "classes": [{"id": 0, "name": "sky", "colour": [1, 2, 3]},)"
                R"( {"id": 1, "name": "car", "colour": [4, 5, 6], "thing": true}]})",
                {"render", "--model", desk.at("model.underpaint-model"), "--labels",
                 desk.at("labels.png"), "--repair", "-o", desk.at("out/x.png"), "--label-classes"},
                {}});
}

} // namespace damaged_files_test
