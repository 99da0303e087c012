// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/imaging/motion/scene_cut.h"

#include <filesystem>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace underpaint::app {

/// A sequence of label maps that becomes a video.
class SequenceOptions {
public:
    /// --sequence, --instances-folder, --photos-folder, --segmenter, --smoothing, --cuts,
    /// --kept-every.
    void declare(CLI::App& app);
    /// The names of options that only single scenes have are excluded with it.
    static void exclude(CLI::App& app, const std::vector<std::string>& ofScenes);

    bool named() const { return !m_sequence.empty(); }
    const std::filesystem::path& sequence() const { return m_sequence; }
    const std::filesystem::path& instances() const { return m_instances; }
    const std::filesystem::path& photos() const { return m_photos; }
    const std::string& segmenter() const { return m_segmenter; }
    double smoothing() const { return m_smoothing; }
    double cuts() const { return m_cuts; }
    std::size_t keptEvery() const { return m_keptEvery; }

private:
    std::filesystem::path m_sequence;
    std::filesystem::path m_instances;
    std::filesystem::path m_photos;
    std::string m_segmenter;
    double m_smoothing = 0.8;
    double m_cuts = imaging::usualCut;
    std::size_t m_keptEvery = 8;
};

} // namespace underpaint::app
