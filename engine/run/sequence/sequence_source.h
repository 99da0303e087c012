// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/plane.h"
#include "engine/scene/scene.h"

#include <cstddef>
#include <string>

namespace underpaint::run {

/// One frame of a sequence before it is painted.
struct SequenceFrame {
    scene::SceneState scene;
    /// A photo of it that shows how it moves, of any size; empty: the maps show it.
    Image photo;
    /// The instance map was not given but derived for this frame alone, so that its numbers mean
    /// nothing in other frames.
    bool numbersAreOwn = false;
};

/// The frames of a sequence, read when they are needed.
class SequenceSource {
public:
    virtual ~SequenceSource() = default;

    virtual std::size_t frames() const = 0;
    /// For messages.
    virtual std::string name(std::size_t frame) const = 0;
    /// Mostly asked for in order, but for a few frames again. Throws Error.
    virtual SequenceFrame read(std::size_t frame) = 0;

protected:
    SequenceSource() = default;
    SequenceSource(const SequenceSource&) = default;
    SequenceSource& operator=(const SequenceSource&) = default;
};

} // namespace underpaint::run
