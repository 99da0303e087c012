// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <functional>
#include <span>

namespace underpaint::project {

/// Receives a file in pieces.
using ByteSink = std::function<void(std::span<const std::byte>)>;

} // namespace underpaint::project
