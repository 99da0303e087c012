// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/plane.h"
#include "engine/scene/style.h"
#include "engine/translate/class_channels.h"
#include "engine/translate/exemplar_matches.h"
#include "engine/translate/scene_maps.h"

namespace underpaint::translate {

/// What an exemplar lends texture to, as kinds of pixels: equal ones belong together, 0 is none.
struct TextureKinds {
    InstancePlane sheet; ///< of the exemplar
    InstancePlane photo;
};

/// Kinds are classes, or with MatchWithin::Instance the instances of the exemplar, of which an
/// instance of the scene has the one that most of its places were matched with. A class of which
/// the exemplar shows next to nothing is none. `number`: of the exemplar in `matches`; it has
/// labels.
TextureKinds textureKinds(const scene::Exemplar& exemplar, Size sheet,
                          const ClassChannels& channels, const SceneMaps& maps,
                          const ExemplarMatches& matches, int number);

/// The pixel with the same place in a picture of another size.
inline Point scaled(Point point, Size from, Size to) {
    return {static_cast<int>(std::int64_t{1} * point.x * to.width / from.width),
            static_cast<int>(std::int64_t{1} * point.y * to.height / from.height)};
}

} // namespace underpaint::translate
