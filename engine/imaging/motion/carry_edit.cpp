// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/imaging/motion/carry_edit.h"

#include "engine/base/error.h"
#include "engine/imaging/motion/edit_carrier.h"
#include "engine/imaging/motion/outline_blend.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>

namespace underpaint::imaging {

namespace {

void put(const PixelChange& change, CarriedFrame& frame) {
    frame.maps.labels.at(change.at.x, change.at.y) = change.label;
    frame.maps.instances.at(change.at.x, change.at.y) = change.instance;
    frame.confidence.at(change.at.x, change.at.y) = change.confidence;
}

void put(const PlacedObject& object, CarriedFrame& frame) {
    for (const Point& at : object.pixels) {
        put(PixelChange{at, object.label, object.id, object.confidence}, frame);
    }
}

CarriedFrame untouched(std::size_t number, const MovingFrame& frame) {
    return {number,
            {frame.labels, frame.instances},
            Share(frame.labels.width(), frame.labels.height(), 0)};
}

CarriedFrame carried(std::size_t number, const EditCarrier& carrier) {
    CarriedFrame frame = untouched(number, carrier.frame());
    const CarriedChanges changes = carrier.changes();
    for (const PixelChange& change : changes.pixels) {
        put(change, frame);
    }
    for (const PlacedObject& object : changes.objects) {
        put(object, frame);
    }
    return frame;
}

bool before(Point a, Point b) {
    return a.y != b.y ? a.y < b.y : a.x < b.x;
}

/// Pixels that only one edit changes belong to the nearer key frame, of others the weightier
/// counts.
void putPixels(const std::vector<PixelChange>& early, const std::vector<PixelChange>& late,
               double way, CarriedFrame& frame) {
    const auto weight = [](const PixelChange& change, double share) {
        return change.confidence * static_cast<float>(share);
    };
    auto a = early.begin();
    auto b = late.begin();
    while (a != early.end() || b != late.end()) {
        if (b == late.end() || (a != early.end() && before(a->at, b->at))) {
            if (way < 0.5) {
                put(*a, frame);
            }
            ++a;
        } else if (a == early.end() || before(b->at, a->at)) {
            if (way >= 0.5) {
                put(*b, frame);
            }
            ++b;
        } else {
            put(weight(*a, 1 - way) > weight(*b, way) ? *a : *b, frame);
            ++a;
            ++b;
        }
    }
}

const PlacedObject* objectOf(const std::vector<PlacedObject>& objects, std::uint32_t id) {
    const auto found = std::ranges::find(objects, id, &PlacedObject::id);
    return found == objects.end() ? nullptr : &*found;
}

/// `way` is 0 at the early key frame and 1 at the late one.
CarriedFrame between(std::size_t number, const CarriedChanges& early, const EditCarrier& carrier,
                     double way) {
    const CarriedChanges late = carrier.changes();
    CarriedFrame frame = untouched(number, carrier.frame());
    putPixels(early.pixels, late.pixels, way, frame);
    for (const PlacedObject& object : early.objects) {
        const PlacedObject* other = objectOf(late.objects, object.id);
        if (other == nullptr) {
            if (way < 0.5) {
                put(object, frame);
            }
            continue;
        }
        PlacedObject both = object;
        both.pixels = blendedOutline(object.pixels, other->pixels, way, frame.maps.labels.size());
        both.confidence =
            static_cast<float>((1 - way) * object.confidence + way * other->confidence);
        put(both, frame);
    }
    for (const PlacedObject& object : late.objects) {
        if (way >= 0.5 && objectOf(early.objects, object.id) == nullptr) {
            put(object, frame);
        }
    }
    return frame;
}

class Carrying {
public:
    Carrying(const CarryRange& range, const std::function<void(CarriedFrame)>& done,
             const CancelToken& cancel, const ProgressSink& progress)
        : m_range(range), m_done(done), m_cancel(cancel), m_progress(progress) {}

    void run(const std::vector<KeyFrame>& keys) {
        m_steps = (keys.front().frame - m_range.first) + (m_range.last - keys.back().frame);
        m_steps += 2 * (keys.back().frame - keys.front().frame);
        EditCarrier backwards = carrierOf(keys.front());
        for (std::size_t t = keys.front().frame; t-- > m_range.first;) {
            stepTo(t, backwards);
            m_done(carried(t, backwards));
        }
        for (std::size_t i = 0; i + 1 < keys.size(); ++i) {
            carryBetween(keys[i], keys[i + 1]);
        }
        EditCarrier forwards = carrierOf(keys.back());
        for (std::size_t t = keys.back().frame + 1; t <= m_range.last; ++t) {
            stepTo(t, forwards);
            m_done(carried(t, forwards));
        }
    }

private:
    EditCarrier carrierOf(const KeyFrame& key) { return {m_range.frame(key.frame), key.painted}; }

    void stepTo(std::size_t frame, EditCarrier& carrier) {
        m_cancel.check();
        carrier.step(m_range.frame(frame));
        ++m_stepped;
        if (m_progress) {
            m_progress(static_cast<double>(m_stepped) / static_cast<double>(m_steps),
                       "frame " + std::to_string(frame + 1));
        }
    }

    void carryBetween(const KeyFrame& early, const KeyFrame& late) {
        if (late.frame == early.frame + 1) {
            return;
        }
        std::map<std::size_t, CarriedChanges> found;
        EditCarrier forwards = carrierOf(early);
        for (std::size_t t = early.frame + 1; t < late.frame; ++t) {
            stepTo(t, forwards);
            found[t] = forwards.changes();
        }
        EditCarrier backwards = carrierOf(late);
        for (std::size_t t = late.frame; --t > early.frame;) {
            stepTo(t, backwards);
            const double way = static_cast<double>(t - early.frame) /
                               static_cast<double>(late.frame - early.frame);
            m_done(between(t, found[t], backwards, way));
            found.erase(t);
        }
    }

    const CarryRange& m_range;
    const std::function<void(CarriedFrame)>& m_done;
    const CancelToken& m_cancel;
    const ProgressSink& m_progress;
    std::size_t m_steps = 0;
    std::size_t m_stepped = 0;
};

} // namespace

void carryEdits(const CarryRange& range, const std::vector<KeyFrame>& keys,
                const std::function<void(CarriedFrame)>& done, const CancelToken& cancel,
                const ProgressSink& progress) {
    const bool ascending = std::ranges::adjacent_find(keys, [](const auto& a, const auto& b) {
                               return a.frame >= b.frame;
                           }) == keys.end();
    if (keys.empty() || !ascending || keys.front().frame < range.first ||
        keys.back().frame > range.last) {
        throw Error("the key frames do not lie in the range in their order",
                    "frames " + std::to_string(range.first + 1) + " to " +
                        std::to_string(range.last + 1),
                    "Choose a range that holds every frame that was edited");
    }
    Carrying(range, done, cancel, progress).run(keys);
}

} // namespace underpaint::imaging
