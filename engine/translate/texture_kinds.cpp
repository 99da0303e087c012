// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/translate/texture_kinds.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <utility>
#include <vector>

namespace underpaint::translate {

namespace {

/// Of a kind of which an exemplar shows less there is no texture that one could tell; and where it
/// shows less than a share of what the scene has, the same would be seen again and again.
/// @{
constexpr int leastPixels = 64;
constexpr double leastShare = 0.15;
/// @}

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

/// What `find` says of a class and an instance, which neighbours mostly share.
template<class Find>
class Remembered {
public:
    explicit Remembered(Find find) : m_find(std::move(find)) {}

    std::uint32_t operator()(std::int32_t channel, std::uint32_t instance) {
        if (!m_known || m_channel != channel || m_instance != instance) {
            m_known = true;
            m_channel = channel;
            m_instance = instance;
            m_kind = m_find(channel, instance);
        }
        return m_kind;
    }

private:
    Find m_find;
    bool m_known = false;
    std::int32_t m_channel = 0;
    std::uint32_t m_instance = 0;
    std::uint32_t m_kind = 0;
};

} // namespace

InstancePlane textureKinds(const TextureSheet& sheet, const TexturedMaps& maps,
                           const ExemplarMatches& matches, int number) {
    const Size size = maps.channels.size();
    const InstancePlane* lent = sheet.instances();
    const auto partners = lent != nullptr ? partnersOf(maps.instances, *lent, matches, number)
                                          : std::map<std::uint32_t, std::uint32_t>();
    Remembered kindOf([&](std::int32_t channel, std::uint32_t instance) {
        return sheet.kindOf(channel, lent != nullptr ? partners.at(instance) : 0);
    });
    InstancePlane kinds(size.width, size.height);
    std::map<std::uint32_t, int> wanted;
    for (int y = 0; y < size.height; ++y) {
        for (int x = 0; x < size.width; ++x) {
            if (matches.at({x, y}).exemplar == number) {
                kinds.at(x, y) = kindOf(maps.channels.at(x, y), maps.instances.at(x, y));
                ++wanted[kinds.at(x, y)];
            }
        }
    }
    std::erase_if(wanted, [&](const auto& one) {
        return sheet.pixelsOf(one.first) >= std::max<double>(leastPixels, leastShare * one.second);
    });
    for (std::uint32_t& kind : kinds.values()) {
        kind = wanted.contains(kind) ? 0 : kind;
    }
    return kinds;
}

} // namespace underpaint::translate
