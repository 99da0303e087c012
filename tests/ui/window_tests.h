// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace underpaint::test {

/// Parts of the window's test program; each returns the number of failures.
/// @{
int runCodeDockTests(int argc, char** argv);
int runDropTests(int argc, char** argv);
int runExemplarDockTests(int argc, char** argv);
int runHandsTests(int argc, char** argv);
int runHelpTests(int argc, char** argv);
int runLatentCodesTests(int argc, char** argv);
int runModelChangeTests(int argc, char** argv);
int runNewSceneTests(int argc, char** argv);
int runOpeningTests(int argc, char** argv);
int runPhotoHistoryTests(int argc, char** argv);
int runPhotoLayerTests(int argc, char** argv);
int runTranslationTests(int argc, char** argv);
int runShortcutTests(int argc, char** argv);
int runStyleDockTests(int argc, char** argv);
/// @}

} // namespace underpaint::test
