// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/scene/edit.h"
#include "engine/scene/scene.h"

#include <utility>
#include <vector>

namespace underpaint::scene {

/// Follows what edits would do, so that each is made for the state that the one before left.
class EditPlan {
public:
    explicit EditPlan(const SceneState& scene) : m_scene(scene) {}

    const SceneState& state() const { return *m_scene; }
    /// Throws Error when it does not fit what the edits before have left.
    void add(Edit edit);
    /// All of them, without groups.
    std::vector<Edit> take() { return std::move(m_edits); }
    /// All of them as one.
    Edit joined();

private:
    Scene m_scene;
    std::vector<Edit> m_edits;
};

} // namespace underpaint::scene
