// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/imaging/exemplar_photo.h"

#include "engine/imaging/components.h"
#include "engine/imaging/resize.h"

#include <algorithm>
#include <cmath>

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

InstancePlane exemplarInstances(const LabelPlane& labels, const scene::LabelSet& classes) {
    return deriveInstances(
               labels,
               [&](std::uint16_t id) { return classes.contains(id) && classes.at(id).thing; })
        .ids;
}

} // namespace underpaint::imaging
