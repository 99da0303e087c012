// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/imaging/codec.h"

#include "engine/base/atomic_file.h"
#include "engine/base/error.h"
#include "engine/base/mapped_file.h"
#include "engine/imaging/bmp_palette.h"
#include "engine/imaging/opencv_codec.h"
#include "engine/imaging/tiff_codec.h"
#include "engine/png/png_codec.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <limits>
#include <string_view>
#include <utility>

namespace underpaint::imaging {

namespace {

std::string extensionOf(const std::filesystem::path& path) {
    std::string extension = path.extension().string();
    std::transform(extension.begin(), extension.end(), extension.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return extension;
}

/// Where pixel (x, y) of the upright picture comes from, for EXIF orientations 1..8.
Point storedPoint(int orientation, int x, int y, Size stored) {
    const int right = stored.width - 1;
    const int bottom = stored.height - 1;
    switch (orientation) {
    case 2:
        return {right - x, y};
    case 3:
        return {right - x, bottom - y};
    case 4:
        return {x, bottom - y};
    case 5:
        return {y, x};
    case 6:
        return {y, bottom - x};
    case 7:
        return {right - y, bottom - x};
    case 8:
        return {right - y, x};
    default:
        return {x, y};
    }
}

template<class T>
Plane<T> turned(Plane<T> stored, int orientation) {
    if (orientation <= 1 || orientation > 8) {
        return stored;
    }
    const Size size = stored.size();
    Plane<T> result(orientation >= 5 ? size.height : size.width,
                    orientation >= 5 ? size.width : size.height, stored.channels(), 0);
    for (int y = 0; y < result.height(); ++y) {
        for (int x = 0; x < result.width(); ++x) {
            const Point from = storedPoint(orientation, x, y, size);
            std::copy_n(&stored.at(from.x, from.y), stored.channels(), &result.at(x, y));
        }
    }
    return result;
}

/// Grey levels and palette indices as the colours that they show.
Image greyShown(const StoredImage& stored) {
    const LabelPlane& indices = stored.indices;
    Image image(indices.width(), indices.height(), 3, 0);
    const unsigned bits = static_cast<unsigned>(stored.header.bitsPerChannel);
    const unsigned maximum = bits < 8 ? (1U << bits) - 1U : 255U;
    const auto colourOf = [&](unsigned value) -> scene::Colour {
        if (!stored.header.palette) {
            const unsigned level = bits > 8 ? value >> (bits - 8U) : value * 255U / maximum;
            const auto byte =
                static_cast<std::uint8_t>(stored.header.whiteIsZero ? 255U - level : level);
            return {byte, byte, byte};
        }
        return value < stored.palette.size() ? stored.palette[value] : scene::Colour{};
    };
    std::uint8_t* out = image.data();
    for (const std::uint16_t value : indices.values()) {
        const scene::Colour colour = colourOf(value);
        *out++ = colour.red;
        *out++ = colour.green;
        *out++ = colour.blue;
    }
    return image;
}

void writeEncoded(const std::filesystem::path& path, const std::vector<std::byte>& bytes) {
    writeFileAtomically(path, std::span<const std::byte>(bytes));
}

StoredImage decodePng(std::span<const std::byte> file, const ImageHeader& header,
                      const std::string& where) {
    png::Decoded decoded = png::decode(file, header.size, where);
    StoredImage image;
    image.header = header;
    image.indices = std::move(decoded.indices);
    image.colours = std::move(decoded.colours);
    image.palette = std::move(decoded.palette);
    if (decoded.endMissing) {
        image.notes.emplace_back("the end mark (IEND) of the PNG file is missing, every pixel is "
                                 "there");
    }
    return image;
}

/// 32-bit numbers and the like are no brightness.
void refuseWideNumbers(const StoredImage& stored, const std::string& where) {
    const bool wide = !stored.wideIndices.empty() || stored.header.bitsPerChannel > 16;
    if (wide && stored.colours.empty() && !stored.header.palette) {
        throw Error("the picture holds numbers of " + std::to_string(stored.header.bitsPerChannel) +
                        " bits per pixel, no colours",
                    where, "Save photos with 8 or 16 bits per channel");
    }
}

} // namespace

Image upright(Image stored, int orientation) {
    return turned(std::move(stored), orientation);
}

LabelPlane upright(LabelPlane stored, int orientation) {
    return turned(std::move(stored), orientation);
}

InstancePlane upright(InstancePlane stored, int orientation) {
    return turned(std::move(stored), orientation);
}

Image shownColours(const StoredImage& stored) {
    return stored.colours.empty() ? greyShown(stored) : stored.colours;
}

StoredImage decodeStored(std::span<const std::byte> file, const std::string& where) {
    const ImageHeader header = readImageHeader(file, where);
    switch (header.format) {
    case FileFormat::Png:
        return decodePng(file, header, where);
    case FileFormat::Tiff:
        return decodeTiff(file, header, where);
    case FileFormat::Bmp:
        if (auto indices = decodeBmpPalette(file, header, where)) {
            return std::move(*indices);
        }
        return decodeWithOpenCv(file, header, where);
    default:
        return decodeWithOpenCv(file, header, where);
    }
}

StoredImage readStored(const std::filesystem::path& path) {
    const MappedFile file(path);
    StoredImage stored = decodeStored(file.bytes(), path.string());
    file.check();
    return stored;
}

Image decodePhoto(std::span<const std::byte> file, const std::string& where) {
    StoredImage stored = decodeStored(file, where);
    refuseWideNumbers(stored, where);
    const int orientation = stored.header.orientation;
    return upright(stored.colours.empty() ? greyShown(stored) : std::move(stored.colours),
                   orientation);
}

Image readPhoto(const std::filesystem::path& path) {
    const MappedFile file(path);
    Image photo = decodePhoto(file.bytes(), path.string());
    file.check();
    return photo;
}

std::string turnExplanation(const std::filesystem::path& photo, Size map) {
    const ImageHeader header = readImageHeader(photo);
    if (header.orientation < 5 || header.size != map || header.uprightSize() == map) {
        return {};
    }
    return " after its EXIF orientation " + std::to_string(header.orientation) +
           " turned it upright. The map was made on the photo as it is stored: turn the map as "
           "well, or store the photo upright (without EXIF orientation)";
}

LabelPlane readIndices(const std::filesystem::path& path) {
    StoredImage stored = readStored(path);
    if (!stored.wideIndices.empty()) {
        throw Error("this picture holds numbers beyond 65535", path.string(),
                    "Class numbers have at most 16 bits");
    }
    if (stored.indices.empty()) {
        throw Error("this picture holds colours, not one number per pixel", path.string(),
                    "Import it as a label map with the colours of its classes");
    }
    return std::move(stored.indices);
}

InstancePlane readInstanceIds(const std::filesystem::path& path) {
    StoredImage stored = readStored(path);
    if (!stored.wideIndices.empty()) {
        return std::move(stored.wideIndices);
    }
    if (stored.indices.empty()) {
        throw Error("this picture holds colours, not one number per pixel", path.string(),
                    "Save one number per pixel");
    }
    InstancePlane ids(stored.indices.width(), stored.indices.height());
    std::copy(stored.indices.values().begin(), stored.indices.values().end(), ids.values().begin());
    return ids;
}

std::vector<std::byte> encodePng(const Image& image) {
    return png::encode(image);
}

std::vector<std::byte> encodePng(const LabelPlane& indices) {
    return png::encode(indices);
}

std::vector<std::byte> encodeInstancePng(const InstancePlane& ids) {
    LabelPlane words(ids.width(), ids.height());
    std::transform(
        ids.values().begin(), ids.values().end(), words.values().begin(), [](std::uint32_t id) {
            if (id > std::numeric_limits<std::uint16_t>::max()) {
                throw Error("instance id " + std::to_string(id) +
                                " does not fit into a 16-bit PNG file",
                            {}, "Renumber the instances so that all ids are at most 65535");
            }
            return static_cast<std::uint16_t>(id);
        });
    return png::encode16(words);
}

std::vector<std::byte> encodePalettePng(const LabelPlane& indices,
                                        std::span<const scene::Colour> palette) {
    return png::encodePalette(indices, palette);
}

std::vector<std::byte> encodePhoto(const Image& image, const std::filesystem::path& path,
                                   int quality) {
    const std::string extension = extensionOf(path);
    if (extension == ".png") {
        return encodePng(image);
    }
    if (extension == ".jpg" || extension == ".jpeg") {
        return encodeWithOpenCv(image, ".jpg", quality);
    }
    if (extension == ".tif" || extension == ".tiff") {
        return encodeWithOpenCv(image, ".tiff", quality);
    }
    if (extension == ".bmp" || extension == ".ppm") {
        return encodeWithOpenCv(image, extension, quality);
    }
    throw Error("pictures cannot be written with the extension \"" + extension + "\"",
                path.string(), "Use .png, .jpg, .tif, .bmp or .ppm");
}

bool holdsDeepPhotos(const std::filesystem::path& path) {
    const std::string extension = extensionOf(path);
    return extension == ".png" || extension == ".tif" || extension == ".tiff";
}

std::vector<std::byte> encodeDeepPhoto(const DeepImage& photo, const std::filesystem::path& path) {
    if (!holdsDeepPhotos(path)) {
        throw Error("a photo of 16 bits a channel cannot be written in this format", path.string(),
                    "Use .png or .tif, or 8 bits");
    }
    return extensionOf(path) == ".png" ? png::encode16(photo) : encodeWithOpenCv(photo, ".tiff");
}

void writePhoto(const std::filesystem::path& path, const Image& image, int quality) {
    writeEncoded(path, encodePhoto(image, path, quality));
}

void writeDeepPhoto(const std::filesystem::path& path, const DeepImage& photo) {
    writeEncoded(path, encodeDeepPhoto(photo, path));
}

void writeLabels(const std::filesystem::path& path, const LabelPlane& labels) {
    writeEncoded(path, encodePng(labels));
}

void writeInstances(const std::filesystem::path& path, const InstancePlane& ids) {
    writeEncoded(path, encodeInstancePng(ids));
}

bool hasImageExtension(const std::filesystem::path& path) {
    constexpr std::array<std::string_view, 8> known{".png",  ".jpg", ".jpeg", ".tif",
                                                    ".tiff", ".bmp", ".ppm",  ".pgm"};
    return std::find(known.begin(), known.end(), extensionOf(path)) != known.end();
}

} // namespace underpaint::imaging
