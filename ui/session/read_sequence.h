// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/cancel_token.h"
#include "engine/base/progress.h"
#include "engine/imaging/label_import.h"
#include "engine/imaging/sequence/sequence_files.h"
#include "engine/scene/sequence.h"

#include <filesystem>
#include <functional>

namespace underpaint::ui {

/// Reads the maps of a file, with the instance map of another one (or an empty path), into the
/// classes of the scene. Throws Error.
using MapReader = std::function<imaging::ImportedMaps(const std::filesystem::path& labels,
                                                      const std::filesystem::path& instances)>;

/// What a folder holds as a sequence: label maps in it, or in its folder `labels` beside
/// `instances` and `photos`, as `underpaint carry` writes them. Throws Error.
imaging::SequenceListing sequenceIn(const std::filesystem::path& folder);

/// The frames of a listing; all but maps and photo are those of `like`. Objects of frames without
/// instance maps are found and followed through the frames. Throws Error naming the file, and
/// Cancelled.
scene::Sequence readSequence(const imaging::SequenceListing& listing, const MapReader& reader,
                             const scene::SceneState& like, const CancelToken& cancel,
                             const ProgressSink& progress);

} // namespace underpaint::ui
