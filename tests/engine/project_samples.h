// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/error.h"
#include "engine/base/random.h"
#include "engine/project/tensors/tensor_file.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Builders of small foreign files for the tests of engine/project.
namespace underpaint::test {

/// Pickle fragments: each returns opcodes that leave one value on the stack.
namespace pickled {

std::string text(std::string_view value);    ///< BINUNICODE
std::string bytes(std::string_view value);   ///< BINBYTES
std::string oldText(std::string_view value); ///< SHORT_BINSTRING, as Python 2 wrote it
std::string number(std::int64_t value);      ///< LONG1
std::string tuple(const std::vector<std::string>& values);
std::string list(const std::vector<std::string>& values);
std::string dict(const std::vector<std::pair<std::string, std::string>>& items);
std::string global(std::string_view module, std::string_view name);
std::string call(const std::string& callee, const std::vector<std::string>& arguments);
/// A whole pickle of protocol 2 with that value.
std::string whole(const std::string& value);

/// `torch._utils.NAME(storage, offset, shape, strides, ...)` on a storage of `count` elements.
struct TensorSpec {
    std::string storageType = "FloatStorage";
    std::string key = "0";
    std::int64_t count = 0;
    std::int64_t offset = 0;
    std::vector<std::int64_t> shape;
    std::vector<std::int64_t> strides;
    std::string maker = "_rebuild_tensor_v2";
    std::string view = "N"; ///< sixth part of the storage's id
    bool python2 = false;
};
std::string tensor(const TensorSpec& spec);
/// OrderedDict() filled by SETITEMS, then BUILD with `_metadata`.
std::string orderedDict(const std::vector<std::pair<std::string, std::string>>& items);

} // namespace pickled

struct StorageBytes {
    std::string key;
    std::int64_t count = 0;
    std::string data;
};

/// A checkpoint in the container of before PyTorch 1.6.
std::string legacyCheckpoint(const std::string& object, const std::vector<StorageBytes>& storages);
/// A checkpoint in the zip container.
std::string zipCheckpoint(const std::string& object, const std::vector<StorageBytes>& storages);
/// A zip archive of stored members.
std::string storedZip(const std::vector<std::pair<std::string, std::string>>& members,
                      bool always64 = false);

/// Little-endian float32.
std::string floats(std::initializer_list<float> values);
std::vector<float> floatsOf(const project::StoredTensor& tensor);

inline std::span<const std::byte> asBytes(std::string_view text) {
    return std::as_bytes(std::span(text));
}

/// Feeds `read` every truncation of `content` and `flips` copies with one to four changed bytes.
/// Passes when each ends normally or in an Error; anything else propagates. Returns how many ended
/// in an Error.
std::size_t tortureReader(const std::string& content, std::size_t flips, std::uint64_t seed,
                          const std::function<void(const std::string&)>& read);

} // namespace underpaint::test
