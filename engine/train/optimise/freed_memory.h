// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace underpaint::train {

/// From here on this process keeps the memory that it frees instead of returning it to the system
/// at once: a training step asks for the same large blocks again and again, and to get them as
/// pages that the system has cleared anew costs some percent of a step. Where the C library knows
/// no such setting it does nothing.
void keepFreedMemory();

} // namespace underpaint::train
