// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/render_scene.h"
#include "app/cli/reporter.h"
#include "engine/scene/scene.h"
#include "engine/translate/translator.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace underpaint::app {

/// The photo of which a render keeps what was not touched.
class KeptBase {
public:
    /// --base, --base-labels, --base-instances, --keep, --soft-edge.
    void declare(CLI::App& app);
    bool named() const { return !m_photo.empty() || m_keep; }
    /// Files that a photo may not replace.
    std::vector<std::filesystem::path> inputs() const { return {m_photo, m_labels, m_instances}; }

    /// Gives the scene its photo layer and what that shows. Where the label map did not change,
    /// instances are those of the photo; they wear the styles that the model's encoder sees in it.
    /// `reading` says how the maps are written. Throws Error.
    void apply(const SceneRequest& reading, translate::Translator& translator, Reporter& reporter,
               scene::SceneState& state) const;

private:
    std::string m_photo;
    std::string m_labels;
    std::string m_instances;
    bool m_keep = false;
    std::optional<int> m_feather;
};

} // namespace underpaint::app
