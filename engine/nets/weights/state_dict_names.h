// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/project/tensors/tensor_file.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace underpaint::nets {

/// Axes of a convolution's weight.
/// @{
inline constexpr std::size_t outAxis = 0;
inline constexpr std::size_t inAxis = 1;
/// @}

/// `prefix` | number | `suffix`.
std::string numbered(const std::string& prefix, std::int64_t number, const std::string& suffix);

/// Questions about the names and shapes in a state dictionary. Errors name the file and the key.
class StateDictNames {
public:
    explicit StateDictNames(const project::TensorFile& file) : m_file(file) {}

    bool has(std::string_view key) const { return m_file.find(key) != nullptr; }
    /// The numbers N of all keys `prefix` N `.…`, where N is followed by `suffix`.
    std::set<std::int64_t> numbersAfter(std::string_view prefix, std::string_view suffix) const;
    /// Extent `axis` of the convolution weight `key`; throws Error when the key is absent or has
    /// not 4 positive dimensions.
    std::int64_t extent(const std::string& key, std::size_t axis) const;
    /// First extent of the weight `key`, whatever its dimensions; throws Error as extent() does.
    std::int64_t rows(const std::string& key) const;
    /// Whether `key` is a weight with 4 dimensions.
    bool isConvolution(const std::string& key) const;
    /// "batch" when the norm layer `layer` is affine, else "instance".
    std::string normAt(const std::string& layer) const;

    [[noreturn]] void fail(const std::string& problem, const std::string& remedy = {}) const;

private:
    const project::TensorFile& m_file;
};

} // namespace underpaint::nets
