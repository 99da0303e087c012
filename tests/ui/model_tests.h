// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace underpaint::test {

/// Parts of the test program of models and what is made with them; return the number of failures.
/// @{
int runStagingTests(int argc, char** argv);
int runModelComparisonTests(int argc, char** argv);
int runPhotoExportTests(int argc, char** argv);
/// @}

} // namespace underpaint::test
