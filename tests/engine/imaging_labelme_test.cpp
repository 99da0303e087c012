// SPDX-License-Identifier: GPL-3.0-or-later
// labelme documents as other programs leave them, and the photos that they name.
#include "engine/imaging/base64.h"
#include "engine/imaging/codec.h"
#include "engine/imaging/dataset_check.h"
#include "engine/imaging/dataset_convert.h"
#include "engine/imaging/label_import.h"
#include "engine/imaging/labelme.h"
#include "engine/imaging/labelme_photos.h"
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

constexpr std::uint16_t kRoad = 3;
constexpr std::uint16_t kCar = 8;

const std::string kSides = R"("imageHeight": 24, "imageWidth": 32)";
const std::string kRoadShape =
    R"({"label": "road", "points": [[0, 12], [32, 24]], "shape_type": "rectangle"})";
/// The car of the pictures here: columns 4..11, rows 8..15.
const std::string kCarPoints = "[[4, 8], [12, 8], [12, 16], [4, 16]]";

std::string document(const std::string& shapes, const std::string& rest = kSides) {
    return R"({"version": "5.4.1", "shapes": [)" + shapes + "], " + rest + "}";
}

ImportedMaps read(const std::string& shapes, const std::string& rest = kSides) {
    return importLabelme(document(shapes, rest), "a.json", scene::camvidLabels());
}

bool warns(const ImportedMaps& maps, const std::string& shape, const std::string& reason) {
    return std::any_of(maps.report.warnings.begin(), maps.report.warnings.end(),
                       [&](const std::string& warning) {
                           return warning.find(shape) != std::string::npos &&
                                  warning.find(reason) != std::string::npos;
                       });
}

/// Road below and the car on it.
bool isStreet(const LabelPlane& labels) {
    const bool road = labels.at(31, 23) == kRoad && labels.at(0, 12) == kRoad;
    return road && labels.at(4, 8) == kCar && labels.at(11, 15) == kCar &&
           labels.at(3, 8) != kCar && labels.at(12, 15) == kRoad;
}

void text(const fs::path& path, const std::string& content) {
    fs::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << content;
}

void photo(const fs::path& path, int width = 32) {
    fs::create_directories(path.parent_path());
    writePhoto(path, Image(width, 24, 3, 90));
}

/// A document without sizes that names a photo.
std::string naming(const std::string& imagePath) {
    return document(kRoadShape, R"("imagePath": ")" + imagePath + '"');
}

DatasetListing list(const fs::path& folder) {
    return listDataset(folder);
}

} // namespace

UNDERPAINT_TEST(odd_labelme_shapes_cost_themselves_alone) {
    struct Odd {
        const char* shape;
        const char* named;
        const char* reason;
    };
    const std::vector<Odd> shapes{
        {R"({"label": "tree", "points": [[3, 3], [8, 8]]})", "tree", "two points"},
        {R"({"label": "tree", "points": []})", "tree", "no points"},
        {R"({"label": "tree", "points": null})", "tree", "list of points"},
        {R"({"label": "tree"})", "tree", "list of points"},
        {R"({"label": "tree", "points": [[1, 2], [3, null], [5, 6]]})", "tree", "pair of numbers"},
        {R"({"label": "tree", "points": [[1, 2], [3], [5, 6]]})", "tree", "pair of numbers"},
        {R"({"label": "tree", "points": [[1, NaN], [3, 4], [5, 6]]})", "tree", "pair of numbers"},
        {R"({"label": "tree", "points": [[1, "x"], [3, 4], [5, 6]]})", "tree", "pair of numbers"},
        {R"({"label": "tree", "points": [[1, 2], [3, 4], [5, 6]], "shape_type": "cuboid"})", "tree",
         "\"cuboid\" are not known"},
        {R"({"label": "tree", "points": [[1, 2]], "shape_type": "circle"})", "tree", "one point"},
        {R"({"label": "tree", "points": [[1, 2], [3, 4], [5, 6]], "shape_type": "rectangle"})",
         "tree", "three points"},
        {R"({"label": "tree", "points": [[1, 2], [3, 4]], "shape_type": "mask"})", "tree", "mask"},
        {R"({"label": "tree", "points": [[1, 2], [3, 4]], "shape_type": "mask", "mask": "?"})",
         "tree", "base64"},
        {R"({"label": null, "points": [[1, 2], [3, 4], [5, 6]]})", "shape 2", "no label"},
        {R"({"label": ["tree"], "points": [[1, 2], [3, 4], [5, 6]]})", "shape 2", "no text"},
        {"null", "shape 2", "no label"},
        {"7", "shape 2", "no label"}};
    const std::string car = R"({"label": "car", "points": )" + kCarPoints + "}";
    for (const Odd& odd : shapes) {
        const ImportedMaps maps = read(kRoadShape + ", " + odd.shape + ", " + car);
        CHECK(isStreet(maps.labels));
        if (!warns(maps, odd.named, odd.reason)) {
            test::fail(odd.shape + maps.report.text(), __FILE__, __LINE__);
        }
        // Where it is all there is, the document is refused.
        CHECK_ERROR(read(odd.shape), odd.reason);
    }
}

UNDERPAINT_TEST(labelme_shapes_of_other_programs_are_drawn) {
    for (const char* car :
         {R"("points": [[4, 8], [12, 8], [12, 16], [4, 16]], "shape_type": "rotation")",
          R"("points": [[4, 8, 0], [12, 8, 0], [12, 16, 0], [4, 16, 1.5]])",
          R"("points": [["4", "8"], ["12.0", "8"], [" 12 ", "16"], ["4", "1.6e1"]])",
          R"("points": [{"x": 4, "y": 8}, {"x": 12, "y": 8}, {"x": 12, "y": "16"},
                           {"x": 4, "y": 16}])",
          R"("points": [[4, 8], [12, 16]], "shape_type": "Rectangle")",
          R"("points": [[4, 8], [12, 8], [12, 16], [4, 16]], "shape_type": null)",
          R"("points": [[4, 8], [12, 8], [12, 16], [4, 16]], "group_id": "1")",
          R"("points": [[4, 8], [12, 8], [12, 16], [4, 16]], "group_id": 1.0)",
          R"("points": [[4, 8], [12, 8], [12, 16], [4, 16]], "group_id": "left")"}) {
        const ImportedMaps maps = read(kRoadShape + R"(, {"label": "car", )" + car + "}");
        if (!isStreet(maps.labels) || !maps.report.warnings.empty()) {
            test::fail(car + maps.report.text(), __FILE__, __LINE__);
        }
    }
    const std::string rest = R"(], "group_id": )";
    const auto grouped = [&](const std::string& group) {
        return R"({"label": "car", "shape_type": "rectangle", "points": [[0, 0], [2, 2])" + rest +
               group +
               R"(}, {"label": "car", "shape_type": "rectangle", "points": [[4, 0], [6, 2])" +
               rest + group + "}";
    };
    for (const char* group : {"3", "\"3\"", "3.0", "\"left\"", "\"1.5\"", "2.5"}) {
        CHECK_EQUAL(read(grouped(group)).report.instancesRead, 1);
    }
    CHECK_EQUAL(read(grouped("null")).report.instancesRead, 2);
    CHECK_EQUAL(read(grouped("\"\"")).report.instancesRead, 2);
    const ImportedMaps listed = read(grouped("[1]"));
    CHECK_EQUAL(listed.report.instancesRead, 2);
    CHECK(warns(listed, "car", "group_id"));
}

UNDERPAINT_TEST(labelme_sizes_come_from_the_photo_where_they_are_missing) {
    for (const char* rest : {R"("imageHeight": 24.0, "imageWidth": 32.0)",
                             R"("imageHeight": "24", "imageWidth": "32")",
                             R"("imageHeight": "24.0", "imageWidth": 32)"}) {
        CHECK(read(kRoadShape, rest).labels.size() == (Size{32, 24}));
    }
    const test::TemporaryFolder folder;
    const fs::path file = folder / "a.json";
    const auto import = [&] { return importLabels(file, {}, scene::camvidLabels()); };
    for (const char* rest :
         {R"("imagePath": "a.jpg")", R"("imageHeight": null, "imageWidth": null)",
          R"("imageHeight": 0, "imageWidth": 32)", R"("imageHeight": 24.5, "imageWidth": 32)",
          R"("imageHeight": "many", "imageWidth": -1)", R"("imageHeight": 24)"}) {
        text(file, document(kRoadShape, rest));
        fs::remove(folder / "a.jpg");
        CHECK_ERROR(import(), "no photo to take it from");
        photo(folder / "a.jpg");
        CHECK(import().labels.size() == (Size{32, 24}));
    }
    // The photo that the document holds.
    fs::remove(folder / "a.jpg");
    text(file, document(kRoadShape,
                        R"("imageData": ")" + encodeBase64(encodePng(Image(32, 24, 3, 9))) + '"'));
    CHECK(import().labels.size() == (Size{32, 24}));
    text(file, document(kRoadShape, R"("imageData": "AAAA")"));
    CHECK_ERROR(import(), "no photo to take it from");
}

UNDERPAINT_TEST(labelme_masks_are_no_larger_than_their_picture) {
    const auto masked = [](int width) {
        Image mask(width, 2, 1, 255);
        return R"({"label": "car", "points": [[1, 1], [2, 2]], "shape_type": "mask", "mask": ")" +
               encodeBase64(encodePng(mask)) + "\"}";
    };
    CHECK_EQUAL(read(masked(32)).labels.at(31, 2), kCar);
    CHECK(warns(read(kRoadShape + ", " + masked(33)), "car", "larger than the picture"));
}

UNDERPAINT_TEST(labelme_photos_are_found_through_image_path) {
    for (const char* imagePath :
         {R"(..\\images\\a.jpg)", "../images/a.jpg", R"(C:\\data\\images\\a.jpg)",
          "/home/somebody/images/a.jpg", R"(\\\\server\\share\\images\\a.jpg)",
          R"(..\\Images\\A.JPG)", "a.jpg", "./x/../a.jpg", R"(D:a.jpg)"}) {
        const test::TemporaryFolder folder;
        text(folder / "annotations/a.json", naming(imagePath));
        photo(folder / "images/a.jpg");
        const DatasetListing listing = list(folder.path());
        if (listing.items.size() != 1 || listing.items[0].photo != folder / "images/a.jpg") {
            test::fail(imagePath, __FILE__, __LINE__);
        }
        CHECK(listing.layout == DatasetLayout::Labelme);
        CHECK_EQUAL(listing.items[0].phase, "train");
        CHECK_EQUAL(listing.items[0].stem, "a");
        CHECK(listing.problems.empty() && listing.notices.empty());
        DatasetConvertOptions options;
        options.classes = scene::camvidLabels();
        CHECK_EQUAL(convertDataset(folder.path(), folder.path() / "out", options).written, 1);
        CHECK(fs::exists(folder / "out/train_img/a.jpg"));
    }
}

UNDERPAINT_TEST(labelme_photos_lie_beside_the_named_folder_too) {
    const test::TemporaryFolder folder;
    text(folder / "set/annotations/a.json", naming(R"(..\\images\\a.jpg)"));
    photo(folder / "set/images/a.jpg");
    const DatasetListing listing = list(folder / "set/annotations");
    CHECK_EQUAL(listing.items.size(), 1U);
    CHECK(fs::equivalent(listing.items[0].photo, folder / "set/images/a.jpg"));
    // Alone, too.
    CHECK(
        importLabels(folder / "set/annotations/a.json", {}, scene::camvidLabels()).labels.size() ==
        (Size{32, 24}));
}

UNDERPAINT_TEST(labelme_photos_that_cannot_be_found_are_named) {
    const test::TemporaryFolder folder;
    photo(folder / "secret/photo.jpg");
    photo(folder / "a/set/images/1/twice.jpg");
    photo(folder / "a/set/images/2/twice.jpg");
    photo(folder / "a/set/images/known.jpg");
    photo(folder / "a/set/images/lonely.jpg");
    text(folder / "a/set/annotations/known.json", naming("../images/known.jpg"));
    text(folder / "a/set/annotations/gone.json", naming("../images/gone.jpg"));
    text(folder / "a/set/annotations/twice.json", naming("twice.jpg"));
    // Out of the data set and of what lies beside it, by any way of writing.
    text(folder / "a/set/annotations/up.json", naming("../../../secret/photo.jpg"));
    text(folder / "a/set/annotations/abs.json", naming((folder / "secret/photo.jpg").string()));
    const DatasetListing listing = list(folder / "a/set");
    CHECK_EQUAL(listing.items.size(), 1U);
    CHECK_EQUAL(listing.items[0].stem, "known");
    const auto says = [&](const std::string& file, const std::string& part) {
        return std::any_of(listing.problems.begin(), listing.problems.end(), [&](const auto& one) {
            return one.file.filename() == file && one.problem.find(part) != std::string::npos;
        });
    };
    CHECK(says("gone.json", "gone.jpg, which is not there"));
    CHECK(says("twice.json", "several of that name"));
    CHECK(says("up.json", "photo.jpg") && says("abs.json", "photo.jpg"));
    CHECK(says("lonely.jpg", "no labelme file"));
}

UNDERPAINT_TEST(labelme_photos_are_named_where_all_are_missing) {
    const test::TemporaryFolder folder;
    text(folder / "a.json", document(kRoadShape, kSides + R"(, "imagePath": "../photos/a.jpg")"));
    const DatasetListing listing = list(folder.path());
    CHECK_EQUAL(listing.items.size(), 1U); // the label map is whole
    CHECK_EQUAL(listing.notices.size(), 1U);
    CHECK(listing.notices[0].problem.find("../photos/a.jpg, which is not there") !=
          std::string::npos);
}

UNDERPAINT_TEST(labelme_documents_of_one_photo_are_both_doubtful) {
    const test::TemporaryFolder folder;
    photo(folder / "images/a.jpg");
    text(folder / "annotations/a.json", naming("../images/a.jpg"));
    text(folder / "annotations/b.json", naming("../images/a.jpg"));
    photo(folder / "images/c.jpg");
    text(folder / "annotations/c.json", naming("../images/c.jpg"));
    const DatasetListing listing = list(folder.path());
    CHECK_EQUAL(listing.items.size(), 1U);
    CHECK_EQUAL(listing.items[0].stem, "c");
}

UNDERPAINT_TEST(labelme_folders_hold_other_files_as_well) {
    const test::TemporaryFolder folder;
    photo(folder / "a.jpg");
    text(folder / "a.json", document(kRoadShape));
    text(folder / "city/b.json", document(kRoadShape));
    photo(folder / "city/b.jpg");
    text(folder / "settings.json", R"({"theme": "dark"})");
    text(folder / ".hidden.json", document(kRoadShape));
    text(folder / ".ipynb_checkpoints/a-checkpoint.json", document(kRoadShape));
    const DatasetListing listing = list(folder.path());
    CHECK(listing.layout == DatasetLayout::Labelme);
    CHECK_EQUAL(listing.items.size(), 2U);
    CHECK_EQUAL(listing.items[1].stem, "city/b");
    CHECK(listing.problems.empty());
    CHECK_EQUAL(listing.notices.size(), 1U);
    CHECK_EQUAL(listing.notices[0].file.filename().string(), "settings.json");
}

UNDERPAINT_TEST(labelme_files_tell_which_of_two_photos_is_theirs) {
    const test::TemporaryFolder folder;
    photo(folder / "a.jpg");
    photo(folder / "a.png");
    text(folder / "a.json", naming("a.jpg"));
    const DatasetListing listing = list(folder.path());
    CHECK_EQUAL(listing.items.size(), 1U);
    CHECK(listing.items[0].photo == folder / "a.jpg");
    CHECK_EQUAL(listing.problems.size(), 1U);
    CHECK(listing.problems[0].file == folder / "a.png");
}

UNDERPAINT_TEST(labelme_image_paths_are_read_from_the_outermost_object) {
    CHECK(labelmeImagePath(
              std::string_view(R"({"a": {"imagePath": "x"}, "imagePath": "y", "b": 1})")) == "y");
    for (const std::string_view none : {R"({"imagePath": 7})", R"({"imagePath": ["x"]})",
                                        R"([{"imagePath": "x"}])", "", "{", R"("imagePath")"}) {
        CHECK(!labelmeImagePath(none));
    }
}
