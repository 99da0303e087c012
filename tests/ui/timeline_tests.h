// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The classes of tests of test_ui_timeline.
namespace underpaint::test {

int runSequenceFilesTests(int argc, char** argv);

} // namespace underpaint::test
