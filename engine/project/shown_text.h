// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace underpaint::project {

/// Foreign text for an error message: in quotes, shortened, one line of printable ASCII.
std::string shownText(std::string_view text);

} // namespace underpaint::project
