// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/project/journal/replay.h"

#include "engine/base/error.h"
#include "engine/scene/sequence_codec.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace underpaint::project {

namespace {

bool loadsMaps(const scene::Edit& edit) {
    if (const auto* group = std::get_if<scene::EditGroup>(&edit.kind)) {
        return std::any_of(group->edits.begin(), group->edits.end(), loadsMaps);
    }
    return std::holds_alternative<scene::ReplaceMaps>(edit.kind);
}

/// Where a frame was before an edit; nothing when the edit brought it.
std::optional<std::size_t> placeBefore(const scene::SequenceEdit& edit, std::size_t frame) {
    if (const auto* added = std::get_if<scene::InsertFrames>(&edit)) {
        if (frame < added->at) {
            return frame;
        }
        const std::size_t count = added->frames.size();
        return frame < added->at + count ? std::nullopt : std::optional(frame - count);
    }
    if (const auto* removed = std::get_if<scene::RemoveFrames>(&edit)) {
        return frame < removed->first ? frame : frame + removed->count;
    }
    return frame;
}

} // namespace

ReplayResult replayHistory(scene::Scene& scene, std::span<const HistoryEntry> history,
                           std::size_t frame) {
    // Backwards to where the frame came from, then forwards.
    std::vector<std::pair<std::size_t, scene::Edit>> edits;
    std::optional<std::size_t> place = frame;
    for (std::size_t i = history.size(); place && i-- > 0;) {
        const scene::SequenceEdit edit = scene::parseSequenceEdit(history[i].edit);
        if (const scene::Edit* own = scene::editOfFrame(edit, *place)) {
            edits.emplace_back(i, *own);
        }
        place = placeBefore(edit, *place);
    }
    std::reverse(edits.begin(), edits.end());
    ReplayResult result;
    for (const auto& [index, edit] : edits) {
        const auto skip = [&, i = index](const std::string& reason) {
            result.skipped.push_back({i, history[i].text, reason});
        };
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
