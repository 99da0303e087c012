// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/project/json.h"

#include "engine/project/shown_text.h"

#include <limits>
#include <set>
#include <utility>
#include <vector>

namespace underpaint::project {

namespace {

constexpr int maxDepth = 32;

/// Watches the parser for nesting and repeated keys, both of which it would accept.
class JsonGuard {
public:
    explicit JsonGuard(const std::string& where) : m_where(where) {}

    bool operator()(int depth, nlohmann::json::parse_event_t event, const nlohmann::json& parsed) {
        using Event = nlohmann::json::parse_event_t;
        if (depth > maxDepth) {
            throw Error("is nested too deeply", m_where, "Write it again with fewer levels");
        }
        if (event == Event::object_start) {
            m_keys.emplace_back();
        } else if (event == Event::object_end) {
            m_keys.pop_back();
        } else if (event == Event::key) {
            const auto& key = parsed.get_ref<const std::string&>();
            if (!m_keys.back().insert(key).second) {
                throw Error("has the key " + shownText(key) + " twice in one object", m_where,
                            "Keep one of them");
            }
        }
        return true;
    }

private:
    const std::string& m_where;
    std::vector<std::set<std::string>> m_keys;
};

/// "~" and "/" inside keys are written "~0" and "~1" (RFC 6901).
std::string escaped(const std::string& key) {
    std::string result;
    for (const char c : key) {
        if (c == '~') {
            result += "~0";
        } else if (c == '/') {
            result += "~1";
        } else {
            result += c;
        }
    }
    return result;
}

} // namespace

nlohmann::json parseJson(std::string_view text, const std::string& where, std::size_t maxLength) {
    if (text.size() > maxLength) {
        throw Error("has more than " + std::to_string(maxLength) + " bytes of JSON", where,
                    "The file is damaged or of another kind");
    }
    JsonGuard guard(where);
    const auto watch = [&guard](int depth, nlohmann::json::parse_event_t event,
                                const nlohmann::json& parsed) {
        return guard(depth, event, parsed);
    };
    try {
        return nlohmann::json::parse(text, watch);
    } catch (const nlohmann::json::exception& failure) {
        throw Error("is not valid JSON (" + std::string(failure.what()) + ")", where,
                    "Correct the file or fetch it again");
    }
}

JsonPlace JsonPlace::member(const std::string& key) const {
    return {m_value->at(key), m_pointer + "/" + escaped(key)};
}

JsonPlace JsonPlace::element(std::size_t index) const {
    return {m_value->at(index), m_pointer + "/" + std::to_string(index)};
}

std::string JsonPlace::shown() const {
    if (m_value->is_structured()) {
        return m_value->is_array() ? "an array" : "an object";
    }
    const std::string text = m_value->dump(-1, ' ', true, nlohmann::json::error_handler_t::replace);
    constexpr std::size_t shownLength = 60;
    return text.size() > shownLength ? text.substr(0, shownLength) + "..." : text;
}

std::optional<std::int64_t> JsonPlace::integer() const {
    if (m_value->is_number_unsigned()) {
        const auto value = m_value->get<std::uint64_t>();
        if (value > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) {
            return std::nullopt;
        }
        return static_cast<std::int64_t>(value);
    }
    return m_value->is_number_integer() ? std::optional(m_value->get<std::int64_t>())
                                        : std::nullopt;
}

std::optional<double> JsonPlace::number() const {
    return m_value->is_number() ? std::optional(m_value->get<double>()) : std::nullopt;
}

} // namespace underpaint::project
