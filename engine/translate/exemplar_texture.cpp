// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/translate/exemplar_texture.h"

#include "engine/base/scaled_point.h"
#include "engine/imaging/resize.h"
#include "engine/translate/texture_synthesis.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>

namespace underpaint::translate {

namespace {

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

const TextureSheet& ExemplarTexture::sheetOf(const scene::Exemplar& exemplar, Size photo) {
    const auto known = std::ranges::find_if(
        m_sheets, [&](const TextureSheet& sheet) { return sheet.isOf(exemplar, photo); });
    if (known != m_sheets.end()) {
        return *known;
    }
    return m_sheets.emplace_back(exemplar, photo, m_channels);
}

void ExemplarTexture::paint(const Request& request, Image& photo,
                            const kernels::Parallel& parallel) {
    const auto exemplars = request.scene.allExemplars();
    // Photos and previews take turns.
    const std::size_t most = 2 * exemplars.size();
    if (m_sheets.size() > most) {
        m_sheets.erase(m_sheets.begin(), m_sheets.end() - static_cast<std::ptrdiff_t>(most));
    }
    const ExemplarMatches& matches = request.matches;
    for (int number = 0; number < static_cast<int>(matches.exemplars.size()); ++number) {
        const scene::Exemplar& exemplar =
            *exemplars.at(matches.exemplars[static_cast<std::size_t>(number)]);
        if (!exemplar.texture || !exemplar.labels) {
            continue;
        }
        const TextureSheet& sheet = sheetOf(exemplar, photo.size());
        const InstancePlane wanted =
            imaging::cropPadded(textureKinds(sheet, request.maps, matches, number), request.part);
        if (std::ranges::all_of(wanted.values(), [](std::uint32_t kind) { return kind == 0; })) {
            continue;
        }
        const Image part = imaging::cropPadded(photo, request.part);
        const auto begin = [&](Point pixel) {
            const Point at{request.part.x + pixel.x, request.part.y + pixel.y};
            const Point from =
                scaledPoint(matches.at(at).from, exemplar.photo->size(), sheet.size());
            return Point{from.x + at.x % matches.stride - matches.stride / 2,
                         from.y + at.y % matches.stride - matches.stride / 2};
        };
        blend(synthesised({.photo = part, .kinds = wanted, .sheet = sheet.levels(), .begin = begin},
                          parallel),
              wanted, {request.part.x, request.part.y}, exemplar.strength, photo);
    }
}

} // namespace underpaint::translate
