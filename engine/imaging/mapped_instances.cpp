// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/imaging/mapped_instances.h"

#include "engine/imaging/instance_numbering.h"
#include "engine/scene/instance_ids.h"

#include <algorithm>
#include <cstddef>
#include <set>
#include <utility>

namespace underpaint::imaging {

InstanceNumbering numberingFor(const scene::LabelSet& set) {
    // Class * 1000 + k has to fit into 16 bits, and class 0 has no instances that way.
    constexpr int beyondSixteenBits = 65;
    const bool fits =
        std::all_of(set.classes().begin(), set.classes().end(), [](const scene::LabelClass& one) {
            return !one.thing || (one.id > 0 && one.id < beyondSixteenBits);
        });
    return fits ? InstanceNumbering::ClassTimes1000 : InstanceNumbering::Consecutive;
}

MappedInstances mappedInstances(const InstancePlane& instances, const LabelPlane& before,
                                const scene::LabelSet& from, const LabelPlane& after,
                                const scene::LabelSet& to, long long smallestPart,
                                StuffObjects stuff) {
    ComponentOptions options;
    options.numbering = numberingFor(to);
    options.minimumArea = smallestPart;
    const auto isThing = [&to](std::uint16_t label) { return to.isThing(label); };
    MappedInstances mapped;
    if (instances.empty()) {
        mapped.ids = deriveInstances(after, isThing, options).ids;
        return mapped;
    }
    const std::uint16_t unlabelled = unlabelledClass(to);
    const auto isObject = [&](std::size_t i) {
        const std::uint16_t label = before.values()[i];
        const std::uint32_t id = instances.values()[i];
        if (id == scene::stuffInstance(label)) {
            return false;
        }
        if (from.isThing(label)) {
            return to.isThing(after.values()[i]);
        }
        return stuff == StuffObjects::Kept && id >= scene::instancesPerClass &&
               scene::classOfInstance(id) == label && after.values()[i] != unlabelled &&
               after.values()[i] != 0;
    };
    // Parts of things are looked for beside the objects only, which keep their pixels.
    constexpr std::uint16_t nothing = 65535;
    LabelPlane beside = after;
    std::set<std::uint32_t> taken;
    for (std::size_t i = 0; i < beside.values().size(); ++i) {
        if (isObject(i)) {
            beside.values()[i] = nothing;
        } else if (!isThing(after.values()[i])) {
            taken.insert(scene::stuffInstance(after.values()[i]));
        }
    }
    const auto isThingBeside = [&](std::uint16_t label) {
        return label != nothing && isThing(label);
    };
    mapped.ids = deriveInstances(beside, isThingBeside, options).ids;
    for (std::size_t i = 0; i < beside.values().size(); ++i) {
        if (!isObject(i)) {
            taken.insert(mapped.ids.values()[i]);
        }
    }
    NumberGiver numbers(options.numbering, std::move(taken));
    std::map<std::pair<std::uint32_t, std::uint16_t>, std::uint32_t> given;
    for (std::size_t i = 0; i < beside.values().size(); ++i) {
        if (!isObject(i)) {
            continue;
        }
        const std::uint32_t old = instances.values()[i];
        const std::uint16_t label = after.values()[i];
        const auto [entry, fresh] = given.try_emplace({old, label}, 0);
        if (fresh) {
            entry->second = numbers.next(label);
            mapped.renamed.try_emplace(old, entry->second);
        }
        mapped.ids.values()[i] = entry->second;
    }
    return mapped;
}

} // namespace underpaint::imaging
