// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/translate/texture_kinds.h"

#include "engine/imaging/resize.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <utility>

namespace underpaint::translate {

namespace {

/// Of a kind of which an exemplar shows less there is no texture that one could tell; and where it
/// shows less than a share of what the scene has, the same would be seen again and again.
/// @{
constexpr int leastPixels = 64;
constexpr double leastShare = 0.15;
/// @}

/// Numbers pairs of a class and an instance from 1 on.
class KindNumbers {
public:
    std::uint32_t of(std::int32_t channel, std::uint32_t instance) {
        const std::pair wanted(channel, instance);
        if (m_number == 0 || wanted != m_last) { // neighbours are mostly alike
            m_last = wanted;
            const auto next = static_cast<std::uint32_t>(m_numbers.size() + 1);
            m_number = m_numbers.try_emplace(wanted, next).first->second;
        }
        return m_number;
    }

private:
    std::map<std::pair<std::int32_t, std::uint32_t>, std::uint32_t> m_numbers;
    std::pair<std::int32_t, std::uint32_t> m_last;
    std::uint32_t m_number = 0;
};

std::map<std::uint32_t, int> pixelsOf(const InstancePlane& kinds) {
    std::map<std::uint32_t, int> pixels;
    for (const std::uint32_t kind : kinds.values()) {
        ++pixels[kind];
    }
    return pixels;
}

/// The instance of the exemplar that most of each instance of the scene was matched with.
std::map<std::uint32_t, std::uint32_t> partnersOf(const InstancePlane& instances,
                                                  const InstancePlane& lent,
                                                  const ExemplarMatches& matches, int number) {
    std::map<std::uint32_t, std::map<std::uint32_t, int>> votes;
    for (int y = 0; y < instances.height(); ++y) {
        for (int x = 0; x < instances.width(); ++x) {
            const ExemplarMatches::Place& place = matches.at({x, y});
            if (place.exemplar == number) {
                ++votes[instances.at(x, y)][lent.at(place.from.x, place.from.y)];
            }
        }
    }
    std::map<std::uint32_t, std::uint32_t> partners;
    for (const auto& [instance, of] : votes) {
        partners[instance] =
            std::ranges::max_element(of, {}, [](const auto& one) { return one.second; })->first;
    }
    return partners;
}

} // namespace

TextureKinds textureKinds(const scene::Exemplar& exemplar, Size sheet,
                          const ClassChannels& channels, const SceneMaps& maps,
                          const ExemplarMatches& matches, int number) {
    const Size photo = maps.labels.size();
    TextureKinds kinds{InstancePlane(sheet.width, sheet.height),
                       InstancePlane(photo.width, photo.height)};
    const bool byInstance = exemplar.within == scene::MatchWithin::Instance && exemplar.instances;
    KindNumbers numbers;
    const auto lent = channels.channelsOf(imaging::resizeNearest(*exemplar.labels, sheet));
    for (int y = 0; y < sheet.height; ++y) {
        for (int x = 0; x < sheet.width; ++x) {
            const Point from = scaled({x, y}, sheet, exemplar.photo->size());
            if (!exemplar.hidden || exemplar.hidden->at(from.x, from.y) == 0) {
                kinds.sheet.at(x, y) = numbers.of(
                    lent.at(x, y), byInstance ? exemplar.instances->at(from.x, from.y) : 0);
            }
        }
    }
    const auto wanted = channels.channelsOf(maps.labels);
    const auto partners = byInstance
                              ? partnersOf(maps.instances, *exemplar.instances, matches, number)
                              : std::map<std::uint32_t, std::uint32_t>();
    for (int y = 0; y < photo.height; ++y) {
        for (int x = 0; x < photo.width; ++x) {
            if (matches.at({x, y}).exemplar == number) {
                kinds.photo.at(x, y) = numbers.of(
                    wanted.at(x, y), byInstance ? partners.at(maps.instances.at(x, y)) : 0);
            }
        }
    }
    const auto there = pixelsOf(kinds.sheet);
    auto scarce = pixelsOf(kinds.photo);
    std::erase_if(scarce, [&](const auto& one) {
        const auto found = there.find(one.first);
        return found != there.end() &&
               found->second >= std::max<double>(leastPixels, leastShare * one.second);
    });
    for (std::uint32_t& kind : kinds.photo.values()) {
        kind = scarce.contains(kind) ? 0 : kind;
    }
    return kinds;
}

} // namespace underpaint::translate
