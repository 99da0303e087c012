// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace underpaint::imaging {

/// RFC 4648 base64 with padding.
std::string encodeBase64(std::span<const std::byte> bytes);
/// Nothing for text that is not base64; line breaks are allowed.
std::optional<std::vector<std::byte>> decodeBase64(std::string_view text);

} // namespace underpaint::imaging
