// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/engine/formula_picture.h"

namespace underpaint::test {

Image formulaPicture(int width, int height, int k) {
    Image image(width, height, 3, 0);
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            for (int c = 0; c < 3; ++c) {
                const int value = x * 7 + y * (13 + k) + c * 50 + (x * y) % 17 * 5 +
                                  (x / (3 + k)) * ((y / 5) % 7) * k;
                image.at(x, y, c) = static_cast<std::uint8_t>(value % 256);
            }
        }
    }
    return image;
}

} // namespace underpaint::test
