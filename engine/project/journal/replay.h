// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/project/file/project_file.h"
#include "engine/scene/scene.h"

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace underpaint::project {

/// An edit of a history that another scene cannot take.
struct SkippedEdit {
    std::size_t index = 0; ///< in the history
    std::string text;      ///< of its step
    std::string reason;
};

struct ReplayResult {
    std::size_t applied = 0;
    std::vector<SkippedEdit> skipped;
};

/// Applies the history of a project to another scene, in order. Edits that do not fit (they paint
/// outside of a smaller map, name an exemplar that is not there …) are skipped, and so are those
/// that load maps, which would put the project's own scene in the place of the other.
///
/// Of a sequence the edits of one frame are applied, which is named by its present number; those of
/// others, and what was done to frames as a whole, do not count.
ReplayResult replayHistory(scene::Scene& scene, std::span<const HistoryEntry> history,
                           std::size_t frame = 0);

} // namespace underpaint::project
