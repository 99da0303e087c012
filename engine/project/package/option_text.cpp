// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/project/package/option_text.h"

#include "engine/base/error.h"
#include "engine/base/number_text.h"

#include <cstdint>
#include <optional>
#include <sstream>
#include <string_view>

namespace underpaint::project {

namespace {

OptionValue optionValue(const std::string& text) {
    if (text == "true" || text == "false") {
        return text == "true";
    }
    if (const auto whole = numberIn<std::int64_t>(text)) {
        return *whole;
    }
    if (const auto real = numberIn<double>(text)) {
        return *real;
    }
    return text;
}

} // namespace

std::string optionText(const OptionValue& value) {
    std::ostringstream text;
    text << std::boolalpha;
    if (const auto* list = std::get_if<std::vector<double>>(&value)) {
        for (std::size_t i = 0; i < list->size(); ++i) {
            text << (i == 0 ? "" : ",") << (*list)[i];
        }
    } else {
        std::visit(
            [&](const auto& one) {
                if constexpr (requires { text << one; }) {
                    text << one;
                }
            },
            value);
    }
    return text.str();
}

Options parseOptions(const std::vector<std::string>& assignments) {
    Options options;
    for (const std::string& text : assignments) {
        const std::size_t equals = text.find('=');
        if (equals == 0 || equals == std::string::npos || equals + 1 == text.size()) {
            throw Error("has not the form NAME=VALUE", "--option " + text);
        }
        const std::string name = text.substr(0, equals);
        if (!options.emplace(name, optionValue(text.substr(equals + 1))).second) {
            throw Error("is given twice", "--option " + name);
        }
    }
    return options;
}

} // namespace underpaint::project
