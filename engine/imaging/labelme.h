// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/imaging/label_import.h"

#include <string>
#include <string_view>

namespace underpaint::imaging {

/// Rasterises a labelme document (shapeOutline() lists the types of shapes). A shape that is odd is
/// left out, named in the report's warnings; a document of odd shapes only is an Error. Sizes that
/// the document lacks are those of the photo (options.sizeIfMissing, else imageData). A pixel
/// belongs to a shape when its centre lies inside (even-odd rule); later shapes lie above earlier
/// ones. "_background_" and "__ignore__" are the unlabelled class. Shapes of one label with the
/// same group_id are one instance. Nothing in the document is executed or opened.
ImportedMaps importLabelme(std::string_view json, const std::string& where,
                           const scene::LabelSet& classes, const ImportOptions& options = {});

/// The document for a pair of maps: one "mask" shape a connected instance or class, so that
/// importLabelme() gives the same label map. `imageName` is what imagePath says.
std::string labelmeJson(const LabelPlane& labels, const InstancePlane* instances,
                        const scene::LabelSet& classes, const std::string& imageName);

} // namespace underpaint::imaging
