// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/imaging/exemplar_photo.h"

#include "engine/imaging/components.h"
#include "engine/imaging/resize.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace underpaint::imaging {

Image exemplarPhoto(Image photo) {
    const long long area = photo.size().area();
    if (area <= mostExemplarPixels) {
        return photo;
    }
    const double scale =
        std::sqrt(static_cast<double>(mostExemplarPixels) / static_cast<double>(area));
    const auto side = [scale](int extent) {
        return std::max(1, static_cast<int>(std::floor(extent * scale)));
    };
    return resizeBicubic(photo, {side(photo.width()), side(photo.height())});
}

Image hiddenPart(const Image& mask) {
    constexpr int half = 128;
    Image hidden(mask.width(), mask.height(), 1, std::uint8_t{0});
    for (int y = 0; y < mask.height(); ++y) {
        for (int x = 0; x < mask.width(); ++x) {
            hidden.at(x, y) = mask.at(x, y) >= half ? 1 : 0;
        }
    }
    return hidden;
}

InstancePlane exemplarInstances(const LabelPlane& labels, const scene::LabelSet& classes) {
    return deriveInstances(
               labels,
               [&](std::uint16_t id) { return classes.contains(id) && classes.at(id).thing; })
        .ids;
}

} // namespace underpaint::imaging
