// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/safe_colours.h"

#include <algorithm>
#include <array>

namespace underpaint::ui {

namespace {

// K. Okabe and M. Ito, "Color Universal Design", 2008; P. Tol, "Colour Schemes", 2021 (muted).
constexpr std::array<scene::Colour, 17> base = {{{86, 180, 233},
                                                 {213, 94, 0},
                                                 {0, 158, 115},
                                                 {240, 228, 66},
                                                 {0, 114, 178},
                                                 {204, 121, 167},
                                                 {230, 159, 0},
                                                 {60, 60, 60},
                                                 {51, 34, 136},
                                                 {136, 204, 238},
                                                 {68, 170, 153},
                                                 {17, 119, 51},
                                                 {153, 153, 51},
                                                 {221, 204, 119},
                                                 {204, 102, 119},
                                                 {136, 34, 85},
                                                 {170, 68, 153}}};

std::uint8_t towards(std::uint8_t value, int target, int percent) {
    return static_cast<std::uint8_t>(value + (target - value) * percent / 100);
}

} // namespace

std::vector<scene::Colour> colourBlindSafeColours(std::size_t count) {
    std::vector<scene::Colour> colours;
    for (std::size_t i = 0; i < count; ++i) {
        const scene::Colour colour = base.at(i % base.size());
        const std::size_t round = i / base.size();
        const int target = round % 2 == 1 ? 255 : 0;
        // 0, 35, 35, 55, 55 … percent towards white and black in turns.
        const int percent =
            round == 0 ? 0 : static_cast<int>(std::min<std::size_t>(85, 15 + (round + 1) / 2 * 20));
        colours.push_back({towards(colour.red, target, percent),
                           towards(colour.green, target, percent),
                           towards(colour.blue, target, percent)});
    }
    return colours;
}

} // namespace underpaint::ui
