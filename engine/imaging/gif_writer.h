// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/plane.h"
#include "engine/imaging/gif_palette.h"

#include <filesystem>
#include <memory>

namespace underpaint::imaging {

/// True for names that end in .gif.
bool isGifName(const std::filesystem::path& path);
/// False in a build without giflib.
bool canWriteGif();

/// Writes photos of one size as an animation that begins again after its end, all in the colours of
/// one palette. The file appears under its name at finish() only.
class GifWriter {
public:
    /// Throws Error when the file cannot be written, sides are longer than 65535, or this build has
    /// no giflib.
    GifWriter(const std::filesystem::path& path, Size size, double framesPerSecond,
              std::vector<PaletteColour> palette);
    ~GifWriter();
    GifWriter(const GifWriter&) = delete;
    GifWriter& operator=(const GifWriter&) = delete;

    /// Adds an RGB photo; throws Error when it has another size or the disk is full.
    void add(const Image& photo);
    /// Throws Error when the file cannot be put in its place.
    void finish();

private:
    struct File;
    std::unique_ptr<File> m_file;
};

} // namespace underpaint::imaging
