// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/project/tensors/finite_values.h"

#include <cstdint>
#include <cstring>
#include <vector>

namespace underpaint::project {

namespace {

/// An exponent of all ones marks what is no number.
template<class Bits>
bool allFinite(std::span<const std::byte> bytes, Bits exponent) {
    bool finite = true;
    for (std::size_t at = 0; at + sizeof(Bits) <= bytes.size(); at += sizeof(Bits)) {
        Bits bits = 0;
        std::memcpy(&bits, bytes.data() + at, sizeof(Bits));
        finite = finite && (bits & exponent) != exponent;
    }
    return finite;
}

bool allFinite(std::span<const std::byte> bytes, ElementType type) {
    switch (type) {
    case ElementType::F64:
        return allFinite<std::uint64_t>(bytes, 0x7ff0000000000000U);
    case ElementType::F32:
        return allFinite<std::uint32_t>(bytes, 0x7f800000U);
    case ElementType::F16:
        return allFinite<std::uint16_t>(bytes, 0x7c00U);
    case ElementType::BF16:
        return allFinite<std::uint16_t>(bytes, 0x7f80U);
    default:
        return true;
    }
}

} // namespace

bool isFinite(const StoredTensor& tensor) {
    const auto size = static_cast<std::size_t>(elementCount(tensor)) * elementSize(tensor.type);
    if (isContiguous(tensor)) {
        return allFinite(tensor.bytes.first(size), tensor.type);
    }
    std::vector<std::byte> copy(size);
    copyContiguous(tensor, copy);
    return allFinite(copy, tensor.type);
}

} // namespace underpaint::project
