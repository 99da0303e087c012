// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace underpaint::imaging {

/// True for names that systems and programs keep out of sight: ".NAME", "__MACOSX", "@eaDir" ...
/// Such files and folders are no part of a data set.
bool isHiddenName(std::string_view name);

/// How far visibleFiles() goes down.
enum class Depth { Folder, Tree };

/// The regular files of a folder (and of those below it), in order of their paths; hidden ones and
/// what lies in hidden folders are left out, links to folders are followed unless they lead
/// upwards. Throws Error when a folder cannot be read.
std::vector<std::filesystem::path> visibleFiles(const std::filesystem::path& folder, Depth depth);

/// Whether visibleFiles() has one of this kind; looks no further than the first.
bool holdsVisibleFile(const std::filesystem::path& folder, Depth depth,
                      const std::function<bool(const std::filesystem::path&)>& wanted);

/// Names of the folders directly in `folder`, in order and without hidden ones; none when there is
/// no such folder.
std::vector<std::string> visibleFolders(const std::filesystem::path& folder);

} // namespace underpaint::imaging
