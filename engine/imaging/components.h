// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/geometry.h"
#include "engine/base/plane.h"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace underpaint::imaging {

/// How new instance ids are made.
enum class InstanceNumbering {
    /// Cityscapes: class * 1000 + k with k from 0 in raster order of the first pixel; a pixel of a
    /// stuff class (or of a thing component beyond the thousandth) has scene::stuffInstance() of
    /// its class. Class 0 cannot have instances in this numbering.
    ClassTimes1000,
    /// Things get 1000, 1001, ... over all classes without the ids that stuff pixels have
    /// (scene::stuffInstance()). For label sets whose class * 1000 + k does not fit into 16 bits.
    Consecutive
};

struct ComponentOptions {
    InstanceNumbering numbering = InstanceNumbering::ClassTimes1000;
    /// Components of fewer pixels count as stuff (dust is not an object).
    long long minimumArea = 1;
};

/// One derived instance.
struct Component {
    std::uint16_t label = 0;
    std::uint32_t id = 0;
    long long area = 0;
    Rect box;
    /// The first pixel in raster order.
    Point first;
};

struct DerivedInstances {
    InstancePlane ids;
    /// In raster order of the first pixel.
    std::vector<Component> components;
    std::vector<std::string> warnings;
};

/// Instances as 4-connected components of equal label, for the classes that `isThing` accepts.
/// Deterministic. Linear time in one pass over runs and one over pixels.
DerivedInstances deriveInstances(const LabelPlane& labels,
                                 const std::function<bool(std::uint16_t)>& isThing,
                                 const ComponentOptions& options = {});

/// Makes all ids fit into [0, limit]: ids that fit stay, the others get the smallest free ids from
/// `firstFree` on, in ascending order of the old id. Distinct ids stay distinct; throws Error when
/// there are more than limit + 1. Returns the number of renumbered ids.
std::size_t fitInstanceIds(InstancePlane& instances, std::uint32_t limit,
                           std::uint32_t firstFree = 1);

} // namespace underpaint::imaging
