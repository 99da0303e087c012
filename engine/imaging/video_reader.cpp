// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/imaging/video_reader.h"

#include "engine/base/error.h"
#include "engine/base/safe_text.h"

#include <opencv2/imgproc.hpp>
#include <opencv2/videoio.hpp>
#include <opencv2/videoio/registry.hpp>

#include <algorithm>
#include <cmath>
#include <string>

namespace underpaint::imaging {

namespace {

/// Numbers that a video claims and that nobody has yet.
/// @{
constexpr double mostFrames = 10'000'000;
constexpr double mostRate = 1000;
constexpr double usualRate = 25;
constexpr int mostExtent = 16384;
/// @}

} // namespace

struct VideoReader::Film {
    std::filesystem::path path;
    cv::VideoCapture capture;
    std::size_t next = 0;
    Size size = {};
    std::size_t frames = 0;
    double rate = usualRate;

    std::string name() const { return safeText(path.string()); }

    void open() {
        bool opened = false;
        try {
            // Of others, one takes numbers in names for many files, and one talks to terminals.
            const bool usual = cv::videoio_registry::hasBackend(cv::CAP_FFMPEG);
            opened = capture.open(path.string(), usual ? cv::CAP_FFMPEG : cv::CAP_ANY);
        } catch (const cv::Exception&) {
            opened = false;
        }
        if (!opened) {
            throw Error("is no video that can be read here: it is damaged, or there is no codec "
                        "for it",
                        name(), "Turn it into pictures first, one file per frame");
        }
        next = 0;
    }

    /// False at the end.
    bool skip() {
        const bool grabbed = capture.grab();
        next += grabbed ? 1 : 0;
        return grabbed;
    }
};

VideoReader::VideoReader(const std::filesystem::path& path) : m_stream(std::make_unique<Film>()) {
    Film& stream = *m_stream;
    stream.path = path;
    if (!std::filesystem::is_regular_file(path)) {
        throw Error("there is no such file", stream.name(), "Name a video");
    }
    stream.open();
    const auto claimed = [&](int what, double most) {
        const double value = stream.capture.get(what);
        return std::isfinite(value) && value > 0 && value <= most ? value : 0.0;
    };
    stream.frames =
        static_cast<std::size_t>(std::max(1.0, claimed(cv::CAP_PROP_FRAME_COUNT, mostFrames)));
    const double rate = claimed(cv::CAP_PROP_FPS, mostRate);
    stream.rate = rate > 0 ? rate : usualRate;
    stream.size = {static_cast<int>(claimed(cv::CAP_PROP_FRAME_WIDTH, mostExtent)),
                   static_cast<int>(claimed(cv::CAP_PROP_FRAME_HEIGHT, mostExtent))};
    if (stream.size.empty()) {
        throw Error("claims a size that no video has", stream.name());
    }
}

VideoReader::~VideoReader() = default;

Size VideoReader::size() const {
    return m_stream->size;
}

std::size_t VideoReader::frames() const {
    return m_stream->frames;
}

double VideoReader::rate() const {
    return m_stream->rate;
}

Image VideoReader::frame(std::size_t number) {
    Film& stream = *m_stream;
    cv::Mat bgr;
    try {
        if (number < stream.next) {
            stream.open();
        }
        bool more = true;
        while (more && stream.next < number) {
            more = stream.skip();
        }
        if (more && stream.skip()) {
            stream.capture.retrieve(bgr);
        }
    } catch (const cv::Exception& error) {
        throw Error("frame " + std::to_string(number + 1) + " cannot be read (" + error.msg + ")",
                    stream.name());
    }
    if (bgr.empty()) {
        throw Error("ends before frame " + std::to_string(number + 1), stream.name(),
                    "It says that it has " + std::to_string(stream.frames) +
                        ": it is damaged or was cut off");
    }
    if (bgr.type() != CV_8UC3) {
        throw Error("has frames that are not RGB", stream.name());
    }
    Image frame(bgr.cols, bgr.rows, 3, 0);
    cv::Mat rgb(bgr.rows, bgr.cols, CV_8UC3, frame.data());
    cv::cvtColor(bgr, rgb, cv::COLOR_BGR2RGB);
    stream.size = frame.size();
    return frame;
}

} // namespace underpaint::imaging
