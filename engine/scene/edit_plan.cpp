// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/scene/edit_plan.h"

#include <iterator>
#include <utility>
#include <variant>

namespace underpaint::scene {

void EditPlan::add(Edit edit) {
    if (edit.empty()) {
        return;
    }
    m_scene.apply(edit);
    // Groups do not nest.
    if (auto* group = std::get_if<EditGroup>(&edit.kind)) {
        std::move(group->edits.begin(), group->edits.end(), std::back_inserter(m_edits));
    } else {
        m_edits.push_back(std::move(edit));
    }
}

Edit EditPlan::joined() {
    if (m_edits.size() == 1) {
        return std::move(m_edits.front());
    }
    return {EditGroup{std::move(m_edits)}};
}

} // namespace underpaint::scene
