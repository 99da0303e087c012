// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/arguments.h"

#include "engine/base/error.h"
#include "engine/base/number_text.h"
#include "engine/scene/builtin_label_sets.h"

#if UNDERPAINT_HAS_IMAGING
#include "engine/imaging/label_map_text.h"
#include "engine/imaging/label_set_json.h"
#endif

#include <filesystem>
#include <sstream>

namespace underpaint::app {

Size parseSize(const std::string& text) {
    if (text.empty()) {
        return {};
    }
    const std::size_t cross = text.find('x');
    if (cross != std::string::npos) {
        const auto width = numberIn<int>(std::string_view(text).substr(0, cross));
        const auto height = numberIn<int>(std::string_view(text).substr(cross + 1));
        if (width && height && *width > 0 && *height > 0) {
            return {*width, *height};
        }
    }
    throw Error("is no size", text, "Write it as WIDTHxHEIGHT, such as 1024x512");
}

std::pair<std::string, std::string> parseAssignment(const std::string& text,
                                                    std::string_view option) {
    const std::size_t equals = text.find('=');
    if (equals == 0 || equals == std::string::npos || equals + 1 == text.size()) {
        throw Error("has not the form NAME=VALUE", std::string(option) + " " + text);
    }
    return {text.substr(0, equals), text.substr(equals + 1)};
}

std::uint64_t parseNumber(const std::string& text, std::uint64_t high, std::string_view option) {
    const auto number = numberIn<std::uint64_t>(text);
    if (!number || *number > high) {
        throw Error("\"" + text + "\" is not a whole number from 0 to " + std::to_string(high),
                    std::string(option));
    }
    return *number;
}

std::vector<float> parseNumbers(const std::string& text, std::string_view option) {
    std::vector<float> numbers;
    std::istringstream parts(text);
    std::string part;
    while (std::getline(parts, part, ',')) {
        const auto number = numberIn<float>(part);
        if (!number) {
            throw Error("\"" + part + "\" is not a number", std::string(option));
        }
        numbers.push_back(*number);
    }
    return numbers;
}

std::optional<scene::LabelSet> parseLabelSet(const std::string& text) {
    if (text.empty()) {
        return std::nullopt;
    }
#if UNDERPAINT_HAS_IMAGING
    const std::filesystem::path path = text;
    if (path.extension() == ".json") {
        return imaging::readLabelSet(path);
    }
    if (path.extension() == ".txt") {
        return imaging::readLabelMapText(path);
    }
#endif
    return scene::builtinLabels(text);
}

} // namespace underpaint::app
