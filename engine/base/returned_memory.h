// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace underpaint {

/// Gives back to the system what the process has freed: the C library keeps it, each thread its
/// own. For the end of something large; takes some milliseconds.
void returnFreedMemory();

} // namespace underpaint
