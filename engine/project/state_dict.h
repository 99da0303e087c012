// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/project/pickle.h"
#include "engine/project/tensor_file.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace underpaint::project {

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

    /// `object` must outlive the result, `where` too. Throws Error when it is no dictionary of
    /// tensors.
    StateDict(const PickleValue& object, const std::string& where);
    StateDict(const StateDict&) = delete;
    StateDict& operator=(const StateDict&) = delete;
    ~StateDict() = default;

    /// Keys of all storages that tensors refer to, sorted.
    std::vector<std::string> storageKeys() const;
    /// nullptr when no tensor refers to that key.
    const Storage* storage(std::string_view key) const;
    /// Throws Error when the data is shorter than the storage.
    void setStorageData(std::string_view key, std::span<const std::byte> data);

    /// In the order of the dictionary.
    std::vector<StoredTensor> tensors() const;

private:
    using Storages = std::map<std::string, Storage, std::less<>>;

    struct Entry {
        std::string name;
        Storages::const_iterator storage;
        std::uint64_t offset = 0; ///< elements from the start of the storage
        std::vector<std::int64_t> shape;
        std::vector<std::int64_t> strides;
    };

    void readEntries(const PickleValue& dictionary);
    void readTensor(std::string name, const PickleValue& value);
    /// Fills the storage part of an entry from a persistent reference.
    void readStorage(const PickleValue& reference, Entry& entry);

    const std::string& m_where;
    std::vector<Entry> m_entries;
    Storages m_storages;
};

} // namespace underpaint::project
