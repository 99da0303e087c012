// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/project/file/project_file.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace underpaint::project {

/// Names of the members of a project file.
namespace members {
inline constexpr const char* manifest = "manifest.json";
inline constexpr const char* labels = "labels.png";
inline constexpr const char* instances = "instances.png";
inline constexpr const char* instancesHigh = "instances_high.png";
inline constexpr const char* photo = "photo.png";
inline constexpr const char* photoMaps = "photo_maps.bin"; ///< the edit that sets them
inline constexpr const char* history = "history.bin";
inline constexpr const char* undo = "undo.bin"; ///< only with steps that can be undone
inline constexpr const char* thumbnail = "thumbnail.png";
std::string exemplarPhoto(std::size_t index);
std::string exemplarLabels(std::size_t index);
std::string exemplarInstances(std::size_t index);
std::string exemplarInstancesHigh(std::size_t index);
std::string exemplarHidden(std::size_t index);
/// Of the frame with this index, from 1 (the second).
/// @{
std::string frameLabels(std::size_t index);
std::string frameInstances(std::size_t index);
std::string frameInstancesHigh(std::size_t index);
std::string framePhoto(std::size_t index);
std::string frameLooks(std::size_t index); ///< the edit that sets them
/// @}
} // namespace members

/// What there is of a frame after the first; the rest is as in the frame before.
struct FrameMembers {
    bool labels = false;
    bool instances = false;
    bool instancesHigh = false;
    enum class Photo { AsBefore, Own, None };
    Photo photo = Photo::AsBefore;
    bool looks = false;
};

/// Which pictures there are of an exemplar.
struct ExemplarMembers {
    /// The number of the exemplar that they are stored for: its own, or an earlier one that has the
    /// same. Those of the latter are not told again.
    std::size_t of = 0;
    bool labels = false;
    bool instances = false;
    bool instancesHigh = false;
    bool hidden = false;
};

/// What the manifest says beside the project's own values: which members there are.
struct ProjectManifest {
    /// State without maps and photos; exemplars stand in the list, not in the state.
    Project project;
    Size size;
    /// In the order of their ids; their pictures are still missing.
    std::vector<scene::Exemplar> exemplars;
    std::vector<ExemplarMembers> exemplarMembers;
    std::vector<FrameMembers> laterFrames;
    bool hasPhoto = false;
    bool hasPhotoMaps = false;
    bool hasHighInstances = false;
    bool hasThumbnail = false;
    std::uint64_t historyEntries = 0;
};

/// JSON text. Throws Error when a name is not UTF-8.
std::string writeProjectManifest(const ProjectManifest& manifest);
/// Throws Error naming `where` and the member that is wrong.
ProjectManifest readProjectManifest(std::string_view text, const std::string& where);

} // namespace underpaint::project
