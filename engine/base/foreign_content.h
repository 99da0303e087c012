// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>

namespace underpaint {

/// What a file really is that users take for another: what a server sent instead of it, what a
/// version control keeps in its place, what it is still packed into.
struct ForeignContent {
    std::string what;   ///< "a web page (HTML)"
    std::string remedy; ///< a sentence
};

/// Recognised by the first bytes, whatever the name; nothing for everything else.
std::optional<ForeignContent> foreignContent(std::span<const std::byte> content);

/// Throws Error when it is recognised. `wanted` is what the file should have been ("a checkpoint").
void refuseForeignContent(std::span<const std::byte> content, const std::string& wanted,
                          const std::string& where);

} // namespace underpaint
