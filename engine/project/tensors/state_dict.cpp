// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/project/tensors/state_dict.h"

#include "engine/base/error.h"
#include "engine/project/shown_text.h"

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <unordered_set>
#include <utility>

namespace underpaint::project {

namespace {

constexpr std::string_view saveRemedy =
    "Save a state dictionary instead: torch.save(net.state_dict(), ...)";
/// Networks use up to 5 axes.
constexpr std::size_t maxStorageRank = 16;
/// Wrappers around a tensor or a dictionary: never this deep in files that are meant seriously.
constexpr int maxDictDepth = 8;
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
/// Its arguments are what makes absent values.
constexpr std::array<std::string_view, 1> defaultMakers = {"collections defaultdict"};
constexpr std::array<std::string_view, 1> sizeMakers = {"torch Size"};
/// Single numbers of NumPy, which people keep beside weights.
constexpr std::array<std::string_view, 2> numberMakers = {"numpy.core.multiarray scalar",
                                                          "numpy._core.multiarray scalar"};

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
    if (isCallOf(value, defaultMakers)) {
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

/// Names that weights have, of tensors that have axes: not losses, counters, Adam's averages.
bool looksLikeWeight(const PickleValue& key, const PickleValue& value) {
    const std::string_view name = key.text;
    return isTensor(value) && (name.find('.') != std::string_view::npos || name == "weight" ||
                               name == "bias" || name.ends_with("_weight"));
}

/// One dictionary on the way through an object.
struct Visit {
    const PickleValue* value;
    std::string name;
    int depth;
};

std::string joined(const std::string& name, const PickleValue& key) {
    constexpr std::size_t longest = 100;
    const std::string part =
        key.isString() ? std::string(key.text.substr(0, longest)) : std::to_string(key.integer);
    return name.empty() ? part : name + "/" + part;
}

bool canHold(const PickleValue& value) {
    return value.kind == PickleKind::Dict || value.kind == PickleKind::Reduce || value.isSequence();
}

/// Entries of dictionaries, elements of lists and tuples; objects of other kinds stay closed.
void addInner(const Visit& visit, std::vector<Visit>& next) {
    if (const auto pairs = dictionaryPairs(*visit.value)) {
        for (const auto& [key, value] : *pairs) {
            if (canHold(*value) && !isTensor(*value)) {
                next.push_back({value, joined(visit.name, *key), visit.depth + 1});
            }
        }
    } else if (visit.value->isSequence()) {
        PickleValue index;
        index.kind = PickleKind::Int;
        for (const auto* item : visit.value->items) {
            if (canHold(*item)) {
                next.push_back({item, joined(visit.name, index), visit.depth + 1});
            }
            ++index.integer;
        }
    }
}

bool holdsTensors(const PickleValue& value) {
    const auto pairs = dictionaryPairs(value);
    return pairs && std::any_of(pairs->begin(), pairs->end(), [](const auto& pair) {
               return pair.first->isString() && isTensor(*pair.second);
           });
}

bool holdsWeights(const PickleValue& value) {
    const auto pairs = dictionaryPairs(value);
    return pairs && std::any_of(pairs->begin(), pairs->end(), [](const auto& pair) {
               return pair.first->isString() && looksLikeWeight(*pair.first, *pair.second);
           });
}

std::optional<ElementType> knownStorageType(const PickleValue& type) {
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
    return std::nullopt;
}

ElementType storageType(const PickleValue& type, const std::string& where) {
    const auto known = knownStorageType(type);
    if (!known) {
        fail("has a tensor of an unknown type (" + describe(type) + ")", where,
             "Convert it to float32 before saving");
    }
    return *known;
}

/// What a persistent reference says: ("storage", type, key, place, count, view).
struct StorageReference {
    std::string_view key;
    ElementType type;
    std::uint64_t count;
};

const PickleValue* referenceTuple(const PickleValue& reference) {
    const auto* id = reference.kind == PickleKind::Persistent ? reference.args : nullptr;
    const bool whole = id != nullptr && id->kind == PickleKind::Tuple && id->items.size() >= 5 &&
                       id->items[0]->isString() && id->items[0]->text == "storage" &&
                       id->items[2]->isString() && id->items[2]->text.size() <= maxKey;
    return whole ? id : nullptr;
}

/// Nothing for what is of an unknown kind.
std::optional<StorageReference> storageReference(const PickleValue& reference) {
    const auto* id = referenceTuple(reference);
    const auto type = id == nullptr ? std::nullopt : knownStorageType(*id->items[1]);
    if (!type || id->items[4]->kind != PickleKind::Int || id->items[4]->integer < 0) {
        return std::nullopt;
    }
    return StorageReference{id->items[2]->text, *type,
                            static_cast<std::uint64_t>(id->items[4]->integer)};
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
    if (!list->isSequence() || list->items.size() > maxStorageRank) {
        fail("has a tensor whose shape is " + describe(value), where);
    }
    std::vector<std::int64_t> extents;
    for (const auto* item : list->items) {
        extents.push_back(static_cast<std::int64_t>(countOf(*item, where)));
    }
    return extents;
}

} // namespace

std::vector<TensorDictionary> findTensorDictionaries(const PickleValue& object) {
    std::vector<TensorDictionary> weights;
    std::vector<TensorDictionary> others;
    int depthOfOthers = maxDictDepth;
    std::unordered_set<const PickleValue*> seen;
    // Level by level, so that the first name of a shared dictionary is its shortest.
    std::vector<Visit> level{{&object, {}, 0}};
    while (!level.empty() && level.front().depth < maxDictDepth) {
        std::vector<Visit> next;
        for (const Visit& visit : level) {
            if (!canHold(*visit.value) || !seen.insert(visit.value).second) {
                continue;
            }
            if (holdsWeights(*visit.value)) {
                weights.push_back({visit.name, visit.value});
            } else if (visit.depth <= depthOfOthers && holdsTensors(*visit.value)) {
                depthOfOthers = visit.depth;
                others.push_back({visit.name, visit.value});
            }
            addInner(visit, next);
        }
        level = std::move(next);
    }
    return weights.empty() ? others : weights;
}

TensorDictionary soleTensorDictionary(const PickleValue& object, const std::string& where) {
    if (holdsTensors(object)) {
        return {{}, &object};
    }
    const std::vector<TensorDictionary> found = findTensorDictionaries(object);
    if (found.size() == 1) {
        return found.front();
    }
    if (found.empty()) {
        const bool structured = dictionaryPairs(object) || object.isSequence();
        fail(structured ? "holds no dictionary of tensors"
                        : "holds " + describe(object) + " instead of a dictionary of tensors",
             where, saveRemedy);
    }
    std::string names;
    constexpr std::size_t shown = 8;
    for (std::size_t i = 0; i < std::min(found.size(), shown); ++i) {
        names += (i == 0 ? "" : ", ") + shownText(found[i].name);
    }
    fail("holds several sets of weights (" + names + (found.size() > shown ? ", ..." : "") + ")",
         where, "Save the wanted one alone");
}

StateDict::StateDict(const PickleValue& object, const std::vector<TensorDictionary>& dictionaries,
                     const std::string& where)
    : m_where(where) {
    for (const TensorDictionary& dictionary : dictionaries) {
        m_dictionaries.emplace_back();
        readEntries(*dictionary.value);
    }
    collectStorages(object);
}

void StateDict::collectStorages(const PickleValue& object) {
    std::unordered_set<const PickleValue*> seen;
    std::vector<const PickleValue*> open{&object};
    const auto add = [&](const PickleValue* value) {
        const bool leaf = value == nullptr || (value->items.empty() && value->args == nullptr &&
                                               value->state == nullptr);
        if (!leaf && seen.insert(value).second) {
            open.push_back(value);
        }
    };
    while (!open.empty()) {
        const PickleValue& value = *open.back();
        open.pop_back();
        if (value.kind == PickleKind::Persistent) {
            if (const auto reference = storageReference(value)) {
                const std::string key(reference->key);
                if (!m_storages.contains(key)) {
                    m_otherStorages.emplace(key, Storage{reference->type, reference->count, {}});
                }
            }
            continue;
        }
        std::for_each(value.items.begin(), value.items.end(), add);
        add(value.args);
        add(value.state);
    }
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
        } else if (value->kind == PickleKind::Reduce && !isCallOf(*value, dictionaryMakers) &&
                   !isCallOf(*value, defaultMakers) && !isCallOf(*value, sizeMakers) &&
                   !isCallOf(*value, numberMakers)) {
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
        if (inner == nullptr || depth == maxDictDepth ||
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
    m_dictionaries.back().push_back(std::move(entry));
}

void StateDict::readStorage(const PickleValue& reference, Entry& entry) {
    const auto* id = referenceTuple(reference);
    if (id == nullptr) {
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
    if (const auto found = m_storages.find(key); found != m_storages.end()) {
        return &found->second;
    }
    const auto other = m_otherStorages.find(key);
    return other == m_otherStorages.end() ? nullptr : &other->second;
}

void StateDict::setStorageData(std::string_view key, std::span<const std::byte> data) {
    const auto found = m_storages.find(key);
    if (found == m_storages.end()) {
        return; // of a part that nobody asked for
    }
    const std::size_t item = elementSize(found->second.type);
    if (found->second.count > data.size() / item) {
        fail("has less data in a storage than announced", m_where);
    }
    found->second.data = data.first(static_cast<std::size_t>(found->second.count) * item);
}

std::vector<StoredTensor> StateDict::tensors(std::size_t dictionary) const {
    std::vector<StoredTensor> tensors;
    const std::vector<Entry>& entries = m_dictionaries[dictionary];
    tensors.reserve(entries.size());
    for (const auto& entry : entries) {
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
