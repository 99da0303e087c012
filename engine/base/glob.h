// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace underpaint {

/// True when `pattern` covers the whole of `text`; `*` stands for any characters (dots too, and
/// none), everything else for itself.
bool matchesPattern(std::string_view text, std::string_view pattern);

} // namespace underpaint
