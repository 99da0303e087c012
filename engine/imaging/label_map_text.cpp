// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/imaging/label_map_text.h"

#include "engine/base/error.h"
#include "engine/base/mapped_file.h"

#include <array>
#include <charconv>
#include <cstdint>
#include <optional>
#include <system_error>
#include <utility>
#include <vector>

namespace underpaint::imaging {

namespace {

std::string_view trimmed(std::string_view text) {
    const std::size_t first = text.find_first_not_of(" \t\r");
    const std::size_t last = text.find_last_not_of(" \t\r");
    return first == std::string_view::npos ? std::string_view()
                                           : text.substr(first, last + 1 - first);
}

/// What lies before the next `separator`, which goes with it.
std::string_view takeField(std::string_view& rest, char separator) {
    const std::size_t end = rest.find(separator);
    const std::string_view field = rest.substr(0, end);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    return trimmed(field);
}

std::optional<scene::Colour> colourOf(std::string_view text) {
    std::array<std::uint8_t, 3> channels{};
    for (std::uint8_t& channel : channels) {
        const std::string_view number = takeField(text, ',');
        const auto [end, status] =
            std::from_chars(number.data(), number.data() + number.size(), channel);
        if (status != std::errc{} || end != number.data() + number.size()) {
            return std::nullopt;
        }
    }
    return text.empty() ? std::optional(scene::Colour{channels[0], channels[1], channels[2]})
                        : std::nullopt;
}

} // namespace

scene::LabelSet parseLabelMapText(std::string_view text, const std::string& where) {
    constexpr std::size_t most = 65536;
    const char* const expected = "Expected lines such as \"car:128,0,0::\"";
    std::vector<scene::LabelClass> classes;
    for (std::size_t number = 1; !text.empty(); ++number) {
        std::string_view line = takeField(text, '\n');
        if (line.empty() || line.front() == '#') {
            continue;
        }
        const std::string name(takeField(line, ':'));
        const auto colour = colourOf(takeField(line, ':'));
        if (name.empty() || !colour || classes.size() == most) {
            throw Error("line " + std::to_string(number) + " is no class with a colour", where,
                        expected);
        }
        classes.push_back({static_cast<std::uint16_t>(classes.size()), name, *colour, false});
    }
    if (classes.empty()) {
        throw Error("there is no class in this file", where, expected);
    }
    try {
        return {"labelmap", std::move(classes)};
    } catch (const Error& failure) {
        throw Error(failure.problem(), where, failure.remedy());
    }
}

scene::LabelSet readLabelMapText(const std::filesystem::path& path) {
    const MappedFile file(path);
    const auto bytes = file.bytes();
    return parseLabelMapText({reinterpret_cast<const char*>(bytes.data()), bytes.size()},
                             path.string());
}

} // namespace underpaint::imaging
