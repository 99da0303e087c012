// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/translate/class_channels.h"

#include <algorithm>
#include <map>
#include <optional>

namespace underpaint::translate {

namespace {

[[noreturn]] void failUnknown(const std::map<std::uint16_t, long long>& pixelsByValue) {
    constexpr std::size_t shown = 8;
    std::string list;
    std::size_t count = 0;
    for (const auto& [value, pixels] : pixelsByValue) {
        if (++count > shown) {
            list += ", and " + std::to_string(pixelsByValue.size() - shown) + " more";
            break;
        }
        list += (list.empty() ? "" : ", ") + std::to_string(value) + " (" + std::to_string(pixels) +
                (pixels == 1 ? " pixel)" : " pixels)");
    }
    throw Error("label values that are no class of the model: " + list, "label map",
                "Repaint these pixels, or use a model that was trained with these classes");
}

/// Calls visit(index, entry) for every pixel, where `table` maps values to entries.
template<class Table, class Visit>
void lookUp(const LabelPlane& labels, const Table& table, Visit visit) {
    std::map<std::uint16_t, long long> unknown;
    std::optional<std::uint16_t> last;
    typename Table::mapped_type entry{};
    bool known = false;
    std::size_t index = 0;
    for (const std::uint16_t value : labels.values()) {
        if (value != last) {
            const auto it = table.find(value);
            known = it != table.end();
            entry = known ? it->second : typename Table::mapped_type{};
            last = value;
        }
        if (known) {
            visit(index, entry);
        } else {
            ++unknown[value];
        }
        ++index;
    }
    if (!unknown.empty()) {
        failUnknown(unknown);
    }
}

} // namespace

ClassChannels::ClassChannels(std::span<const project::PackageClass> classes, int channels)
    : m_channels(channels) {
    const auto size = static_cast<std::size_t>(channels);
    if (classes.size() > size) {
        throw Error("the model has " + std::to_string(classes.size()) + " classes but only " +
                        std::to_string(channels) + " label channels",
                    "manifest.json /classes");
    }
    if (classes.empty()) {
        for (int i = 0; i < channels; ++i) {
            m_channelByClass[static_cast<std::uint16_t>(i)] = i;
        }
        return;
    }
    std::vector<bool> taken(size, false);
    std::vector<std::uint16_t> beyond;
    for (const project::PackageClass& one : classes) {
        const auto id = static_cast<std::uint16_t>(one.id);
        if (one.id < channels) {
            m_channelByClass[id] = one.id;
            taken[id] = true;
        } else {
            beyond.push_back(id);
        }
    }
    std::sort(beyond.begin(), beyond.end());
    auto free = taken.begin();
    for (const std::uint16_t id : beyond) {
        free = std::find(free, taken.end(), false);
        m_channelByClass[id] = static_cast<std::int32_t>(free - taken.begin());
        *free = true;
    }
}

Plane<std::int32_t> ClassChannels::channelsOf(const LabelPlane& labels) const {
    Plane<std::int32_t> channels(labels.width(), labels.height());
    lookUp(labels, m_channelByClass,
           [&](std::size_t index, std::int32_t channel) { channels.values()[index] = channel; });
    return channels;
}

ClassColours::ClassColours(std::span<const project::PackageClass> classes) {
    for (const project::PackageClass& one : classes) {
        m_colourByClass[static_cast<std::uint16_t>(one.id)] = one.colour;
    }
}

Image ClassColours::pictureOf(const LabelPlane& labels) const {
    Image picture(labels.width(), labels.height(), 3, 0);
    lookUp(labels, m_colourByClass,
           [&](std::size_t index, const std::array<std::uint8_t, 3>& colour) {
               std::copy(colour.begin(), colour.end(),
                         picture.values().begin() + static_cast<std::ptrdiff_t>(3 * index));
           });
    return picture;
}

} // namespace underpaint::translate
