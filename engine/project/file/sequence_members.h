// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/project/file/project_archive.h"
#include "engine/project/file/project_manifest.h"

#include <functional>
#include <vector>

namespace underpaint::project {

/// What has to be written of the frames after the first: only what changes from frame to frame.
std::vector<FrameMembers> listFrames(const Project& project);
void writeFrames(ArchiveWriter& archive, const Project& project,
                 const std::vector<FrameMembers>& frames);

/// The frames after the first, which is `first`, packed (scene::Sequence). They are consistent, of
/// its size and label set. `frameRead` is called after each. Throws Error.
std::vector<scene::SceneState> readFrames(ArchiveReader& archive, const scene::SceneState& first,
                                          const std::vector<FrameMembers>& frames,
                                          const std::function<void()>& frameRead);

} // namespace underpaint::project
