// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/project/package/model_package.h"

#include <string>
#include <vector>

namespace underpaint::project {

/// The value of an option as text.
std::string optionText(const OptionValue& value);

/// Options of networks as people write them, "key=value": true and false, whole and real numbers,
/// else text. Throws Error naming the one that has another form or is given twice.
Options parseOptions(const std::vector<std::string>& assignments);

} // namespace underpaint::project
