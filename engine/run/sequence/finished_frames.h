// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/file_lock.h"
#include "engine/base/plane.h"
#include "engine/translate/frame_rollout.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

namespace underpaint::run {

/// The finished frames of a sequence as PNG files, and beside them, in a folder of its own, what is
/// needed to go on with them at any time: of which maps each was made, and every few frames what
/// the next one needs of those before. Whatever happens to the process, what was finished is whole.
class FinishedFrames {
public:
    using NameOf = std::function<std::filesystem::path(std::size_t frame)>;

    /// `notes` is the folder of its own; it is made, or taken up where it is there. `settings`: a
    /// line that says how frames are made. Throws Error when frames of other settings, or pictures
    /// of somebody else, lie there, and when another process works on them.
    FinishedFrames(std::filesystem::path notes, NameOf nameOf, std::size_t frames,
                   const std::string& settings);

    /// Whether the frame was finished from maps with this checksum, or from any.
    /// @{
    bool has(std::size_t frame, std::uint32_t checksum) const;
    bool has(std::size_t frame) const;
    /// @}
    Image read(std::size_t frame) const;
    void write(std::size_t frame, std::uint32_t checksum, const Image& photo);
    /// Something before the frame changed, so that it may have to be made again: true until it is
    /// written, or confirm() says that it stays. What was kept for it is forgotten.
    /// @{
    void doubt(std::size_t frame);
    bool isDoubted(std::size_t frame) const { return m_doubted.contains(frame); }
    void confirm(std::size_t frame, std::uint32_t checksum);
    /// @}

    /// What the frame needs of those before it.
    void keep(std::size_t frame, const translate::RolloutMemory& memory);
    /// The last that was kept for a frame of `first` … `frame`, and for which; nothing when there
    /// is none. Damaged ones are passed over.
    std::optional<std::pair<std::size_t, translate::RolloutMemory>> keptAt(std::size_t first,
                                                                           std::size_t frame) const;

    std::filesystem::path file(std::size_t frame) const { return m_nameOf(frame); }
    /// Removes those that were finished when the sequence was longer, and says how many.
    std::size_t removeFrom(std::size_t frame);

private:
    std::filesystem::path memoryFile(std::size_t frame) const;
    void lock();
    void takeUp(const std::string& settings, std::size_t frames);
    void note(std::size_t frame, std::uint64_t checksum);

    std::filesystem::path m_notes;
    NameOf m_nameOf;
    std::optional<FileLock> m_lock;
    std::map<std::size_t, std::uint32_t> m_checksums;
    std::set<std::size_t> m_doubted;
};

} // namespace underpaint::run
