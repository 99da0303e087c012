// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/scene/edit.h"

#include <cstddef>
#include <span>
#include <vector>

namespace underpaint::scene {

/// The binary form of an edit: "UPED", a format version, the body, CRC-32 of all before. Integers
/// are variable-length or little-endian, so that the bytes are the same on every machine. A dab of
/// a brush takes six to eight bytes a row of pixels.
std::vector<std::byte> serialise(const Edit& edit);

/// Reads exactly one edit. Throws Error for what is truncated, damaged, from a newer version, out
/// of order or out of range, or has bytes left over. A few values have a second spelling that
/// serialise() does not use; they are read as what they mean.
/// Never allocates more than a constant times the size of the input.
Edit parse(std::span<const std::byte> bytes);

} // namespace underpaint::scene
