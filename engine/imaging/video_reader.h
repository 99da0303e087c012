// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/geometry.h"
#include "engine/base/plane.h"

#include <cstddef>
#include <filesystem>
#include <memory>

namespace underpaint::imaging {

/// Reads the frames of a video, one at a time.
class VideoReader {
public:
    /// Throws Error when the file is no video, or none that OpenCV can read here.
    explicit VideoReader(const std::filesystem::path& path);
    ~VideoReader();
    VideoReader(const VideoReader&) = delete;
    VideoReader& operator=(const VideoReader&) = delete;

    Size size() const;
    /// What the file claims; videos that were cut off have fewer. At least 1.
    std::size_t frames() const;
    /// Frames a second; 25 where the file does not say.
    double rate() const;

    /// A frame as RGB, upright. Going forwards is cheap, going back reads from the start. Throws
    /// Error when there is no such frame.
    Image frame(std::size_t number);

private:
    struct Film;
    std::unique_ptr<Film> m_stream;
};

} // namespace underpaint::imaging
