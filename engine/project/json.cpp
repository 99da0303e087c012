// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/project/json.h"

#include "engine/base/safe_text.h"
#include "engine/project/shown_text.h"

#include <limits>
#include <utility>
#include <vector>

namespace underpaint::project {

namespace {

constexpr std::size_t maxDepth = 32;
/// Far more than any file of ours has, and still small in memory.
constexpr std::size_t maxValues = std::size_t{4} << 20;

/// Builds the document from the parser's events: the library's own builder does work in proportion
/// to the parent's members at the end of every object, and accepts repeated keys and any nesting.
class JsonBuilder final : public nlohmann::json_sax<nlohmann::json> {
public:
    using Json = nlohmann::json;

    explicit JsonBuilder(const std::string& where) : m_where(where) {}

    Json take() { return std::move(m_root); }

    bool null() override { return add(nullptr); }
    bool boolean(bool value) override { return add(value); }
    bool number_integer(Json::number_integer_t value) override { return add(value); }
    bool number_unsigned(Json::number_unsigned_t value) override { return add(value); }
    bool number_float(Json::number_float_t value, const std::string& /*text*/) override {
        return add(value);
    }
    bool string(std::string& value) override { return add(std::move(value)); }
    bool binary(Json::binary_t& value) override { return add(std::move(value)); }

    bool start_object(std::size_t /*members*/) override { return open(Json::object()); }
    bool key(std::string& key) override {
        auto& object = m_open.back()->get_ref<Json::object_t&>();
        const auto [place, added] = object.emplace(key, nullptr);
        if (!added) {
            throw Error("has the key " + shownText(key) + " twice in one object", m_where,
                        "Keep one of them");
        }
        m_member = &place->second;
        return true;
    }
    bool end_object() override { return close(); }
    bool start_array(std::size_t /*elements*/) override { return open(Json::array()); }
    bool end_array() override { return close(); }

    bool parse_error(std::size_t /*position*/, const std::string& /*token*/,
                     const nlohmann::detail::exception& failure) override {
        throw Error("is not valid JSON (" + safeText(failure.what()) + ")", m_where,
                    "Correct the file or fetch it again");
    }

private:
    /// Puts a value to its place and returns it there.
    Json* put(Json value) {
        if (++m_values > maxValues) {
            throw Error("holds more than " + std::to_string(maxValues) + " values of JSON", m_where,
                        "The file is damaged or of another kind");
        }
        if (m_open.empty()) {
            m_root = std::move(value);
            return &m_root;
        }
        Json& parent = *m_open.back();
        if (parent.is_object()) {
            *m_member = std::move(value);
            return m_member;
        }
        auto& elements = parent.get_ref<Json::array_t&>();
        elements.push_back(std::move(value));
        return &elements.back();
    }

    template<class Value>
    bool add(Value&& value) {
        put(Json(std::forward<Value>(value)));
        return true;
    }

    /// Stays where it is while it is open: its parent gets nothing more until then.
    bool open(Json value) {
        if (m_open.size() >= maxDepth) {
            throw Error("is nested too deeply", m_where, "Write it again with fewer levels");
        }
        m_open.push_back(put(std::move(value)));
        return true;
    }

    bool close() {
        m_open.pop_back();
        return true;
    }

    const std::string& m_where;
    Json m_root;
    std::vector<Json*> m_open; ///< objects and arrays that are not complete, outermost first
    Json* m_member = nullptr;  ///< of the innermost object, whose key was read last
    std::size_t m_values = 0;
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
    JsonBuilder builder(where);
    nlohmann::json::sax_parse(text, &builder);
    return builder.take();
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
