// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace underpaint::test {

/// Parts of the document's test program; each returns the number of failures.
/// @{
int runDocumentFramesTests(int argc, char** argv);
int runDocumentSavingTests(int argc, char** argv);
int runEditorStateTests(int argc, char** argv);
int runShortcutBookTests(int argc, char** argv);
/// @}

} // namespace underpaint::test
