// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <string_view>

namespace underpaint {

/// Receives how far a computation is: fraction in [0, 1] and the name of the current stage.
/// Called on the computing thread; may be empty.
using ProgressSink = std::function<void(double fraction, std::string_view stage)>;

} // namespace underpaint
