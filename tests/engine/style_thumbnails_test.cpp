// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/project/package/style_thumbnails.h"
#include "tests/engine/project_samples.h"
#include "tests/support/engine_test.h"
#include "tests/support/temporary_folder.h"

#include <fstream>
#include <iterator>

using namespace underpaint;
using namespace underpaint::test;
using project::ElementType;
using project::Manifest;
using project::ModelPackage;

namespace {

const std::string weightBytes = floats({1, 2, 3, 4});

Manifest manifestWithStyles() {
    Manifest manifest;
    manifest.name = "styles";
    manifest.kind = "pix2pixhd";
    manifest.networks["G"] = {"pix2pixhd.global_generator", {}, {}};
    manifest.classes = {{7, "road", {128, 64, 128}, false}, {26, "car", {0, 0, 142}, true}};
    manifest.labelChannels = 35;
    manifest.featNum = 1;
    manifest.styles[7] = {{{0.5}, 1}};
    manifest.styles[26] = {{{0.5}, 0.75}, {{1}, 0.25}};
    return manifest;
}

std::vector<project::PackageWeights> weights() {
    return {{"G", {{"w", ElementType::F32, {2, 2}, asBytes(weightBytes)}}}};
}

Image picture(std::uint8_t level) {
    Image image(5, 4, 3, level);
    image.at(4, 3, 2) = 255;
    return image;
}

project::ThumbnailsToWrite thumbnailsOfCars() {
    project::ThumbnailsToWrite thumbnails;
    thumbnails.add(26, {picture(10), picture(20)});
    return thumbnails;
}

void writeWith(const std::filesystem::path& path, const project::ThumbnailsToWrite& thumbnails) {
    project::writePackage(path, manifestWithStyles(), weights(), true, thumbnails.tensors());
}

/// The file of one tensor, put into a folder package in the place of its thumbnails.
std::string problemsWith(const std::string& name, ElementType type,
                         const std::vector<std::int64_t>& shape, std::size_t bytes) {
    const TemporaryFolder folder;
    writeWith(folder / "m.underpaint-model/", thumbnailsOfCars());
    const std::string content(bytes, 'x');
    const project::TensorToWrite tensor{name, type, shape, asBytes(content)};
    project::writeSafetensors(folder / "m.underpaint-model/styles.safetensors",
                              std::span(&tensor, 1));
    try {
        ModelPackage::open(folder / "m.underpaint-model");
    } catch (const Error& error) {
        return error.message();
    }
    return {};
}

} // namespace

UNDERPAINT_TEST(thumbnails_come_back_from_a_package) {
    const TemporaryFolder folder;
    for (const char* name : {"m.underpaint-model", "folder.underpaint-model/"}) {
        writeWith(folder / name, thumbnailsOfCars());
        const auto package = ModelPackage::open(folder / name);
        CHECK_EQUAL(package.manifest().styleThumbnails, "styles.safetensors");
        CHECK(project::styleThumbnail(package, 26, 0) == picture(10));
        CHECK(project::styleThumbnail(package, 26, 1) == picture(20));
        CHECK(project::styleThumbnail(package, 26, 2).empty());
        CHECK(project::styleThumbnail(package, 7, 0).empty());
        CHECK(ModelPackage::check(folder / name).empty());
    }
}

UNDERPAINT_TEST(packages_without_thumbnails_have_none) {
    const TemporaryFolder folder;
    project::writePackage(folder / "m.underpaint-model", manifestWithStyles(), weights());
    const auto package = ModelPackage::open(folder / "m.underpaint-model");
    CHECK(package.styleThumbnails() == nullptr);
    CHECK(project::styleThumbnail(package, 26, 0).empty());
    CHECK(project::thumbnailsOf(package).empty());
}

UNDERPAINT_TEST(a_package_can_be_written_over_itself) {
    const TemporaryFolder folder;
    writeWith(folder / "m.underpaint-model", thumbnailsOfCars());
    const auto package = ModelPackage::open(folder / "m.underpaint-model");
    Manifest manifest = package.manifest();
    manifest.metrics["ssim"] = 0.5;
    project::writePackage(folder / "m.underpaint-model", manifest, project::weightsOf(package),
                          true, project::thumbnailsOf(package));
    const auto again = ModelPackage::open(folder / "m.underpaint-model");
    CHECK(again.manifest() == manifest);
    CHECK(project::styleThumbnail(again, 26, 1) == picture(20));
    CHECK(ModelPackage::check(folder / "m.underpaint-model").empty());
}

UNDERPAINT_TEST(thumbnails_that_do_not_fit_are_refused) {
    const TemporaryFolder folder;
    project::ThumbnailsToWrite unknown;
    unknown.add(3, {picture(1)});
    CHECK_ERROR(writeWith(folder / "m.underpaint-model", unknown), "class with styles");
    project::ThumbnailsToWrite fewer;
    fewer.add(26, {picture(1)});
    CHECK_ERROR(writeWith(folder / "m.underpaint-model", fewer), "1 pictures for 2 styles");
    CHECK_ERROR(fewer.add(26, {picture(1)}), "already");
    CHECK_ERROR(fewer.add(7, {picture(1), Image(3, 3, 3, 0)}), "one size");
    CHECK_ERROR(fewer.add(8, {Image(3, 3)}), "RGB");
    CHECK(!std::filesystem::exists(folder / "m.underpaint-model"));
}

UNDERPAINT_TEST(foreign_thumbnails_are_checked) {
    const auto says = [](const std::string& problem, const std::string& part) {
        return problem.find(part) != std::string::npos;
    };
    CHECK(problemsWith("26", ElementType::U8, {2, 4, 5, 3}, 120).empty());
    CHECK(says(problemsWith("26", ElementType::U8, {1, 8, 5, 3}, 120), "1 pictures for 2"));
    CHECK(says(problemsWith("26", ElementType::U8, {2, 4, 15}, 120), "stack of pictures"));
    CHECK(says(problemsWith("26", ElementType::U8, {2, 5, 3, 4}, 120), "stack of pictures"));
    CHECK(says(problemsWith("26", ElementType::I16, {2, 4, 5, 3}, 240), "stack of pictures"));
    CHECK(says(problemsWith("26", ElementType::U8, {2, 0, 5, 3}, 0), "stack of pictures"));
    CHECK(says(problemsWith("26", ElementType::U8, {2, 1, 513, 3}, 3078), "stack of pictures"));
    CHECK(says(problemsWith("026", ElementType::U8, {2, 4, 5, 3}, 120), "class with styles"));
    CHECK(says(problemsWith("8", ElementType::U8, {2, 4, 5, 3}, 120), "class with styles"));
}

UNDERPAINT_TEST(manifests_that_name_no_thumbnail_file_are_refused) {
    const TemporaryFolder folder;
    writeWith(folder / "m.underpaint-model/", thumbnailsOfCars());
    const auto file = folder / "m.underpaint-model/manifest.json";
    std::ifstream in(file);
    const std::string manifest{std::istreambuf_iterator<char>(in), {}};
    const auto withName = [&](const std::string& name) {
        std::string text = manifest;
        const std::string own = "\"style_thumbnails\": \"styles.safetensors\"";
        text.replace(text.find(own), own.size(), "\"style_thumbnails\": " + name);
        std::ofstream(file) << text;
        return folder / "m.underpaint-model";
    };
    CHECK_ERROR(ModelPackage::open(withName("\"../styles.safetensors\"")), "inside the package");
    CHECK_ERROR(ModelPackage::open(withName("\"none.safetensors\"")), "none.safetensors");
    CHECK_ERROR(ModelPackage::open(withName("7")), "is not a text");
    std::filesystem::remove(folder / "m.underpaint-model/styles.safetensors");
    CHECK_ERROR(ModelPackage::open(withName("\"styles.safetensors\"")), "is not in the package");
}
