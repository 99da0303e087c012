// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/project/tensors/pickle_machine.h"

#include "engine/project/tensors/pickle_text.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <utility>

namespace underpaint::project {

namespace {

/// Checkpoints have some thousand values; this many are far beyond any and still small in memory.
constexpr std::size_t maxNodes = 1 << 20;
/// Longest decimal number that is read; the format has no limit, its cost is quadratic.
constexpr std::size_t maxDigits = 100;
/// Names are copied, and a pickle can ask for a copy with few bytes.
constexpr std::size_t maxGlobal = 200;

} // namespace

PickleMachine::PickleMachine(Pickle& target, std::span<const std::byte> input,
                             const std::string& where)
    : m_target(target), m_reader(input, where), m_nodeLimit(std::min(input.size(), maxNodes) + 16) {
    m_none = make(PickleKind::None);
    for (std::size_t i = 0; i < m_bools.size(); ++i) {
        m_bools.at(i) = make(PickleKind::Bool);
        m_bools.at(i)->integer = static_cast<std::int64_t>(i);
    }
    m_emptyTuple = make(PickleKind::Tuple);
}

void PickleMachine::run() {
    constexpr unsigned char stop = '.';
    while (true) {
        const auto code = static_cast<unsigned char>(m_reader.number(1));
        if (code == stop) {
            break;
        }
        if (!stepConstant(code) && !stepString(code) && !stepContainer(code) && !stepObject(code) &&
            !stepMemo(code) && !stepStack(code)) {
            m_reader.fail("has an unknown pickle operation " + std::to_string(code));
        }
    }
    m_target.m_root = pop();
    m_target.m_consumed = m_reader.position();
}

bool PickleMachine::stepConstant(unsigned char code) {
    switch (code) {
    case 'N':
        push(m_none);
        return true;
    case 0x88:
        push(m_bools[1]);
        return true;
    case 0x89:
        push(m_bools[0]);
        return true;
    case 'I': {
        const auto line = m_reader.line();
        if (line == "00" || line == "01") {
            push(m_bools.at(line == "01" ? 1 : 0));
        } else {
            pushDecimal(line);
        }
        return true;
    }
    case 'L': {
        auto line = m_reader.line();
        if (line.ends_with('L')) {
            line.remove_suffix(1);
        }
        pushDecimal(line);
        return true;
    }
    case 'J':
        pushInt(static_cast<std::int32_t>(m_reader.number(4)));
        return true;
    case 'K':
        pushInt(static_cast<std::int64_t>(m_reader.number(1)));
        return true;
    case 'M':
        pushInt(static_cast<std::int64_t>(m_reader.number(2)));
        return true;
    case 0x8a:
        pushLong(m_reader.take(m_reader.number(1)));
        return true;
    case 0x8b:
        pushLong(m_reader.take(m_reader.number(4)));
        return true;
    case 'G': {
        std::uint64_t bits = 0;
        for (const std::byte b : m_reader.take(8)) {
            bits = (bits << 8) | std::to_integer<std::uint64_t>(b);
        }
        auto* value = make(PickleKind::Float);
        value->number = std::bit_cast<double>(bits);
        push(value);
        return true;
    }
    case 'F': {
        const auto line = m_reader.line();
        auto* value = make(PickleKind::Float);
        const auto result = std::from_chars(line.data(), line.data() + line.size(), value->number);
        if (result.ec == std::errc::invalid_argument || result.ptr != line.data() + line.size()) {
            m_reader.fail("has an unreadable number");
        }
        push(value);
        return true;
    }
    default:
        return false;
    }
}

bool PickleMachine::stepString(unsigned char code) {
    const auto counted = [this](PickleKind kind, std::size_t width) {
        push(makeString(kind, asText(m_reader.take(m_reader.number(width)))));
        return true;
    };
    switch (code) {
    case 'S':
        pushDecoded(PickleKind::Bytes, unquoted(m_reader.line()));
        return true;
    case 'V':
        pushDecoded(PickleKind::Text, fromRawUnicodeEscape(m_reader.line()));
        return true;
    case 'U':
    case 'C':
        return counted(PickleKind::Bytes, 1);
    case 'T':
    case 'B':
        return counted(PickleKind::Bytes, 4);
    case 0x8e:
    case 0x96:
        return counted(PickleKind::Bytes, 8);
    case 0x8c:
        return counted(PickleKind::Text, 1);
    case 'X':
        return counted(PickleKind::Text, 4);
    case 0x8d:
        return counted(PickleKind::Text, 8);
    default:
        return false;
    }
}

bool PickleMachine::stepContainer(unsigned char code) {
    switch (code) {
    case ')':
        push(m_emptyTuple);
        return true;
    case ']':
        push(make(PickleKind::List));
        return true;
    case '}':
        push(make(PickleKind::Dict));
        return true;
    case 0x8f:
        push(make(PickleKind::Set));
        return true;
    case 't':
    case 'l':
    case 0x91: {
        const auto values = popMark();
        const auto kind = code == 't'   ? PickleKind::Tuple
                          : code == 'l' ? PickleKind::List
                                        : PickleKind::Set;
        auto* sequence = make(kind);
        sequence->items.assign(values.begin(), values.end());
        push(sequence);
        return true;
    }
    case 'd': {
        const auto values = popMark();
        auto* dict = make(PickleKind::Dict);
        setItems(dict, values);
        push(dict);
        return true;
    }
    case 0x85:
    case 0x86:
    case 0x87:
        pushSequence(PickleKind::Tuple, code - 0x84U);
        return true;
    case 'a': {
        auto* value = pop();
        append(top(), std::span(&value, 1));
        return true;
    }
    case 'e':
    case 0x90: {
        const auto values = popMark();
        append(top(), values);
        return true;
    }
    case 's': {
        auto* value = pop();
        const std::array<PickleValue*, 2> pair = {pop(), value};
        setItems(top(), pair);
        return true;
    }
    case 'u': {
        const auto values = popMark();
        setItems(top(), values);
        return true;
    }
    default:
        return false;
    }
}

bool PickleMachine::stepObject(unsigned char code) {
    switch (code) {
    case 'c': {
        const auto module = m_reader.line();
        pushGlobal(module, m_reader.line());
        return true;
    }
    case 0x93: {
        const auto* name = pop();
        const auto* module = pop();
        if (!name->isString() || !module->isString()) {
            m_reader.fail("names a Python object by something that is no text");
        }
        pushGlobal(module->text, name->text);
        return true;
    }
    case 'R':
    case 0x81: {
        auto* args = pop();
        pushReduce(pop(), args);
        return true;
    }
    case 0x92: {
        pop(); // Keyword arguments: no consumer understands an object that has them.
        auto* args = pop();
        pushReduce(pop(), args);
        return true;
    }
    case 'i': {
        const auto module = m_reader.line();
        pushGlobal(module, m_reader.line());
        pushInstance(pop());
        return true;
    }
    case 'o':
        pushInstance(nullptr);
        return true;
    case 'b':
        build();
        return true;
    case 'P': {
        auto* value = make(PickleKind::Persistent);
        value->args = makeString(PickleKind::Text, m_reader.line());
        push(value);
        return true;
    }
    case 'Q': {
        const auto* id = pop();
        auto* value = make(PickleKind::Persistent);
        value->args = id;
        push(value);
        return true;
    }
    default:
        return false;
    }
}

bool PickleMachine::stepMemo(unsigned char code) {
    switch (code) {
    case 'p':
        memoize(lineNumber());
        return true;
    case 'q':
        memoize(m_reader.number(1));
        return true;
    case 'r':
        memoize(m_reader.number(4));
        return true;
    case 0x94:
        memoize(m_memo.size());
        return true;
    case 'g':
        recall(lineNumber());
        return true;
    case 'h':
        recall(m_reader.number(1));
        return true;
    case 'j':
        recall(m_reader.number(4));
        return true;
    default:
        return false;
    }
}

bool PickleMachine::stepStack(unsigned char code) {
    constexpr std::uint64_t newestProtocol = 5;
    switch (code) {
    case '(':
        m_marks.push_back(m_stack.size());
        return true;
    case '0':
        // Without a value above it, POP removes the mark itself.
        if (!m_marks.empty() && m_marks.back() == m_stack.size()) {
            m_marks.pop_back();
        } else {
            pop();
        }
        return true;
    case '1':
        popMark();
        return true;
    case '2':
        push(top());
        return true;
    case 0x80:
        if (m_reader.number(1) > newestProtocol) {
            m_reader.fail("uses a pickle protocol that is not known");
        }
        return true;
    case 0x95:
        m_reader.number(8); // Length of a frame: a hint for buffering.
        return true;
    default:
        return false;
    }
}

PickleValue* PickleMachine::make(PickleKind kind) {
    if (m_target.m_nodes.size() >= m_nodeLimit) {
        m_reader.fail("holds more values than any checkpoint");
    }
    auto& value = m_target.m_nodes.emplace_back();
    value.kind = kind;
    return &value;
}

PickleValue* PickleMachine::makeString(PickleKind kind, std::string_view text) {
    auto* value = make(kind);
    value->text = text;
    return value;
}

std::string_view PickleMachine::keep(std::string text) {
    return m_target.m_texts.emplace_back(std::move(text));
}

void PickleMachine::pushDecoded(PickleKind kind, std::optional<std::string> text) {
    if (!text) {
        m_reader.fail("has an unreadable text");
    }
    push(makeString(kind, keep(std::move(*text))));
}

void PickleMachine::push(PickleValue* value) {
    m_stack.push_back(value);
}

void PickleMachine::pushInt(std::int64_t value) {
    const bool small = value >= 0 && value < static_cast<std::int64_t>(m_smallInts.size());
    if (small && m_smallInts.at(static_cast<std::size_t>(value)) != nullptr) {
        push(m_smallInts.at(static_cast<std::size_t>(value)));
        return;
    }
    auto* node = make(PickleKind::Int);
    node->integer = value;
    if (small) {
        m_smallInts.at(static_cast<std::size_t>(value)) = node;
    }
    push(node);
}

void PickleMachine::pushLong(std::span<const std::byte> littleEndianBytes) {
    if (littleEndianBytes.size() > 8) {
        push(makeString(PickleKind::Huge, asText(littleEndianBytes)));
        return;
    }
    std::uint64_t value = littleEndian(littleEndianBytes);
    const std::size_t bits = littleEndianBytes.size() * 8;
    if (bits > 0 && bits < 64 && ((value >> (bits - 1)) & 1) != 0) {
        value |= ~std::uint64_t{0} << bits;
    }
    pushInt(static_cast<std::int64_t>(value));
}

void PickleMachine::pushDecimal(std::string_view digits) {
    std::int64_t value = 0;
    const char* end = digits.data() + digits.size();
    const auto result = std::from_chars(digits.data(), end, value);
    if (result.ec == std::errc() && result.ptr == end) {
        pushInt(value);
        return;
    }
    if (result.ec != std::errc::result_out_of_range || result.ptr != end ||
        digits.size() > maxDigits || digits.starts_with('-')) {
        m_reader.fail("has an unreadable integer");
    }
    // Base 10 to base 256 by multiplication, one digit after the other.
    std::string bytes;
    for (const char digit : digits) {
        unsigned carry = static_cast<unsigned>(digit - '0');
        for (char& b : bytes) {
            carry += static_cast<unsigned char>(b) * 10U;
            b = static_cast<char>(carry & 0xFF);
            carry >>= 8;
        }
        if (carry != 0) {
            bytes += static_cast<char>(carry);
        }
    }
    if ((static_cast<unsigned char>(bytes.back()) & 0x80) != 0) {
        bytes += '\0';
    }
    push(makeString(PickleKind::Huge, keep(std::move(bytes))));
}

void PickleMachine::pushSequence(PickleKind kind, std::size_t count) {
    auto* sequence = make(kind);
    sequence->items.resize(count);
    for (std::size_t i = count; i-- > 0;) {
        sequence->items[i] = pop();
    }
    push(sequence);
}

void PickleMachine::pushGlobal(std::string_view module, std::string_view name) {
    if (module.size() + name.size() > maxGlobal) {
        m_reader.fail("has an impossibly long Python name");
    }
    std::string qualified(module);
    qualified += ' ';
    qualified += name;
    push(makeString(PickleKind::Global, keep(std::move(qualified))));
}

void PickleMachine::pushReduce(PickleValue* callee, PickleValue* args) {
    if (args->kind != PickleKind::Tuple) {
        m_reader.fail("calls something without a list of arguments");
    }
    auto* value = make(PickleKind::Reduce);
    value->callee = callee;
    value->args = args;
    push(value);
}

void PickleMachine::pushInstance(PickleValue* callee) {
    const auto values = popMark();
    std::span<PickleValue* const> rest(values);
    if (callee == nullptr) {
        if (rest.empty()) {
            m_reader.fail("makes an object without a class");
        }
        callee = rest.front();
        rest = rest.subspan(1);
    }
    auto* args = make(PickleKind::Tuple);
    args->items.assign(rest.begin(), rest.end());
    pushReduce(callee, args);
}

PickleValue* PickleMachine::top() {
    const std::size_t floor = m_marks.empty() ? 0 : m_marks.back();
    if (m_stack.size() <= floor) {
        m_reader.fail("takes a value from an empty stack");
    }
    return m_stack.back();
}

PickleValue* PickleMachine::pop() {
    auto* value = top();
    m_stack.pop_back();
    return value;
}

std::vector<PickleValue*> PickleMachine::popMark() {
    if (m_marks.empty()) {
        m_reader.fail("misses a mark on the stack");
    }
    const auto begin = m_stack.begin() + static_cast<std::ptrdiff_t>(m_marks.back());
    std::vector<PickleValue*> values(begin, m_stack.end());
    m_stack.erase(begin, m_stack.end());
    m_marks.pop_back();
    return values;
}

void PickleMachine::append(PickleValue* target, std::span<PickleValue* const> values) {
    if (target->kind != PickleKind::List && target->kind != PickleKind::Set &&
        target->kind != PickleKind::Reduce) {
        m_reader.fail("appends to " + describe(*target));
    }
    target->items.insert(target->items.end(), values.begin(), values.end());
}

void PickleMachine::setItems(PickleValue* target, std::span<PickleValue* const> values) {
    if (target->kind != PickleKind::Dict && target->kind != PickleKind::Reduce) {
        m_reader.fail("sets an item of " + describe(*target));
    }
    if (values.size() % 2 != 0) {
        m_reader.fail("has a key without a value");
    }
    target->items.insert(target->items.end(), values.begin(), values.end());
}

void PickleMachine::build() {
    const auto* state = pop();
    auto* target = top();
    if (target->kind != PickleKind::Reduce) {
        m_reader.fail("gives a state to " + describe(*target));
    }
    target->state = state;
}

void PickleMachine::memoize(std::uint64_t index) {
    m_memo[index] = top();
}

void PickleMachine::recall(std::uint64_t index) {
    const auto found = m_memo.find(index);
    if (found == m_memo.end()) {
        m_reader.fail("refers to a value that was not stored");
    }
    push(found->second);
}

std::uint64_t PickleMachine::lineNumber() {
    const auto line = m_reader.line();
    std::uint64_t index = 0;
    const char* end = line.data() + line.size();
    const auto result = std::from_chars(line.data(), end, index);
    if (result.ec != std::errc() || result.ptr != end) {
        m_reader.fail("has an unreadable memo index");
    }
    return index;
}

} // namespace underpaint::project
