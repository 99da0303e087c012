// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/nets/option_reader.h"

#include "engine/base/error.h"

#include <algorithm>
#include <cmath>

namespace underpaint::nets {

const project::OptionValue* OptionReader::take(const std::string& name) {
    m_seen.insert(name);
    const auto it = m_options.find(name);
    return it == m_options.end() ? nullptr : &it->second;
}

void OptionReader::fail(const std::string& name, const std::string& problem) const {
    throw Error("option " + name + " " + problem, m_network);
}

std::int64_t OptionReader::integer(const std::string& name, std::int64_t low, std::int64_t high,
                                   std::optional<std::int64_t> fallback) {
    const project::OptionValue* value = take(name);
    if (value == nullptr) {
        if (fallback) {
            return *fallback;
        }
        fail(name, "is missing");
    }
    std::int64_t number = 0;
    if (const auto* whole = std::get_if<std::int64_t>(value)) {
        number = *whole;
    } else if (const auto* real = std::get_if<double>(value);
               real != nullptr && std::abs(*real) < 1e9 && *real == std::floor(*real)) {
        number = static_cast<std::int64_t>(*real);
    } else {
        fail(name, "is not a whole number");
    }
    if (number < low || number > high) {
        fail(name, "is " + std::to_string(number) + ", not between " + std::to_string(low) +
                       " and " + std::to_string(high));
    }
    return number;
}

bool OptionReader::boolean(const std::string& name) {
    const project::OptionValue* value = take(name);
    if (value == nullptr) {
        return false;
    }
    if (const auto* flag = std::get_if<bool>(value)) {
        return *flag;
    }
    if (const auto* number = std::get_if<std::int64_t>(value);
        number != nullptr && *number <= 1 && *number >= 0) {
        return *number == 1;
    }
    fail(name, "is not true or false");
}

std::string OptionReader::choice(const std::string& name, const std::vector<std::string>& names) {
    const project::OptionValue* value = take(name);
    if (value == nullptr) {
        return names.front();
    }
    const auto* given = std::get_if<std::string>(value);
    if (given == nullptr || std::find(names.begin(), names.end(), *given) == names.end()) {
        std::string list;
        for (const std::string& known : names) {
            list += (list.empty() ? "\"" : ", \"") + known + "\"";
        }
        fail(name, "is not one of " + list);
    }
    return *given;
}

std::vector<std::int64_t> OptionReader::integers(const std::string& name, std::size_t count,
                                                 std::int64_t low, std::int64_t high,
                                                 std::vector<std::int64_t> fallback) {
    const project::OptionValue* value = take(name);
    if (value == nullptr) {
        return fallback;
    }
    std::vector<std::int64_t> numbers = integerList(name, low, high);
    if (numbers.size() != count) {
        fail(name, "is not a list of " + std::to_string(count) + " numbers");
    }
    return numbers;
}

std::vector<std::int64_t> OptionReader::integerList(const std::string& name, std::int64_t low,
                                                    std::int64_t high) {
    const project::OptionValue* value = take(name);
    if (value == nullptr) {
        return {};
    }
    const auto* list = std::get_if<std::vector<double>>(value);
    if (list == nullptr) {
        fail(name, "is not a list of numbers");
    }
    std::vector<std::int64_t> numbers;
    for (const double number : *list) {
        // Written so that NaN is refused too.
        if (!(number == std::floor(number) && number >= static_cast<double>(low) &&
              number <= static_cast<double>(high))) {
            fail(name, "holds something else than whole numbers between " + std::to_string(low) +
                           " and " + std::to_string(high));
        }
        numbers.push_back(static_cast<std::int64_t>(number));
    }
    return numbers;
}

double OptionReader::positive(const std::string& name, double fallback) {
    const project::OptionValue* value = take(name);
    if (value == nullptr) {
        return fallback;
    }
    double number = 0;
    if (const auto* whole = std::get_if<std::int64_t>(value)) {
        number = static_cast<double>(*whole);
    } else if (const auto* real = std::get_if<double>(value)) {
        number = *real;
    }
    if (!(number > 0) || !std::isfinite(number)) {
        fail(name, "is not a positive number");
    }
    return number;
}

Norm OptionReader::norm() {
    const project::OptionValue* value = take("norm");
    const bool tracked = boolean("track_running_stats");
    if (value == nullptr) {
        fail("norm", "is missing");
    }
    const auto* name = std::get_if<std::string>(value);
    if (name != nullptr && *name == "instance") {
        return tracked ? Norm::TrackedInstance : Norm::Instance;
    }
    if (name != nullptr && *name == "batch") {
        return Norm::Batch;
    }
    if (name != nullptr && *name == "none") {
        return Norm::None;
    }
    fail("norm", "is not \"instance\", \"batch\" or \"none\"");
}

void OptionReader::finish() const {
    for (const auto& [name, value] : m_options) {
        if (!m_seen.contains(name)) {
            fail(name, "is unknown");
        }
    }
}

} // namespace underpaint::nets
