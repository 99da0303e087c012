// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/plane.h"
#include "engine/scene/scene.h"
#include "engine/scene/sequence.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <iosfwd>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace underpaint::project {

/// An edit that led to the present state, in its binary form (scene::parseSequenceEdit() reads it),
/// with the name of its step.
struct HistoryEntry {
    std::string text;
    std::vector<std::byte> edit;
    /// What undoes it, in the same form; empty: it cannot be undone any more.
    std::vector<std::byte> inverse = {};

    /// Without the inverse.
    std::size_t byteSize() const { return sizeof(HistoryEntry) + text.size() + edit.size(); }
    friend bool operator==(const HistoryEntry&, const HistoryEntry&) = default;
};

/// What a project file holds. `NAME.underpaint` is a zip: `manifest.json`, the maps as PNG that
/// other programs open (`labels.png`, `instances.png`; ids beyond 65535 have their upper 16 bits in
/// `instances_high.png`), `photo.png`, `exemplars/N.png` with `N_labels.png`,
/// `N_instances.png` and `N_hidden.png` (once for all exemplars that have the same), `history.bin`,
/// `undo.bin` and `thumbnail.png`. The frames of a sequence after the first have their maps and
/// photos in `frames/N_labels.png` and so on, N from 2; what is as in the frame before is not there
/// again.
struct Project {
    /// Of a sequence the first frame.
    scene::SceneState state;
    /// Those after the first, of its size and label set.
    std::vector<scene::SceneState> laterFrames = {};
    /// What was done since the scene was made and not undone, oldest first, for `replay`.
    std::vector<HistoryEntry> history;
    /// Oldest edits that are not in `history` any more (maxHistoryBytes).
    std::uint64_t forgottenHistory = 0;
    /// How the editor showed it, by keys of the editor's own; at most maxViewEntries.
    std::map<std::string, std::string> view;
    /// RGB; empty: the labels in their colours.
    Image thumbnail;
};

/// All frames of a project as a sequence, and back. Throws Error when they do not belong together.
/// @{
scene::Sequence sequenceOf(const Project& project);
void setFrames(Project& project, const scene::Sequence& sequence);
/// @}

inline constexpr std::size_t maxHistoryBytes = std::size_t{64} << 20U;
/// The newest inverses that fit into this are kept.
inline constexpr std::size_t maxUndoBytes = std::size_t{64} << 20U;
inline constexpr std::size_t maxViewEntries = 256;
/// Longest side of a thumbnail that labelThumbnail() makes, in pixels.
inline constexpr int thumbnailExtent = 256;

/// Writes a project file, of which little is in memory at a time, and returns its SHA-256. Equal
/// projects give equal bytes. History beyond maxHistoryBytes is left out, oldest first, and
/// counted. Throws Error when the state is not consistent or a name is not UTF-8.
std::string writeProject(const Project& project, std::ostream& out);
/// The bytes of it.
std::vector<std::byte> encodeProject(const Project& project);

/// Reads and checks everything: the state is consistent, every edit of the history can be parsed.
/// Throws Error naming `where` for what is damaged, from a newer version or out of range. Allocates
/// no more than what deflate can pack into the input.
Project decodeProject(std::span<const std::byte> file, const std::string& where);

/// A project and the SHA-256 of its file, by which a journal knows it.
struct OpenedProject {
    Project project;
    std::string digest;
};
OpenedProject readProject(const std::filesystem::path& path);

/// The labels in their colours, scaled down to thumbnailExtent.
Image labelThumbnail(const scene::SceneState& state);

} // namespace underpaint::project
