// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/plane.h"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace underpaint::imaging {

/// Endings of the videos that can be written: ".mp4" …
const std::vector<std::string>& videoEndings();
bool isVideoName(const std::filesystem::path& path);

/// Writes photos of one size as a video. The file appears under its name at finish() only.
class VideoWriter {
public:
    /// Throws Error when the name ends like no video, or OpenCV has no codec for it here.
    VideoWriter(const std::filesystem::path& path, Size size, double framesPerSecond);
    ~VideoWriter();
    VideoWriter(const VideoWriter&) = delete;
    VideoWriter& operator=(const VideoWriter&) = delete;

    /// Adds an RGB photo; throws Error when it has another size.
    void add(const Image& photo);
    /// Looks whether all frames are in the file. Throws Error when they are not, and when it cannot
    /// be put in its place.
    void finish();

private:
    struct Stream;
    std::unique_ptr<Stream> m_stream;
};

} // namespace underpaint::imaging
