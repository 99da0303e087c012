// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/project/tensors/pickle.h"
#include "engine/project/tensors/tensor_file.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace underpaint::project {

/// A dictionary of tensors inside the pickled object of a checkpoint.
struct TensorDictionary {
    std::string name; ///< the keys that lead to it, "ema/shadow"; empty for the object itself
    const PickleValue* value = nullptr;
};

/// Every dictionary in the object that looks like the weights of a network, however deep it lies
/// and whatever lies beside it (losses, counters, optimizers). Where none does, those of tensors
/// that are nearest to the top.
std::vector<TensorDictionary> findTensorDictionaries(const PickleValue& object);

/// The one that a reader means who knows of one: the object itself when it is a dictionary with
/// tensors, else the only one inside. Throws Error naming all where there are several.
TensorDictionary soleTensorDictionary(const PickleValue& object, const std::string& where);

/// The tensors that the pickled object of a PyTorch checkpoint describes. First the structure is
/// read, then the container hands over the data of the storages, then tensors() joins both.
/// This is the only place that gives a meaning to Python names, and it knows a dozen of them.
class StateDict {
public:
    struct Storage {
        ElementType type = ElementType::F32;
        std::uint64_t count = 0; ///< elements
        std::span<const std::byte> data;
    };

    /// Reads these dictionaries of the object. `object` must outlive the result, `where` too.
    /// Throws Error naming what is not understood.
    StateDict(const PickleValue& object, const std::vector<TensorDictionary>& dictionaries,
              const std::string& where);
    StateDict(const StateDict&) = delete;
    StateDict& operator=(const StateDict&) = delete;
    ~StateDict() = default;

    /// Keys of all storages that the tensors of the dictionaries refer to, sorted.
    std::vector<std::string> storageKeys() const;
    /// Also of other parts of the object; nullptr when nothing refers to that key.
    const Storage* storage(std::string_view key) const;
    /// Throws Error when the data is shorter than the storage.
    void setStorageData(std::string_view key, std::span<const std::byte> data);

    /// Of the dictionary of that number, in its order.
    std::vector<StoredTensor> tensors(std::size_t dictionary) const;

private:
    using Storages = std::map<std::string, Storage, std::less<>>;

    struct Entry {
        std::string name;
        Storages::const_iterator storage;
        std::uint64_t offset = 0; ///< elements from the start of the storage
        std::vector<std::int64_t> shape;
        std::vector<std::int64_t> strides;
    };

    /// What the rest of the object refers to: its data lies among that of the dictionaries.
    void collectStorages(const PickleValue& object);
    void readEntries(const PickleValue& dictionary);
    void readTensor(std::string name, const PickleValue& value);
    /// Fills the storage part of an entry from a persistent reference.
    void readStorage(const PickleValue& reference, Entry& entry);

    const std::string& m_where;
    std::vector<std::vector<Entry>> m_dictionaries;
    Storages m_storages;
    Storages m_otherStorages;
};

} // namespace underpaint::project
