// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/scene/paint_pixels.h"

#include "engine/base/error.h"

#include <string>
#include <utility>

namespace underpaint::scene {

namespace {

template<class T>
using Runs = std::vector<PaintRun<T>>;

/// Appends a run that begins after all others, joining it with the last where they are one.
template<class T>
void push(Runs<T>& runs, const PaintRun<T>& run) {
    if (run.length <= 0) {
        return;
    }
    if (!runs.empty()) {
        PaintRun<T>& last = runs.back();
        if (last.y == run.y && last.right() == run.x && last.value == run.value) {
            last.length += run.length;
            return;
        }
    }
    runs.push_back(run);
}

template<class T>
void cutBefore(PaintRun<T>& run, std::int32_t x) {
    if (x > run.x) {
        run.length -= x - run.x;
        run.x = x;
    }
}

/// The runs of `above` and what they leave visible of `below`; both and the result canonical.
template<class T>
Runs<T> overlaid(const Runs<T>& below, const Runs<T>& above) {
    Runs<T> result;
    result.reserve(below.size() + above.size());
    std::size_t next = 0;
    PaintRun<T> cover{0, -1, 0, {}}; // the last run of `above` in the result
    for (PaintRun<T> rest : below) {
        if (cover.y == rest.y) {
            cutBefore(rest, cover.right());
        }
        while (rest.length > 0) {
            const bool more = next < above.size();
            if (more && std::pair(above[next].y, above[next].x) <= std::pair(rest.y, rest.x)) {
                cover = above[next++];
                push(result, cover);
                if (cover.y == rest.y) {
                    cutBefore(rest, cover.right());
                }
            } else if (more && above[next].y == rest.y && above[next].x < rest.right()) {
                push(result, {rest.x, rest.y, above[next].x - rest.x, rest.value});
                cutBefore(rest, above[next].x);
            } else {
                push(result, rest);
                break;
            }
        }
    }
    for (; next < above.size(); ++next) {
        push(result, above[next]);
    }
    return result;
}

template<class T>
void checkRuns(const Runs<T>& runs, Size size) {
    const PaintRun<T>* last = nullptr;
    for (const PaintRun<T>& run : runs) {
        // Differences instead of sums: the numbers may come from a file.
        if (run.x < 0 || run.y < 0 || run.length <= 0 || run.y >= size.height ||
            run.x >= size.width || run.length > size.width - run.x) {
            throw Error("it paints pixels (" + std::to_string(run.x) + ", " +
                            std::to_string(run.y) + ") and " + std::to_string(run.length) +
                            " to the right, which do not lie in the map of " +
                            std::to_string(size.width) + "x" + std::to_string(size.height),
                        "paint edit", "clip strokes to the map");
        }
        if (last != nullptr &&
            (run.y < last->y || (run.y == last->y && run.x < last->right()) ||
             (run.y == last->y && run.x == last->right() && run.value == last->value))) {
            throw Error("its runs of pixels are not sorted and apart", "paint edit");
        }
        last = &run;
    }
}

/// What the cells under the runs hold now, as runs.
template<class T>
Runs<T> covered(const Runs<T>& runs, const TiledMap<T>& map) {
    Runs<T> old;
    old.reserve(runs.size());
    std::vector<T> row;
    for (const PaintRun<T>& run : runs) {
        row.resize(static_cast<std::size_t>(run.length));
        map.readRow(run.x, run.y, row);
        for (std::int32_t i = 0; i < run.length; ++i) {
            push(old, {run.x + i, run.y, 1, row[static_cast<std::size_t>(i)]});
        }
    }
    return old;
}

} // namespace

std::size_t PaintPixels::byteSize() const {
    return labels.capacity() * sizeof(LabelRun) + instances.capacity() * sizeof(InstanceRun);
}

void PaintPixels::append(const PaintPixels& next) {
    labels = overlaid(labels, next.labels);
    instances = overlaid(instances, next.instances);
}

void PaintPixels::check(Size mapSize, const LabelSet& labelSet) const {
    checkRuns(labels, mapSize);
    checkRuns(instances, mapSize);
    for (const LabelRun& run : labels) {
        if (!labelSet.contains(run.value)) {
            throw Error("it paints the label " + std::to_string(run.value) +
                            ", which is not in the label set \"" + labelSet.name() + "\"",
                        "paint edit", "use one of the set's classes");
        }
    }
}

PaintPixels PaintPixels::paint(LabelMap& labelMap, InstanceMap& instanceMap) const {
    PaintPixels old{covered(labels, labelMap), covered(instances, instanceMap)};
    for (const LabelRun& run : labels) {
        labelMap.fillRow(run.x, run.y, run.length, run.value);
    }
    for (const InstanceRun& run : instances) {
        instanceMap.fillRow(run.x, run.y, run.length, run.value);
    }
    return old;
}

} // namespace underpaint::scene
