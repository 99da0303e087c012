// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>

namespace underpaint {

/// Names of this many bytes leave room for every ending that the program adds.
inline constexpr std::size_t longestName = 200;

/// What is wrong with `name` as the name of a file in a folder of ours: it is empty or too long,
/// leads elsewhere ("../x", "a/b", "C:\x") or holds characters that nobody could type or see.
/// Empty when nothing is. For names that come out of files and become files: whoever wrote the
/// file must not choose the folder.
std::string nameProblem(std::string_view name);

/// Throws Error when there is a problem. `what` names what has the name ("the recipe's name").
void checkName(std::string_view name, const std::string& what, const std::string& where);

/// A hidden name beside `path` that no other writer of this or another process uses:
/// ".NAME.PROCESS-NUMBER" + ending, with a NAME that is cut where the whole would be longer than
/// file systems allow.
std::filesystem::path temporaryBeside(const std::filesystem::path& path, std::string_view ending);

/// The name of `path` with something added, cut before it where the whole would be too long (it
/// then holds a digest of the name, so that other names give others).
std::filesystem::path withEnding(const std::filesystem::path& path, std::string_view ending);

/// Processes that were killed while they wrote leave their unfinished files behind. Removes those
/// of temporaryBeside(folder / name, …) whose process is no more, and those of this process;
/// without a name those of all.
/// @{
void removeLeftovers(const std::filesystem::path& folder, std::string_view name = {});
/// Of several.
void removeLeftovers(const std::filesystem::path& folder,
                     const std::set<std::string, std::less<>>& names);
/// @}

/// Unfinished files of temporaryBeside() anywhere below a folder, whoever writes them, by the file
/// that they were to become: for who knows that none of its writers lives.
std::multimap<std::filesystem::path, std::filesystem::path>
leftoversBelow(const std::filesystem::path& folder);

} // namespace underpaint
