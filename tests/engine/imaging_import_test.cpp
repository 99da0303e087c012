// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/random.h"
#include "engine/imaging/base64.h"
#include "engine/imaging/label_import.h"
#include "engine/imaging/label_set_json.h"
#include "engine/imaging/labelme.h"
#include "engine/imaging/resize.h"
#include "engine/imaging/shape_raster.h"
#include "engine/scene/builtin_label_sets.h"
#include "tests/support/engine_test.h"
#include "tests/support/shared_data.h"
#include "tests/support/temporary_folder.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <vector>

using namespace underpaint;
using namespace underpaint::imaging;

namespace {

/// Blocks of 8 x 8 pixels with classes of the set, by a seed.
LabelPlane blocks(const scene::LabelSet& set, int columns, int rows, std::uint64_t seed) {
    Random random(seed);
    LabelPlane small(columns, rows);
    for (std::uint16_t& label : small.values()) {
        label = set.classes()[random.below(set.size())].id;
    }
    return resizeNearest(small, {columns * 8, rows * 8});
}

Image inColours(const LabelPlane& labels, const scene::LabelSet& set) {
    Image image(labels.width(), labels.height(), 3, 0);
    for (int y = 0; y < labels.height(); ++y) {
        for (int x = 0; x < labels.width(); ++x) {
            const scene::Colour colour = set.at(labels.at(x, y)).colour;
            image.at(x, y, 0) = colour.red;
            image.at(x, y, 1) = colour.green;
            image.at(x, y, 2) = colour.blue;
        }
    }
    return image;
}

ImportedMaps import(const std::vector<std::byte>& file, const std::string& name,
                    const scene::LabelSet& set, const ImportOptions& options = {}) {
    return importLabelBytes(file, name, set, options);
}

double agreement(const LabelPlane& a, const LabelPlane& b) {
    CHECK(a.size() == b.size());
    std::size_t same = 0;
    for (std::size_t i = 0; i < a.values().size(); ++i) {
        same += a.values()[i] == b.values()[i] ? 1U : 0U;
    }
    return static_cast<double>(same) / static_cast<double>(a.values().size());
}

ImportedMaps labelme(const std::string& shapes, const ImportOptions& options = {}) {
    const std::string text =
        R"({"version": "5.0", "imageHeight": 20, "imageWidth": 30, "shapes": [)" + shapes + "]}";
    return importLabelme(text, "a.json", scene::cityscapesLabels(), options);
}

} // namespace

UNDERPAINT_TEST(imaging_import_is_loss_free_for_index_and_colour_files) {
    for (const char* name : {"cityscapes", "camvid", "facades", "ccp", "coco-stuff", "ade20k"}) {
        const scene::LabelSet set = scene::builtinLabels(name);
        const LabelPlane labels = blocks(set, 12, 9, 17);
        const ImportedMaps maps = import(encodePng(labels), "a.png", set);
        CHECK(maps.labels == labels);
        CHECK(maps.report.clean());
        CHECK_EQUAL(maps.report.exactPixels, maps.report.size.area());
        CHECK(!maps.instances);
    }
    const scene::LabelSet facades = scene::facadeLabels();
    const LabelPlane labels = blocks(facades, 12, 9, 18);
    const ImportedMaps maps = import(encodePng(inColours(labels, facades)), "a.png", facades);
    CHECK(maps.labels == labels);
    CHECK(maps.report.format == LabelFormat::Facades);
    CHECK(maps.report.clean());
}

UNDERPAINT_TEST(imaging_import_of_sixteen_bit_indices) {
    const scene::LabelSet set = scene::generatedLabels(1000);
    const LabelPlane labels = blocks(set, 10, 10, 3);
    CHECK(import(encodePng(labels), "a.png", set).labels == labels);
}

UNDERPAINT_TEST(imaging_import_snaps_antialiased_edges_to_one_of_both_sides) {
    const scene::LabelSet set = scene::facadeLabels();
    const LabelPlane labels = blocks(set, 10, 10, 4);
    const Image colours = inColours(labels, set);
    // Up and down again blurs the borders of the blocks only.
    const Image blurred = resizeBicubic(resizeBicubic(colours, {50, 50}), {80, 80});
    const ImportedMaps maps = import(encodePng(blurred), "a.png", set);
    CHECK(maps.report.snappedPixels > 500);
    CHECK(maps.report.largestSnapDistance > 20);
    CHECK_EQUAL(maps.report.exactPixels + maps.report.snappedPixels + maps.report.unknownPixels,
                6400);
    CHECK(agreement(maps.labels, labels) > 0.9);
    // Nearly no class appears that is not within three pixels in the original.
    int foreign = 0;
    for (int y = 0; y < 80; ++y) {
        for (int x = 0; x < 80; ++x) {
            bool near = false;
            for (int ny = std::max(0, y - 3); ny <= std::min(79, y + 3); ++ny) {
                for (int nx = std::max(0, x - 3); nx <= std::min(79, x + 3); ++nx) {
                    near = near || labels.at(nx, ny) == maps.labels.at(x, y);
                }
            }
            foreign += near ? 0 : 1;
        }
    }
    CHECK_EQUAL(foreign, 0);
    CHECK(maps.report.text().find("repaired: ") != std::string::npos);
}

UNDERPAINT_TEST(imaging_import_repairs_jpeg_damage) {
    const scene::LabelSet set = scene::facadeLabels();
    const LabelPlane labels = blocks(set, 12, 12, 5);
    const auto jpeg = encodePhoto(inColours(labels, set), "a.jpg", 85);
    const ImportedMaps maps = import(jpeg, "a.jpg", set);
    CHECK(maps.report.snappedPixels > 0);
    CHECK_CLOSE(agreement(maps.labels, labels), 1.0, 0.01);
}

UNDERPAINT_TEST(imaging_import_reports_unknown_numbers) {
    const scene::LabelSet set = scene::camvidLabels();
    LabelPlane labels = blocks(set, 4, 4, 6);
    labels.at(5, 3) = 77;
    labels.at(9, 3) = 77;
    labels.at(0, 7) = 40;
    const ImportedMaps maps = import(encodePng(labels), "bad.png", set);
    CHECK_EQUAL(maps.report.unknownPixels, 3);
    CHECK_EQUAL(maps.report.unknown.size(), 2U);
    CHECK_EQUAL(maps.report.unknown[0].value, "77");
    CHECK_EQUAL(maps.report.unknown[0].pixels, 2);
    CHECK((maps.report.unknown[0].first == Point{5, 3}));
    CHECK_EQUAL(maps.labels.at(5, 3), 11);
    CHECK(maps.report.text().find("77: 2 pixels, the first at (5, 3)") != std::string::npos);
    ImportOptions options;
    options.strict = true;
    CHECK_ERROR(import(encodePng(labels), "bad.png", set, options), "bad.png");
    options.strict = false;
    options.unlabelled = 3;
    CHECK_EQUAL(import(encodePng(labels), "bad.png", set, options).labels.at(9, 3), 3);
}

UNDERPAINT_TEST(imaging_import_reports_flat_patches_of_unknown_colours) {
    const scene::LabelSet set = scene::facadeLabels();
    Image colours = inColours(LabelPlane(40, 30, 2), set);
    for (int y = 10; y < 15; ++y) {
        for (int x = 20; x < 26; ++x) {
            colours.at(x, y, 0) = 250;
            colours.at(x, y, 1) = 250;
            colours.at(x, y, 2) = 250;
        }
    }
    const ImportedMaps maps = import(encodePng(colours), "a.png", set);
    CHECK_EQUAL(maps.report.unknownPixels, 30);
    CHECK_EQUAL(maps.report.unknown.front().value, "#fafafa");
    CHECK((maps.report.unknown.front().first == Point{20, 10}));
    CHECK_EQUAL(maps.labels.at(21, 11), unlabelledClass(set));
    CHECK_EQUAL(maps.labels.at(0, 0), 2);
}

UNDERPAINT_TEST(imaging_import_of_train_ids_and_unlabelled_values) {
    const scene::LabelSet cityscapes = scene::cityscapesLabels();
    LabelPlane file(4, 1);
    file.at(0, 0) = 0;
    file.at(1, 0) = 13;
    file.at(2, 0) = 18;
    file.at(3, 0) = 255;
    for (const char* name : {"a_gtFine_labelTrainIds.png", "plain.png"}) {
        const ImportedMaps maps = import(encodePng(file), name, cityscapes);
        CHECK(maps.report.format == LabelFormat::CityscapesTrainIds);
        CHECK_EQUAL(maps.labels.at(0, 0), 7);
        CHECK_EQUAL(maps.labels.at(1, 0), 26);
        CHECK_EQUAL(maps.labels.at(2, 0), 33);
        CHECK_EQUAL(maps.labels.at(3, 0), 0);
        CHECK_EQUAL(maps.report.unknownPixels, 0);
    }
    const ImportedMaps ids = import(encodePng(file), "a_gtFine_labelIds.png", cityscapes);
    CHECK_EQUAL(ids.labels.at(1, 0), 13);
    CHECK_EQUAL(ids.labels.at(3, 0), 34);
    const ImportedMaps coco = import(encodePng(file), "a.png", scene::cocoStuffLabels());
    CHECK(coco.report.format == LabelFormat::CocoStuff);
    CHECK_EQUAL(coco.labels.at(3, 0), 255);
}

UNDERPAINT_TEST(imaging_import_of_palette_files_prefers_exact_colours) {
    const scene::LabelSet set = scene::facadeLabels();
    LabelPlane indices(3, 1);
    indices.at(1, 0) = 1;
    indices.at(2, 0) = 2;
    // A shrunken file: the palette holds the used colours in another order than the classes.
    const std::array<scene::Colour, 3> reordered{
        {set.at(5).colour, set.at(3).colour, set.at(9).colour}};
    const ImportedMaps byColour = import(encodePalettePng(indices, reordered), "a.png", set);
    CHECK_EQUAL(byColour.labels.at(0, 0), 5);
    CHECK_EQUAL(byColour.labels.at(2, 0), 9);
    // Foreign colours: the indices count.
    indices.at(0, 0) = 3;
    const std::array<scene::Colour, 4> foreign{{{1, 2, 3}, {4, 5, 6}, {7, 8, 9}, {9, 9, 9}}};
    const ImportedMaps byIndex = import(encodePalettePng(indices, foreign), "a.png", set);
    CHECK(byIndex.labels == indices);
}

UNDERPAINT_TEST(imaging_import_of_indices_saved_as_rgb) {
    const scene::LabelSet set = scene::camvidLabels();
    const LabelPlane labels = blocks(set, 5, 5, 8);
    Image grey(40, 40, 3, 0);
    for (std::size_t i = 0; i < labels.values().size(); ++i) {
        std::fill_n(grey.data() + 3 * i, 3, static_cast<std::uint8_t>(labels.values()[i]));
    }
    const ImportedMaps maps = import(encodePng(grey), "a.png", set);
    CHECK(maps.labels == labels);
    CHECK_EQUAL(maps.report.warnings.size(), 1U);
}

UNDERPAINT_TEST(imaging_import_of_the_32_camvid_colours) {
    const scene::LabelSet set = scene::camvidLabels();
    Image colours(3, 1, 3, 0);
    const std::array<std::uint8_t, 9> pixels{192, 64, 128, 0, 0, 192, 128, 0, 192};
    std::copy(pixels.begin(), pixels.end(), colours.values().begin());
    const ImportedMaps maps = import(encodePng(colours), "a_L.png", set);
    CHECK(maps.report.format == LabelFormat::CamVid);
    CHECK_EQUAL(maps.labels.at(0, 0), 8);
    CHECK_EQUAL(maps.labels.at(1, 0), 4);
    CHECK_EQUAL(maps.labels.at(2, 0), 3);
    CHECK(maps.report.clean());
}

UNDERPAINT_TEST(imaging_import_with_instances) {
    const test::TemporaryFolder folder;
    const scene::LabelSet set = scene::cityscapesLabels();
    LabelPlane labels(20, 10, 7);
    InstancePlane ids(20, 10, 7);
    labels.at(3, 3) = labels.at(9, 9) = 26;
    ids.at(3, 3) = 26000;
    ids.at(9, 9) = 26001;
    writeLabels(folder / "l.png", labels);
    writeInstances(folder / "i.png", ids);
    const ImportedMaps given = importLabels(folder / "l.png", folder / "i.png", set);
    CHECK(given.labels == labels && given.instances == ids);
    CHECK_EQUAL(given.report.instancesRead, 3);
    ImportOptions options;
    options.deriveInstances = true;
    const ImportedMaps derived = importLabels(folder / "l.png", {}, set, options);
    CHECK(derived.instances == ids);
    CHECK_EQUAL(derived.report.instancesDerived, 2);
    writeInstances(folder / "i.png", InstancePlane(19, 10));
    CHECK_ERROR(importLabels(folder / "l.png", folder / "i.png", set), "19 x 10");
    options.expectedSize = Size{20, 11};
    CHECK_ERROR(importLabels(folder / "l.png", {}, set, options), "20 x 11");
}

UNDERPAINT_TEST(imaging_import_refuses_what_it_cannot_mean) {
    const scene::LabelSet set = scene::camvidLabels();
    ImportOptions options;
    options.format = LabelFormat::Index;
    const auto colours = encodePng(inColours(blocks(set, 2, 2, 1), set));
    CHECK_ERROR(import(colours, "a.png", set, options), "format colour");
    options.format = LabelFormat::Colour;
    CHECK_ERROR(import(encodePng(blocks(set, 2, 2, 1)), "a.png", set, options), "format index");
    CHECK_ERROR(import({}, "nothing.png", set), "nothing.png");
    for (const char* name : {"auto", "index", "colour", "cityscapes", "labelme"}) {
        CHECK_EQUAL(labelFormatName(labelFormatFromName(name)), name);
    }
    CHECK_ERROR(labelFormatFromName("voc"), "coco-stuff");
}

UNDERPAINT_TEST(imaging_labelme_shapes) {
    const ImportedMaps maps = labelme(
        R"({"label": "road", "points": [[0, 10], [30, 20]], "shape_type": "rectangle"},
           {"label": "Car", "points": [[2, 2], [8, 2], [8, 6], [2, 6]], "shape_type": "polygon"},
           {"label": "traffic_light", "points": [[20, 5], [20, 8]], "shape_type": "circle"},
           {"label": "spaceship", "points": [[25, 12], [29, 14]], "shape_type": "rectangle"},
           {"label": "__ignore__", "points": [[0, 18], [4, 20]], "shape_type": "rectangle"})");
    CHECK_EQUAL(maps.labels.at(0, 10), 7);
    CHECK_EQUAL(maps.labels.at(0, 9), 0);
    CHECK_EQUAL(maps.labels.at(29, 19), 7);
    CHECK_EQUAL(maps.labels.at(0, 19), 0);
    long long cars = 0;
    long long lights = 0;
    for (const std::uint16_t label : maps.labels.values()) {
        cars += label == 26 ? 1 : 0;
        lights += label == 19 ? 1 : 0;
    }
    CHECK_EQUAL(cars, 24);
    // All centres within 3 of a pixel corner; the area would be 28.3.
    CHECK_EQUAL(lights, 32);
    CHECK_EQUAL(maps.instances->at(3, 3), 26000U);
    CHECK_EQUAL(maps.report.unknown.front().value, "spaceship");
    CHECK_EQUAL(maps.report.unknownPixels, 8);
}

UNDERPAINT_TEST(imaging_labelme_groups_are_instances) {
    const ImportedMaps maps = labelme(
        R"({"label": "car", "group_id": 4, "points": [[0, 0], [2, 2]], "shape_type": "rectangle"},
           {"label": "car", "points": [[4, 0], [6, 2]], "shape_type": "rectangle"},
           {"label": "car", "group_id": 4, "points": [[8, 0], [10, 2]], "shape_type": "rectangle"},
           {"label": "car-9", "points": [[12, 0], [14, 2]], "shape_type": "rectangle"},
           {"label": "car", "group_id": 26000, "points": [[16, 0], [18, 2]],
            "shape_type": "rectangle"})");
    const InstancePlane& ids = *maps.instances;
    CHECK_EQUAL(ids.at(0, 0), ids.at(8, 0));
    CHECK(ids.at(0, 0) != ids.at(4, 0) && ids.at(0, 0) != ids.at(12, 0));
    CHECK_EQUAL(ids.at(16, 0), 26000U);
    CHECK_EQUAL(maps.report.instancesRead, 4);
    CHECK_EQUAL(maps.labels.at(12, 0), 26);
}

UNDERPAINT_TEST(imaging_labelme_round_trip) {
    const scene::LabelSet set = scene::cityscapesLabels();
    const LabelPlane labels = blocks(set, 6, 5, 12);
    InstancePlane ids(labels.width(), labels.height());
    for (std::size_t i = 0; i < ids.values().size(); ++i) {
        const std::uint16_t label = labels.values()[i];
        ids.values()[i] = set.isThing(label) ? label * 1000U + 7U : label;
    }
    const std::string text = labelmeJson(labels, &ids, set, "photo.jpg");
    const ImportedMaps maps = importLabelme(text, "a.json", set);
    CHECK(maps.labels == labels);
    CHECK(maps.instances == ids);
    // Every truncation and random damage ends in maps or in an Error that names the file.
    for (std::size_t size = 0; size + 2 < text.size(); size += 1 + text.size() / 400) {
        CHECK_ERROR(importLabelme(text.substr(0, size), "cut.json", set), "cut.json");
    }
    Random random(21);
    int refused = 0;
    for (int round = 0; round < 300; ++round) {
        std::string damaged = text;
        damaged[random.below(damaged.size())] = static_cast<char>(32 + random.below(95));
        try {
            (void)importLabelme(damaged, "flip.json", set);
        } catch (const Error& failure) {
            ++refused;
            CHECK(failure.message().find("flip.json") != std::string::npos);
        }
    }
    CHECK(refused > 20);
}

UNDERPAINT_TEST(imaging_labelme_hostile_documents) {
    const scene::LabelSet set = scene::cityscapesLabels();
    const auto read = [&](const std::string& text) { return importLabelme(text, "a.json", set); };
    CHECK_ERROR(read("[]"), "not valid JSON");
    CHECK_ERROR(read("{}"), "imageWidth");
    CHECK_ERROR(read(R"({"imageWidth": 99999999, "imageHeight": 4, "shapes": []})"), "imageWidth");
    CHECK_ERROR(read(R"({"imageWidth": 16384, "imageHeight": 16384, "shapes": []})"), "16384");
    CHECK_ERROR(read(R"({"imageWidth": "x", "imageHeight": 4, "shapes": []})"), "imageWidth");
    CHECK_ERROR(read(R"({"imageWidth": 4, "imageHeight": 4, "shapes": 5})"), "shapes");
    CHECK_ERROR(read(std::string(200000, '[')), "not valid JSON");
    CHECK_ERROR(labelme(R"(7)"), "no label");
    CHECK_ERROR(labelme(R"({"label": "car", "points": "x"})"), "list of points");
    CHECK_ERROR(labelme(R"({"label": "car", "points": [[1, "b"]]})"), "pair of numbers");
    CHECK_ERROR(labelme(R"({"label": "car", "points": [[1, 2]]})"), "one point");
    CHECK_ERROR(labelme(R"({"label": "car", "points": [[1, 2]], "shape_type": "cube"})"), "cube");
    CHECK_ERROR(labelme(R"({"label": "car", "points": [[1, 2], [3, 4]], "shape_type": "mask",
                            "mask": "AAAA"})"),
                "not a picture");
    // Coordinates at the end of the number range.
    const ImportedMaps far = labelme(
        R"({"label": "sky", "points": [[-1e308, -1e308], [1e308, -1e308], [1e308, 1e308],
            [-1e308, 1e308]]}, {"label": "car", "points": [[5, 5], [1e308, 5]],
            "shape_type": "linestrip"}, {"label": "bus", "points": [[1e-308, 0], [0, 1e300]],
            "shape_type": "circle"})");
    CHECK_EQUAL(far.labels.at(15, 15), 28);
    // Ten thousand shapes over a large picture stop by their total work.
    std::string shapes;
    for (int i = 0; i < 600; ++i) {
        shapes +=
            std::string(i > 0 ? "," : "") +
            R"({"label": "sky", "points": [[0, 0], [2000, 2000]], "shape_type": "rectangle"})";
    }
    CHECK_ERROR(read(R"({"imageWidth": 2000, "imageHeight": 2000, "shapes": [)" + shapes + "]}"),
                "too many times");
}

UNDERPAINT_TEST(imaging_polygons_follow_the_pixel_centre_rule) {
    Random random(31);
    for (int round = 0; round < 60; ++round) {
        std::vector<PlanePoint> points;
        const std::size_t count = 3 + random.below(6);
        for (std::size_t i = 0; i < count; ++i) {
            points.push_back({random.uniform() * 40 - 8, random.uniform() * 30 - 5});
        }
        ShapeRaster raster({24, 20}, "test");
        raster.polygon(points, 1);
        for (int y = 0; y < 20; ++y) {
            for (int x = 0; x < 24; ++x) {
                // Even-odd by counting crossings of a ray to the left of the centre.
                bool inside = false;
                for (std::size_t i = 0; i < count; ++i) {
                    const PlanePoint a = points[i];
                    const PlanePoint b = points[(i + 1) % count];
                    const double cy = y + 0.5;
                    if ((a.y <= cy) != (b.y <= cy) &&
                        a.x + (cy - a.y) * (b.x - a.x) / (b.y - a.y) <= x + 0.5) {
                        inside = !inside;
                    }
                }
                CHECK_EQUAL(raster.shapes().at(x, y) == 1, inside);
            }
        }
    }
}

UNDERPAINT_TEST(imaging_import_of_real_label_maps) {
    const std::filesystem::path data = test::sharedData("data");
    const auto clean = [&](const char* labels, const char* instances, const char* set) {
        ImportOptions options;
        options.strict = true;
        const ImportedMaps maps =
            importLabels(data / labels, *instances != '\0' ? data / instances : "",
                         scene::builtinLabels(set), options);
        CHECK_EQUAL(maps.report.snappedPixels, 0);
        CHECK_EQUAL(maps.report.unknownPixels, 0);
        CHECK(maps.report.classes.size() > 2);
    };
    clean("cityscapes_sample/train_label/aachen_000003_000019_gtFine_labelIds.png",
          "cityscapes_sample/train_inst/aachen_000003_000019_gtFine_instanceIds.png", "cityscapes");
    clean("coco_stuff_sample/val_label/000000000139.png",
          "coco_stuff_sample/val_inst/000000000139.png", "coco-stuff");
    clean("camvid/val_label/0016E5_07983.png", "", "camvid");
    clean("ccp/train_label/0248.png", "", "ccp");
}
