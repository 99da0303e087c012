// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/imaging/components.h"

#include "engine/base/error.h"
#include "engine/imaging/instance_numbering.h"
#include "engine/scene/instance_ids.h"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>
#include <utility>

namespace underpaint::imaging {

namespace {

using scene::instancesPerClass;
using scene::stuffInstance;

/// A horizontal stretch of equal labels.
struct Run {
    int begin = 0;
    int end = 0;
    int y = 0;
    std::uint16_t label = 0;
    std::size_t parent = 0;
};

std::size_t rootOf(std::vector<Run>& runs, std::size_t index) {
    while (runs[index].parent != index) {
        runs[index].parent = runs[runs[index].parent].parent;
        index = runs[index].parent;
    }
    return index;
}

/// The smaller index becomes the root: it is the run with the first pixel in raster order.
void unite(std::vector<Run>& runs, std::size_t a, std::size_t b) {
    a = rootOf(runs, a);
    b = rootOf(runs, b);
    runs[std::max(a, b)].parent = std::min(a, b);
}

void appendRuns(const LabelPlane& labels, int y, std::vector<Run>& runs) {
    const auto row = labels.row(y);
    const int width = labels.width();
    for (int x = 0; x < width;) {
        const std::uint16_t label = row[static_cast<std::size_t>(x)];
        int end = x + 1;
        while (end < width && row[static_cast<std::size_t>(end)] == label) {
            ++end;
        }
        runs.push_back({x, end, y, label, runs.size()});
        x = end;
    }
}

/// All runs in raster order, connected by their parents.
std::vector<Run> connectedRuns(const LabelPlane& labels) {
    std::vector<Run> runs;
    std::size_t above = 0;
    for (int y = 0; y < labels.height(); ++y) {
        const std::size_t here = runs.size();
        appendRuns(labels, y, runs);
        std::size_t upper = above;
        for (std::size_t i = here; i < runs.size() && y > 0; ++i) {
            while (upper < here && runs[upper].end <= runs[i].begin) {
                ++upper;
            }
            for (std::size_t u = upper; u < here && runs[u].begin < runs[i].end; ++u) {
                if (runs[u].label == runs[i].label) {
                    unite(runs, u, i);
                }
            }
        }
        above = here;
    }
    return runs;
}

} // namespace

DerivedInstances deriveInstances(const LabelPlane& labels,
                                 const std::function<bool(std::uint16_t)>& isThing,
                                 const ComponentOptions& options) {
    std::vector<Run> runs = connectedRuns(labels);
    std::unordered_map<std::uint16_t, bool> things;
    // Indexed by root run; roots precede their members.
    std::vector<Component> found(runs.size());
    for (std::size_t i = 0; i < runs.size(); ++i) {
        const Run& run = runs[i];
        const std::size_t root = rootOf(runs, i);
        Component& component = found[root];
        if (root == i) {
            component.label = run.label;
            component.first = {run.begin, run.y};
            things.try_emplace(run.label, false);
        }
        component.area += run.end - run.begin;
        component.box = component.box.united({run.begin, run.y, run.end - run.begin, 1});
    }
    for (auto& [label, thing] : things) {
        thing = isThing(label);
    }

    DerivedInstances result{InstancePlane(labels.width(), labels.height()), {}, {}};
    std::set<std::uint32_t> stuffIds;
    for (const auto& [label, thing] : things) {
        if (!thing) {
            stuffIds.insert(stuffInstance(label));
        }
    }
    NumberGiver numbering(options.numbering, std::move(stuffIds));
    for (std::size_t i = 0; i < runs.size(); ++i) {
        const Run& run = runs[i];
        const std::size_t root = rootOf(runs, i);
        Component& component = found[root];
        if (root == i) {
            component.id = stuffInstance(run.label);
            if (things[run.label] && component.area >= options.minimumArea) {
                component.id = numbering.next(run.label);
                if (component.id >= instancesPerClass) {
                    result.components.push_back(component);
                }
            }
        }
        const auto row = result.ids.row(run.y);
        std::fill(row.begin() + run.begin, row.begin() + run.end, component.id);
    }
    result.warnings = numbering.warnings();
    return result;
}

std::size_t fitInstanceIds(InstancePlane& instances, std::uint32_t limit, std::uint32_t firstFree) {
    std::set<std::uint32_t> fitting;
    std::map<std::uint32_t, std::uint32_t> renumbered;
    std::uint32_t previous = 0;
    bool any = false;
    for (const std::uint32_t id : instances.values()) {
        if (any && id == previous) {
            continue;
        }
        any = true;
        previous = id;
        if (id <= limit) {
            fitting.insert(id);
        } else {
            renumbered.try_emplace(id, 0);
        }
    }
    std::uint64_t next = firstFree;
    for (auto& [id, replacement] : renumbered) {
        while (next <= limit && fitting.contains(static_cast<std::uint32_t>(next))) {
            ++next;
        }
        if (next > limit) {
            throw Error("there are more instances than ids up to " + std::to_string(limit), {},
                        "Store the instance map with more bits or merge instances");
        }
        replacement = static_cast<std::uint32_t>(next++);
    }
    if (!renumbered.empty()) {
        for (std::uint32_t& id : instances.values()) {
            if (id > limit) {
                id = renumbered.at(id);
            }
        }
    }
    return renumbered.size();
}

} // namespace underpaint::imaging
