// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>

namespace underpaint {

/// Bytes that the machine, or the group of processes that this one is limited with, could still
/// give without ending a process; nothing where the system does not tell.
std::optional<std::uint64_t> availableMemory();

} // namespace underpaint
