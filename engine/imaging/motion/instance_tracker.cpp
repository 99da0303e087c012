// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/imaging/motion/instance_tracker.h"

#include "engine/imaging/motion/warp.h"
#include "engine/scene/instance_ids.h"

#include <algorithm>
#include <tuple>
#include <utility>
#include <vector>

namespace underpaint::imaging {

namespace {

bool isObject(std::uint16_t label, std::uint32_t id) {
    return id != scene::stuffInstance(label);
}

std::map<std::uint32_t, long long> areasOf(const FrameMaps& maps) {
    std::map<std::uint32_t, long long> areas;
    for (std::size_t i = 0; i < maps.labels.values().size(); ++i) {
        if (isObject(maps.labels.values()[i], maps.instances.values()[i])) {
            ++areas[maps.instances.values()[i]];
        }
    }
    return areas;
}

/// The class of each object, that of its first pixel.
std::map<std::uint32_t, std::uint16_t> classesOf(const FrameMaps& maps) {
    std::map<std::uint32_t, std::uint16_t> classes;
    for (std::size_t i = 0; i < maps.labels.values().size(); ++i) {
        classes.emplace(maps.instances.values()[i], maps.labels.values()[i]);
    }
    return classes;
}

/// The wanted number, or else the first free one of its class that no frame has used.
std::uint32_t freeId(std::uint32_t wanted, std::uint16_t label,
                     const std::set<std::uint32_t>& used) {
    if (!used.contains(wanted)) {
        return wanted;
    }
    const std::uint32_t first = label * scene::instancesPerClass;
    for (std::uint32_t k = 0; label > 0 && k < scene::instancesPerClass; ++k) {
        if (!used.contains(first + k)) {
            return first + k;
        }
    }
    return wanted; // a thousand objects of a class have passed: this one shares its looks
}

} // namespace

std::map<std::uint32_t, std::uint32_t> sameInstances(const FrameMaps& now, const FrameMaps& before,
                                                     const FlowField& flow) {
    const LabelPlane labels = warped(before.labels, flow);
    const InstancePlane instances = warped(before.instances, flow);
    std::map<std::pair<std::uint32_t, std::uint32_t>, long long> shared;
    for (std::size_t i = 0; i < labels.values().size(); ++i) {
        const std::uint16_t label = now.labels.values()[i];
        const std::uint32_t id = now.instances.values()[i];
        const std::uint32_t old = instances.values()[i];
        if (label == labels.values()[i] && isObject(label, id) && isObject(label, old)) {
            ++shared[{id, old}];
        }
    }
    const auto areasNow = areasOf(now);
    const auto areasBefore = areasOf(before);
    std::vector<std::tuple<long long, std::uint32_t, std::uint32_t>> pairs;
    for (const auto& [pair, count] : shared) {
        const long long smaller = std::min(areasNow.at(pair.first), areasBefore.at(pair.second));
        if (count * 3 >= smaller) {
            pairs.emplace_back(-count, pair.first, pair.second);
        }
    }
    std::ranges::sort(pairs); // the largest overlap first
    std::map<std::uint32_t, std::uint32_t> same;
    std::set<std::uint32_t> taken;
    for (const auto& [count, id, old] : pairs) {
        if (!same.contains(id) && taken.insert(old).second) {
            same[id] = old;
        }
    }
    return same;
}

InstancePlane InstanceTracker::follow(const FrameMaps& frame, const FlowField* flow) {
    std::map<std::uint32_t, std::uint32_t> lasting;
    if (flow != nullptr && m_before.labels.size() == frame.labels.size()) {
        lasting = sameInstances(frame, m_before, *flow);
    }
    for (const auto& [id, label] : classesOf(frame)) {
        if (isObject(label, id) && !lasting.contains(id)) {
            lasting[id] = freeId(id, label, m_used);
        }
        if (const auto found = lasting.find(id); found != lasting.end()) {
            m_used.insert(found->second);
        }
    }
    InstancePlane result = frame.instances;
    for (std::size_t i = 0; i < result.values().size(); ++i) {
        std::uint32_t& id = result.values()[i];
        if (isObject(frame.labels.values()[i], id)) {
            id = lasting.at(id);
        }
    }
    m_before = {frame.labels, result};
    return result;
}

} // namespace underpaint::imaging
