// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/imaging/instance_masks.h"

#include "engine/base/error.h"
#include "engine/imaging/codec.h"
#include "engine/imaging/folder_walk.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <set>

namespace underpaint::imaging {

namespace {

struct MaskName {
    std::string stem;
    int number = 0;
};

std::optional<MaskName> maskNameOf(const std::filesystem::path& path) {
    const std::string name = path.stem().string();
    const std::size_t line = name.rfind('_');
    if (line == std::string::npos || line == 0 || line + 1 == name.size()) {
        return std::nullopt;
    }
    MaskName result{.stem = name.substr(0, line)};
    const char* end = name.data() + name.size();
    const auto parsed = std::from_chars(name.data() + line + 1, end, result.number);
    return parsed.ec == std::errc() && parsed.ptr == end && result.number >= 0
               ? std::optional(result)
               : std::nullopt;
}

/// Grey levels of a colour picture, as Pillow makes them.
Image greyOf(const Image& colours) {
    Image grey(colours.width(), colours.height());
    for (int y = 0; y < colours.height(); ++y) {
        for (int x = 0; x < colours.width(); ++x) {
            const unsigned sum = colours.at(x, y, 0) * 19595U + colours.at(x, y, 1) * 38470U +
                                 colours.at(x, y, 2) * 7471U + 0x8000U;
            grey.at(x, y) = static_cast<std::uint8_t>(sum >> 16U);
        }
    }
    return grey;
}

} // namespace

std::map<std::string, std::vector<std::filesystem::path>>
maskFilesByStem(const std::filesystem::path& folder) {
    std::map<std::string, std::map<int, std::filesystem::path>> found;
    for (const std::filesystem::path& file : visibleFiles(folder, Depth::Folder)) {
        if (!hasImageExtension(file)) {
            continue;
        }
        if (const auto name = maskNameOf(file)) {
            found[name->stem].emplace(name->number, file);
        }
    }
    std::map<std::string, std::vector<std::filesystem::path>> files;
    for (const auto& [stem, numbered] : found) {
        for (const auto& [number, file] : numbered) {
            files[stem].push_back(file);
        }
    }
    return files;
}

Image readMask(const std::filesystem::path& path) {
    const StoredImage stored = readStored(path);
    Image mask;
    if (!stored.indices.empty()) {
        const auto values = stored.indices.values();
        const std::uint16_t highest = *std::ranges::max_element(values);
        if (highest > 1 && !stored.palette.empty()) {
            return greyOf(shownColours(stored));
        }
        mask = Image(stored.indices.width(), stored.indices.height());
        const unsigned divisor = highest > 255 ? 257 : 1;
        const unsigned factor = highest == 1 ? 255 : 1;
        std::ranges::transform(values, mask.values().begin(), [&](std::uint16_t value) {
            return static_cast<std::uint8_t>(value * factor / divisor);
        });
        return mask;
    }
    if (stored.colours.empty()) {
        throw Error("is no mask: its numbers need more than 16 bits", path.string(),
                    "Give a grey picture, or the file as an instance map");
    }
    return greyOf(stored.colours);
}

std::vector<InstanceMask>
masksOfInstances(const InstancePlane& instances,
                 const std::function<bool(std::uint32_t number)>& wanted) {
    const auto values = instances.values();
    const std::set<std::uint32_t> numbers(values.begin(), values.end());
    std::vector<InstanceMask> masks;
    for (const std::uint32_t number : numbers) {
        if (!wanted(number)) {
            continue;
        }
        InstanceMask one{number, Image(instances.width(), instances.height())};
        std::ranges::transform(values, one.mask.values().begin(), [&](std::uint32_t value) {
            return static_cast<std::uint8_t>(value == number ? 255 : 0);
        });
        masks.push_back(std::move(one));
    }
    return masks;
}

} // namespace underpaint::imaging
