// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/plane.h"
#include "engine/imaging/colour_codes.h"
#include "engine/imaging/import_report.h"

#include <cstdint>
#include <vector>

namespace underpaint::imaging {

/// Colours to classes with the repair that importLabels() describes. Fills the pixel counts and
/// the unknown colours of `report`; unknown pixels become `unlabelled`.
LabelPlane labelsFromColours(const Image& colours, const std::vector<ColourCode>& codes,
                             std::uint16_t unlabelled, ImportReport& report);

} // namespace underpaint::imaging
