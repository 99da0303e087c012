// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/imaging/codec.h"
#include "engine/imaging/import_report.h"
#include "engine/imaging/label_reading.h"
#include "engine/scene/label_set.h"

#include <string>

namespace underpaint::imaging {

/// Refuses a label map that is none: pixels without a class, or repairs that damage does not
/// explain, in more of the picture than a repair may cover; a picture that varies from pixel to
/// pixel as photos do. Throws Error naming `where` and what the file looks like instead.
void checkLimits(const StoredImage& image, const LabelReading& reading, const LabelPlane& labels,
                 const ImportReport& report, const std::string& where,
                 const scene::LabelSet& classes, LabelFormat asked);

} // namespace underpaint::imaging
