// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>

namespace underpaint::test {

/// The path `relative` inside the folder of reference data that lies beside a developer's checkout
/// (the environment variable UNDERPAINT_SHARED names another place). Skips the running test with
/// a message where that file or folder is absent: users have none of it.
std::filesystem::path sharedData(const std::string& relative);

} // namespace underpaint::test
