// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/project/state_dict.h"

#include "engine/base/error.h"
#include "engine/project/shown_text.h"

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <utility>

namespace underpaint::project {

namespace {

constexpr std::string_view saveRemedy =
    "Save a state dictionary instead: torch.save(net.state_dict(), ...)";
/// Networks use up to 5 axes.
constexpr std::size_t maxRank = 16;
/// Wrappers around a tensor or a dictionary: never this deep in files that are meant seriously.
constexpr int maxDepth = 8;
constexpr std::size_t maxTensors = 1 << 16;
/// Keys of storages are decimal numbers.
constexpr std::size_t maxKey = 64;

[[noreturn]] void fail(const std::string& what, const std::string& where,
                       std::string_view remedy = "The file is damaged; fetch it again") {
    throw Error(what, where, std::string(remedy));
}

bool isOneOf(const PickleValue& value, std::span<const std::string_view> names) {
    return value.kind == PickleKind::Global &&
           std::find(names.begin(), names.end(), value.text) != names.end();
}

bool isCallOf(const PickleValue& value, std::span<const std::string_view> names) {
    return value.kind == PickleKind::Reduce && isOneOf(*value.callee, names);
}

constexpr std::array<std::string_view, 2> tensorMakers = {"torch._utils _rebuild_tensor",
                                                          "torch._utils _rebuild_tensor_v2"};
/// A parameter is its tensor (the first argument) and flags that concern training only.
constexpr std::array<std::string_view, 4> parameterMakers = {
    "torch._utils _rebuild_parameter", "torch._utils _rebuild_parameter_with_state",
    "torch.nn.parameter Parameter", "torch.nn.parameter Buffer"};
/// Makes a tensor and gives it Python attributes: (maker, type, arguments, attributes).
constexpr std::array<std::string_view, 1> typedMakers = {"torch._tensor _rebuild_from_type_v2"};
constexpr std::array<std::string_view, 3> dictionaryMakers = {"collections OrderedDict",
                                                              "__builtin__ dict", "builtins dict"};
constexpr std::array<std::string_view, 1> sizeMakers = {"torch Size"};

/// Names under which training scripts keep the dictionary of tensors.
constexpr std::array<std::string_view, 13> wrapperNames = {
    "state_dict", "model_state_dict", "model_state", "model",     "net", "network", "params",
    "params_ema", "generator",        "netG",        "model_ema", "ema", "weights"};

using Pairs = std::vector<std::pair<const PickleValue*, const PickleValue*>>;

void addAlternating(const std::vector<const PickleValue*>& items, Pairs& pairs) {
    for (std::size_t i = 0; i + 1 < items.size(); i += 2) {
        pairs.emplace_back(items[i], items[i + 1]);
    }
}

/// The entries of a dict or of an OrderedDict in any of its forms; nothing for other values.
std::optional<Pairs> dictionaryPairs(const PickleValue& value) {
    Pairs pairs;
    if (value.kind == PickleKind::Dict) {
        addAlternating(value.items, pairs);
        return pairs;
    }
    if (!isCallOf(value, dictionaryMakers)) {
        return std::nullopt;
    }
    for (const auto* argument : value.args->items) {
        if (argument->kind == PickleKind::Dict) {
            addAlternating(argument->items, pairs);
            continue;
        }
        if (!argument->isSequence()) {
            return std::nullopt;
        }
        for (const auto* pair : argument->items) {
            if (!pair->isSequence() || pair->items.size() != 2) {
                return std::nullopt;
            }
            pairs.emplace_back(pair->items[0], pair->items[1]);
        }
    }
    addAlternating(value.items, pairs);
    return pairs;
}

bool isTensor(const PickleValue& value) {
    return isCallOf(value, tensorMakers) || isCallOf(value, parameterMakers) ||
           isCallOf(value, typedMakers);
}

bool holdsTensors(const Pairs& pairs) {
    return std::any_of(pairs.begin(), pairs.end(),
                       [](const auto& pair) { return isTensor(*pair.second); });
}

/// The one value under a usual wrapper name that is a dictionary of tensors or a wrapper itself.
const PickleValue* unwrapped(const Pairs& pairs, const std::string& where) {
    std::set<std::string_view> seen;
    std::vector<std::string> found;
    const PickleValue* result = nullptr;
    const PickleValue* nested = nullptr;
    for (const auto& [key, value] : pairs) {
        const bool named = key->isString() && std::find(wrapperNames.begin(), wrapperNames.end(),
                                                        key->text) != wrapperNames.end();
        // Each name once: looking into one large dictionary again and again would take forever.
        const auto inner =
            named && seen.insert(key->text).second ? dictionaryPairs(*value) : std::nullopt;
        if (!inner) {
            continue;
        }
        if (holdsTensors(*inner)) {
            found.emplace_back(key->text);
            result = value;
        } else if (!inner->empty()) {
            nested = value;
        }
    }
    if (found.size() > 1) {
        fail("holds several sets of weights (\"" + found[0] + "\", \"" + found[1] + "\")", where,
             "Save the wanted one alone");
    }
    return result != nullptr ? result : nested;
}

ElementType storageType(const PickleValue& type, const std::string& where) {
    static constexpr std::array<std::pair<std::string_view, ElementType>, 10> types = {
        {{"DoubleStorage", ElementType::F64},
         {"FloatStorage", ElementType::F32},
         {"HalfStorage", ElementType::F16},
         {"BFloat16Storage", ElementType::BF16},
         {"LongStorage", ElementType::I64},
         {"IntStorage", ElementType::I32},
         {"ShortStorage", ElementType::I16},
         {"CharStorage", ElementType::I8},
         {"ByteStorage", ElementType::U8},
         {"BoolStorage", ElementType::Bool}}};
    if (type.kind == PickleKind::Global) {
        auto name = type.text;
        for (const std::string_view module : {"torch ", "torch.cuda ", "torch.storage "}) {
            if (name.starts_with(module)) {
                name.remove_prefix(module.size());
                break;
            }
        }
        for (const auto& [known, element] : types) {
            if (name == known) {
                return element;
            }
        }
    }
    fail("has a tensor of an unknown type (" + describe(type) + ")", where,
         "Convert it to float32 before saving");
}

std::uint64_t countOf(const PickleValue& value, const std::string& where) {
    if (value.kind != PickleKind::Int || value.integer < 0) {
        fail("has a tensor whose offset or size is " + describe(value), where);
    }
    return static_cast<std::uint64_t>(value.integer);
}

std::vector<std::int64_t> extentsOf(const PickleValue& value, const std::string& where) {
    const auto* list = &value;
    if (isCallOf(value, sizeMakers) && value.args->items.size() == 1) {
        list = value.args->items[0];
    }
    if (!list->isSequence() || list->items.size() > maxRank) {
        fail("has a tensor whose shape is " + describe(value), where);
    }
    std::vector<std::int64_t> extents;
    for (const auto* item : list->items) {
        extents.push_back(static_cast<std::int64_t>(countOf(*item, where)));
    }
    return extents;
}

} // namespace

StateDict::StateDict(const PickleValue& object, const std::string& where) : m_where(where) {
    const auto* dictionary = &object;
    for (int depth = 0; depth < maxDepth; ++depth) {
        const auto pairs = dictionaryPairs(*dictionary);
        if (!pairs) {
            fail("holds " + describe(*dictionary) + " instead of a dictionary of tensors", where,
                 saveRemedy);
        }
        if (holdsTensors(*pairs)) {
            readEntries(*dictionary);
            return;
        }
        dictionary = unwrapped(*pairs, where);
        if (dictionary == nullptr) {
            break;
        }
    }
    fail("holds no dictionary of tensors", where, saveRemedy);
}

void StateDict::readEntries(const PickleValue& dictionary) {
    const auto pairs = dictionaryPairs(dictionary);
    std::set<std::string_view> names;
    for (const auto& [key, value] : *pairs) {
        if (!key->isString()) {
            fail("has a tensor whose name is " + describe(*key), m_where);
        }
        if (!names.insert(key->text).second || names.size() > maxTensors) {
            fail("has the name " + shownText(key->text) + " twice, or more names than any network",
                 m_where);
        }
        if (isTensor(*value)) {
            readTensor(std::string(key->text), *value);
        } else if (value->kind == PickleKind::Reduce && !isCallOf(*value, dictionaryMakers)) {
            fail("has " + describe(*value) + " under " + shownText(key->text) +
                     ", which is not understood",
                 m_where, saveRemedy);
        }
    }
}

void StateDict::readTensor(std::string name, const PickleValue& value) {
    const auto* maker = value.callee;
    const auto* args = value.args;
    for (int depth = 0; !isOneOf(*maker, tensorMakers); ++depth) {
        const PickleValue* inner = nullptr;
        if (isOneOf(*maker, parameterMakers) && !args->items.empty()) {
            inner = args->items[0];
            if (inner->kind == PickleKind::Reduce) {
                maker = inner->callee;
                args = inner->args;
            }
        } else if (isOneOf(*maker, typedMakers) && args->items.size() >= 3) {
            inner = args->items[2];
            maker = args->items[0];
            args = inner->kind == PickleKind::Tuple ? inner : args;
        }
        if (inner == nullptr || depth == maxDepth ||
            (inner->kind != PickleKind::Reduce && inner->kind != PickleKind::Tuple)) {
            fail("has a tensor " + shownText(name) + " that is made in an unknown way", m_where,
                 saveRemedy);
        }
    }
    if (args->items.size() < 4) {
        fail("has a tensor " + shownText(name) + " without storage, offset, shape and strides",
             m_where);
    }
    Entry entry;
    entry.name = std::move(name);
    readStorage(*args->items[0], entry);
    const std::uint64_t offset = countOf(*args->items[1], m_where);
    if (offset > entry.storage->second.count) {
        fail("has a tensor " + shownText(entry.name) + " that begins beyond its data", m_where);
    }
    entry.offset += offset;
    entry.shape = extentsOf(*args->items[2], m_where);
    entry.strides = extentsOf(*args->items[3], m_where);
    m_entries.push_back(std::move(entry));
}

void StateDict::readStorage(const PickleValue& reference, Entry& entry) {
    const auto* id = reference.kind == PickleKind::Persistent ? reference.args : nullptr;
    if (id == nullptr || id->kind != PickleKind::Tuple || id->items.size() < 5 ||
        !id->items[0]->isString() || id->items[0]->text != "storage" || !id->items[2]->isString() ||
        id->items[2]->text.size() > maxKey) {
        fail("has a tensor " + shownText(entry.name) + " without a storage", m_where);
    }
    const Storage storage = {
        storageType(*id->items[1], m_where), countOf(*id->items[4], m_where), {}};
    const std::string key(id->items[2]->text);
    const auto [known, added] = m_storages.emplace(key, storage);
    entry.storage = known;
    if (!added && (known->second.type != storage.type || known->second.count != storage.count)) {
        fail("describes one storage in two ways", m_where);
    }
    // A storage that is a part of another: (key, offset, size), before PyTorch 0.4.
    if (id->items.size() > 5 && id->items[5]->kind != PickleKind::None) {
        const auto& view = *id->items[5];
        if (view.kind != PickleKind::Tuple || view.items.size() != 3) {
            fail("has an unreadable view of a storage", m_where);
        }
        entry.offset = countOf(*view.items[1], m_where);
        if (entry.offset > storage.count) {
            fail("has a view beyond its storage", m_where);
        }
    }
}

std::vector<std::string> StateDict::storageKeys() const {
    std::vector<std::string> keys;
    for (const auto& [key, storage] : m_storages) {
        keys.push_back(key);
    }
    return keys;
}

const StateDict::Storage* StateDict::storage(std::string_view key) const {
    const auto found = m_storages.find(key);
    return found == m_storages.end() ? nullptr : &found->second;
}

void StateDict::setStorageData(std::string_view key, std::span<const std::byte> data) {
    const auto found = m_storages.find(key);
    const std::size_t item = elementSize(found->second.type);
    if (found->second.count > data.size() / item) {
        fail("has less data in a storage than announced", m_where);
    }
    found->second.data = data.first(static_cast<std::size_t>(found->second.count) * item);
}

std::vector<StoredTensor> StateDict::tensors() const {
    std::vector<StoredTensor> tensors;
    tensors.reserve(m_entries.size());
    for (const auto& entry : m_entries) {
        const auto& storage = entry.storage->second;
        const std::size_t item = elementSize(storage.type);
        if (entry.offset > storage.data.size() / item) {
            fail("has a tensor " + shownText(entry.name) + " without data", m_where);
        }
        tensors.push_back({entry.name, storage.type, entry.shape, entry.strides,
                           storage.data.subspan(static_cast<std::size_t>(entry.offset) * item)});
    }
    return tensors;
}

} // namespace underpaint::project
