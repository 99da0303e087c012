// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/plane.h"
#include "engine/translate/exemplar_matches.h"
#include "engine/translate/texture_sheet.h"

namespace underpaint::translate {

/// A scene's maps at the size of its photo.
struct TexturedMaps {
    const Plane<std::int32_t>& channels; ///< of its classes
    const InstancePlane& instances;
};

/// The kinds of a sheet that pixels of a photo take their texture from: that of their class, or the
/// instance that most of their own instance was matched with. 0 where exemplar `number` of
/// `matches` lends nothing or shows next to nothing of the kind.
InstancePlane textureKinds(const TextureSheet& sheet, const TexturedMaps& maps,
                           const ExemplarMatches& matches, int number);

} // namespace underpaint::translate
