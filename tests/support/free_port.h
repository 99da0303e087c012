// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace underpaint::test {

/// A TCP port of this machine that nobody listens on at this moment. Skips the test where there
/// are no sockets.
int freePort();

} // namespace underpaint::test
