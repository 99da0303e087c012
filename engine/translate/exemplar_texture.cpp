// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/translate/exemplar_texture.h"

#include "engine/base/colour_photo.h"
#include "engine/imaging/resize.h"
#include "engine/translate/texture_kinds.h"
#include "engine/translate/texture_synthesis.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace underpaint::translate {

namespace {

/// As many pixels as the photo has, but no more than there are: enlarged it would be blurred.
Size sheetSize(Size exemplar, Size photo) {
    const double scale =
        std::sqrt(static_cast<double>(photo.area()) / static_cast<double>(exemplar.area()));
    const auto side = [&](int extent) {
        return std::max(1, static_cast<int>(std::lround(extent * scale)));
    };
    return scale >= 1 ? exemplar : Size{side(exemplar.width), side(exemplar.height)};
}

/// Puts the part of `painted` that has kinds into the photo.
void blend(const kernels::PatchPicture& painted, const InstancePlane& kinds, Point origin,
           float strength, Image& photo) {
    for (int y = 0; y < kinds.height(); ++y) {
        for (int x = 0; x < kinds.width(); ++x) {
            for (int c = 0; c < 3 && kinds.at(x, y) != 0; ++c) {
                std::uint8_t& value = photo.at(origin.x + x, origin.y + y, c);
                const auto by = static_cast<float>(painted.at(x, y)[c] - value);
                value = static_cast<std::uint8_t>(std::lround(value + strength * by));
            }
        }
    }
}

} // namespace

bool ExemplarTexture::isWanted(const scene::SceneState& scene) {
    return std::ranges::any_of(scene.allExemplars(), [](const auto& one) {
        return one.second->texture && one.second->strength > 0;
    });
}

const Image& ExemplarTexture::sheetOf(const scene::Exemplar& exemplar, Size size) {
    const auto known = std::ranges::find_if(m_sheets, [&](const Sheet& sheet) {
        return sheet.original == exemplar.photo && sheet.photo.size() == size;
    });
    if (known != m_sheets.end()) {
        return known->photo;
    }
    const Image& photo = *exemplar.photo;
    m_sheets.push_back(
        {exemplar.photo,
         imaging::resizeBicubic(photo.channels() == 3 ? photo : inColour(photo), size)});
    return m_sheets.back().photo;
}

void ExemplarTexture::paint(const Request& request, Image& photo,
                            const kernels::Parallel& parallel) {
    const auto exemplars = request.scene.allExemplars();
    std::erase_if(m_sheets, [&](const Sheet& sheet) {
        return std::ranges::none_of(
            exemplars, [&](const auto& one) { return one.second->photo == sheet.original; });
    });
    const ExemplarMatches& matches = request.matches;
    for (int number = 0; number < static_cast<int>(matches.exemplars.size()); ++number) {
        const scene::Exemplar& exemplar =
            *exemplars.at(matches.exemplars[static_cast<std::size_t>(number)]);
        if (!exemplar.texture || !exemplar.labels) {
            continue;
        }
        const Image& sheet = sheetOf(exemplar, sheetSize(exemplar.photo->size(), photo.size()));
        const TextureKinds kinds =
            textureKinds(exemplar, sheet.size(), m_channels, request.maps, matches, number);
        const InstancePlane wanted = imaging::cropPadded(kinds.photo, request.part);
        if (std::ranges::all_of(wanted.values(), [](std::uint32_t kind) { return kind == 0; })) {
            continue;
        }
        const Image part = imaging::cropPadded(photo, request.part);
        const auto begin = [&](Point pixel) {
            const Point at{request.part.x + pixel.x, request.part.y + pixel.y};
            const Point from = scaled(matches.at(at).from, exemplar.photo->size(), sheet.size());
            return Point{from.x + at.x % matches.stride - matches.stride / 2,
                         from.y + at.y % matches.stride - matches.stride / 2};
        };
        blend(synthesised({.photo = part,
                           .sheet = sheet,
                           .photoKinds = wanted,
                           .sheetKinds = kinds.sheet,
                           .begin = begin},
                          parallel),
              wanted, {request.part.x, request.part.y}, exemplar.strength, photo);
    }
}

} // namespace underpaint::translate
