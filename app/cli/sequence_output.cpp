// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/sequence_output.h"

#include "engine/base/error.h"
#include "engine/base/file_name.h"
#include "engine/base/make_folder.h"
#include "engine/imaging/codec.h"
#include "engine/imaging/gif_writer.h"
#include "engine/imaging/video_writer.h"

#include <memory>
#include <system_error>
#include <utility>

namespace underpaint::app {

namespace {

namespace fs = std::filesystem;

constexpr const char* notesName = ".underpaint-sequence";

} // namespace

SequenceOutput::SequenceOutput(const std::string& output, NameOf nameOf)
    : m_nameOf(std::move(nameOf)) {
    const fs::path path = output;
    if (imaging::isGifName(path) && !fs::is_directory(path) && !imaging::canWriteGif()) {
        throw Error("this program was built without giflib and writes no GIF", output,
                    "Build it with libgif-dev, or end the name in .mp4 or .webm");
    }
    if (imaging::isVideoName(path) || (imaging::isGifName(path) && !fs::is_directory(path))) {
        checkVideoOutput(path);
        m_video = path;
        m_notes = path.parent_path() / ("." + withEnding(path.filename(), notesName).string());
        m_folder = m_notes;
        return;
    }
    if (OutputPattern pattern(output); pattern.isNumbered()) {
        const fs::path first = pattern.name(1);
        checkPhotoOutput(first);
        if (first.extension() != ".png") {
            throw Error("frames of a sequence are PNG files", output, "End the name in .png");
        }
        m_folder = first.parent_path();
        m_notes = m_folder / (notesName + ("-" + pattern.name(0).stem().string()));
        m_pattern = std::move(pattern);
        return;
    }
    if (!fs::is_directory(path) && imaging::hasImageExtension(path)) {
        throw Error("many frames need more than one name", output,
                    "Name a folder, write %04d.png into the name, or end it in .mp4, .webm, .avi "
                    "or .gif");
    }
    makeFolder(path, "Choose another output");
    m_folder = path;
    m_notes = path / notesName;
}

fs::path SequenceOutput::frame(std::size_t number) const {
    if (m_pattern) {
        return m_pattern->name(static_cast<int>(number) + 1);
    }
    return m_folder / (m_nameOf(number) + ".png");
}

template<class Writer, class Make>
void SequenceOutput::write(std::size_t frames, const CancelToken& cancel, const Make& make) const {
    std::unique_ptr<Writer> writer;
    for (std::size_t i = 0; i < frames; ++i) {
        cancel.check();
        const Image photo = imaging::readPhoto(frame(i));
        if (!writer) {
            writer = make(photo.size());
        }
        writer->add(photo);
    }
    writer->finish();
}

void SequenceOutput::join(std::size_t frames, double framesPerSecond,
                          const CancelToken& cancel) const {
    if (imaging::isGifName(video())) {
        imaging::ColourCensus colours; // of all frames, so that none changes them
        for (std::size_t i = 0; i < frames; ++i) {
            cancel.check();
            colours.add(imaging::readPhoto(frame(i)));
        }
        constexpr std::size_t most = 256;
        write<imaging::GifWriter>(frames, cancel, [&](Size size) {
            return std::make_unique<imaging::GifWriter>(video(), size, framesPerSecond,
                                                        colours.palette(most));
        });
    } else {
        write<imaging::VideoWriter>(frames, cancel, [&](Size size) {
            return std::make_unique<imaging::VideoWriter>(video(), size, framesPerSecond);
        });
    }
    std::error_code ignored; // the video is whole; what is left does no harm
    fs::remove_all(m_notes, ignored);
}

} // namespace underpaint::app
