// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/random.h"
#include "engine/imaging/codec.h"
#include "engine/imaging/dataset_check.h"
#include "engine/imaging/dataset_convert.h"
#include "engine/imaging/label_set_json.h"
#include "engine/imaging/resize.h"
#include "engine/scene/builtin_label_sets.h"
#include "tests/support/engine_test.h"
#include "tests/support/shared_data.h"
#include "tests/support/temporary_folder.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
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

LabelPlane labelsOf(const scene::LabelSet& set, std::uint64_t seed) {
    Random random(seed);
    LabelPlane small(4, 3);
    for (std::uint16_t& label : small.values()) {
        label = set.classes()[random.below(set.size())].id;
    }
    return resizeNearest(small, {24, 18});
}

Image photoOf(std::uint64_t seed) {
    Random random(seed + 1000);
    Image photo(24, 18, 3, 0);
    for (std::uint8_t& value : photo.values()) {
        value = static_cast<std::uint8_t>(random.below(256));
    }
    return photo;
}

/// Two phases of ours with three items each, instances of the whole class, and labels.json.
void makeOurs(const fs::path& folder, const scene::LabelSet& set) {
    text(folder / "labels.json", labelSetJson(set));
    for (const std::string phase : {"train", "val"}) {
        for (const char* kind : {"_img", "_label", "_inst"}) {
            fs::create_directories(folder / (phase + kind));
        }
        for (std::uint64_t i = 0; i < 3; ++i) {
            const std::string name = "item" + std::to_string(i) + ".png";
            const LabelPlane labels = labelsOf(set, i + (phase == "val" ? 50 : 0));
            InstancePlane ids(labels.width(), labels.height());
            for (std::size_t p = 0; p < ids.values().size(); ++p) {
                const std::uint32_t label = labels.values()[p];
                ids.values()[p] = set.isThing(static_cast<std::uint16_t>(label)) && label < 65
                                      ? label * 1000U
                                      : label;
            }
            writePhoto(folder / (phase + "_img") / name, photoOf(i));
            writeLabels(folder / (phase + "_label") / name, labels);
            writeInstances(folder / (phase + "_inst") / name, ids);
        }
    }
}

std::map<std::string, std::string> contents(const fs::path& folder) {
    std::map<std::string, std::string> files;
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder)) {
        if (entry.is_regular_file()) {
            std::ifstream in(entry.path(), std::ios::binary);
            files[entry.path().lexically_relative(folder).generic_string()] =
                std::string(std::istreambuf_iterator<char>(in), {});
        }
    }
    return files;
}

bool mentions(const DatasetReport& report, FindingKind kind, const std::string& file,
              const std::string& part) {
    return std::any_of(
        report.findings.begin(), report.findings.end(), [&](const DatasetFinding& finding) {
            return finding.kind == kind && finding.file.string().find(file) != std::string::npos &&
                   finding.text.find(part) != std::string::npos;
        });
}

} // namespace

UNDERPAINT_TEST(imaging_pairing_stems) {
    CHECK_EQUAL(pairingStem("aachen/aachen_000000_000019_leftImg8bit.png"),
                "aachen/aachen_000000_000019");
    CHECK_EQUAL(pairingStem("aachen_000000_000019_gtFine_labelIds.png"), "aachen_000000_000019");
    CHECK_EQUAL(pairingStem("aachen_000000_000019_gtFine_instanceIds.png"), "aachen_000000_000019");
    CHECK_EQUAL(pairingStem("0001TP_006690_L.png"), "0001TP_006690");
    CHECK_EQUAL(pairingStem("a.b.jpg"), "a.b");
    CHECK_EQUAL(pairingStem("_L.png"), "_L");
}

UNDERPAINT_TEST(imaging_listing_never_pairs_by_order) {
    const test::TemporaryFolder folder;
    for (const char* name : {"train_img/b.jpg", "train_img/c.jpg", "train_img/d.webp",
                             "train_label/a.png", "train_label/b.png", "train_inst/b.png",
                             "train_inst/z.png", "train_img/.hidden.jpg", "train_img/notes.txt"}) {
        text(folder / name, "x");
    }
    const DatasetListing listing = listDataset(folder.path());
    CHECK(listing.layout == DatasetLayout::Ours);
    CHECK_EQUAL(listing.items.size(), 1U);
    CHECK_EQUAL(listing.items[0].stem, "b");
    CHECK(listing.items[0].instances == folder / "train_inst/b.png");
    CHECK_EQUAL(listing.problems.size(), 4U);
    text(folder / "train_label/b_gtFine_labelIds.png", "x");
    const DatasetListing ambiguous = listDataset(folder.path());
    CHECK(ambiguous.items.empty());
    CHECK_ERROR(listDataset(folder / "nowhere"), "no such folder");
    CHECK_ERROR(listDataset(folder.path(), DatasetLayout::Ours, "test"), "phase test");
    CHECK_ERROR(listDataset(folder.path(), DatasetLayout::Ade20k), "ade20k");
    for (const char* name : {"auto", "ours", "side-by-side", "cityscapes", "labelme"}) {
        CHECK_EQUAL(datasetLayoutName(datasetLayoutFromName(name)), name);
    }
    CHECK_ERROR(datasetLayoutFromName("voc"), "side-by-side");
}

UNDERPAINT_TEST(imaging_check_finds_every_kind_of_problem) {
    const test::TemporaryFolder folder;
    const scene::LabelSet set = scene::camvidLabels();
    makeOurs(folder.path(), set);
    CHECK(checkDataset(folder.path()).passed());
    LabelPlane bad = labelsOf(set, 0);
    bad.at(2, 1) = 99;
    writeLabels(folder / "train_label/item0.png", bad);
    writeLabels(folder / "train_label/item1.png", LabelPlane(23, 18, 1));
    text(folder / "train_img/item2.png", "no picture");
    writePhoto(folder / "train_img/lonely.png", photoOf(1));
    writeInstances(folder / "val_inst/item1.png", InstancePlane(3, 3));
    DatasetCheckOptions options;
    options.threads = 1;
    const DatasetReport report = checkDataset(folder.path(), options);
    CHECK(!report.passed());
    CHECK(mentions(report, FindingKind::IllegalValue, "train_label/item0.png", "(2, 1)"));
    CHECK(mentions(report, FindingKind::SizeMismatch, "train_label/item1.png", "23 x 18"));
    CHECK(mentions(report, FindingKind::Unreadable, "train_img/item2.png", "not a picture"));
    CHECK(mentions(report, FindingKind::Unpaired, "lonely.png", "no label map"));
    CHECK(mentions(report, FindingKind::SizeMismatch, "val_inst/item1.png", "3 x 3"));
    CHECK_EQUAL(report.items, 6);
    CHECK_EQUAL(report.photos, 5);
    options.threads = 4;
    CHECK_EQUAL(checkDataset(folder.path(), options).text(), report.text());
    long long pixels = 0;
    for (const ClassCount& entry : report.classes) {
        pixels += entry.pixels;
    }
    CHECK_EQUAL(pixels, 5LL * 24 * 18 + 23 * 18);
}

UNDERPAINT_TEST(imaging_check_is_cancellable_and_reports_progress) {
    const test::TemporaryFolder folder;
    makeOurs(folder.path(), scene::camvidLabels());
    CancelToken cancel;
    double last = 0;
    int calls = 0;
    bool cancelled = false;
    try {
        DatasetCheckOptions options;
        options.threads = 1;
        (void)checkDataset(folder.path(), options, cancel, [&](double fraction, std::string_view) {
            last = fraction;
            if (++calls == 2) {
                cancel.cancel();
            }
        });
    } catch (const Cancelled&) {
        cancelled = true;
    }
    CHECK(cancelled);
    CHECK_EQUAL(calls, 2);
    CHECK_CLOSE(last, 2.0 / 6.0, 1e-9);
}

UNDERPAINT_TEST(imaging_conversion_and_back_is_loss_free) {
    const scene::LabelSet set = scene::camvidLabels();
    const test::TemporaryFolder folder;
    const fs::path ours = folder / "ours";
    fs::create_directories(ours);
    makeOurs(ours, set);
    const auto original = contents(ours);
    for (const char* name : {"ours", "cityscapes", "coco-stuff", "camvid", "facades",
                             "side-by-side", "phase-ab", "labelme"}) {
        const fs::path there = folder / name / "there";
        const fs::path back = folder / name / "back";
        DatasetConvertOptions options;
        options.to = datasetLayoutFromName(name);
        options.deriveInstances = false;
        const ConvertReport first = convertDataset(ours, there, options);
        CHECK_EQUAL(first.written, 6);
        CHECK(first.passed());
        options.layout = options.to;
        options.to = DatasetLayout::Ours;
        const ConvertReport second = convertDataset(there, back, options);
        CHECK_EQUAL(second.written, 6);
        CHECK_EQUAL(second.text(), "6 items written, 0 were there already\n");
        for (const auto& [file, bytes] : contents(back)) {
            if (file.find("_inst/") == std::string::npos) {
                CHECK(original.at(file) == bytes);
            } else {
                CHECK(readInstanceIds(back / file) == readInstanceIds(ours / file));
            }
        }
        CHECK(contents(back).size() >= 13);
    }
}

UNDERPAINT_TEST(imaging_conversion_to_ade20k) {
    const test::TemporaryFolder folder;
    const fs::path ours = folder / "ours";
    fs::create_directories(ours);
    makeOurs(ours, scene::ade20kLabels());
    DatasetConvertOptions options;
    options.to = DatasetLayout::Ade20k;
    CHECK_EQUAL(convertDataset(ours, folder / "ade", options).written, 6);
    CHECK(readIndices(folder / "ade/annotations/validation/item1.png") ==
          readIndices(ours / "val_label/item1.png"));
    CHECK(checkDataset(folder / "ade").layout == DatasetLayout::Ade20k);
    makeOurs(ours, scene::camvidLabels());
    CHECK_ERROR(convertDataset(ours, folder / "other", options), "sky");
}

UNDERPAINT_TEST(imaging_conversion_resumes_and_keeps_going) {
    const scene::LabelSet set = scene::camvidLabels();
    const test::TemporaryFolder folder;
    const fs::path ours = folder / "ours";
    fs::create_directories(ours);
    makeOurs(ours, set);
    DatasetConvertOptions options;
    options.to = DatasetLayout::Cityscapes;
    options.threads = 1;
    CancelToken cancel;
    bool cancelled = false;
    try {
        (void)convertDataset(ours, folder / "out", options, cancel,
                             [&](double, std::string_view) { cancel.cancel(); });
    } catch (const Cancelled&) {
        cancelled = true;
    }
    CHECK(cancelled);
    const ConvertReport rest = convertDataset(ours, folder / "out", options);
    CHECK_EQUAL(rest.skipped, 1);
    CHECK_EQUAL(rest.written, 5);
    const auto complete = contents(folder / "out");
    CHECK_EQUAL(complete.size(), 19U);
    for (const auto& [file, bytes] : complete) {
        CHECK(file.find(".part") == std::string::npos && !bytes.empty());
    }
    CHECK_EQUAL(convertDataset(ours, folder / "out", options).skipped, 6);
    CHECK_ERROR(convertDataset(ours, ours, options), "own folder");
    // A broken item is a finding, its output does not appear, the others are written.
    text(ours / "train_label/item1.png", "no picture");
    const ConvertReport broken = convertDataset(ours, folder / "again", options);
    CHECK(!broken.passed());
    CHECK_EQUAL(broken.written, 5);
    CHECK(!fs::exists(folder / "again/gtFine/train/item1_gtFine_labelIds.png"));
    fs::remove(ours / "labels.json");
    CHECK_ERROR(convertDataset(ours, folder / "third", options), "labels.json");
}

UNDERPAINT_TEST(imaging_strict_conversion_leaves_out_illegal_values) {
    const test::TemporaryFolder folder;
    const fs::path ours = folder / "ours";
    fs::create_directories(ours);
    makeOurs(ours, scene::camvidLabels());
    LabelPlane bad(24, 18, 3);
    bad.at(7, 7) = 200;
    writeLabels(ours / "val_label/item0.png", bad);
    DatasetConvertOptions options;
    options.strict = true;
    const ConvertReport strict = convertDataset(ours, folder / "strict", options);
    CHECK_EQUAL(strict.written, 5);
    CHECK(!fs::exists(folder / "strict/val_label/item0.png"));
    options.strict = false;
    CHECK_EQUAL(convertDataset(ours, folder / "lenient", options).written, 6);
    CHECK_EQUAL(readIndices(folder / "lenient/val_label/item0.png").at(7, 7), 11);
}

UNDERPAINT_TEST(imaging_official_folder_trees_are_found) {
    const test::TemporaryFolder folder;
    for (const char* file :
         {"c/leftImg8bit/train/aachen/aachen_1_leftImg8bit.png",
          "c/gtFine/train/aachen/aachen_1_gtFine_labelIds.png",
          "c/gtFine/train/aachen/aachen_1_gtFine_instanceIds.png",
          "c/gtFine/train/aachen/aachen_1_gtFine_color.png",
          "c/gtFine/train/aachen/aachen_1_gtFine_polygons.json", "a/images/training/x/1.jpg",
          "a/annotations/training/x/1.png", "v/701_StillsRaw_full/1.png",
          "v/LabeledApproved_full/1_L.png", "l/1.jpg", "l/1.json", "f/base/1.jpg", "f/base/1.png",
          "s/train/1.jpg", "ab/train_A/1.png", "ab/train_B/1.jpg"}) {
        text(folder / file, "x");
    }
    const auto one = [&](const char* name, DatasetLayout layout) {
        const DatasetListing listing = listDataset(folder / name, layout);
        CHECK_EQUAL(listing.items.size(), 1U);
        CHECK(listing.problems.empty());
        CHECK(!listing.items[0].photo.empty() && !listing.items[0].labels.empty());
        return listing;
    };
    CHECK(one("c", DatasetLayout::Auto).layout == DatasetLayout::Cityscapes);
    CHECK_EQUAL(one("c", DatasetLayout::Cityscapes).items[0].stem, "aachen/aachen_1");
    CHECK(one("a", DatasetLayout::Auto).layout == DatasetLayout::Ade20k);
    CHECK(one("v", DatasetLayout::Auto).layout == DatasetLayout::CamVid);
    CHECK(one("l", DatasetLayout::Auto).layout == DatasetLayout::Labelme);
    (void)one("s", DatasetLayout::SideBySide);
    CHECK(one("ab", DatasetLayout::Auto).layout == DatasetLayout::PhaseAB);
    (void)one("f", DatasetLayout::Facades);
}

UNDERPAINT_TEST(imaging_check_of_real_data_sets) {
    const auto check = [](const char* folder, const char* phase, const char* set, long long items) {
        DatasetCheckOptions options;
        options.phase = phase;
        options.classes = scene::builtinLabels(set);
        const DatasetReport report =
            checkDataset(test::sharedData(std::string("data/") + folder), options);
        CHECK_EQUAL(report.items, items);
        if (!report.passed()) {
            test::fail(report.text(), __FILE__, __LINE__);
        }
    };
    check("cityscapes_sample", "train", "cityscapes", 8);
    check("coco_stuff_sample", "val", "coco-stuff", 8);
    check("camvid", "val", "camvid", 101);
    check("ccp", "val", "ccp", 100);
}
