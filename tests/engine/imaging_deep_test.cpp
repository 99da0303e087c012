// SPDX-License-Identifier: GPL-3.0-or-later
// Photos of 16 bits a channel, and TIFF files of several pages, read back with libtiff itself.
#include "engine/base/atomic_file.h"
#include "engine/base/random.h"
#include "engine/imaging/codec.h"
#include "engine/imaging/photo_keeper.h"
#include "engine/imaging/resize.h"
#include "engine/layers/layered_tiff.h"
#include "engine/scene/builtin_label_sets.h"
#include "engine/scene/instances.h"
#include "tests/support/engine_test.h"
#include "tests/support/temporary_folder.h"

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <string>
#include <tiffio.h>
#include <vector>

using namespace underpaint;
using namespace underpaint::imaging;

namespace {

/// All values of a range, between the levels of 8 bits too.
DeepImage ramp(int width, int height) {
    DeepImage image(width, height, 3, 0);
    for (std::size_t i = 0; i < image.values().size(); ++i) {
        image.values()[i] = static_cast<std::uint16_t>(i * 97 % 65536);
    }
    return image;
}

struct Page {
    std::string name;
    int bits = 0;
    int channels = 0;
    std::vector<std::uint16_t> values; ///< of both depths
};

std::vector<Page> pagesOf(const std::filesystem::path& file) {
    const std::unique_ptr<TIFF, void (*)(TIFF*)> tiff(TIFFOpen(file.c_str(), "r"), TIFFClose);
    CHECK(tiff != nullptr);
    std::vector<Page> pages;
    do {
        Page page;
        std::uint32_t width = 0;
        std::uint32_t height = 0;
        std::uint16_t bits = 0;
        std::uint16_t channels = 0;
        const char* name = nullptr;
        TIFFGetField(tiff.get(), TIFFTAG_IMAGEWIDTH, &width);
        TIFFGetField(tiff.get(), TIFFTAG_IMAGELENGTH, &height);
        TIFFGetField(tiff.get(), TIFFTAG_BITSPERSAMPLE, &bits);
        TIFFGetField(tiff.get(), TIFFTAG_SAMPLESPERPIXEL, &channels);
        if (TIFFGetField(tiff.get(), TIFFTAG_PAGENAME, &name) == 1) {
            page.name = name;
        }
        page.bits = bits;
        page.channels = channels;
        std::vector<std::uint8_t> row(static_cast<std::size_t>(TIFFScanlineSize(tiff.get())));
        for (std::uint32_t y = 0; y < height; ++y) {
            CHECK_EQUAL(TIFFReadScanline(tiff.get(), row.data(), y), 1);
            for (std::size_t i = 0; i < std::size_t{width} * channels; ++i) {
                page.values.push_back(
                    bits == 16 ? reinterpret_cast<const std::uint16_t*>(row.data())[i] : row[i]);
            }
        }
        pages.push_back(std::move(page));
    } while (TIFFReadDirectory(tiff.get()) == 1);
    return pages;
}

/// Blocks of four classes, one of them in two instances.
scene::SceneState blocks(Size size) {
    scene::SceneState state;
    state.labelSet = scene::camvidLabels();
    state.labels = scene::LabelMap(size, std::uint16_t{3});
    state.labels.fill({0, 0, size.width, size.height / 2}, 0);
    state.labels.fill({4, 10, 8, 6}, 8);
    state.labels.fill({20, 10, 8, 6}, 8);
    state.instances = scene::instancesFromLabels(state.labels);
    state.instances.fill({4, 10, 8, 6}, 8001);
    state.instances.fill({20, 10, 8, 6}, 8002);
    return state;
}

} // namespace

UNDERPAINT_TEST(deep_photos_are_stored_without_loss) {
    const test::TemporaryFolder folder;
    const DeepImage photo = ramp(33, 21);
    for (const char* name : {"a.tif", "a.TIFF"}) {
        writeDeepPhoto(folder / name, photo);
        const auto pages = pagesOf(folder / name);
        CHECK_EQUAL(pages.size(), 1U);
        CHECK_EQUAL(pages[0].bits, 16);
        CHECK(std::ranges::equal(pages[0].values, photo.values()));
    }
    writeDeepPhoto(folder / "a.png", photo);
    const ImageHeader header = readImageHeader(folder / "a.png");
    CHECK_EQUAL(header.bitsPerChannel, 16);
    CHECK_EQUAL(header.channels, 3);
    for (const char* name : {"a.tif", "a.png"}) { // the program itself reads the upper bytes
        const Image read = readPhoto(folder / name);
        for (std::size_t i = 0; i < read.values().size(); ++i) {
            CHECK_EQUAL(int{read.values()[i]}, photo.values()[i] >> 8);
        }
    }
    for (const char* name : {"a.jpg", "a.bmp", "a.ora", "a"}) {
        CHECK(!holdsDeepPhotos(name));
        CHECK_ERROR(writeDeepPhoto(folder / name, photo), "16 bits");
    }
}

UNDERPAINT_TEST(deep_photos_are_resized_like_others) {
    DeepImage deep(24, 16, 3, 0);
    Image shallow(24, 16, 3, 0);
    Random random(3);
    for (std::size_t i = 0; i < deep.values().size(); ++i) {
        shallow.values()[i] = static_cast<std::uint8_t>(random.below(256));
        deep.values()[i] = static_cast<std::uint16_t>(shallow.values()[i] * deepSteps);
    }
    for (const Size size : {Size{48, 32}, Size{11, 9}, Size{24, 31}}) {
        const DeepImage a = resizeBicubic(deep, size);
        const Image b = resizeBicubic(shallow, size);
        for (std::size_t i = 0; i < a.values().size(); ++i) {
            CHECK(std::abs(a.values()[i] - b.values()[i] * deepSteps) <= 2 * deepSteps);
        }
    }
}

UNDERPAINT_TEST(deep_photos_keep_what_was_not_touched) {
    scene::SceneState state = blocks({64, 32});
    state.referencePhoto = std::make_shared<const Image>(64, 32, 3, std::uint8_t{90});
    state.photoMaps = std::make_shared<const scene::PhotoMaps>(
        scene::PhotoMaps{state.labels, state.instances, {}});
    state.keep = {.on = true, .feather = 2, .matchColours = false};
    state.labels.fill({40, 20, 8, 8}, 8);
    const DeepImage painted(64, 32, 3, std::uint16_t{300 * 100 + 7});
    const Image shallow(64, 32, 3, static_cast<std::uint8_t>((300 * 100 + 7) / deepSteps));
    PhotoKeeper keeper;
    const DeepImage deep = keeper.kept(painted, state, state.size());
    const Image kept = keeper.kept(shallow, state, state.size());
    CHECK_EQUAL(deep.at(2, 2, 1), 90 * deepSteps);
    CHECK_EQUAL(deep.at(44, 24, 1), 300 * 100 + 7);
    for (std::size_t i = 0; i < deep.values().size(); ++i) {
        CHECK(std::abs(deep.values()[i] - kept.values()[i] * deepSteps) <= deepSteps);
    }
    CHECK((keeper.kept(painted, state, {128, 64}).size() == Size{128, 64}));
}

UNDERPAINT_TEST(layers_become_pages_of_a_tiff_file) {
    const test::TemporaryFolder folder;
    const scene::SceneState state = blocks({48, 32});
    const Image photo(48, 32, 3, std::uint8_t{77});
    writeFileAtomically(folder / "l.tif",
                        layers::encodeLayeredTiff(state, photo, layers::LayerKind::Instance));
    const auto pages = pagesOf(folder / "l.tif");
    CHECK_EQUAL(pages.size(), 5U);
    CHECK_EQUAL(pages.back().name, std::string("Photo"));
    CHECK_EQUAL(pages.back().channels, 3);
    std::vector<std::string> names;
    std::vector<std::uint16_t> shown(std::size_t{48} * 32 * 3, 0);
    for (std::size_t p = 0; p + 1 < pages.size(); ++p) {
        names.push_back(pages[p].name);
        CHECK_EQUAL(pages[p].channels, 4);
        for (std::size_t i = 0; i < shown.size() / 3; ++i) {
            if (pages[p].values[4 * i + 3] == 255) {
                std::copy_n(pages[p].values.begin() + static_cast<std::ptrdiff_t>(4 * i), 3,
                            shown.begin() + static_cast<std::ptrdiff_t>(3 * i));
            }
        }
    }
    CHECK(std::ranges::count(names, "car 8001") == 1 && std::ranges::count(names, "car 8002") == 1);
    // Together the pages below the photo are the whole map.
    for (int y = 0; y < 32; ++y) {
        for (int x = 0; x < 48; ++x) {
            const scene::Colour colour = state.labelSet.at(state.labels.at({x, y})).colour;
            const std::size_t at =
                3 * (static_cast<std::size_t>(y) * 48 + static_cast<std::size_t>(x));
            CHECK(shown[at] == colour.red && shown[at + 1] == colour.green &&
                  shown[at + 2] == colour.blue);
        }
    }
}
