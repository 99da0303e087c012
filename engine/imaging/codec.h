// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/deep_image.h"
#include "engine/base/geometry.h"
#include "engine/base/plane.h"
#include "engine/scene/label_set.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace underpaint::imaging {

/// Pictures beyond these limits are refused before anything is decoded, whatever their file says.
inline constexpr int kMaxExtent = 16384;
/// Of a file's header: extents beyond the limit become the largest number, so that every later
/// comparison is safe.
int safeExtent(std::uint32_t value);
inline constexpr long long kMaxPixels = 1LL << 27; // 16384 x 8192

enum class FileFormat { Png, Jpeg, Tiff, Bmp, Pnm };

/// What a picture file declares about itself.
struct ImageHeader {
    FileFormat format = FileFormat::Png;
    /// As stored; an EXIF orientation may swap the sides of a photo.
    Size size;
    int bitsPerChannel = 8;
    int channels = 3;
    bool palette = false;
    /// EXIF orientation 1..8 of a JPEG, PNG or TIFF file (1 = upright).
    int orientation = 1;
    /// Compression changed the values: numbers in this file are no longer those that were saved.
    bool lossy = false;
    /// Grey levels count down from white (TIFF).
    bool whiteIsZero = false;

    /// The size after the EXIF orientation is honoured.
    Size uprightSize() const { return orientation >= 5 ? Size{size.height, size.width} : size; }
};

/// Reads size and format without decoding. Throws Error naming `where` for other formats, damaged
/// headers and pictures beyond the limits.
/// @{
ImageHeader readImageHeader(std::span<const std::byte> file, const std::string& where);
ImageHeader readImageHeader(const std::filesystem::path& path);
/// @}

/// Why a photo and its map have different sizes, where an EXIF orientation that turns the photo is
/// the reason: words to add to a message that ends with the photo's size; else empty.
std::string turnExplanation(const std::filesystem::path& photo, Size map);

/// A decoded file as it is stored: either class indices or colours.
struct StoredImage {
    ImageHeader header;
    /// Grey levels (8 or 16 bit, not scaled) or palette indices; empty for colour files.
    LabelPlane indices;
    /// RGB; empty for grey and palette files.
    Image colours;
    /// The colours of a palette file.
    std::vector<scene::Colour> palette;
    /// Instead of `indices` where numbers of one channel need more than 16 bits.
    InstancePlane wideIndices;
    /// What reading the file met that a user should know, in whole sentences without full stops.
    std::vector<std::string> notes;
};

/// Decodes PNG, JPEG, TIFF, BMP and PNM. Grey and palette files keep their stored
/// values, whole numbers in floating-point TIFF files too; alpha is dropped (as Pillow's conversion
/// to RGB does), colour profiles and gamma are ignored, 16-bit colour is cut to its upper byte.
/// Errors name `where`; nothing is decoded before the limits above and, for PNG, the size of the
/// compressed data are found plausible.
/// @{
StoredImage decodeStored(std::span<const std::byte> file, const std::string& where);
StoredImage readStored(const std::filesystem::path& path);
/// @}

/// A photo as 8-bit RGB, turned upright by its EXIF orientation; grey and palette files become RGB.
/// @{
Image decodePhoto(std::span<const std::byte> file, const std::string& where);
Image readPhoto(const std::filesystem::path& path);
/// @}

/// The colours that a decoded file shows: grey levels at their brightness, palettes looked up.
Image shownColours(const StoredImage& stored);

/// A map or picture turned upright by an EXIF orientation.
/// @{
Image upright(Image stored, int orientation);
LabelPlane upright(LabelPlane stored, int orientation);
InstancePlane upright(InstancePlane stored, int orientation);
/// @}

/// The stored values of a grey (8 or 16 bit) or palette file. Throws Error for a colour file.
LabelPlane readIndices(const std::filesystem::path& path);
/// The same as 32-bit instance ids.
InstancePlane readInstanceIds(const std::filesystem::path& path);

/// PNG files: RGB or grey 8 bit; indices in 8 bit when all values fit, else 16 bit. Lossless and
/// without time stamps: equal pixels give equal bytes. Ids beyond 65535 are an Error
/// (fitInstanceIds() renumbers them).
/// @{
std::vector<std::byte> encodePng(const Image& image);
std::vector<std::byte> encodePng(const LabelPlane& indices);
/// Always 16 bit, as Cityscapes' instanceIds are.
std::vector<std::byte> encodeInstancePng(const InstancePlane& ids);
/// 8-bit indices with a palette of at most 256 colours; every index must have a colour.
std::vector<std::byte> encodePalettePng(const LabelPlane& indices,
                                        std::span<const scene::Colour> palette);
/// @}

/// Encodes by the extension of `path` (png, jpg, jpeg, tif, tiff, bmp, ppm); JPEG at `quality`
/// 1..100. Throws Error for another extension.
std::vector<std::byte> encodePhoto(const Image& image, const std::filesystem::path& path,
                                   int quality = 95);

/// A photo with 16 bits a channel, by the extension of `path` (png, tif, tiff). Throws Error for
/// another extension.
std::vector<std::byte> encodeDeepPhoto(const DeepImage& photo, const std::filesystem::path& path);
/// True where that can be written.
bool holdsDeepPhotos(const std::filesystem::path& path);

/// The encoders above followed by writeFileAtomically().
/// @{
void writePhoto(const std::filesystem::path& path, const Image& image, int quality = 95);
void writeDeepPhoto(const std::filesystem::path& path, const DeepImage& photo);
void writeLabels(const std::filesystem::path& path, const LabelPlane& labels);
void writeInstances(const std::filesystem::path& path, const InstancePlane& ids);
/// @}

/// True for the extensions that the reader accepts, in any case.
bool hasImageExtension(const std::filesystem::path& path);

} // namespace underpaint::imaging
