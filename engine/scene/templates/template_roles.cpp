// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/scene/templates/template_roles.h"

namespace underpaint::scene {

std::string_view roleName(Role role) {
    constexpr std::array<std::string_view, roleCount> names{
        "",           "unlabelled", "sky",      "tree",    "vegetation", "bush",     "grass",
        "terrain",    "earth",      "sand",     "path",    "water",      "mountain", "rock",
        "road",       "pavement",   "building", "car",     "person",     "pole",     "sign",
        "background", "facade",     "wall",     "window",  "door",       "cornice",  "sill",
        "balcony",    "blind",      "deco",     "molding", "pillar",     "shop",     "skin",
        "hair",       "coat",       "jacket",   "sweater", "shirt",      "t-shirt",  "top",
        "jeans",      "pants",      "shoes",    "boots",   "bag"};
    return names[static_cast<std::size_t>(role)];
}

} // namespace underpaint::scene
