// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/reporter.h"
#include "engine/base/cancel_token.h"
#include "engine/imaging/motion/frame_motion.h"
#include "engine/imaging/motion/instance_tracker.h"
#include "engine/imaging/sequence/sequence_files.h"
#include "engine/scene/label_set.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace underpaint::app {

/// The maps of a folder's frames, read when they are needed, whose objects have numbers that last:
/// those of the instance maps, or else derived ones that were followed through the frames.
class SequenceMaps {
public:
    struct Request {
        std::filesystem::path labels;
        std::filesystem::path instances; ///< may be empty
        std::filesystem::path photos;    ///< may be empty
        scene::LabelSet classes;
        double cuts = 0;
    };
    /// Reads every frame once, for cuts and numbers. Throws Error, and Cancelled.
    SequenceMaps(Request request, const CancelToken& cancel, Reporter& reporter);

    std::size_t frames() const { return m_listing.frames.size(); }
    const std::string& name(std::size_t frame) const { return m_listing.frames[frame].name; }
    const scene::LabelSet& classes() const { return m_request.classes; }
    /// By its number from 1, or by its name. Throws Error.
    std::size_t frameNamed(const std::string& text) const;
    /// The first and the last frame of the scene, between cuts, that a frame belongs to.
    std::pair<std::size_t, std::size_t> sceneOf(std::size_t frame) const;

    imaging::MovingFrame read(std::size_t frame) const;
    /// What somebody painted into the frame as it is by itself: objects that it had get their
    /// lasting numbers, new ones a number that no other frame uses.
    imaging::FrameMaps underLastingNumbers(std::size_t frame, imaging::FrameMaps painted) const;

private:
    using Numbers = std::map<std::uint32_t, std::uint32_t>;

    imaging::MovingFrame readAsGiven(std::size_t frame) const;
    bool derived() const { return m_listing.frames.front().instances.empty(); }

    Request m_request;
    Reporter& m_reporter;
    imaging::SequenceListing m_listing;
    std::vector<Numbers> m_numbers; ///< of derived instances, by frame: lasting ones
    std::set<std::uint32_t> m_used;
    std::vector<std::size_t> m_starts; ///< of scenes
};

} // namespace underpaint::app
