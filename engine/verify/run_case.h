// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/verify/case_context.h"
#include "engine/verify/verify.h"

namespace underpaint::verify {

/// Computes one case and compares its results. Everything that goes wrong is in the result; only
/// Cancelled leaves.
CaseResult runCase(const IndexEntry& entry, CaseFiles& files, Place place);

} // namespace underpaint::verify
