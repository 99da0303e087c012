// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/styles/style_names.h"

#include "engine/imaging/lab_colours.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <map>
#include <numbers>
#include <string_view>

namespace underpaint::train {

namespace {

/// The middle of a picture, in CIELAB.
struct Looks {
    double lightness = 0;
    double chroma = 0;
    double hue = 0;      ///< degrees, 0..360
    double contrast = 0; ///< deviation of the lightness
};

Looks looksOf(const Image& picture) {
    const Plane<float> lab = imaging::toLab(picture);
    // Around a thing is what it stands before.
    const int left = lab.width() / 5;
    const int top = lab.height() / 5;
    double light = 0;
    double squares = 0;
    double a = 0;
    double b = 0;
    int count = 0;
    for (int y = top; y < lab.height() - top; ++y) {
        for (int x = left; x < lab.width() - left; ++x, ++count) {
            const auto value = static_cast<double>(lab.at(x, y, 0));
            light += value;
            squares += value * value;
            a += static_cast<double>(lab.at(x, y, 1));
            b += static_cast<double>(lab.at(x, y, 2));
        }
    }
    light /= count;
    a /= count;
    b /= count;
    constexpr double halfTurn = 180;
    double hue = std::atan2(b, a) * halfTurn / std::numbers::pi;
    hue += hue < 0 ? 2 * halfTurn : 0;
    return {light, std::hypot(a, b), hue,
            std::sqrt(std::max(0.0, squares / count - light * light))};
}

/// A name that holds up to and including a limit.
struct Step {
    double limit;
    std::string_view name;
};

template<std::size_t count>
std::string_view nameAt(const std::array<Step, count>& steps, double value) {
    const auto found =
        std::ranges::find_if(steps, [value](const Step& step) { return value <= step.limit; });
    return found == steps.end() ? steps.back().name : found->name;
}

std::string colourOf(const Looks& looks) {
    constexpr double colourless = 7;
    constexpr double vivid = 40;
    if (looks.chroma < colourless) {
        constexpr std::array<Step, 5> greys{
            {{15, "black"}, {38, "dark grey"}, {65, "grey"}, {84, "light grey"}, {100, "white"}}};
        return std::string(nameAt(greys, looks.lightness));
    }
    constexpr std::array<Step, 9> hues{{{20, "pink"},
                                        {48, "red"},
                                        {75, "orange"},
                                        {105, "yellow"},
                                        {165, "green"},
                                        {220, "teal"},
                                        {308, "blue"},
                                        {330, "purple"},
                                        {360, "pink"}}};
    std::string_view hue = nameAt(hues, looks.hue);
    constexpr double bright = 65;
    if (hue == "red" || hue == "orange" || hue == "yellow") {
        // Earth colours have names of their own.
        if (looks.chroma < vivid && looks.hue > 90 && looks.lightness < bright) {
            hue = "olive";
        } else if (looks.chroma < vivid || looks.lightness < 40) {
            hue = looks.lightness > bright ? "beige" : "brown";
        }
    }
    constexpr double dark = 32;
    constexpr double pale = 72;
    const bool light = looks.lightness > pale && hue != "beige" && hue != "yellow";
    return std::string(looks.lightness < dark ? "dark " : light ? "pale " : "").append(hue);
}

/// Tells apart the two styles that have one name.
void tellApart(std::string& one, const Looks& a, std::string& other, const Looks& b) {
    constexpr double visible = 4;
    if (std::abs(a.lightness - b.lightness) >= visible) {
        one += a.lightness > b.lightness ? ", lighter" : ", darker";
        other += a.lightness > b.lightness ? ", darker" : ", lighter";
    } else {
        one += a.contrast > b.contrast ? ", textured" : ", smooth";
        other += a.contrast > b.contrast ? ", smooth" : ", textured";
    }
}

} // namespace

std::vector<std::string> namesByLooks(const std::vector<Image>& pictures) {
    std::vector<std::string> names;
    std::vector<Looks> looks;
    std::map<std::string, std::vector<std::size_t>> same;
    for (const Image& picture : pictures) {
        looks.push_back(picture.empty() ? Looks{} : looksOf(picture));
        names.push_back(picture.empty() ? std::string() : colourOf(looks.back()));
        if (!names.back().empty()) {
            same[names.back()].push_back(names.size() - 1);
        }
    }
    for (const auto& [name, group] : same) {
        if (group.size() == 2) {
            tellApart(names[group[0]], looks[group[0]], names[group[1]], looks[group[1]]);
        }
        for (std::size_t i = 0; group.size() > 2 && i < group.size(); ++i) {
            names[group[i]] += " " + std::to_string(i + 1);
        }
    }
    return names;
}

} // namespace underpaint::train
