// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/plane.h"
#include "engine/imaging/motion/flow_field.h"

#include <cstdint>
#include <map>
#include <set>

namespace underpaint::imaging {

/// Maps of one frame.
struct FrameMaps {
    LabelPlane labels;
    InstancePlane instances;

    friend bool operator==(const FrameMaps&, const FrameMaps&) = default;
};

/// Which instance of the frame before each instance of a frame is: the one whose pixels, moved by
/// the flow (from the frame to the one before), cover it most, of the same class, by at least a
/// third of the smaller of both. No two are one. Those without a partner are absent; pixels that
/// belong to no object of their own (scene::stuffInstance()) do not take part.
std::map<std::uint32_t, std::uint32_t> sameInstances(const FrameMaps& now, const FrameMaps& before,
                                                     const FlowField& flow);

/// Gives the objects of a sequence whose frames were numbered one by one, each for itself, numbers
/// that stay: looks are bound to them.
class InstanceTracker {
public:
    /// The instances of the next frame under their lasting numbers. `flow` leads to the frame
    /// before; nullptr: there is none, or it shows something else. New objects get a number that
    /// was not used yet.
    InstancePlane follow(const FrameMaps& frame, const FlowField* flow);

private:
    FrameMaps m_before;
    std::set<std::uint32_t> m_used;
};

} // namespace underpaint::imaging
