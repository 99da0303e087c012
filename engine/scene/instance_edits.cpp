// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/scene/instance_edits.h"

#include "engine/base/error.h"
#include "engine/scene/appearance_edits.h"

#include <algorithm>
#include <array>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace underpaint::scene {

namespace {

std::vector<PixelSpan> existingSpans(const SceneState& scene, std::uint32_t instance) {
    std::vector<PixelSpan> spans = spansOf(scene.instances, instance);
    if (spans.empty()) {
        throw Error("no pixel belongs to the instance " + std::to_string(instance), "instance map",
                    "choose an instance of the map");
    }
    return spans;
}

PaintValue valueAt(const SceneState& scene, Point p) {
    return {scene.labels.at(p), scene.instances.at(p)};
}

/// Of spans or of runs.
template<class Pieces>
long long pixelsOf(const Pieces& pieces) {
    long long pixels = 0;
    for (const auto& piece : pieces) {
        pixels += piece.length;
    }
    return pixels;
}

/// One edit of several, or the only one itself.
Edit together(std::vector<Edit> edits) {
    if (edits.size() == 1) {
        return std::move(edits.front());
    }
    return {EditGroup{std::move(edits)}};
}

void addUnlessEmpty(std::vector<Edit>& edits, Edit edit) {
    if (!edit.empty()) {
        edits.push_back(std::move(edit));
    }
}

constexpr std::array<Point, 4> neighbours = {{{0, -1}, {-1, 0}, {1, 0}, {0, 1}}};

/// Spreads values from outside into the hole that the spans are, over pixel sides, nearest first.
class Healing {
public:
    Healing(const SceneState& scene, const std::vector<PixelSpan>& spans)
        : m_scene(scene),
          m_spans(spans),
          m_box(boxOf(spans)),
          m_state(m_box.width, m_box.height, std::uint8_t{Outside}),
          m_source(m_box.width, m_box.height) {
        for (const PixelSpan& span : spans) {
            for (int x = span.x; x < span.x + span.length; ++x) {
                m_state.at(x - m_box.x, span.y - m_box.y) = Hole;
            }
        }
    }

    PaintPixels healed(PaintValue background) {
        seed(true);
        if (m_front.empty()) {
            seed(false);
        }
        // Parts that touch no stuff heal from what surrounds them after the others.
        spread();
        if (seed(false)) {
            spread();
        }
        return result(background);
    }

private:
    enum : std::uint8_t { Outside, Hole, Healed };

    /// Starts at the pixels of the hole that touch a surrounding pixel (of stuff, when asked).
    bool seed(bool stuffOnly) {
        for (const PixelSpan& span : m_spans) {
            for (int x = span.x; x < span.x + span.length; ++x) {
                seedPixel({x, span.y}, stuffOnly);
            }
        }
        return !m_front.empty();
    }

    void seedPixel(Point p, bool stuffOnly) {
        if (stateAt(p) != Hole) {
            return;
        }
        for (const Point step : neighbours) {
            const Point next{p.x + step.x, p.y + step.y};
            if (!m_scene.bounds().contains(next) ||
                (m_box.contains(next) && stateAt(next) != Outside)) {
                continue;
            }
            const PaintValue value = valueAt(m_scene, next);
            if (!stuffOnly || !m_scene.labelSet.isThing(value.label)) {
                heal(p, value);
                return;
            }
        }
    }

    void spread() {
        while (!m_front.empty()) {
            const Point p = m_front.front();
            m_front.pop_front();
            for (const Point step : neighbours) {
                const Point next{p.x + step.x, p.y + step.y};
                if (m_box.contains(next) && stateAt(next) == Hole) {
                    heal(next, m_values[sourceAt(p)]);
                }
            }
        }
    }

    void heal(Point p, PaintValue value) {
        stateAt(p) = Healed;
        const auto found = std::find(m_values.begin(), m_values.end(), value);
        sourceAt(p) = static_cast<std::uint32_t>(found - m_values.begin());
        if (found == m_values.end()) {
            m_values.push_back(value);
        }
        m_front.push_back(p);
    }

    PaintPixels result(PaintValue background) {
        PaintPixels paint;
        for (const PixelSpan& span : m_spans) {
            for (int x = span.x; x < span.x + span.length; ++x) {
                const Point p{x, span.y};
                const PaintValue value = stateAt(p) == Healed ? m_values[sourceAt(p)] : background;
                add(paint.labels, p, value.label);
                add(paint.instances, p, value.instance);
            }
        }
        return paint;
    }

    template<class T>
    static void add(std::vector<PaintRun<T>>& runs, Point p, T value) {
        if (!runs.empty() && runs.back().y == p.y && runs.back().right() == p.x &&
            runs.back().value == value) {
            ++runs.back().length;
        } else {
            runs.push_back({p.x, p.y, 1, value});
        }
    }

    std::uint8_t& stateAt(Point p) { return m_state.at(p.x - m_box.x, p.y - m_box.y); }
    std::uint32_t& sourceAt(Point p) { return m_source.at(p.x - m_box.x, p.y - m_box.y); }

    const SceneState& m_scene;
    const std::vector<PixelSpan>& m_spans;
    Rect m_box;
    Plane<std::uint8_t> m_state;
    /// Index into m_values.
    Plane<std::uint32_t> m_source;
    /// The few different values around the hole.
    std::vector<PaintValue> m_values;
    std::deque<Point> m_front;
};

} // namespace

PaintValue relabelValue(const SceneState& scene, Point target) {
    if (!scene.bounds().contains(target)) {
        throw Error("the pixel (" + std::to_string(target.x) + ", " + std::to_string(target.y) +
                        ") lies outside the map",
                    "relabel", "choose a pixel of the map");
    }
    PaintValue value = valueAt(scene, target);
    if (value.instance >= instancesPerClass) {
        value.instance = nextInstanceId(scene.instances, value.label);
    }
    return value;
}

Edit relabelInstance(const SceneState& scene, std::uint32_t instance, PaintValue value,
                     const ProtectedLabels& locked) {
    std::vector<PixelSpan> spans = existingSpans(scene, instance);
    const long long area = pixelsOf(spans);
    std::vector<Edit> edits;
    edits.push_back(paintSpans(scene, std::move(spans), value, locked));
    const bool all = pixelsOf(std::get<PaintPixels>(edits.front().kind).instances) == area;
    if (all) {
        addUnlessEmpty(edits, moveAppearance(scene, instance, value.instance));
    }
    return together(std::move(edits));
}

Edit relabelLike(const SceneState& scene, std::uint32_t instance, Point target,
                 const ProtectedLabels& locked) {
    return relabelInstance(scene, instance, relabelValue(scene, target), locked);
}

Edit deleteInstance(const SceneState& scene, std::uint32_t instance, PaintValue background) {
    const std::vector<PixelSpan> spans = existingSpans(scene, instance);
    std::vector<Edit> edits;
    edits.push_back({Healing(scene, spans).healed(background)});
    addUnlessEmpty(edits, dropAppearance(scene, instance));
    return together(std::move(edits));
}

InstanceSplit splitInstance(const SceneState& scene, std::uint32_t instance,
                            const std::vector<std::vector<PixelSpan>>& parts,
                            const ProtectedLabels& locked) {
    const PixelSpan first = existingSpans(scene, instance).front();
    const std::uint16_t label = scene.labels.at(first.x, first.y);
    Scene planned(scene); // ids are free or not by what was done before
    InstanceSplit split;
    std::vector<Edit> edits;
    for (std::size_t i = 1; i < parts.size(); ++i) {
        const std::uint32_t fresh = nextInstanceId(planned->instances, label);
        edits.push_back(paintSpans(*planned, parts[i], {label, fresh}, locked));
        if (edits.back().empty()) {
            edits.pop_back(); // locked
            continue;
        }
        planned.apply(edits.back());
        split.made.push_back(fresh);
        // A pin sticks to the part that it is on.
        const auto onPart = [&](Point at) {
            return planned->instances.at(at) == fresh ? std::optional(at) : std::nullopt;
        };
        const Edit look = copyAppearance(*planned, instance, fresh, onPart);
        if (!look.empty()) {
            planned.apply(look);
            edits.push_back(look);
        }
    }
    split.edit = together(std::move(edits));
    return split;
}

} // namespace underpaint::scene
