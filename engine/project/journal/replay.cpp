// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/project/journal/replay.h"

#include "engine/base/error.h"
#include "engine/scene/edit_codec.h"

#include <algorithm>

namespace underpaint::project {

namespace {

bool loadsMaps(const scene::Edit& edit) {
    if (const auto* group = std::get_if<scene::EditGroup>(&edit.kind)) {
        return std::any_of(group->edits.begin(), group->edits.end(), loadsMaps);
    }
    return std::holds_alternative<scene::ReplaceMaps>(edit.kind);
}

} // namespace

ReplayResult replayHistory(scene::Scene& scene, std::span<const HistoryEntry> history) {
    ReplayResult result;
    for (std::size_t i = 0; i < history.size(); ++i) {
        const auto skip = [&](const std::string& reason) {
            result.skipped.push_back({i, history[i].text, reason});
        };
        const scene::Edit edit = scene::parse(history[i].edit);
        if (loadsMaps(edit)) {
            skip("loads other maps");
            continue;
        }
        try {
            scene.apply(edit);
            ++result.applied;
        } catch (const Error& misfit) {
            skip(misfit.message());
        }
    }
    return result;
}

} // namespace underpaint::project
