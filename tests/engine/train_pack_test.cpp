// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/imaging/codec.h"
#include "engine/imaging/dataset_record.h"
#include "engine/scene/builtin_label_sets.h"
#include "engine/train/data/pack_folder.h"
#include "engine/train/data/packed_dataset.h"
#include "tests/support/engine_test.h"
#include "tests/support/temporary_folder.h"

#include <algorithm>
#include <fstream>
#include <set>
#include <string>

namespace train_pack_test {

using namespace underpaint;
using namespace underpaint::train;

namespace {

constexpr std::uint16_t road = 3;
constexpr std::uint16_t car = 8;

/// Road with two cars of 4 x 4 pixels that do not touch.
LabelPlane street() {
    LabelPlane labels(24, 16, road);
    for (int y = 4; y < 8; ++y) {
        for (int x = 2; x < 6; ++x) {
            labels.at(x, y) = car;
            labels.at(x + 10, y) = car;
        }
    }
    return labels;
}

Image photo(std::uint8_t level) {
    return {24, 16, 3, level};
}

class DataFolder {
public:
    DataFolder() {
        for (const char* name : {"train_img", "train_label"}) {
            std::filesystem::create_directory(m_folder / name);
        }
    }
    std::filesystem::path image(const std::string& stem) const {
        return m_folder.path() / "train_img" / (stem + ".png");
    }
    std::filesystem::path label(const std::string& stem) const {
        return m_folder.path() / "train_label" / (stem + ".png");
    }
    void addPair(const std::string& stem, std::uint8_t level) const {
        imaging::writePhoto(image(stem), photo(level));
        imaging::writeLabels(label(stem), street());
    }
    PackReport pack() const {
        PackOptions options;
        options.reading.classes = scene::camvidLabels();
        options.source = "a test";
        return packFolder(m_folder.path(), file(), options);
    }
    std::filesystem::path file() const { return m_folder / "data.pack"; }

private:
    test::TemporaryFolder m_folder;
};

bool names(const PackReport& report, const std::filesystem::path& file) {
    return std::any_of(report.findings.begin(), report.findings.end(),
                       [&](const imaging::DatasetFinding& finding) {
                           return finding.isError() && finding.file == file;
                       });
}

} // namespace

UNDERPAINT_TEST(a_folder_is_packed_with_derived_instances) {
    const DataFolder folder;
    folder.addPair("b", 20);
    folder.addPair("a", 10);
    const PackReport report = folder.pack();
    CHECK(report.passed());
    CHECK_EQUAL(report.pairs, 2U);
    const PackedDataset data = PackedDataset::open(folder.file());
    CHECK_EQUAL(data.size(), 2U);
    CHECK_EQUAL(data.labelChannels(), 12);
    CHECK_EQUAL(data.source(), "a test");
    CHECK_EQUAL(data[0].stem, "a");
    CHECK_EQUAL(data[0].photo[0], 10);
    CHECK_EQUAL(data[1].photo[0], 20);
    const LabelPlane labels = street();
    CHECK(std::equal(labels.values().begin(), labels.values().end(), data[0].labels.begin()));
    const std::set<std::uint32_t> ids(data[0].instances.begin(), data[0].instances.end());
    CHECK_EQUAL(ids.size(), 3U);
}

UNDERPAINT_TEST(every_bad_file_is_named_and_nothing_is_packed) {
    const DataFolder folder;
    folder.addPair("good", 10);
    folder.addPair("corrupt", 10);
    folder.addPair("wrong_size", 10);
    folder.addPair("illegal", 10);
    imaging::writePhoto(folder.image("lonely"), photo(1));
    std::ofstream(folder.image("corrupt"), std::ios::binary) << "\x89PNG\r\n\x1a\nnothing";
    imaging::writeLabels(folder.label("wrong_size"), LabelPlane(10, 10, road));
    imaging::writeLabels(folder.label("illegal"), LabelPlane(24, 16, 77));
    const PackReport report = folder.pack();
    CHECK(!report.passed());
    CHECK(names(report, folder.image("corrupt")));
    CHECK(names(report, folder.image("lonely")));
    CHECK(names(report, folder.label("illegal")));
    CHECK(names(report, folder.label("wrong_size")) || names(report, folder.image("wrong_size")));
    CHECK(!names(report, folder.image("good")) && !names(report, folder.label("good")));
    CHECK(report.text().find("nothing was packed") != std::string::npos);
    CHECK(!std::filesystem::exists(folder.file()));
}

UNDERPAINT_TEST(a_folder_of_several_parts_needs_one_named) {
    const DataFolder folder;
    folder.addPair("a", 10);
    const auto root = folder.file().parent_path();
    for (const char* name : {"val_img", "val_label"}) {
        std::filesystem::create_directory(root / name);
    }
    imaging::writePhoto(root / "val_img" / "v.png", photo(3));
    imaging::writeLabels(root / "val_label" / "v.png", street());
    CHECK_ERROR(folder.pack(), "--phase");
}

UNDERPAINT_TEST(weights_of_a_record_go_into_the_pack) {
    const DataFolder folder;
    for (const char* set : {"often", "else"}) {
        std::filesystem::create_directory(folder.image(set).parent_path() / set);
        std::filesystem::create_directory(folder.label(set).parent_path() / set);
        folder.addPair(std::string(set) + "/a", 10);
    }
    folder.addPair("beside", 20);
    std::ofstream(folder.file().parent_path() / "labels.json") << imaging::recordedLabelSetJson(
        scene::camvidLabels(),
        {imaging::DatasetLayout::Ours, false, {{"often", 2.5}, {"else", 1}}});
    CHECK(folder.pack().passed());
    const PackedDataset data = PackedDataset::open(folder.file());
    CHECK_EQUAL(data.size(), 3U);
    for (std::size_t i = 0; i < data.size(); ++i) {
        CHECK_CLOSE(data[i].weight, data[i].stem == "often/a" ? 2.5 : 1, 0);
    }
}

} // namespace train_pack_test
