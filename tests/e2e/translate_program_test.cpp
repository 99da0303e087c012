// SPDX-License-Identifier: GPL-3.0-or-later
// `translate`, from official checkpoints on, and the training of a model of that kind.
#include "engine/base/atomic_file.h"
#include "engine/imaging/codec.h"
#include "engine/nets/network.h"
#include "engine/nets/weights/initialise.h"
#include "engine/project/file/project_file.h"
#include "engine/scene/builtin_label_sets.h"
#include "engine/scene/instance_ids.h"
#include "engine/train/data/packed_dataset.h"
#include "tests/e2e/child_process.h"
#include "tests/engine/nets_samples.h"
#include "tests/engine/train_samples.h"
#include "tests/support/engine_test.h"
#include "tests/support/temporary_folder.h"

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>

namespace translate_program_test {

using namespace underpaint;
using namespace underpaint::test;

namespace {

namespace fs = std::filesystem;

constexpr Size size{72, 56};

Image maskAt(Rect rect) {
    Image mask(size.width, size.height);
    for (int y = rect.y; y < rect.bottom(); ++y) {
        std::fill_n(mask.row(y).begin() + rect.x, rect.width, std::uint8_t{255});
    }
    return mask;
}

/// Two checkpoints, a photo with two masks, and the program that is run on them.
class Studio {
public:
    Studio() {
        const nets::Network network =
            nets::Network::create("instagan.set_generator", {{"ngf", std::int64_t{4}},
                                                             {"n_blocks", std::int64_t{1}},
                                                             {"norm", std::string("instance")}});
        for (const std::string way : {"A", "B"}) {
            nets::TensorMap tensors;
            for (const auto& [key, value] :
                 initialWeights(network, nets::Initialisation::Scaled, way == "A" ? 1 : 2)) {
                tensors[key] = value;
            }
            writeCheckpoint(m_folder / ("200_net_G_" + way + ".pth"), tensors);
        }
        fs::create_directories(m_folder / "photos");
        fs::create_directories(m_folder / "masks");
        photo = samplePair(size, 1).photo;
        imaging::writePhoto(at("photos/one.png"), photo);
        imaging::writePhoto(at("masks/one_0.png"), maskAt({4, 4, 20, 20}));
        imaging::writePhoto(at("masks/one_1.png"), maskAt({40, 20, 12, 20}));
    }

    std::string at(const std::string& name) const { return (m_folder / name).string(); }
    ChildOutcome run(const std::vector<std::string>& arguments) const {
        return runChild(arguments, m_folder / "said");
    }
    ChildOutcome import() const {
        return run({"import", at("200_net_G_A.pth"), at("200_net_G_B.pth"), "--option",
                    "domain_a=sheep", "--option", "domain_b=goat", "-o", at("m.underpaint-model")});
    }
    ChildOutcome translate(std::vector<std::string> more) const {
        more.insert(more.begin(), {"translate", "--model", at("m.underpaint-model"), "--device",
                                   "cpu", "--threads", "1"});
        return run(more);
    }

    Image photo;

private:
    TemporaryFolder m_folder;
};

bool says(const ChildOutcome& outcome, const std::string& text) {
    return outcome.said.find(text) != std::string::npos;
}

} // namespace

UNDERPAINT_TEST(an_imported_pair_translates_the_instances_of_a_photo) {
    const Studio studio;
    CHECK_EQUAL(studio.import().code, 0);
    CHECK_EQUAL(studio.run({"package", "check", studio.at("m.underpaint-model")}).code, 0);
    const ChildOutcome done =
        studio.translate({studio.at("photos/one.png"), "--masks", studio.at("masks"), "-o",
                          studio.at("out.png"), "--output-masks", studio.at("new"), "--changed",
                          studio.at("changed.png"), "--feather", "2", "--surroundings", "0"});
    CHECK_EQUAL(done.said.substr(0, 200), done.code == 0 ? done.said.substr(0, 200) : "");
    const Image out = imaging::readPhoto(studio.at("out.png"));
    const LabelPlane changed = imaging::readIndices(studio.at("changed.png"));
    std::size_t outside = 0;
    std::size_t inside = 0;
    for (int y = 0; y < size.height; ++y) {
        for (int x = 0; x < size.width; ++x) {
            const bool same = out.at(x, y, 0) == studio.photo.at(x, y, 0) &&
                              out.at(x, y, 1) == studio.photo.at(x, y, 1) &&
                              out.at(x, y, 2) == studio.photo.at(x, y, 2);
            outside += changed.at(x, y) == 0 && !same ? 1 : 0;
            inside += changed.at(x, y) > 0 && !same ? 1 : 0;
        }
    }
    CHECK_EQUAL(outside, 0U);
    CHECK(inside > 100);
    CHECK(fs::exists(studio.at("new/one_0.png")) && fs::exists(studio.at("new/one_1.png")));

    const auto once = [&](const std::vector<std::string>& more) {
        std::vector<std::string> arguments{studio.at("photos/one.png"), "--masks",
                                           studio.at("masks"), "-o", studio.at("other.png")};
        arguments.insert(arguments.end(), more.begin(), more.end());
        CHECK_EQUAL(studio.translate(arguments).code, 0);
        return imaging::readPhoto(studio.at("other.png"));
    };
    const Image usual = once({});
    CHECK(once({"--direction", "goat"}) == usual);
    CHECK(!(once({"--direction", "sheep"}) == usual));
    CHECK(once({"--one-step", "--no-crop"}) == usual); // the part of both is the whole photo
    CHECK(!(once({"--per-step", "1"}) == usual));
    CHECK(!(once({"--no-paste"}) == usual));
    CHECK(!(once({"--instance", "2"}) == usual));
    CHECK(once({"--strength", "0"}) == studio.photo);
}

UNDERPAINT_TEST(translate_takes_instances_of_maps_and_whole_folders) {
    const Studio studio;
    CHECK_EQUAL(studio.import().code, 0);
    LabelPlane labels(size.width, size.height);
    for (int y = 10; y < 30; ++y) {
        std::fill_n(labels.row(y).begin() + 5, 20, std::uint16_t{7});
        std::fill_n(labels.row(y).begin() + 45, 20, std::uint16_t{7});
    }
    imaging::writeLabels(studio.at("labels.png"), labels);
    const ChildOutcome done = studio.translate(
        {studio.at("photos/one.png"), "--labels", studio.at("labels.png"), "--class", "7", "-o",
         studio.at("out.png"), "--output-instances", studio.at("inst.png")});
    CHECK_EQUAL(done.code, 0);
    const InstancePlane after = imaging::readInstanceIds(studio.at("inst.png"));
    CHECK_EQUAL(*std::ranges::max_element(after.values()) <= 2, true);

    fs::copy_file(studio.at("photos/one.png"), studio.at("photos/two.png"));
    const ChildOutcome batch = studio.translate(
        {"--batch", studio.at("photos"), "--masks", studio.at("masks"), "-o", studio.at("all")});
    CHECK_EQUAL(batch.code, 2); // the second photo has no masks
    CHECK(says(batch, "two_0.png"));
    CHECK(fs::exists(studio.at("all/one.png")) && !fs::exists(studio.at("all/two.png")));
}

UNDERPAINT_TEST(translate_refuses_what_makes_no_sense) {
    const Studio studio;
    CHECK_EQUAL(studio.import().code, 0);
    const std::string photo = studio.at("photos/one.png");
    const std::string out = studio.at("out.png");
    const auto refused = [&](const std::vector<std::string>& arguments, const std::string& text) {
        const ChildOutcome outcome = studio.translate(arguments);
        CHECK_EQUAL(outcome.code, 2);
        CHECK(says(outcome, text));
        CHECK(!fs::exists(out));
    };
    refused({photo, "-o", out}, "no mask");
    refused({photo, "-o", out, "--masks", studio.at("photos")}, "one_0.png");
    refused({photo, "-o", out, "--masks", studio.at("masks"), "--instance", "3"}, "--instance 3");
    refused({photo, "-o", out, "--masks", studio.at("masks"), "--direction", "cow"}, "cow");
    refused({photo, "-o", out, "--masks", studio.at("masks"), "--output-instances", out},
            "--instances");
    imaging::writePhoto(studio.at("small.png"), Image(8, 8));
    refused({photo, "-o", out, "--masks", studio.at("small.png")}, "8x8");
    const ChildOutcome replaced =
        studio.translate({photo, "-o", photo, "--masks", studio.at("masks")});
    CHECK_EQUAL(replaced.code, 2);
    CHECK(imaging::readPhoto(photo) == studio.photo);
    CHECK_EQUAL(studio
                    .run({"render", "--model", studio.at("m.underpaint-model"), "--photo", photo,
                          "-o", out})
                    .code,
                2);
}

UNDERPAINT_TEST(folders_of_two_domains_are_packed_and_trained_on) {
    const Studio studio;
    for (const std::string domain : {"A", "B"}) {
        fs::create_directories(studio.at("set/train" + domain));
        fs::create_directories(studio.at("set/train" + domain + "_seg"));
        for (const std::string name : {"x", "y"}) {
            imaging::writePhoto(studio.at("set/train" + domain + "/" + name + ".png"),
                                samplePair(size, name == "x" ? 1 : 2).photo);
            imaging::writePhoto(studio.at("set/train" + domain + "_seg/" + name + "_0.png"),
                                maskAt({4, 4, 40, 30}));
        }
    }
    const ChildOutcome packed = studio.run({"dataset", "domains", studio.at("set"), "--a", "sheep",
                                            "--b", "goat", "-o", studio.at("set.pack")});
    CHECK_EQUAL(packed.code, 0);
    CHECK(says(packed, "2 photos of sheep, 2 of goat"));
    writeFileAtomically(studio.at("recipe.json"), std::string_view(R"({
        "name": "goats", "kind": "instagan",
        "generator": {"options": {"ngf": 4, "n_blocks": 1, "norm": "instance"}},
        "discriminator": {"options": {"ndf": 4, "n_layers": 2, "norm": "instance"}},
        "augmentation": {"size": [48, 32]}, "precision": "fp32", "steps": 2})"));
    const ChildOutcome trained =
        studio.run({"train", "--recipe", studio.at("recipe.json"), "--data", studio.at("set.pack"),
                    "-o", studio.at("run"), "--device", "cpu", "--threads", "1"});
    CHECK_EQUAL(trained.code, 0);
    fs::rename(studio.at("run/goats.underpaint-model"), studio.at("m.underpaint-model"));
    CHECK_EQUAL(studio
                    .translate({studio.at("photos/one.png"), "--masks", studio.at("masks"),
                                "--direction", "goat", "-o", studio.at("out.png")})
                    .code,
                0);
}

UNDERPAINT_TEST(projects_with_photo_layers_are_packed_as_two_domains) {
    const Studio studio;
    fs::create_directories(studio.at("projects"));
    const auto write = [&](const std::string& name, std::uint16_t label, bool withPhoto) {
        project::Project project;
        project.state.labelSet = scene::camvidLabels();
        project.state.labels = scene::LabelMap(size, std::uint16_t{3});
        for (int y = 10; y < 30; ++y) {
            for (int x = 20; x < 40; ++x) {
                project.state.labels.set(x, y, label);
            }
        }
        project.state.instances = scene::instancesFromLabels(project.state.labels);
        if (withPhoto) {
            project.state.referencePhoto = std::make_shared<Image>(samplePair(size, label).photo);
        }
        writeFileAtomically(studio.at("projects/" + name + ".underpaint"),
                            project::encodeProject(project));
    };
    constexpr std::uint16_t tree = 5;
    constexpr std::uint16_t car = 8;
    write("car", car, true);
    write("tree", tree, true);
    write("other", 3, true);
    write("bare", car, false);
    const ChildOutcome packed =
        studio.run({"dataset", "domains", studio.at("projects"), "--a", "car", "--b", "tree", "-o",
                    studio.at("projects.pack")});
    CHECK_EQUAL(packed.code, 0);
    CHECK(says(packed, "1 photo of car, 1 of tree"));
    CHECK(says(packed, "1 with neither"));
    CHECK(says(packed, "bare: has no photo layer"));
    const auto data = train::PackedDataset::open(studio.at("projects.pack"));
    CHECK_EQUAL(data.size(), std::size_t{2});
    CHECK_EQUAL(studio
                    .run({"dataset", "domains", studio.at("projects"), "--a", "car", "--b", "boat",
                          "-o", studio.at("none.pack")})
                    .code,
                2);
}

} // namespace translate_program_test
