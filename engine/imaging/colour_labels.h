// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/plane.h"
#include "engine/imaging/import_report.h"
#include "engine/scene/label_set.h"

#include <cstdint>
#include <vector>

namespace underpaint::imaging {

/// A colour that stands for a class in colour-coded label files; several may mean the same class.
struct ColourCode {
    scene::Colour colour;
    std::uint16_t id = 0;
};

/// The colours of the set's classes; for CamVid files also the 32 colours of the original data,
/// grouped to the classes of the 12-class split by name.
std::vector<ColourCode> colourCodes(const scene::LabelSet& classes, LabelFormat format);

/// Colours to classes with the repair that importLabels() describes. Fills the pixel counts and
/// the unknown colours of `report`; unknown pixels become `unlabelled`.
LabelPlane labelsFromColours(const Image& colours, const std::vector<ColourCode>& codes,
                             std::uint16_t unlabelled, ImportReport& report);

} // namespace underpaint::imaging
