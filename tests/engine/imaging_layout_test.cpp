// SPDX-License-Identifier: GPL-3.0-or-later
// Folders as people have them: which layout is believed, and what is refused.
#include "engine/base/random.h"
#include "engine/imaging/codec.h"
#include "engine/imaging/dataset_check.h"
#include "engine/imaging/dataset_convert.h"
#include "engine/imaging/dataset_record.h"
#include "engine/imaging/folder_walk.h"
#include "engine/imaging/label_map_text.h"
#include "engine/imaging/label_set_json.h"
#include "engine/imaging/name_forms.h"
#include "engine/imaging/resize.h"
#include "engine/scene/builtin_label_sets.h"
#include "tests/support/engine_test.h"
#include "tests/support/temporary_folder.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

using namespace underpaint;
using namespace underpaint::imaging;

namespace {

namespace fs = std::filesystem;

void text(const fs::path& path, const std::string& content) {
    fs::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << content;
}

/// Two areas: `top` and `bottom`.
LabelPlane twoAreas(std::uint16_t top, std::uint16_t bottom) {
    LabelPlane labels(32, 24, top);
    for (int y = 12; y < 24; ++y) {
        for (int x = 0; x < 32; ++x) {
            labels.at(x, y) = bottom;
        }
    }
    return labels;
}

Image noise(std::uint64_t seed = 5) {
    Random random(seed);
    Image photo(32, 24, 3, 0);
    for (std::uint8_t& value : photo.values()) {
        value = static_cast<std::uint8_t>(random.below(256));
    }
    return photo;
}

Image inColours(const LabelPlane& labels, const scene::LabelSet& set) {
    Image image(labels.width(), labels.height(), 3, 0);
    for (std::size_t i = 0; i < labels.values().size(); ++i) {
        const scene::Colour colour = set.at(labels.values()[i]).colour;
        image.values()[3 * i] = colour.red;
        image.values()[3 * i + 1] = colour.green;
        image.values()[3 * i + 2] = colour.blue;
    }
    return image;
}

Image joined(const Image& left, const Image& right) {
    Image both(left.width() + right.width(), left.height(), 3, 0);
    for (int y = 0; y < both.height(); ++y) {
        const auto end = std::copy(left.row(y).begin(), left.row(y).end(), both.row(y).begin());
        std::copy(right.row(y).begin(), right.row(y).end(), end);
    }
    return both;
}

/// Files of a data set in a temporary folder.
class Files {
public:
    const fs::path& path() const { return m_folder.path(); }
    fs::path operator/(const std::string& name) const { return m_folder.path() / name; }

    void photo(const std::string& name) const { writePhoto(made(name), noise()); }
    void picture(const std::string& name, const Image& image) const {
        writePhoto(made(name), image);
    }
    void labels(const std::string& name, std::uint16_t top = 0, std::uint16_t bottom = 3) const {
        writeLabels(made(name), twoAreas(top, bottom));
    }
    void pair(const std::string& photos, const std::string& maps) const {
        for (const char* stem : {"/0", "/1"}) {
            photo(photos + stem + ".jpg");
            labels(maps + stem + ".png");
        }
    }
    DatasetListing list(const char* set = "camvid") const {
        DatasetReading reading;
        reading.classes = scene::builtinLabels(set);
        return listDataset(path(), reading);
    }

private:
    fs::path made(const std::string& name) const {
        const fs::path file = path() / name;
        fs::create_directories(file.parent_path());
        return file;
    }

    test::TemporaryFolder m_folder;
};

bool says(const std::vector<PairingProblem>& all, const std::string& file,
          const std::string& part) {
    return std::any_of(all.begin(), all.end(), [&](const PairingProblem& one) {
        return one.file.string().find(file) != std::string::npos &&
               one.problem.find(part) != std::string::npos;
    });
}

std::string problemOf(const DatasetListing& listing) {
    return listing.problems.empty() ? "" : listing.problems.front().problem;
}

} // namespace

UNDERPAINT_TEST(layouts_of_telling_folder_names_are_found_as_pairs) {
    const std::vector<std::pair<std::string, std::string>> names{
        {"images", "labels"},
        {"images", "masks"},
        {"imgs", "masks"},
        {"JPEGImages", "SegmentationClass"},
        {"img", "gt"},
        {"photos", "label_maps"},
        {"train/images", "train/masks"},
        {"images/train", "labels/train"},
        {"train", "train_masks"},
        {"train_images", "train_labels"},
        {"images", "annotations"},
        {"img_dir/val", "ann_dir/val"}};
    for (const auto& [photos, maps] : names) {
        const Files set;
        set.pair(photos, maps);
        const DatasetListing listing = set.list();
        if (listing.layout != DatasetLayout::Folders || listing.items.size() != 2) {
            test::fail(photos + ", " + maps + ": " + problemOf(listing), __FILE__, __LINE__);
        }
        CHECK(listing.problems.empty() && listing.notices.empty());
        CHECK(!listing.items[0].photo.empty());
        CHECK(listing.items[0].labels != listing.items[0].photo);
        // Without classes they are found as well.
        CHECK_EQUAL(checkDataset(set.path()).items, 2);
    }
}

UNDERPAINT_TEST(layouts_are_found_beside_a_damaged_file) {
    const Files set;
    set.pair("images", "masks");
    set.photo("images/2.jpg");
    text(set / "masks/2.png", "no picture");
    CHECK_EQUAL(set.list().items.size(), 3U);
    DatasetCheckOptions options;
    options.classes = scene::camvidLabels();
    CHECK_EQUAL(checkDataset(set.path(), options).errorCount(), 1U);
}

UNDERPAINT_TEST(layouts_are_not_guessed) {
    const std::vector<std::pair<std::string, std::string>> names{
        {"trainA", "trainB"}, {"A", "B"},       {"input", "target"},
        {"one", "two"},       {"street", "x9"}, {"masks", "labels"}};
    for (const auto& [first, second] : names) {
        const Files set;
        set.pair(second, first);
        CHECK_ERROR(set.list(), "train_label");
        CHECK_ERROR(set.list(), first + " (2 pictures)");
        CHECK_ERROR(set.list(), "--photos-in " + second + " --labels-in " + first);
        CHECK_ERROR(checkDataset(set.path()), "--layout");
    }
    // Names that tell and values that speak against them.
    const Files photos;
    photos.photo("images/0.jpg");
    photos.photo("labels/0.png");
    CHECK_ERROR(photos.list(), "--labels-in");
    // Two folders could hold the label maps.
    const Files unclear;
    unclear.pair("images", "labels");
    unclear.labels("masks/0.png");
    CHECK_ERROR(unclear.list(), "masks (1 picture)");
    CHECK_ERROR(photos.list(), "pictures in labels do not look like label maps");
    // The data set is one folder below.
    const Files deep;
    deep.pair("data/images", "data/masks");
    CHECK_ERROR(deep.list(), "Name the folder " + (deep / "data").string());
    // Photos are no data set, whatever their folders are called.
    const Files alone;
    alone.photo("train/0.png");
    CHECK_ERROR(alone.list(), "train (1 picture)");
}

UNDERPAINT_TEST(layouts_of_cvat_bring_their_classes) {
    const Files set;
    text(set / "labelmap.txt", "# label:color_rgb:parts:actions\r\nbackground:0,0,0::\r\n\r\n"
                               "road : 128, 64, 128 ::\ncar:64,0,128:a,b:\n");
    const LabelPlane labels = twoAreas(0, 2);
    const scene::LabelSet classes = readLabelMapText(set / "labelmap.txt");
    CHECK_EQUAL(classes.at(1).name, "road");
    CHECK(classes.at(2).colour == (scene::Colour{64, 0, 128}));
    set.photo("JPEGImages/a.jpg");
    set.picture("SegmentationClass/a.png", inColours(labels, classes));
    const test::TemporaryFolder folder;
    CHECK_EQUAL(convertDataset(set.path(), folder / "out").written, 1);
    CHECK(readIndices(folder / "out/train_label/a.png") == labels);
    for (const char* wrong : {"", "# nothing", "car", "car:", "car:1,2", "car:1,2,3,4", "car:1,2,x",
                              ":1,2,3", "car:1,2,300", "car:-1,2,3"}) {
        CHECK_ERROR(parseLabelMapText(wrong, "labelmap.txt"), "labelmap.txt");
    }
    CHECK_ERROR(parseLabelMapText("a:1,2,3\nb:1", "labelmap.txt"), "line 2");
    CHECK_ERROR(parseLabelMapText("a:1,2,3\na:1,2,4", "labelmap.txt"), "labelmap.txt");
}

UNDERPAINT_TEST(layouts_folders_can_be_named) {
    const Files set;
    set.pair("B", "A");
    DatasetReading reading;
    reading.photosIn = "B";
    reading.labelsIn = "A";
    const DatasetListing listing = listDataset(set.path(), reading);
    CHECK(listing.layout == DatasetLayout::Folders);
    CHECK_EQUAL(listing.items.size(), 2U);
    CHECK(listing.items[1].photo == set / "B/1.jpg");
    CHECK(listing.items[1].labels == set / "A/1.png");
    reading.labelsIn = "C";
    CHECK_ERROR(listDataset(set.path(), reading), "--labels-in C");
    reading.labelsIn = set / "A";
    CHECK_EQUAL(listDataset(set.path(), reading).items.size(), 2U);
}

UNDERPAINT_TEST(layouts_side_by_side_needs_all_evidence) {
    const scene::LabelSet camvid = scene::camvidLabels();
    const Image shown = inColours(twoAreas(0, 3), camvid);
    const auto listed = [&](const std::string& folder, const Image& picture, const char* set) {
        const Files files;
        files.picture(folder + "/0.png", picture);
        return files.list(set);
    };
    const DatasetListing right = listed("train", joined(noise(), shown), "camvid");
    CHECK(right.layout == DatasetLayout::SideBySide && !right.labelsLeft);
    CHECK(listed("val", joined(shown, noise()), "camvid").labelsLeft);
    CHECK_ERROR(listed("pictures", joined(noise(), shown), "camvid"), "--layout");
    CHECK_ERROR(listed("train", joined(noise(), noise(9)), "camvid"), "--layout");
    CHECK_ERROR(listed("train", joined(shown, shown), "camvid"), "--layout");
    CHECK_ERROR(listed("train", noise(), "camvid"), "--layout");
    CHECK_ERROR(listed("train", joined(noise(), shown), "facades"), "--layout");
    // A photo with a wall in the grey of CamVid's sky, which is a class.
    Image wall = noise();
    for (std::uint8_t& value : wall.values()) {
        value = static_cast<std::uint8_t>(124 + value % 9);
    }
    CHECK_ERROR(listed("train", joined(wall, noise()), "camvid"), "--layout");
    // JPEG damages most pixels a little.
    const Files jpeg;
    Image large = resizeNearest(joined(noise(), shown), {512, 192});
    jpeg.picture("train/0.jpg", large);
    CHECK(jpeg.list().layout == DatasetLayout::SideBySide);
    // The half that shows the classes is read, without an option.
    const Files left;
    left.picture("train/0.png", joined(shown, noise()));
    DatasetCheckOptions options;
    options.classes = camvid;
    const DatasetReport report = checkDataset(left.path(), options);
    CHECK(report.passed());
    CHECK(report.text().find("nearest") == std::string::npos);
}

UNDERPAINT_TEST(layouts_of_one_name_are_told_apart) {
    const auto layoutOf = [](const std::string& phase, std::uint16_t bottom, const char* set,
                             const std::string& maps = "annotations") {
        const Files files;
        files.photo("images/" + phase + "/1.jpg");
        files.labels(maps + "/" + phase + "/1.png", 1, bottom);
        DatasetReading reading;
        if (*set != '\0') {
            reading.classes = scene::builtinLabels(set);
        }
        return listDataset(files.path(), reading).layout;
    };
    CHECK(layoutOf("training", 150, "") == DatasetLayout::Ade20k);
    CHECK(layoutOf("train2017", 255, "") == DatasetLayout::CocoStuff);
    CHECK(layoutOf("val2014", 150, "") == DatasetLayout::CocoStuff);
    CHECK(layoutOf("train", 255, "") == DatasetLayout::CocoStuff);
    CHECK(layoutOf("train", 180, "") == DatasetLayout::CocoStuff);
    CHECK(layoutOf("validation", 255, "") == DatasetLayout::CocoStuff);
    CHECK(layoutOf("train", 100, "") == DatasetLayout::Folders);
    CHECK(layoutOf("train", 100, "ade20k") == DatasetLayout::Ade20k);
    CHECK(layoutOf("train", 100, "coco-stuff") == DatasetLayout::CocoStuff);
    // 0 is a class of CamVid, sky, and no "nothing".
    CHECK(layoutOf("training", 3, "camvid") == DatasetLayout::Folders);
    CHECK(layoutOf("train", 3, "", "stuffthingmaps") == DatasetLayout::CocoStuff);
    const Files unpacked;
    unpacked.photo("train2017/000000000139.jpg");
    unpacked.labels("stuffthingmaps_train2017/000000000139.png", 3, 255);
    const DatasetReport report = checkDataset(unpacked.path());
    CHECK(report.layout == DatasetLayout::CocoStuff && report.passed());
    CHECK_EQUAL(report.photos, 1);
}

UNDERPAINT_TEST(layouts_that_are_not_read_are_named) {
    const Files set;
    set.pair("train_img", "train_label");
    set.photo("more/2.jpg");
    set.photo("3.jpg");
    const DatasetListing listing = set.list();
    CHECK(says(listing.notices, "more", "not read"));
    CHECK(says(listing.notices, "", "1 picture beside"));
    CHECK(checkDataset(set.path()).passed());
}

UNDERPAINT_TEST(hidden_files_and_folders_are_no_part_of_a_set) {
    const Files set;
    set.pair("train_img", "train_label");
    for (const char* folder : {".ipynb_checkpoints", "__MACOSX", "@eaDir", "deep/.git"}) {
        set.photo(std::string("train_img/") + folder + "/0-checkpoint.jpg");
        set.labels(std::string("train_label/") + folder + "/0-checkpoint.png");
    }
    text(set / "train_img/._0.jpg", "Mac");
    text(set / "train_label/.DS_Store", "Mac");
    set.pair(".backup/train_img", ".backup/train_label");
    const DatasetListing listing = set.list();
    CHECK_EQUAL(listing.items.size(), 2U);
    CHECK(listing.problems.empty() && listing.notices.empty());
    // Links that lead upwards are not followed.
    fs::create_directory_symlink("..", set / "train_label/loop");
    fs::create_directory_symlink("/", set / "train_img/disk");
    CHECK_EQUAL(set.list().items.size(), 2U);
    CHECK(set.list().problems.empty());
    // Links to folders are followed.
    set.pair("elsewhere/img", "elsewhere/label");
    fs::create_directory_symlink(set / "elsewhere/img", set / "train_img/city");
    fs::create_directory_symlink(set / "elsewhere/label", set / "train_label/city");
    CHECK_EQUAL(set.list().items.size(), 4U);
}

UNDERPAINT_TEST(names_that_differ_are_paired_or_the_difference_is_named) {
    struct Names {
        const char* photo;
        const char* labels;
        const char* notice; ///< empty: they are not paired
        const char* problem;
    };
    const std::vector<Names> names{
        {"IMG_001.jpg", "img_001.png", "letter case", ""},
        {"001.jpg", "001_mask.png", "ending \"_mask\"", ""},
        {"001.JPG", "001-gt.png", "ending", ""},
        {"a.jpg", "a.jpg.png", "ending \".jpg\"", ""},
        {"image_7.jpg", "mask_7.png", "prefix", ""},
        {"caf\xC3\xA9.jpg", "cafe\xCC\x81.png", "Unicode form", ""},
        {"\xEA\xB0\x80.jpg", "\xE1\x84\x80\xE1\x85\xA1.png", "Unicode form", ""},
        {"\xC3\x9C"
         "ber.jpg",
         "u\xCC\x88"
         "ber.png",
         "letter case", ""},
        {"city/A.jpg", "City/a_labels.png", "", ""},
        {"001.jpg", "001_foo.png", "", "lacks the ending \"_foo\""},
        {"1.jpg", "10.png", "", "no photo of this name"},
        {"scene_1.jpg", "scene_2.png", "", "no photo of this name"}};
    for (const Names& one : names) {
        const Files set;
        set.photo(std::string("train_img/") + one.photo);
        set.labels(std::string("train_label/") + one.labels);
        const DatasetListing listing = set.list();
        const bool paired = *one.problem == '\0';
        if (listing.items.size() != (paired ? 1U : 0U)) {
            test::fail(std::string(one.photo) + ", " + one.labels, __FILE__, __LINE__);
        }
        CHECK(says(paired ? listing.notices : listing.problems, "train_label",
                   paired ? one.notice : one.problem));
    }
    // Where two could be meant none is.
    const Files unclear;
    unclear.photo("train_img/a.jpg");
    unclear.labels("train_label/a_mask.png");
    unclear.labels("train_label/A-gt.png");
    unclear.labels("train_label/a.seg.png");
    CHECK(unclear.list().items.empty());
    // The same with names that differ in one thing only.
    const Files cased;
    for (const char* name : {"a", "A"}) {
        cased.photo(std::string("train_img/") + name + ".jpg");
        cased.labels(std::string("train_label/") + name + "_mask.png");
    }
    CHECK_EQUAL(cased.list().items.size(), 2U);
    // Exact names come first.
    const Files exact;
    exact.photo("train_img/a.jpg");
    exact.labels("train_label/a.png");
    exact.labels("train_label/A.png");
    CHECK_EQUAL(exact.list().items.size(), 1U);
    CHECK(exact.list().items[0].labels == exact / "train_label/a.png");
}

UNDERPAINT_TEST(names_are_folded) {
    CHECK_EQUAL(foldedName("\xC3\x84RGER"), foldedName("a\xCC\x88rger"));
    CHECK_EQUAL(foldedName("\xD0\x96\xD0\xB0"), foldedName("\xD0\xB6\xD0\xB0"));
    CHECK_EQUAL(foldedName("\xE3\x81\x8C"), foldedName("\xE3\x81\x8B\xE3\x82\x99"));
    CHECK(foldedName("\xE3\x81\x8B") != foldedName("\xE3\x81\x8C"));
    CHECK_EQUAL(foldedName(foldedName("\xCE\xA2")), foldedName("\xCE\xA2")); // no letter
    const std::string broken = "a\xFF\xC3";
    CHECK_EQUAL(foldedName(broken), broken);
    CHECK_EQUAL(sceneName("x/Train_001_mask.png"), "x/train_001");
    CHECK_EQUAL(sceneName("mask"), "mask");
    CHECK_EQUAL(sceneName("_mask"), "_mask");
}

UNDERPAINT_TEST(two_files_of_one_name_cost_themselves_alone) {
    const Files set;
    set.pair("train_img", "train_label");
    set.photo("train_img/0.png");
    const DatasetListing listing = set.list();
    CHECK_EQUAL(listing.items.size(), 1U);
    CHECK_EQUAL(listing.problems.size(), 2U);
    CHECK(says(listing.problems, "0.png", "0.jpg") && says(listing.problems, "0.jpg", "0.png"));
}

UNDERPAINT_TEST(what_is_converted_is_read_as_it_was_written) {
    const scene::LabelSet camvid = scene::camvidLabels();
    const Files ours;
    // Folders below the phases, unlabelled pixels, a map of nothing else, several phases.
    for (const char* phase : {"train", "summer"}) {
        const std::string start = phase;
        ours.photo(start + "_img/x/y/a.jpg");
        ours.labels(start + "_label/x/y/a.png", 11, 8);
        ours.photo(start + "_img/b.png");
        ours.labels(start + "_label/b.png", 11, 11);
        ours.photo(start + "_img/c.png");
        ours.labels(start + "_label/c.png", 0, 0);
    }
    text(ours / "labels.json", labelSetJson(camvid));
    for (const char* name : {"cityscapes", "coco-stuff", "camvid", "facades", "side-by-side",
                             "phase-ab", "labelme", "ours"}) {
        for (const bool left : {false, true}) {
            const test::TemporaryFolder folder;
            DatasetConvertOptions options;
            options.to = datasetLayoutFromName(name);
            options.labelsLeft = left;
            CHECK_EQUAL(convertDataset(ours.path(), folder / "there", options).written, 6);
            const DatasetReport report = checkDataset(folder / "there");
            if (!report.passed() || report.layout != options.to || report.items != 6) {
                test::fail(std::string(name) + ": " + report.text(), __FILE__, __LINE__);
            }
            const ConvertReport back = convertDataset(folder / "there", folder / "back");
            CHECK_EQUAL(back.written, 6);
            for (const char* file : {"train_label/x/y/a.png", "train_label/b.png",
                                     "train_label/c.png", "summer_label/x/y/a.png"}) {
                CHECK(readIndices(folder / "back" / file) == readIndices(ours / file));
            }
        }
    }
}

UNDERPAINT_TEST(conversions_of_two_layouts_do_not_mix) {
    const Files ours;
    ours.pair("train_img", "train_label");
    text(ours / "labels.json", labelSetJson(scene::camvidLabels()));
    const test::TemporaryFolder folder;
    DatasetConvertOptions options;
    (void)convertDataset(ours.path(), folder / "out", options);
    options.to = DatasetLayout::CocoStuff;
    CHECK_ERROR(convertDataset(ours.path(), folder / "out", options), "another layout");
    (void)convertDataset(ours.path(), folder / "coco", options);
    CHECK_EQUAL(convertDataset(ours.path(), folder / "coco", options).skipped, 2);
    options.to = DatasetLayout::Ours;
    CHECK_ERROR(convertDataset(ours.path(), folder / "coco", options), "another layout");
}

UNDERPAINT_TEST(items_that_would_become_one_are_named) {
    const Files ours;
    ours.photo("train_img/a.jpg");
    ours.labels("train_label/a.png");
    ours.photo("training_img/a.jpg");
    ours.labels("training_label/a.png");
    text(ours / "labels.json", labelSetJson(scene::camvidLabels()));
    const test::TemporaryFolder folder;
    const ConvertReport report = convertDataset(ours.path(), folder / "out");
    CHECK_EQUAL(report.written, 1);
    CHECK(!report.passed());
    CHECK(report.text().find("training_label/a.png") != std::string::npos);
}

UNDERPAINT_TEST(records_of_data_sets_are_read_back) {
    const scene::LabelSet set = scene::camvidLabels();
    const DatasetRecord record{DatasetLayout::SideBySide, true};
    const std::string json = recordedLabelSetJson(set, record);
    CHECK(parseDatasetRecord(json) == record);
    CHECK(parseLabelSet(json, "labels.json") == set);
    for (const char* other :
         {"", "[]", "{}", R"({"_written": 3})", R"({"_written": {"layout": 3}})",
          R"({"_written": {"layout": "auto"}})", R"({"_written": {"layout": "of later"}})"}) {
        CHECK(!parseDatasetRecord(other));
    }
}
