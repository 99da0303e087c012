// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace underpaint::project {

/// The member of a package that says what the others are.
inline const std::string manifestFile = "manifest.json";

} // namespace underpaint::project
