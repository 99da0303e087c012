// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/match_pictures.h"

#include "ui/document/shared_image.h"

#include <QColor>

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

namespace underpaint::ui {

namespace {

/// Growing in brightness, so that it is read without colours too.
QRgb colourOf(double share) {
    struct Stop {
        double red;
        double green;
        double blue;
    };
    constexpr std::array<Stop, 4> stops = {
        {{68, 1, 84}, {49, 104, 142}, {53, 183, 121}, {253, 231, 37}}};
    const double place = std::clamp(share, 0.0, 1.0) * (stops.size() - 1);
    const auto first = std::min(static_cast<std::size_t>(place), stops.size() - 2);
    const double part = place - static_cast<double>(first);
    const auto mixed = [&](double Stop::*channel) {
        return static_cast<int>(
            std::lround(stops[first].*channel * (1 - part) + stops[first + 1].*channel * part));
    };
    return qRgb(mixed(&Stop::red), mixed(&Stop::green), mixed(&Stop::blue));
}

} // namespace

QImage warpedPicture(const std::shared_ptr<const translate::ExemplarMatches>& matches) {
    return toQt(std::shared_ptr<const Image>(matches, &matches->warped));
}

QImage certaintyPicture(const translate::ExemplarMatches& matches) {
    const Size size = matches.warped.size();
    QImage picture(size.width, size.height, QImage::Format_RGB32);
    const double most = std::log(std::max(2.0, static_cast<double>(matches.places.area())));
    constexpr QRgb grey = 0xff808080;
    std::vector<QRgb> colours;
    colours.reserve(matches.found.size());
    for (const auto& place : matches.found) {
        colours.push_back(place.exemplar < 0 ? grey : colourOf(1 - place.entropy / most));
    }
    for (int y = 0; y < size.height; ++y) {
        auto* line = reinterpret_cast<QRgb*>(picture.scanLine(y));
        const auto row = static_cast<std::size_t>(y / matches.stride) *
                         static_cast<std::size_t>(matches.places.width);
        for (int x = 0; x < size.width; ++x) {
            line[x] = colours[row + static_cast<std::size_t>(x / matches.stride)];
        }
    }
    return picture;
}

} // namespace underpaint::ui
