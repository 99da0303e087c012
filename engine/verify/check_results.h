// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/verify/evaluation.h"
#include "engine/verify/verify.h"

#include <vector>

namespace underpaint::verify {

/// Compares what was computed with what the case stores: internal values in the order of
/// computation first, then the outputs. An output that was not computed fails; an internal value
/// that this program has not is skipped.
std::vector<ResultCheck> checkResults(CaseContext& context, CaseFiles& files,
                                      const Evaluation& evaluation);

} // namespace underpaint::verify
