// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/output_pattern.h"
#include "engine/base/cancel_token.h"

#include <cstddef>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>

namespace underpaint::app {

/// Where the frames of a sequence go. Frames are PNG files, since what follows is smoothed from
/// them to the byte; those of a video lie in a hidden folder beside it until it is whole.
class SequenceOutput {
public:
    /// What a frame is called, without an ending.
    using NameOf = std::function<std::string(std::size_t frame)>;

    /// `output`: a folder (the frames have these names), a name with a number, or a video or a GIF.
    /// Throws Error when it is none of these, or cannot be written to.
    SequenceOutput(const std::string& output, NameOf nameOf);

    bool isVideo() const { return m_video.has_value(); }
    const std::filesystem::path& video() const { return *m_video; }
    std::filesystem::path frame(std::size_t number) const;
    /// The folder of what is needed to go on.
    const std::filesystem::path& notes() const { return m_notes; }

    /// Of a video: joins the frames and removes what it was made of. Throws Error and Cancelled.
    void join(std::size_t frames, double framesPerSecond, const CancelToken& cancel) const;

private:
    template<class Writer, class Make>
    void write(std::size_t frames, const CancelToken& cancel, const Make& make) const;

    NameOf m_nameOf;
    std::optional<OutputPattern> m_pattern;
    std::optional<std::filesystem::path> m_video;
    std::filesystem::path m_folder;
    std::filesystem::path m_notes;
};

} // namespace underpaint::app
