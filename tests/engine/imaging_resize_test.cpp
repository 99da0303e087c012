// SPDX-License-Identifier: GPL-3.0-or-later
// Expected pixels and hashes marked "Pillow" were computed with Pillow 9.5 (Image.resize) on the
// same formula picture; the golden cases come from the official data loaders.
#include "engine/base/random.h"
#include "engine/imaging/components.h"
#include "engine/imaging/preprocess.h"
#include "engine/imaging/resize.h"
#include "engine/project/tensors/torch_file.h"
#include "tests/support/engine_test.h"
#include "tests/support/shared_data.h"

#include <array>
#include <cmath>
#include <map>
#include <set>
#include <span>
#include <string>
#include <vector>

using namespace underpaint;
using namespace underpaint::imaging;

namespace {

Image formulaPicture(int width, int height, int channels) {
    Image image(width, height, channels, 0);
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            for (int c = 0; c < channels; ++c) {
                image.at(x, y, c) = static_cast<std::uint8_t>(
                    x * 37 + y * 91 + c * 53 + (x * y * 7) % 29 * 8 + (x / 3 + y / 2) % 2 * 90);
            }
        }
    }
    return image;
}

/// FNV-1a, 64 bit.
std::uint64_t hashOf(std::span<const std::uint8_t> bytes) {
    std::uint64_t hash = 0xcbf29ce484222325;
    for (const std::uint8_t byte : bytes) {
        hash = (hash ^ byte) * 0x100000001b3;
    }
    return hash;
}

std::vector<std::uint16_t> nearestColumns(int in, int out) {
    LabelPlane line(in, 1);
    for (int x = 0; x < in; ++x) {
        line.at(x, 0) = static_cast<std::uint16_t>(x);
    }
    const LabelPlane resized = resizeNearest(line, {out, 1});
    return {resized.values().begin(), resized.values().end()};
}

std::uint64_t hashOfColumns(int in, int out) {
    std::vector<std::uint8_t> bytes;
    for (const std::uint16_t column : nearestColumns(in, out)) {
        bytes.push_back(static_cast<std::uint8_t>(column & 255U));
        bytes.push_back(static_cast<std::uint8_t>(column >> 8U));
    }
    return hashOf(bytes);
}

// Pillow
constexpr std::array<std::uint8_t, 60> kRgb11x7To5x4{
    66,  125, 124, 138, 113, 103, 140, 103, 68,  112, 92,  109, 123, 125, 122,
    90,  143, 113, 99,  131, 147, 146, 142, 91,  116, 148, 142, 133, 96,  132,
    104, 157, 196, 71,  132, 157, 85,  105, 139, 71,  116, 152, 172, 132, 68,
    93,  149, 127, 118, 116, 131, 147, 69,  127, 127, 124, 119, 78,  139, 147};
constexpr std::array<std::uint8_t, 120> kGrey13x10To8x15{
    2,   86,  221, 112, 63,  88,  220, 209, 69,  93,  169, 123, 144, 80,  176, 228, 130, 102,
    105, 146, 210, 63,  141, 226, 84,  109, 83,  183, 132, 34,  185, 150, 76,  80,  117, 155,
    123, 88,  189, 148, 88,  63,  127, 97,  111, 143, 187, 176, 108, 107, 33,  38,  25,  120,
    217, 196, 126, 89,  39,  135, 56,  99,  199, 235, 123, 74,  93,  218, 129, 81,  145, 241,
    71,  121, 146, 111, 173, 69,  63,  158, 125, 141, 201, 136, 181, 127, 122, 165, 201, 159,
    208, 176, 152, 183, 201, 177, 224, 200, 113, 122, 81,  168, 180, 107, 147, 190, 123, 65,
    75,  148, 170, 180, 72,  170, 160, 30,  90,  134, 168, 255};

/// A float tensor of a case file as contiguous values with its shape.
struct CaseTensor {
    std::vector<std::int64_t> shape;
    std::vector<float> values;
};

CaseTensor caseTensor(const project::TensorFile& file, const std::string& name) {
    const project::StoredTensor* tensor = file.find(name);
    CHECK(tensor != nullptr);
    CHECK(tensor->type == project::ElementType::F32);
    CaseTensor result{tensor->shape, {}};
    result.values.resize(static_cast<std::size_t>(project::elementCount(*tensor)));
    project::copyContiguous(*tensor, std::as_writable_bytes(std::span(result.values)));
    return result;
}

/// (1, C, H, W) of integral floats to an interleaved plane.
template<class T>
Plane<T> planeOf(const CaseTensor& tensor) {
    const auto channels = static_cast<int>(tensor.shape[1]);
    const auto height = static_cast<int>(tensor.shape[2]);
    const auto width = static_cast<int>(tensor.shape[3]);
    Plane<T> plane(width, height, channels, T{});
    std::size_t i = 0;
    for (int c = 0; c < channels; ++c) {
        for (int y = 0; y < height; ++y) {
            for (int x = 0; x < width; ++x) {
                plane.at(x, y, c) = static_cast<T>(tensor.values[i++]);
            }
        }
    }
    return plane;
}

void checkGoldenMode(const project::TensorFile& file, const std::string& mode,
                     const PreprocessRule& rule) {
    const auto photo = planeOf<std::uint8_t>(caseTensor(file, "image_u8"));
    const auto labels = planeOf<std::uint16_t>(caseTensor(file, "label_u8"));
    const auto instances = planeOf<std::uint32_t>(caseTensor(file, "inst_i32"));
    PreprocessPlan plan;
    plan.scaled = scaledSize(photo.size(), rule);
    CHECK(applyPlan(labels, plan) == planeOf<std::uint16_t>(caseTensor(file, mode + ".label")));
    CHECK(applyPlan(instances, plan) == planeOf<std::uint32_t>(caseTensor(file, mode + ".inst")));
    const CaseTensor expected = caseTensor(file, mode + ".image");
    const Image resized = applyPlan(photo, plan);
    CHECK_EQUAL(expected.shape[3], resized.width());
    CHECK_EQUAL(expected.shape[2], resized.height());
    std::size_t i = 0;
    for (int c = 0; c < 3; ++c) {
        for (int y = 0; y < resized.height(); ++y) {
            for (int x = 0; x < resized.width(); ++x, ++i) {
                const long level = std::lround((expected.values[i] + 1.0) / 2.0 * 255.0);
                CHECK_EQUAL(static_cast<long>(resized.at(x, y, c)), level);
            }
        }
    }
}

} // namespace

UNDERPAINT_TEST(imaging_bicubic_equals_pillow) {
    const Image small = resizeBicubic(formulaPicture(11, 7, 3), {5, 4});
    CHECK(std::equal(small.values().begin(), small.values().end(), kRgb11x7To5x4.begin(),
                     kRgb11x7To5x4.end()));
    const Image grey = resizeBicubic(formulaPicture(13, 10, 1), {8, 15});
    CHECK(std::equal(grey.values().begin(), grey.values().end(), kGrey13x10To8x15.begin(),
                     kGrey13x10To8x15.end()));
    CHECK_EQUAL(hashOf(resizeBicubic(formulaPicture(480, 360, 3), {286, 286}).values()),
                0x666dcfae238482aaU);
    CHECK_EQUAL(hashOf(resizeBicubic(formulaPicture(200, 150, 3), {256, 256}).values()),
                0xfa43194c612b996bU);
    CHECK_EQUAL(hashOf(resizeBicubic(formulaPicture(100, 37, 3), {333, 21}).values()),
                0x423cd1199cfbb3bdU);
}

UNDERPAINT_TEST(imaging_nearest_equals_pillow) {
    // The closed form floor((i + 0.5) * in / out) would give a 1 at column 3 of the first.
    CHECK(nearestColumns(2, 7) == (std::vector<std::uint16_t>{0, 0, 0, 0, 1, 1, 1}));
    CHECK(nearestColumns(10, 4) == (std::vector<std::uint16_t>{1, 3, 6, 8}));
    CHECK_EQUAL(hashOfColumns(360, 1024), 0xf14bdb541a57c851U);
    CHECK_EQUAL(hashOfColumns(480, 286), 0x7e72475d1b57d909U);
    CHECK_EQUAL(hashOfColumns(1024, 512), 0x62fd4a8c1ce2b25U);
    CHECK_EQUAL(hashOfColumns(75, 48), 0x87c2dc57c9eaa365U);
    CHECK_EQUAL(hashOfColumns(17, 199), 0xc62820d8b15d5705U);
    CHECK_EQUAL(hashOfColumns(1023, 640), 0xd4a068893c276d89U);
}

UNDERPAINT_TEST(imaging_nearest_is_the_same_for_all_element_types) {
    const Image bytes = formulaPicture(23, 17, 1);
    LabelPlane words(23, 17);
    InstancePlane ids(23, 17);
    std::copy(bytes.values().begin(), bytes.values().end(), words.values().begin());
    std::copy(bytes.values().begin(), bytes.values().end(), ids.values().begin());
    const Image smallBytes = resizeNearest(bytes, {40, 9});
    const LabelPlane smallWords = resizeNearest(words, {40, 9});
    const InstancePlane smallIds = resizeNearest(ids, {40, 9});
    CHECK(std::equal(smallBytes.values().begin(), smallBytes.values().end(),
                     smallWords.values().begin()));
    CHECK(std::equal(smallBytes.values().begin(), smallBytes.values().end(),
                     smallIds.values().begin()));
}

UNDERPAINT_TEST(imaging_resize_keeps_flat_pictures_flat_and_sizes) {
    for (const std::uint8_t level : {std::uint8_t{0}, std::uint8_t{129}, std::uint8_t{255}}) {
        const Image flat(31, 19, 3, level);
        for (const Size size : {Size{7, 5}, Size{64, 80}, Size{31, 4}, Size{1, 1}}) {
            CHECK(resizeBicubic(flat, size) == Image(size.width, size.height, 3, level));
        }
    }
    const Image picture = formulaPicture(9, 8, 3);
    CHECK(resizeBicubic(picture, {9, 8}) == picture);
    CHECK(resizeNearest(picture, {9, 8}) == picture);
    CHECK_ERROR(resizeBicubic(picture, {0, 4}), "cannot become 0 x 4");
    CHECK_ERROR(resizeNearest(LabelPlane(), {3, 3}), "0 x 0");
    CHECK_ERROR(resizeBicubic(formulaPicture(4, 4, 2), {2, 2}), "grey and RGB");
}

UNDERPAINT_TEST(imaging_golden_preprocessing) {
    const auto file =
        project::readTorchFile(test::sharedData("golden/pix2pixhd/preprocess.case.pt"));
    checkGoldenMode(file, "scale_width", {ResizeMode::ScaleWidth, 48, 512, 16});
    checkGoldenMode(file, "none_global", {ResizeMode::None, 1024, 512, 16});
    checkGoldenMode(file, "none_local", {ResizeMode::None, 1024, 512, 32});
}

UNDERPAINT_TEST(imaging_size_rules) {
    const auto none = [](Size size, int base) {
        return scaledSize(size, {ResizeMode::None, 1024, 512, base});
    };
    // Halves go to the even multiple.
    CHECK(none({40, 24}, 16) == (Size{32, 32}));
    CHECK(none({75, 50}, 16) == (Size{80, 48}));
    CHECK(none({75, 50}, 32) == (Size{64, 64}));
    CHECK_ERROR(none({100, 8}, 16), "too small");
    const auto width = [](Size size, int load) {
        return scaledSize(size, {ResizeMode::ScaleWidth, load, 512, 32});
    };
    CHECK(width({75, 50}, 48) == (Size{48, 32}));
    CHECK(width({640, 427}, 512) == (Size{512, 341}));
    CHECK(width({512, 300}, 512) == (Size{512, 300}));
    CHECK_ERROR(width({5000, 1}, 64), "too small");
    CHECK(scaledSize({75, 50}, {ResizeMode::ResizeAndCrop, 286, 256, 32}) == (Size{286, 286}));
    CHECK(scaledSize({75, 50}, {ResizeMode::Crop, 286, 256, 32}) == (Size{75, 50}));
    CHECK_ERROR(scaledSize({75, 50}, {ResizeMode::None, 286, 256, 0}), "between 1 and 65536");
    for (const ResizeMode mode :
         {ResizeMode::None, ResizeMode::ScaleWidth, ResizeMode::ResizeAndCrop,
          ResizeMode::ScaleWidthAndCrop, ResizeMode::Crop}) {
        CHECK(resizeModeFromName(resizeModeName(mode)) == mode);
    }
    CHECK_ERROR(resizeModeFromName("stretch"), "resize_and_crop");
}

UNDERPAINT_TEST(imaging_random_crops_stay_inside_and_reach_both_ends) {
    Random random(7);
    std::set<int> offsets;
    std::set<bool> flips;
    for (int i = 0; i < 2000; ++i) {
        const PreprocessPlan plan =
            planPreprocessing({300, 200}, {ResizeMode::ResizeAndCrop, 286, 256, 32}, true, random);
        CHECK(plan.crop && plan.outputSize() == (Size{256, 256}));
        CHECK(plan.crop->x >= 0 && plan.crop->x <= 30 && plan.crop->y >= 0 && plan.crop->y <= 30);
        offsets.insert(plan.crop->x);
        flips.insert(plan.flip);
    }
    CHECK_EQUAL(offsets.size(), 31U);
    CHECK_EQUAL(flips.size(), 2U);
    Random first(3);
    Random second(3);
    const PreprocessRule rule{ResizeMode::Crop, 1024, 50, 32};
    CHECK(planPreprocessing({90, 70}, rule, true, first).crop ==
          planPreprocessing({90, 70}, rule, true, second).crop);
    CHECK(!planPreprocessing({50, 40}, rule, false, first).crop);
}

UNDERPAINT_TEST(imaging_crop_pads_with_zero_and_flip_is_its_own_inverse) {
    const Image picture = formulaPicture(6, 5, 3);
    const Image cropped = cropPadded(picture, {4, 3, 4, 4});
    CHECK_EQUAL(cropped.at(0, 0, 2), picture.at(4, 3, 2));
    CHECK_EQUAL(cropped.at(1, 1, 1), picture.at(5, 4, 1));
    CHECK_EQUAL(cropped.at(2, 0, 0), 0);
    CHECK_EQUAL(cropped.at(0, 2, 0), 0);
    CHECK_ERROR(cropPadded(picture, {0, 0, 0, 3}), "cropped to nothing");
    CHECK_EQUAL(flipped(picture).at(0, 2, 1), picture.at(5, 2, 1));
    CHECK(flipped(flipped(picture)) == picture);
}

UNDERPAINT_TEST(imaging_components_of_a_small_map) {
    // 1 is a thing; the two right-hand pixels touch the left ones by a corner only.
    LabelPlane labels(4, 3);
    labels.at(0, 0) = labels.at(1, 0) = labels.at(0, 1) = 1;
    labels.at(2, 1) = labels.at(3, 1) = labels.at(3, 2) = 1;
    labels.at(0, 2) = 2;
    const DerivedInstances derived =
        deriveInstances(labels, [](std::uint16_t id) { return id == 1; });
    CHECK_EQUAL(derived.components.size(), 2U);
    CHECK_EQUAL(derived.ids.at(0, 1), 1000U);
    CHECK_EQUAL(derived.ids.at(3, 2), 1001U);
    CHECK_EQUAL(derived.ids.at(0, 2), 2U);
    CHECK_EQUAL(derived.ids.at(1, 1), 0U);
    CHECK_EQUAL(derived.components[1].area, 3);
    CHECK((derived.components[1].box == Rect{2, 1, 2, 2}));
    CHECK((derived.components[1].first == Point{2, 1}));
    CHECK(derived.warnings.empty());
    const DerivedInstances large = deriveInstances(labels, [](std::uint16_t id) { return id != 0; },
                                                   {InstanceNumbering::Consecutive, 2});
    CHECK_EQUAL(large.components.size(), 2U);
    CHECK_EQUAL(large.ids.at(3, 2), 1001U);
    CHECK_EQUAL(large.ids.at(0, 2), 2U);
}

UNDERPAINT_TEST(imaging_components_equal_a_flood_fill) {
    Random random(11);
    for (int round = 0; round < 30; ++round) {
        const int width = 1 + static_cast<int>(random.below(40));
        const int height = 1 + static_cast<int>(random.below(40));
        LabelPlane labels(width, height);
        for (std::uint16_t& label : labels.values()) {
            label = static_cast<std::uint16_t>(random.below(3));
        }
        const DerivedInstances derived = deriveInstances(labels, [](std::uint16_t) { return true; },
                                                         {InstanceNumbering::Consecutive, 1});
        // An independent labelling by repeated relaxation to the smallest index around.
        Plane<int> lowest(width, height);
        for (int i = 0; i < width * height; ++i) {
            lowest.values()[static_cast<std::size_t>(i)] = i;
        }
        for (bool changed = true; changed;) {
            changed = false;
            for (int y = 0; y < height; ++y) {
                for (int x = 0; x < width; ++x) {
                    for (const Point d : {Point{1, 0}, Point{-1, 0}, Point{0, 1}, Point{0, -1}}) {
                        const int nx = x + d.x;
                        const int ny = y + d.y;
                        if (nx < 0 || ny < 0 || nx >= width || ny >= height ||
                            labels.at(nx, ny) != labels.at(x, y)) {
                            continue;
                        }
                        if (lowest.at(nx, ny) < lowest.at(x, y)) {
                            lowest.at(x, y) = lowest.at(nx, ny);
                            changed = true;
                        }
                    }
                }
            }
        }
        std::map<int, std::uint32_t> idOfLowest;
        std::uint32_t next = 1000;
        for (std::size_t i = 0; i < lowest.values().size(); ++i) {
            const auto [slot, fresh] = idOfLowest.try_emplace(lowest.values()[i], next);
            next += fresh ? 1 : 0;
            CHECK_EQUAL(derived.ids.values()[i], slot->second);
        }
    }
}

UNDERPAINT_TEST(imaging_components_beyond_a_thousand) {
    LabelPlane labels(4001, 1);
    for (int x = 0; x < 4001; x += 2) {
        labels.at(x, 0) = 26;
    }
    const DerivedInstances derived =
        deriveInstances(labels, [](std::uint16_t id) { return id == 26; });
    CHECK_EQUAL(derived.components.size(), 1000U);
    CHECK_EQUAL(derived.ids.at(1998, 0), 26999U);
    CHECK_EQUAL(derived.ids.at(2000, 0), 26U);
    CHECK_EQUAL(derived.warnings.size(), 1U);
}

UNDERPAINT_TEST(imaging_instance_ids_fit_into_fewer_bits) {
    InstancePlane ids(6, 1);
    const std::array<std::uint32_t, 6> values{7, 70000, 1, 90000, 70000, 65535};
    std::copy(values.begin(), values.end(), ids.values().begin());
    CHECK_EQUAL(fitInstanceIds(ids, 65535), 2U);
    const std::array<std::uint32_t, 6> expected{7, 2, 1, 3, 2, 65535};
    CHECK(std::equal(expected.begin(), expected.end(), ids.values().begin()));
    CHECK_EQUAL(fitInstanceIds(ids, 65535), 0U);
    CHECK_ERROR(fitInstanceIds(ids, 3), "more instances than ids");
}
