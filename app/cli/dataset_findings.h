// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/reporter.h"
#include "engine/imaging/dataset_check.h"

#include <vector>

namespace underpaint::app {

/// What was found in the files of a data set, for programs.
Json describeFindings(const std::vector<imaging::DatasetFinding>& findings);

} // namespace underpaint::app
