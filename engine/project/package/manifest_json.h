// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/project/package/model_package.h"

#include <string>
#include <string_view>
#include <vector>

namespace underpaint::project {

/// Reads `manifest.json`. Everything that is missing, unknown, of another type or out of range is
/// added to `problems`, and reading goes on; the result is meaningful only when none were added.
Manifest readManifest(std::string_view text, std::vector<Problem>& problems);

/// What is wrong between the values of a manifest (a style without a class, a class beyond the
/// label channels ...).
void checkManifest(const Manifest& manifest, std::vector<Problem>& problems);

/// The text of `manifest.json`; readManifest() gives the same manifest back.
std::string writeManifest(const Manifest& manifest);

} // namespace underpaint::project
