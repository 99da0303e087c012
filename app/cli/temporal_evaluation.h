// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/reporter.h"
#include "engine/base/cancel_token.h"
#include "engine/metrics/picture_comparison.h"

#include <filesystem>

namespace underpaint::app {

/// How much the frames of a folder flicker (metrics::Flicker): "flicker", "flicker_coverage" and
/// "frames". The motion is measured in `guide`, a folder of photos or label maps under the same
/// names; empty: in the frames themselves. Of a guide of photos also "flicker_real", theirs, which
/// is as much as the measure itself makes up; it is then compared over the same pixels. Cuts of
/// guides that are label maps do not count. Throws Error, and Cancelled.
metrics::Figures temporalFigures(const std::filesystem::path& frames,
                                 const std::filesystem::path& guide, const CancelToken& cancel,
                                 Reporter& reporter);

} // namespace underpaint::app
