// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/project/foreign_reader.h"
#include "engine/project/tensors/pickle.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace underpaint::project {

/// The stack machine of the pickle format (described in CPython's Lib/pickletools.py), with values
/// instead of Python objects. Used once, by Pickle.
class PickleMachine {
public:
    PickleMachine(Pickle& target, std::span<const std::byte> input, const std::string& where);
    void run();

private:
    /// The opcodes in groups; each returns false when the code is of another group.
    /// @{
    bool stepConstant(unsigned char code);
    bool stepString(unsigned char code);
    bool stepContainer(unsigned char code);
    bool stepObject(unsigned char code);
    bool stepMemo(unsigned char code);
    bool stepStack(unsigned char code);
    /// @}

    PickleValue* make(PickleKind kind);
    PickleValue* makeString(PickleKind kind, std::string_view text);
    std::string_view keep(std::string text);

    void pushDecoded(PickleKind kind, std::optional<std::string> text);
    void push(PickleValue* value);
    void pushInt(std::int64_t value);
    void pushLong(std::span<const std::byte> littleEndianBytes);
    void pushDecimal(std::string_view digits);
    void pushSequence(PickleKind kind, std::size_t count);
    void pushGlobal(std::string_view module, std::string_view name);
    void pushReduce(PickleValue* callee, PickleValue* args);
    /// INST and OBJ: the arguments lie above the mark, for OBJ after the class.
    void pushInstance(PickleValue* callee);

    PickleValue* top();
    PickleValue* pop();
    /// Values above the last mark; both are removed from the stack.
    std::vector<PickleValue*> popMark();
    void append(PickleValue* target, std::span<PickleValue* const> values);
    void setItems(PickleValue* target, std::span<PickleValue* const> values);
    void build();
    void memoize(std::uint64_t index);
    void recall(std::uint64_t index);
    std::uint64_t lineNumber();

    Pickle& m_target;
    ForeignReader m_reader;
    std::size_t m_nodeLimit;
    std::vector<PickleValue*> m_stack;
    std::vector<std::size_t> m_marks;
    std::unordered_map<std::uint64_t, PickleValue*> m_memo;
    /// Constants are made once, so that a long run of them costs no nodes.
    std::array<PickleValue*, 256> m_smallInts = {};
    PickleValue* m_none = nullptr;
    std::array<PickleValue*, 2> m_bools = {};
    PickleValue* m_emptyTuple = nullptr;
};

} // namespace underpaint::project
