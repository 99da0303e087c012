// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/colour_photo.h"

#include <algorithm>

namespace underpaint {

Image inColour(Image picture) {
    if (picture.channels() == 3) {
        return picture;
    }
    Image colour(picture.width(), picture.height(), 3, 0);
    for (std::size_t i = 0; i < picture.values().size(); ++i) {
        std::fill_n(colour.data() + 3 * i, 3, picture.values()[i]);
    }
    return colour;
}

} // namespace underpaint
