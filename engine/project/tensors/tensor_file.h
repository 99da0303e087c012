// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace underpaint::project {

/// The element types that checkpoints and safetensors share. Bool is one byte, 0 or 1.
enum class ElementType { F64, F32, F16, BF16, I64, I32, I16, I8, U8, Bool };

/// Bytes of one element.
std::size_t elementSize(ElementType type);
/// The name that safetensors uses: "F32", "BF16", "BOOL" ...
std::string_view elementName(ElementType type);

/// A named, possibly strided view of little-endian numbers in a file.
struct StoredTensor {
    std::string name;
    ElementType type = ElementType::F32;
    std::vector<std::int64_t> shape;   ///< extents, none negative; empty = scalar
    std::vector<std::int64_t> strides; ///< in elements, none negative, as many as `shape`
    /// From the tensor's first element to the end of its storage. Not aligned for the element
    /// type in general: see isAligned() and copyContiguous().
    std::span<const std::byte> bytes;
};

/// Product of the extents.
std::int64_t elementCount(const StoredTensor& tensor);
/// True when the elements follow each other in row-major order (strides of extents 1 are ignored).
bool isContiguous(const StoredTensor& tensor);
/// True when the elements may be read in place through a pointer of their type.
bool isAligned(const StoredTensor& tensor);
/// Writes the elements in row-major order; `target` has elementCount() * elementSize() bytes.
void copyContiguous(const StoredTensor& tensor, std::span<std::byte> target);

/// The tensors of one file. They point into the file's mapping, which owner() keeps alive: hold it
/// as long as any StoredTensor::bytes is in use. Copies share the mapping.
class TensorFile {
public:
    /// Takes the parts over after checking every tensor: as many strides as extents, none
    /// negative, the last element inside `bytes`, names unique, and all tensors together of the
    /// order of `fileSize` (so that copying them cannot exhaust the memory). Throws Error.
    TensorFile(std::filesystem::path path, std::size_t fileSize, std::vector<StoredTensor> tensors,
               std::shared_ptr<const void> owner, std::map<std::string, std::string> metadata = {});

    /// In the order of the file.
    const std::vector<StoredTensor>& tensors() const { return m_tensors; }
    /// The tensor of that name or nullptr.
    const StoredTensor* find(std::string_view name) const;
    std::shared_ptr<const void> owner() const { return m_owner; }
    const std::map<std::string, std::string>& metadata() const { return m_metadata; }
    const std::filesystem::path& path() const { return m_path; }
    std::size_t fileSize() const { return m_fileSize; }

private:
    std::filesystem::path m_path;
    std::size_t m_fileSize = 0;
    std::vector<StoredTensor> m_tensors;
    std::map<std::string, std::size_t, std::less<>> m_indexByName;
    std::shared_ptr<const void> m_owner;
    std::map<std::string, std::string> m_metadata;
};

} // namespace underpaint::project
