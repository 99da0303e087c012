// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/scene/style.h"

#include <cstddef>
#include <vector>

namespace underpaint::scene {

/// A point in the space of a generator's codes, drawn from N(0, 1) in every direction.
using CodeValues = std::vector<double>;

enum class CodePath {
    Linear,
    /// Along the great circle through the directions of both ends: codes in between keep a length
    /// that the generator has met.
    Spherical,
};

/// `frames` codes from `first` to `last`, both included (one frame: `first`). Throws Error when
/// the codes have different sizes or there are no frames.
std::vector<CodeValues> interpolateCodes(const CodeValues& first, const CodeValues& last,
                                         std::size_t frames, CodePath path);
/// The same of the codes of scenes; the ends are these, without what arithmetic does to their last
/// digits.
std::vector<LatentCode> interpolateCodes(const LatentCode& first, const LatentCode& last,
                                         std::size_t frames, CodePath path);

} // namespace underpaint::scene
