// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/imaging/motion/edit_carrier.h"

#include "engine/imaging/motion/instance_tracker.h"
#include "engine/scene/instance_ids.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <deque>
#include <utility>

namespace underpaint::imaging {

namespace {

/// Less sure changes are not made.
constexpr float leastConfidence = 0.1F;

/// What surrounds a hole grows into it: the nearest pixel that is not part of it.
/// `hole`: 1 = to be filled, 0 = stays.
void heal(Plane<std::uint8_t>& hole, FrameMaps& maps) {
    constexpr std::array<std::array<int, 2>, 4> steps{{{1, 0}, {-1, 0}, {0, 1}, {0, -1}}};
    const Rect all{0, 0, hole.width(), hole.height()};
    std::deque<Point> front;
    const auto grow = [&](Point from) {
        for (const auto& [dx, dy] : steps) {
            const Point to{from.x + dx, from.y + dy};
            if (all.contains(to) && hole.at(to.x, to.y) == 1) {
                hole.at(to.x, to.y) = 0;
                const std::uint16_t label = maps.labels.at(from.x, from.y);
                maps.labels.at(to.x, to.y) = label;
                // Another object does not grow: what is behind it is of its class at most.
                maps.instances.at(to.x, to.y) = scene::stuffInstance(label);
                front.push_back(to);
            }
        }
    };
    // Stuff first: objects beside the hole stand before the same background.
    for (const bool objects : {false, true}) {
        for (int y = 0; y < hole.height(); ++y) {
            for (int x = 0; x < hole.width(); ++x) {
                const bool object =
                    maps.instances.at(x, y) != scene::stuffInstance(maps.labels.at(x, y));
                if (hole.at(x, y) == 0 && object == objects) {
                    grow({x, y});
                }
            }
        }
        while (!front.empty()) {
            const Point from = front.front();
            front.pop_front();
            grow(from);
        }
    }
}

} // namespace

EditCarrier::EditCarrier(MovingFrame frame, FrameMaps painted)
    : m_painted(std::move(painted)),
      m_pieces(editPieces({frame.labels, frame.instances}, m_painted)),
      m_frame(std::move(frame)),
      m_flow(m_frame.labels.width(), m_frame.labels.height(), 2, 0),
      m_confidence(m_frame.labels.width(), m_frame.labels.height(), 1),
      m_tracks(m_pieces.objects.size()) {
    for (const std::uint32_t id : m_pieces.left) {
        m_left[id] = 1;
    }
}

void EditCarrier::step(MovingFrame next) {
    const PairMotion motion = motionBetween(m_frame, next);
    followObjects(motion.there);
    followLeft(next, motion.back);
    Share confidence(m_confidence.width(), m_confidence.height(), 0);
    for (int y = 0; y < confidence.height(); ++y) {
        for (int x = 0; x < confidence.width(); ++x) {
            confidence.at(x, y) =
                motion.back.confidence.at(x, y) *
                sampled(m_confidence, static_cast<float>(x) + motion.back.flow.at(x, y, 0),
                        static_cast<float>(y) + motion.back.flow.at(x, y, 1));
        }
    }
    m_flow = chainedFlow(motion.back.flow, m_flow);
    m_confidence = std::move(confidence);
    m_frame = std::move(next);
}

void EditCarrier::followObjects(const FrameMotion& there) {
    for (std::size_t i = 0; i < m_tracks.size(); ++i) {
        Plane<std::uint8_t> mask(m_frame.labels.width(), m_frame.labels.height());
        for (const Point& at : placed(m_pieces.objects[i], m_tracks[i]).pixels) {
            mask.at(at.x, at.y) = 1;
        }
        double sure = 0;
        const AffineMotion step = fittedMotion(there.flow, there.confidence, mask, sure);
        const AffineMotion& before = m_tracks[i].motion;
        const auto& [a, b, c, d, e, f] = before.values;
        const auto& s = step.values;
        AffineMotion after;
        after.values = {s[0] * a + s[1] * d, s[0] * b + s[1] * e, step.x(c, f),
                        s[3] * a + s[4] * d, s[3] * b + s[4] * e, step.y(c, f)};
        m_tracks[i].motion = after;
        m_tracks[i].confidence *= static_cast<float>(sure);
    }
}

void EditCarrier::followLeft(const MovingFrame& next, const FrameMotion& back) {
    if (m_left.empty()) {
        return;
    }
    const auto same = sameInstances({next.labels, next.instances},
                                    {m_frame.labels, m_frame.instances}, back.flow);
    std::map<std::uint32_t, float> left;
    for (const auto& [id, old] : same) {
        const auto found = m_left.find(old);
        if (found == m_left.end()) {
            continue;
        }
        double sum = 0;
        long long count = 0;
        for (std::size_t i = 0; i < next.instances.values().size(); ++i) {
            if (next.instances.values()[i] == id) {
                sum += back.confidence.values()[i];
                ++count;
            }
        }
        const double mean = count > 0 ? sum / static_cast<double>(count) : 0;
        left[id] = found->second * static_cast<float>(mean);
    }
    m_left = std::move(left);
}

PlacedObject EditCarrier::placed(const ObjectPiece& piece, const Track& track) const {
    PlacedObject object{piece.id, piece.label, {}, track.confidence};
    const AffineMotion back = track.motion.inverse();
    Rect box;
    const std::array<double, 2> xs{piece.box.x - 1.0, piece.box.right() + 0.0};
    const std::array<double, 2> ys{piece.box.y - 1.0, piece.box.bottom() + 0.0};
    for (const double x : xs) {
        for (const double y : ys) {
            constexpr double far = 1 << 20;
            box = box.united(
                {static_cast<int>(std::clamp(std::floor(track.motion.x(x, y)), -far, far)),
                 static_cast<int>(std::clamp(std::floor(track.motion.y(x, y)), -far, far)), 2, 2});
        }
    }
    box = box.intersected({0, 0, piece.mask.width(), piece.mask.height()});
    for (int y = box.y; y < box.bottom(); ++y) {
        for (int x = box.x; x < box.right(); ++x) {
            const Point from{static_cast<int>(std::lround(back.x(x, y))),
                             static_cast<int>(std::lround(back.y(x, y)))};
            if (piece.box.contains(from) && piece.mask.at(from.x, from.y) != 0) {
                object.pixels.push_back({x, y});
            }
        }
    }
    return object;
}

CarriedChanges EditCarrier::changes() const {
    CarriedChanges changes;
    FrameMaps maps{m_frame.labels, m_frame.instances};
    Share confidence(maps.labels.width(), maps.labels.height(), 0);
    const Rect all{0, 0, maps.labels.width(), maps.labels.height()};
    Plane<std::uint8_t> hole(all.width, all.height);
    for (int y = 0; y < all.height; ++y) {
        for (int x = 0; x < all.width; ++x) {
            const Point from{
                static_cast<int>(std::lround(static_cast<float>(x) + m_flow.at(x, y, 0))),
                static_cast<int>(std::lround(static_cast<float>(y) + m_flow.at(x, y, 1)))};
            const float sure = m_confidence.at(x, y);
            const auto left = m_left.find(m_frame.instances.at(x, y));
            if (sure >= leastConfidence && all.contains(from) &&
                m_pieces.rest.at(from.x, from.y) != 0) {
                maps.labels.at(x, y) = m_painted.labels.at(from.x, from.y);
                maps.instances.at(x, y) = m_painted.instances.at(from.x, from.y);
                confidence.at(x, y) = sure;
            } else if (left != m_left.end() && left->second >= leastConfidence) {
                hole.at(x, y) = 1;
                confidence.at(x, y) = left->second;
            }
        }
    }
    heal(hole, maps);
    for (int y = 0; y < all.height; ++y) {
        for (int x = 0; x < all.width; ++x) {
            if (confidence.at(x, y) > 0) {
                changes.pixels.push_back(
                    {{x, y}, maps.labels.at(x, y), maps.instances.at(x, y), confidence.at(x, y)});
            }
        }
    }
    for (std::size_t i = 0; i < m_tracks.size(); ++i) {
        if (m_tracks[i].confidence >= leastConfidence) {
            changes.objects.push_back(placed(m_pieces.objects[i], m_tracks[i]));
        }
    }
    return changes;
}

} // namespace underpaint::imaging
