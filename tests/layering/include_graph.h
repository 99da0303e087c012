// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace underpaint::test {

/// One `#include` line.
struct Include {
    std::string target; ///< what stands between the quotes or brackets
    bool quoted = false;
    int line = 0; ///< from 1
};

/// A source file of the tree; paths are relative to the root, with '/'.
struct SourceFile {
    std::vector<Include> includes;
    bool hasLicence = false; ///< an SPDX line among the first three lines
    bool hasPragmaOnce = false;
};

/// All sources by path. A quoted include that names a file of the graph is an edge of it.
using IncludeGraph = std::map<std::string, SourceFile>;

/// Reads the sources below the folders app, ui, engine, tests and packaging of `root`: C++ and CUDA
/// files, CMake files, and scripts (files that start with "#!"). Throws Error for unreadable files.
IncludeGraph readIncludeGraph(const std::filesystem::path& root);

/// "engine/nets" of "engine/nets/run/run.h"; empty for a file of the root.
std::string folderOf(const std::string& file);

/// C++ or CUDA, unlike CMake files and scripts.
bool isCode(const std::string& file);
bool isHeader(const std::string& file);

} // namespace underpaint::test
