// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>

namespace underpaint::test {

/// A project of the sample scene (64 x 40) after four steps: label 5 in the rectangle (2, 3) 10 x
/// 8, style 4 for instance 4000, label 1 in the rectangle (50, 30) 14 x 10, seed 5.
void writeSampleProject(const std::filesystem::path& path, const std::string& modelId);
/// The same as maps: the state after the steps.
void writeProjectMaps(const std::filesystem::path& labels, const std::filesystem::path& instances);

} // namespace underpaint::test
