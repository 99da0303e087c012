// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/translate/texture_sheet.h"

#include "engine/base/colour_photo.h"
#include "engine/base/scaled_point.h"
#include "engine/imaging/resize.h"
#include "engine/translate/texture_pyramid.h"

#include <algorithm>
#include <cmath>

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

} // namespace

TextureSheet::TextureSheet(const scene::Exemplar& exemplar, Size photo,
                           const ClassChannels& channels)
    : m_of(exemplar), m_photo(photo), m_pixels(1) {
    const Image& whole = *exemplar.photo;
    const Size size = sheetSize(whole.size(), photo);
    const auto shown = channels.channelsOf(imaging::resizeNearest(*exemplar.labels, size));
    InstancePlane kinds(size.width, size.height);
    for (int y = 0; y < size.height; ++y) {
        for (int x = 0; x < size.width; ++x) {
            const Point from = scaledPoint({x, y}, size, whole.size());
            if (exemplar.hidden && exemplar.hidden->at(from.x, from.y) != 0) {
                continue;
            }
            const std::uint32_t instance =
                instances() != nullptr ? instances()->at(from.x, from.y) : 0;
            const auto next = static_cast<std::uint32_t>(m_pixels.size());
            const std::uint32_t kind =
                m_kinds.try_emplace({shown.at(x, y), instance}, next).first->second;
            m_pixels.resize(std::max(m_pixels.size(), std::size_t{kind} + 1));
            ++m_pixels[kind];
            kinds.at(x, y) = kind;
        }
    }
    m_levels = texturePyramid(
        imaging::resizeBicubic(whole.channels() == 3 ? whole : inColour(whole), size), kinds);
}

const InstancePlane* TextureSheet::instances() const {
    return m_of.within == scene::MatchWithin::Instance ? m_of.instances.get() : nullptr;
}

bool TextureSheet::isOf(const scene::Exemplar& exemplar, Size photo) const {
    return m_photo == photo && m_of.photo == exemplar.photo && m_of.labels == exemplar.labels &&
           m_of.instances == exemplar.instances && m_of.hidden == exemplar.hidden &&
           m_of.within == exemplar.within;
}

std::uint32_t TextureSheet::kindOf(std::int32_t channel, std::uint32_t instance) const {
    const auto found = m_kinds.find({channel, instance});
    return found == m_kinds.end() ? 0 : found->second;
}

int TextureSheet::pixelsOf(std::uint32_t kind) const {
    return m_pixels.at(kind);
}

} // namespace underpaint::translate
