// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

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

/// The ways in which files of this format may be coloured, the set's own colours first: for CamVid
/// with the 32 colours of the original data, grouped to the classes of the 12-class split by name;
/// for ADE20K also the colours that the data set is published in.
std::vector<std::vector<ColourCode>> colourCodeLists(const scene::LabelSet& classes,
                                                     LabelFormat format);

/// The first of these lists.
std::vector<ColourCode> colourCodes(const scene::LabelSet& classes, LabelFormat format);

} // namespace underpaint::imaging
