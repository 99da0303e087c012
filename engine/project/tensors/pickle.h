// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace underpaint::project {

enum class PickleKind {
    None,
    Bool,
    Int,
    Huge, ///< an integer beyond 64 bits; `text` = its two's complement, little-endian
    Float,
    Bytes, ///< also the byte strings of Python 2
    Text,  ///< UTF-8
    Tuple,
    List,
    Set,
    Dict,
    Global,    ///< a name, nothing more: `text` = "module name"
    Reduce,    ///< what Python would make by calling `callee` with `args`
    Persistent ///< a reference to something outside the pickle: `args`
};

/// A node of a parsed pickle. Nodes refer to each other as the pickle says: shared, even in
/// cycles; so never follow them without a bound.
struct PickleValue {
    PickleKind kind = PickleKind::None;
    std::int64_t integer = 0; ///< Int, Bool
    double number = 0;        ///< Float
    std::string_view text;    ///< Bytes, Text, Huge, Global; points into the input or the Pickle
    /// Tuple, List, Set: elements. Dict: key, value, key, value ... A Reduce has here what was
    /// appended to or set in the made object (SETITEMS after OrderedDict()).
    std::vector<const PickleValue*> items;
    const PickleValue* callee = nullptr; ///< Reduce
    const PickleValue* args = nullptr;   ///< Reduce: a tuple; Persistent: any
    const PickleValue* state = nullptr;  ///< Reduce: argument of BUILD or nullptr

    bool isString() const { return kind == PickleKind::Bytes || kind == PickleKind::Text; }
    bool isSequence() const { return kind == PickleKind::Tuple || kind == PickleKind::List; }
    bool isGlobal(std::string_view qualified) const {
        return kind == PickleKind::Global && text == qualified;
    }
};

/// A pickle (protocols 0 to 5) parsed into plain values. Nothing is imported or called: names and
/// calls stay data. The number of nodes is bounded by the length of the input, and they lie in one
/// arena, so that neither sharing nor nesting nor cycles cost more than that.
class Pickle {
public:
    /// Parses from the start of `input` to the STOP of the first pickle. `input` must outlive the
    /// result; `where` names the file in errors. Throws Error.
    Pickle(std::span<const std::byte> input, const std::string& where);
    Pickle(Pickle&&) noexcept = default;
    Pickle& operator=(Pickle&&) noexcept = default;
    Pickle(const Pickle&) = delete;
    Pickle& operator=(const Pickle&) = delete;
    ~Pickle() = default;

    const PickleValue& root() const { return *m_root; }
    /// Bytes up to and with STOP.
    std::size_t consumed() const { return m_consumed; }

private:
    friend class PickleMachine;

    std::deque<PickleValue> m_nodes; ///< a deque keeps addresses
    std::deque<std::string> m_texts; ///< decoded strings that are not in the input as they are
    const PickleValue* m_root = nullptr;
    std::size_t m_consumed = 0;
};

/// What a value is, for error messages: "a list", "the Python object collections.Counter" ...
std::string describe(const PickleValue& value);

} // namespace underpaint::project
