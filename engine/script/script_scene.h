// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/project/file/project_file.h"
#include "engine/scene/edit.h"
#include "engine/scene/pixel_spans.h"
#include "engine/scene/scene.h"
#include "engine/script/fields.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace underpaint::script {

/// The scene that the commands of a script work on, with its history.
class ScriptScene {
public:
    /// Throws Error when no command has made one yet.
    const scene::SceneState& state() const;
    bool begun() const { return m_begun; }

    /// A new scene without a history, or one as it was saved. Names of instances are forgotten.
    /// @{
    void begin(scene::SceneState state);
    void begin(project::Project project);
    /// @}

    /// Does an edit as one step of the history, unless it is empty. Throws Error, with nothing
    /// changed, when it does not fit.
    void apply(const scene::Edit& edit, const std::string& text);
    /// Throws Error when there are not so many.
    /// @{
    void undo(std::size_t steps);
    void redo(std::size_t steps);
    /// @}
    std::size_t steps() const { return m_history.size(); }

    /// What a project file of it holds.
    project::Project project() const;

    /// What names stand for. Throw Error about the field.
    /// @{
    const scene::LabelClass& classOf(const ClassName& name, const std::string& field) const;
    scene::ProtectedLabels labelsOf(const std::vector<ClassName>& names,
                                    const std::string& field) const;
    /// It need not have pixels.
    std::uint32_t idOf(const InstanceName& name, const std::string& field) const;
    /// All have pixels.
    std::vector<std::uint32_t> idsOf(const std::vector<InstanceName>& names,
                                     const std::string& field) const;
    /// @}
    /// Later commands may call the instance so.
    void name(const std::string& name, std::uint32_t instance) { m_names[name] = instance; }

private:
    scene::Scene m_scene;
    bool m_begun = false;
    std::vector<project::HistoryEntry> m_history;
    std::vector<project::HistoryEntry> m_undone; ///< the last that was undone at the end
    std::uint64_t m_forgotten = 0;
    std::map<std::string, std::string> m_view;
    std::map<std::string, std::uint32_t> m_names;
};

} // namespace underpaint::script
