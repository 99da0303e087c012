// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/scene/sequence_edit.h"

#include <cstddef>
#include <span>
#include <vector>

namespace underpaint::scene {

/// The binary form of an edit of a sequence: that of the edit itself (edit_codec.h) when it belongs
/// to the first frame, so that a scene alone is written as ever; else "UPSE", a format version, the
/// body, CRC-32 of all before.
std::vector<std::byte> serialiseSequenceEdit(const SequenceEdit& edit);

/// Reads exactly one edit in either form. Throws Error as parse() does.
SequenceEdit parseSequenceEdit(std::span<const std::byte> bytes);

} // namespace underpaint::scene
