// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace underpaint::imaging {

/// Whether `a` comes before `b` as people count: numbers in names by their value ("f9" before
/// "f10"), everything else by its bytes; equal numbers by their length.
bool comesBefore(std::string_view a, std::string_view b);

/// The last number in a name, and what surrounds it.
struct NumberedName {
    std::string before;
    std::uint64_t number = 0;
    std::string after;
};
/// Nothing where a name has none, or one of more than 18 digits.
std::optional<NumberedName> numberIn(std::string_view name);

/// Numbers that seem to be missing in the names of a sequence, which are in order: where all differ
/// in their last number alone and most steps are equal, the larger steps. One text per gap:
/// "frame_0012 to frame_0014".
struct NameGap {
    std::string missing;
    std::size_t next = 0; ///< index of the name after the gap
};
std::vector<NameGap> gapsIn(const std::vector<std::string>& names);

} // namespace underpaint::imaging
