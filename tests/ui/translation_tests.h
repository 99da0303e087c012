// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace underpaint::test {

/// Part of the program of translated_window_test.cpp; returns the number of failures.
int runTranslationFilesTests(int argc, char** argv);

} // namespace underpaint::test
