// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/imaging/mapped_frames.h"

#include "engine/imaging/instance_numbering.h"
#include "engine/imaging/mapped_instances.h"
#include "engine/scene/instance_ids.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <utility>

namespace underpaint::imaging {

namespace {

/// What an object was called, and the class that it has now.
using Object = std::pair<std::uint32_t, std::uint16_t>;

/// The objects of one frame by the numbers that they have there now. Parts of what was no object
/// come from number 0 and mean nothing in other frames.
std::map<std::uint32_t, Object> objectsOf(const MappedFrame& frame) {
    const LabelPlane labelsBefore = frame.before.labels.toPlane();
    const InstancePlane idsBefore = frame.before.instances.toPlane();
    const LabelPlane labels = frame.after.maps.labels.toPlane();
    const InstancePlane ids = frame.after.maps.instances.toPlane();
    std::map<std::uint32_t, std::map<Object, long long>> counts;
    for (std::size_t i = 0; i < ids.values().size(); ++i) {
        const std::uint32_t id = ids.values()[i];
        const std::uint16_t label = labels.values()[i];
        if (id != scene::stuffInstance(label)) {
            const std::uint32_t was = idsBefore.values()[i];
            const bool object = was != scene::stuffInstance(labelsBefore.values()[i]);
            ++counts[id][{object ? was : 0, label}];
        }
    }
    std::map<std::uint32_t, Object> objects;
    for (const auto& [id, origins] : counts) {
        objects[id] = std::ranges::max_element(origins, {}, [](const auto& one) {
                          return one.second;
                      })->first;
    }
    return objects;
}

/// Gives one number to each object of all frames.
std::map<Object, std::uint32_t>
numbersOf(const std::vector<std::map<std::uint32_t, Object>>& frames,
          const scene::LabelSet& classes) {
    std::map<Object, std::uint32_t> given;
    std::set<std::uint32_t> taken;
    for (const scene::LabelClass& one : classes.classes()) {
        taken.insert(scene::stuffInstance(one.id));
    }
    for (const auto& objects : frames) {
        for (const auto& [id, object] : objects) {
            if (object.first == id) { // it kept its number
                given[object] = id;
                taken.insert(id);
            }
        }
    }
    NumberGiver numbers(numberingFor(classes), std::move(taken));
    for (const auto& objects : frames) {
        for (const auto& [id, object] : objects) {
            if (object.first != 0 && !given.contains(object)) {
                given[object] = numbers.next(object.second);
            }
        }
    }
    return given;
}

} // namespace

void numberAlike(std::vector<MappedFrame>& frames, const scene::LabelSet& classes) {
    std::vector<std::map<std::uint32_t, Object>> objects;
    objects.reserve(frames.size());
    for (const MappedFrame& frame : frames) {
        objects.push_back(objectsOf(frame));
    }
    const std::map<Object, std::uint32_t> given = numbersOf(objects, classes);
    std::set<std::uint32_t> taken;
    std::map<std::uint32_t, std::uint32_t> renamed;
    for (const auto& [object, id] : given) {
        taken.insert(id);
        if (object.first != id) {
            renamed.try_emplace(object.first, id);
        }
    }
    for (std::size_t i = 0; i < frames.size(); ++i) {
        NumberGiver numbers(numberingFor(classes), taken);
        std::map<std::uint32_t, std::uint32_t> now;
        for (const auto& [id, object] : objects[i]) {
            const auto known = given.find(object);
            now[id] = known != given.end() ? known->second : numbers.next(object.second);
        }
        MappedScene& after = frames[i].after;
        InstancePlane ids = after.maps.instances.toPlane();
        for (std::uint32_t& id : ids.values()) {
            if (const auto found = now.find(id); found != now.end()) {
                id = found->second;
            }
        }
        after.maps.instances = scene::InstanceMap(ids);
        packMaps(after);
        for (auto& [was, id] : after.renamed) {
            if (const auto found = now.find(id); found != now.end()) {
                id = found->second;
            }
        }
        // Looks belong to all frames, also to those that do not show the object.
        const std::set<std::uint32_t> shown(ids.values().begin(), ids.values().end());
        for (const auto& [was, id] : renamed) {
            if (!shown.contains(was)) {
                after.renamed.try_emplace(was, id);
            }
        }
    }
}

MappedScene mappedClassesOf(const std::vector<MappedFrame>& frames) {
    MappedScene all;
    all.maps.labelSet = frames.front().after.maps.labelSet;
    for (const MappedFrame& frame : frames) {
        for (const MappedClass& one : frame.after.used.classes) {
            if (all.used.find(one.from.id) == nullptr) {
                all.used.classes.push_back(one);
            }
        }
    }
    return all;
}

void packMaps(MappedScene& mapped) {
    scene::PackedMaps packed;
    mapped.maps.labels.pack(packed.labels);
    mapped.maps.instances.pack(packed.instances);
}

} // namespace underpaint::imaging
