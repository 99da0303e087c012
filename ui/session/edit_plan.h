// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/scene/edit.h"
#include "engine/scene/scene.h"

#include <iterator>
#include <utility>
#include <variant>
#include <vector>

namespace underpaint::ui {

/// Follows what edits would do, so that each is made for the state that the one before left.
class EditPlan {
public:
    explicit EditPlan(const scene::SceneState& scene) : m_scene(scene) {}

    const scene::SceneState& state() const { return *m_scene; }
    /// Throws Error when it does not fit what the edits before have left.
    void add(scene::Edit edit) {
        if (edit.empty()) {
            return;
        }
        m_scene.apply(edit);
        // Groups do not nest.
        if (auto* group = std::get_if<scene::EditGroup>(&edit.kind)) {
            std::move(group->edits.begin(), group->edits.end(), std::back_inserter(m_edits));
        } else {
            m_edits.push_back(std::move(edit));
        }
    }
    /// All of them, without groups.
    std::vector<scene::Edit> take() { return std::move(m_edits); }

private:
    scene::Scene m_scene;
    std::vector<scene::Edit> m_edits;
};

} // namespace underpaint::ui
