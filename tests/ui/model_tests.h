// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace underpaint::test {

/// A part of the test program of models and what is made with them; returns the number of failures.
int runStagingTests(int argc, char** argv);

} // namespace underpaint::test
