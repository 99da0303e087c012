// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/command.h"
#include "app/cli/label_agreement.h"
#include "engine/metrics/picture_comparison.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace CLI { // NOLINT(readability-identifier-naming): the library's name
class App;
}

namespace underpaint::app {

/// Networks that judge pictures: the backbone that ships, and those of the user as options of a
/// subcommand.
class EvaluationNetworks {
public:
    void declare(CLI::App& app);

    /// Loads them. Throws Error naming the file that cannot be used.
    void open(const CommonOptions& common);

    const std::vector<metrics::NamedDistance>& distances() const { return m_distances; }
    const std::vector<metrics::NamedFeatures>& features() const { return m_features; }
    /// Of two samples of one scene: the first of the distances, or plain differences of pixels.
    metrics::NamedDistance sampleDistance() const;
    /// The segmenter of --segmenter, or nullptr.
    translate::Segmentation* segmenter() { return m_segmenter ? &*m_segmenter : nullptr; }

private:
    std::string m_segmenterPath;
    std::string m_fid;
    std::string m_fidScript;
    std::vector<std::string> m_lpips; // network, heads
    std::string m_lpipsScript;
    std::vector<metrics::NamedDistance> m_distances;
    std::vector<metrics::NamedFeatures> m_features;
    std::optional<translate::Segmentation> m_segmenter;
};

} // namespace underpaint::app
