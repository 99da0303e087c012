// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/project/tensors/tensor_file.h"

#include "engine/base/error.h"
#include "engine/project/shown_text.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <limits>
#include <utility>

namespace underpaint::project {

namespace {

struct ElementInfo {
    std::string_view name;
    std::size_t size;
};

const ElementInfo& info(ElementType type) {
    static constexpr std::array<ElementInfo, 10> table = {{{"F64", 8},
                                                           {"F32", 4},
                                                           {"F16", 2},
                                                           {"BF16", 2},
                                                           {"I64", 8},
                                                           {"I32", 4},
                                                           {"I16", 2},
                                                           {"I8", 1},
                                                           {"U8", 1},
                                                           {"BOOL", 1}}};
    return table.at(static_cast<std::size_t>(type));
}

/// Tied weights make the sum of all tensors larger than the file, but never by much.
constexpr std::size_t sharingFactor = 8;
constexpr std::size_t sharingAllowance = 1 << 20;
/// PyTorch itself stops at 64 axes.
constexpr std::size_t maxFileRank = 64;

class BoundsCheck {
public:
    BoundsCheck(const StoredTensor& tensor, const std::string& file)
        : m_tensor(tensor), m_file(file) {}

    /// Size of all elements in bytes; throws when an element lies outside the storage.
    std::size_t run() const {
        if (m_tensor.shape.size() != m_tensor.strides.size() ||
            m_tensor.shape.size() > maxFileRank) {
            fail("has an impossible number of axes");
        }
        const auto item = elementSize(m_tensor.type);
        const std::size_t available = m_tensor.bytes.size() / item;
        std::size_t count = 1;
        std::size_t last = 0;
        bool empty = false;
        for (std::size_t axis = 0; axis < m_tensor.shape.size(); ++axis) {
            const auto extent = m_tensor.shape[axis];
            const auto stride = m_tensor.strides[axis];
            if (extent < 0 || stride < 0) {
                fail("has a negative extent or stride");
            }
            empty = empty || extent == 0;
            count = multiplied(count, static_cast<std::size_t>(std::max<std::int64_t>(extent, 1)));
            if (extent > 1) {
                const auto step = multiplied(static_cast<std::size_t>(extent - 1),
                                             static_cast<std::size_t>(stride));
                last = added(last, step);
            }
        }
        if (empty) {
            return 0;
        }
        if (last >= available) {
            fail("reaches beyond its data");
        }
        return multiplied(count, item);
    }

private:
    [[noreturn]] void fail(const std::string& what) const {
        throw Error("the tensor " + shownText(m_tensor.name) + " " + what, m_file,
                    "The file is damaged; fetch it again");
    }
    std::size_t multiplied(std::size_t a, std::size_t b) const {
        // int64, so that elementCount() cannot overflow either.
        std::int64_t result = 0;
        if (__builtin_mul_overflow(a, b, &result)) {
            fail("is impossibly large");
        }
        return static_cast<std::size_t>(result);
    }
    std::size_t added(std::size_t a, std::size_t b) const {
        std::int64_t result = 0;
        if (__builtin_add_overflow(a, b, &result)) {
            fail("is impossibly large");
        }
        return static_cast<std::size_t>(result);
    }

    const StoredTensor& m_tensor;
    const std::string& m_file;
};

} // namespace

std::size_t elementSize(ElementType type) {
    return info(type).size;
}

std::string_view elementName(ElementType type) {
    return info(type).name;
}

std::int64_t elementCount(const StoredTensor& tensor) {
    std::int64_t count = 1;
    for (const auto extent : tensor.shape) {
        count *= extent;
    }
    return count;
}

bool isContiguous(const StoredTensor& tensor) {
    std::int64_t expected = 1;
    for (std::size_t axis = tensor.shape.size(); axis-- > 0;) {
        if (tensor.shape[axis] != 1 && tensor.strides[axis] != expected) {
            return elementCount(tensor) == 0;
        }
        expected *= std::max<std::int64_t>(tensor.shape[axis], 1);
    }
    return true;
}

bool isAligned(const StoredTensor& tensor) {
    return reinterpret_cast<std::uintptr_t>(tensor.bytes.data()) % elementSize(tensor.type) == 0;
}

void copyContiguous(const StoredTensor& tensor, std::span<std::byte> target) {
    const std::size_t item = elementSize(tensor.type);
    const auto count = static_cast<std::size_t>(elementCount(tensor));
    if (target.size() != count * item) {
        throw Error("the tensor " + shownText(tensor.name) +
                    " is copied to a place of another size");
    }
    if (count == 0) {
        return;
    }
    if (isContiguous(tensor)) {
        std::memcpy(target.data(), tensor.bytes.data(), target.size());
        return;
    }
    std::vector<std::int64_t> index(tensor.shape.size(), 0);
    std::int64_t offset = 0;
    for (std::size_t i = 0; i < count; ++i) {
        std::memcpy(target.data() + i * item,
                    tensor.bytes.data() + static_cast<std::size_t>(offset) * item, item);
        for (std::size_t axis = index.size(); axis-- > 0;) {
            offset += tensor.strides[axis];
            if (++index[axis] < tensor.shape[axis]) {
                break;
            }
            offset -= tensor.strides[axis] * tensor.shape[axis];
            index[axis] = 0;
        }
    }
}

TensorFile::TensorFile(std::filesystem::path path, std::size_t fileSize,
                       std::vector<StoredTensor> tensors, std::shared_ptr<const void> owner,
                       std::map<std::string, std::string> metadata)
    : m_path(std::move(path)),
      m_fileSize(fileSize),
      m_tensors(std::move(tensors)),
      m_owner(std::move(owner)),
      m_metadata(std::move(metadata)) {
    const std::string where = m_path.string();
    const std::size_t limit =
        fileSize > (std::numeric_limits<std::size_t>::max() - sharingAllowance) / sharingFactor
            ? std::numeric_limits<std::size_t>::max()
            : fileSize * sharingFactor + sharingAllowance;
    std::size_t total = 0;
    for (std::size_t i = 0; i < m_tensors.size(); ++i) {
        const std::size_t size = BoundsCheck(m_tensors[i], where).run();
        if (size > limit - total) {
            throw Error("its tensors claim to be far larger than the file", where,
                        "The file is damaged or hostile; do not use it");
        }
        total += size;
        if (!m_indexByName.emplace(m_tensors[i].name, i).second) {
            throw Error("the tensor " + shownText(m_tensors[i].name) + " occurs twice", where,
                        "The file is damaged; fetch it again");
        }
    }
}

const StoredTensor* TensorFile::find(std::string_view name) const {
    const auto found = m_indexByName.find(name);
    return found == m_indexByName.end() ? nullptr : &m_tensors[found->second];
}

} // namespace underpaint::project
