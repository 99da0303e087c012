// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/imaging/video_writer.h"

#include "engine/base/atomic_file.h"
#include "engine/base/error.h"
#include "engine/base/file_name.h"

#include <opencv2/imgproc.hpp>
#include <opencv2/videoio.hpp>
#include <opencv2/videoio/registry.hpp>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdint>
#include <system_error>

namespace underpaint::imaging {

namespace {

struct VideoKind {
    const char* ending;
    std::array<char, 4> codec;
};

/// Codecs that the libraries of a distribution have without further packages.
constexpr std::array<VideoKind, 3> videoKinds{{{".mp4", {'m', 'p', '4', 'v'}},
                                               {".webm", {'V', 'P', '8', '0'}},
                                               {".avi", {'M', 'J', 'P', 'G'}}}};

const VideoKind* kindOf(const std::filesystem::path& path) {
    std::string ending = path.extension().string();
    std::ranges::transform(ending, ending.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    const auto* const it = std::ranges::find_if(
        videoKinds, [&](const VideoKind& kind) { return ending == kind.ending; });
    return it == videoKinds.end() ? nullptr : it;
}

/// Codecs want even sides.
int evened(int side) {
    return side + side % 2;
}

/// OpenCV tells nobody that a disk was full: how many frames can be read back. At most one more
/// than are asked for.
std::size_t framesIn(const std::filesystem::path& path, std::size_t most) {
    std::size_t frames = 0;
    try {
        const bool usual = cv::videoio_registry::hasBackend(cv::CAP_FFMPEG);
        cv::VideoCapture film(path.string(), usual ? cv::CAP_FFMPEG : cv::CAP_ANY);
        while (frames <= most && film.grab()) {
            ++frames;
        }
    } catch (const cv::Exception&) {
        return frames;
    }
    return frames;
}

bool isFull(const std::filesystem::path& folder) {
    constexpr std::uintmax_t little = std::uintmax_t{1} << 20U;
    std::error_code unknown;
    const auto room = std::filesystem::space(folder.empty() ? "." : folder, unknown);
    return !unknown && room.available < little;
}

} // namespace

const std::vector<std::string>& videoEndings() {
    static const std::vector<std::string> endings = [] {
        std::vector<std::string> names;
        for (const VideoKind& kind : videoKinds) {
            names.emplace_back(kind.ending);
        }
        return names;
    }();
    return endings;
}

bool isVideoName(const std::filesystem::path& path) {
    return kindOf(path) != nullptr;
}

struct VideoWriter::Stream {
    std::filesystem::path path;
    std::filesystem::path unfinished;
    Size size;
    cv::VideoWriter writer;
    std::size_t frames = 0;
    bool finished = false;
};

VideoWriter::VideoWriter(const std::filesystem::path& path, Size size, double framesPerSecond) {
    const VideoKind* kind = kindOf(path);
    if (kind == nullptr) {
        throw Error("its ending is that of no video", path.string(), "Use .mp4, .webm or .avi");
    }
    const auto& [ending, codec] = *kind;
    removeLeftovers(path.parent_path(), path.filename().string());
    // The ending decides the container.
    const std::filesystem::path unfinished = temporaryBeside(path, std::string(".part") + ending);
    m_stream = std::make_unique<Stream>(Stream{path, unfinished, size, {}});
    bool opened = false;
    try {
        opened = m_stream->writer.open(
            unfinished.string(), cv::VideoWriter::fourcc(codec[0], codec[1], codec[2], codec[3]),
            framesPerSecond, {evened(size.width), evened(size.height)});
    } catch (const cv::Exception&) {
        opened = false;
    }
    if (!opened) {
        std::error_code ignored;
        std::filesystem::remove(unfinished, ignored);
        throw Error("no video can be written there: the folder cannot be written to, or no codec "
                    "for " +
                        std::string(ending) + " is installed",
                    path.string(), "Write pictures instead, with %03d.png in the name");
    }
}

VideoWriter::~VideoWriter() {
    if (!m_stream->finished) {
        m_stream->writer.release();
        std::error_code ignored;
        std::filesystem::remove(m_stream->unfinished, ignored);
    }
}

void VideoWriter::add(const Image& photo) {
    const Size size = m_stream->size;
    if (photo.size() != size || photo.channels() != 3) {
        throw Error("a frame is " + std::to_string(photo.width()) + "x" +
                        std::to_string(photo.height()) + ", the video " +
                        std::to_string(size.width) + "x" + std::to_string(size.height),
                    m_stream->path.string());
    }
    // OpenCV only reads it.
    const cv::Mat rgb(size.height, size.width, CV_8UC3, const_cast<std::uint8_t*>(photo.data()));
    cv::Mat bgr;
    cv::cvtColor(rgb, bgr, cv::COLOR_RGB2BGR);
    cv::copyMakeBorder(bgr, bgr, 0, size.height % 2, 0, size.width % 2, cv::BORDER_REPLICATE);
    m_stream->writer.write(bgr);
    ++m_stream->frames;
}

void VideoWriter::finish() {
    const Stream& stream = *m_stream;
    const std::filesystem::path folder = stream.path.parent_path();
    m_stream->writer.release();
    if (const std::size_t there = framesIn(stream.unfinished, stream.frames);
        there != stream.frames) {
        throw Error("the video cannot be written completely: " + std::to_string(there) + " of " +
                        std::to_string(stream.frames) + " frames are in it" +
                        (isFull(folder) ? ", and the disk is full" : ""),
                    stream.path.string(), "Check that the folder has room, and write it again");
    }
    putInPlace(stream.unfinished, stream.path);
    m_stream->finished = true;
}

} // namespace underpaint::imaging
