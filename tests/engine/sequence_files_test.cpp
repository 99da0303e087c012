// SPDX-License-Identifier: GPL-3.0-or-later
// Folders of frames: order, partners, gaps, and what is wrong with them.
#include "engine/imaging/codec.h"
#include "engine/imaging/sequence/frame_names.h"
#include "engine/imaging/sequence/sequence_files.h"
#include "tests/support/engine_test.h"
#include "tests/support/temporary_folder.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

using namespace underpaint;
using imaging::comesBefore;
using imaging::gapsIn;
using imaging::SequenceListing;

namespace fs = std::filesystem;

namespace {

struct Frames {
    test::TemporaryFolder folder;

    Frames() {
        for (const char* name : {"maps", "ids", "photos"}) {
            fs::create_directory(folder / name);
        }
    }
    fs::path path(const std::string& name) const { return folder / name; }
    void map(const std::string& name, Size size = {8, 6}) const {
        imaging::writeLabels(path("maps/" + name), LabelPlane(size.width, size.height));
    }
    void ids(const std::string& name, Size size = {8, 6}) const {
        imaging::writeInstances(path(name), InstancePlane(size.width, size.height));
    }
    void photo(const std::string& name, Size size = {8, 6}) const {
        imaging::writePhoto(path("photos/" + name), Image(size.width, size.height, 3, 9));
    }
    SequenceListing list(const std::string& instances = {}, const std::string& photos = {}) const {
        return imaging::listSequence(path("maps"), instances.empty() ? fs::path() : path(instances),
                                     photos.empty() ? fs::path() : path(photos));
    }
};

bool anyContains(const std::vector<std::string>& texts, const std::string& part) {
    return std::ranges::any_of(
        texts, [&](const std::string& text) { return text.find(part) != std::string::npos; });
}

} // namespace

UNDERPAINT_TEST(frames_are_counted_as_people_count) {
    std::vector<std::string> names{
        "f10",  "f9",   "f009", "f2b", "f2a", "", "f", "g1", "f99999999999999999999999",
        "f1_2", "f1_10"};
    std::ranges::sort(names, [](const auto& a, const auto& b) { return comesBefore(a, b); });
    const std::vector<std::string> expected{
        "",  "f", "f1_2", "f1_10", "f2a", "f2b", "f9", "f009", "f10", "f99999999999999999999999",
        "g1"};
    CHECK(names == expected);
    CHECK(!comesBefore("f9", "f9"));
    CHECK(!imaging::numberIn("none"));
    CHECK(!imaging::numberIn("f9999999999999999999"));
    CHECK_EQUAL(imaging::numberIn("a12_b034.c")->number, 34U);
    CHECK_EQUAL(imaging::numberIn("a12_b034.c")->before, "a12_b");
}

UNDERPAINT_TEST(missing_numbers_are_named) {
    const auto gaps = gapsIn({"f_08", "f_09", "f_10", "f_13", "f_14", "f_16", "f_17"});
    CHECK_EQUAL(gaps.size(), 2U);
    CHECK_EQUAL(gaps[0].missing, "f_11 to f_12");
    CHECK_EQUAL(gaps[0].next, 3U);
    CHECK_EQUAL(gaps[1].missing, "f_15");
    // Every second number is a rule as well.
    CHECK(gapsIn({"a1", "a3", "a5", "a7"}).empty());
    CHECK_EQUAL(gapsIn({"a1", "a3", "a5", "a9", "a11"}).size(), 1U);
    // Names without a rule have no gaps.
    CHECK(gapsIn({"a1", "a4", "a20", "a90"}).empty());
    CHECK(gapsIn({"a1", "b2", "b3"}).empty());
    CHECK(gapsIn({"x"}).empty() && gapsIn({}).empty());
}

UNDERPAINT_TEST(files_of_a_frame_find_each_other) {
    const Frames frames;
    for (const char* number : {"2", "10", "1"}) {
        frames.map(std::string("s_") + number + "_labelIds.png");
        frames.ids(std::string("ids/s_") + number + "_instanceIds.png");
        frames.photo(std::string("s_") + number + ".jpg");
    }
    frames.photo("s_11.jpg");
    std::ofstream(frames.path("maps/notes.txt")) << "no map";
    std::ofstream(frames.path("maps/labels.json")) << "{}";
    const SequenceListing listing = frames.list("ids", "photos");
    CHECK_EQUAL(listing.frames.size(), 3U);
    CHECK_EQUAL(listing.frames[0].name, "s_1");
    CHECK_EQUAL(listing.frames[2].labels.filename().string(), "s_10_labelIds.png");
    CHECK_EQUAL(listing.frames[2].instances.filename().string(), "s_10_instanceIds.png");
    CHECK_EQUAL(listing.frames[2].photo.filename().string(), "s_10.jpg");
    CHECK(anyContains(listing.notices, "s_11.jpg"));
    CHECK(frames.list().frames[1].instances.empty());
    CHECK_EQUAL(imaging::listFrames(frames.path("photos")).frames.size(), 4U);

    // Instance maps may lie beside the label maps.
    for (const char* number : {"2", "10", "1"}) {
        frames.ids(std::string("maps/s_") + number + "_instanceIds.png");
    }
    CHECK_EQUAL(frames.list().frames[0].instances.filename().string(), "s_1_instanceIds.png");
}

UNDERPAINT_TEST(folders_that_make_no_sequence_are_refused) {
    const Frames frames;
    CHECK_ERROR(frames.list(), "holds no label map");
    CHECK_ERROR(imaging::listFrames(frames.path("photos")), "holds no picture");
    CHECK_ERROR(imaging::listSequence(frames.path("absent"), {}, {}), "no such folder");
    frames.map("f1.png");
    CHECK_ERROR(imaging::listSequence(frames.path("maps/f1.png"), {}, {}), "is no folder");
    CHECK_ERROR(frames.list("ids"), "holds no instance map");
    frames.ids("ids/f1.png");
    frames.map("f2.png");
    CHECK_ERROR(frames.list("ids"), "f2.png: the frame has no instance map");
    CHECK_ERROR(frames.list({}, "photos"), "f1.png: the frame has no photo");
    frames.map("f2_labelIds.png");
    CHECK_ERROR(frames.list(), "same frame");
    fs::remove(frames.path("maps/f2_labelIds.png"));

    frames.map("f3.png", {8, 7});
    CHECK_ERROR(frames.list(), "f3.png: is 8x7, but f1.png is 8x6");
    std::ofstream(frames.path("maps/f3.png")) << "no picture";
    CHECK_ERROR(frames.list(), "f3.png");
    fs::remove(frames.path("maps/f3.png"));
    frames.photo("f1.png", {9, 6});
    frames.photo("f2.png");
    CHECK_ERROR(frames.list({}, "photos"), "9x6");

    frames.map("f3.png");
    frames.map("f4.png");
    frames.map("f7.png");
    CHECK(anyContains(frames.list().notices, "no frame f5 to f6"));
}
