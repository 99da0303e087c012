// SPDX-License-Identifier: GPL-3.0-or-later
// In place of gif_writer.cpp where the program is built without giflib.
#include "engine/imaging/gif_writer.h"

namespace underpaint::imaging {

bool canWriteGif() {
    return false;
}

struct GifWriter::File {};

GifWriter::GifWriter(const std::filesystem::path& path, Size /*size*/, double /*framesPerSecond*/,
                     std::vector<PaletteColour> /*palette*/) {
    throw Error("this program was built without giflib and writes no GIF", path.string(),
                "Install libgif-dev and build it again, or end the name in .mp4 or .webm");
}

GifWriter::~GifWriter() = default;

void GifWriter::add(const Image& /*photo*/) {}

void GifWriter::finish() {}

} // namespace underpaint::imaging
