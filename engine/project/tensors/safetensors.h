// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/project/tensors/tensor_file.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <iosfwd>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace underpaint::project {

/// A dense row-major tensor to be stored; `bytes` holds exactly its elements, little-endian.
struct TensorToWrite {
    std::string name;
    ElementType type = ElementType::F32;
    std::vector<std::int64_t> shape;
    std::span<const std::byte> bytes;
};

/// Opens a safetensors file, memory-mapped: tensors point into the mapping. The header, every
/// shape and the rule that the tensors cover the data without gap or overlap are checked.
/// Throws Error.
TensorFile readSafetensors(const std::filesystem::path& path);

/// How many bytes before the values such a file claims to have; 0: it is too short to tell.
std::uint64_t tensorHeaderBytes(std::span<const std::byte> content);

/// The same for content that is in memory already; `owner` keeps it alive, `where` is for errors.
TensorFile parseSafetensors(std::span<const std::byte> content, std::shared_ptr<const void> owner,
                            const std::filesystem::path& where);

/// Writes the file atomically. The bytes depend on the arguments only: tensors are laid out by
/// descending element size, then by name. Throws Error when a name repeats or sizes disagree.
void writeSafetensors(const std::filesystem::path& path, std::span<const TensorToWrite> tensors,
                      const std::map<std::string, std::string>& metadata = {});

/// The same bytes in pieces to `sink` (for archives and hashes).
void streamSafetensors(std::span<const TensorToWrite> tensors,
                       const std::map<std::string, std::string>& metadata,
                       const std::function<void(std::span<const std::byte>)>& sink);

} // namespace underpaint::project
