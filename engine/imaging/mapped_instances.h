// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/plane.h"
#include "engine/imaging/components.h"
#include "engine/scene/label_set.h"

#include <cstdint>
#include <map>

namespace underpaint::imaging {

/// How objects of these classes are numbered: by class, or one after the other where their ids do
/// not allow it.
InstanceNumbering numberingFor(const scene::LabelSet& set);

/// Instances of a label map whose classes became others.
struct MappedInstances {
    InstancePlane ids;
    /// What the objects are called now, by their old ids; of an object that lies in several classes
    /// the first one in the map.
    std::map<std::uint32_t, std::uint32_t> renamed;
};

/// Objects of stuff that someone made in the editor, as the numbers of scenes tell them.
enum class StuffObjects { Forgotten, Kept };

/// Objects of `instances` stay objects where their new class has any, and get numbers of it; other
/// pixels of things become objects as connected parts of `smallestPart` pixels at least, all else
/// the instance of its class. An empty `instances`: all objects are connected parts.
MappedInstances mappedInstances(const InstancePlane& instances, const LabelPlane& before,
                                const scene::LabelSet& from, const LabelPlane& after,
                                const scene::LabelSet& to, long long smallestPart = 1,
                                StuffObjects stuff = StuffObjects::Forgotten);

} // namespace underpaint::imaging
