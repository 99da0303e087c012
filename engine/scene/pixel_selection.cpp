// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/scene/pixel_selection.h"

#include <algorithm>
#include <cstddef>
#include <limits>
#include <utility>

namespace underpaint::scene {

namespace {

constexpr int never = std::numeric_limits<int>::max();

/// Walks along the spans of one row after the other and knows whether it is inside of one.
class RowWalk {
public:
    explicit RowWalk(const std::vector<PixelSpan>& spans) : m_spans(spans) {}

    /// The row of the next span.
    int row() const { return m_at < m_spans.size() ? m_spans[m_at].y : never; }
    bool inside() const { return m_inside; }
    /// Where being inside changes next in this row.
    int next(int y) const {
        if (row() != y) {
            return never;
        }
        return m_inside ? m_spans[m_at].x + m_spans[m_at].length : m_spans[m_at].x;
    }
    void step(int y, int x) {
        if (next(y) != x) {
            return;
        }
        m_at += m_inside ? 1 : 0;
        m_inside = !m_inside;
    }

private:
    const std::vector<PixelSpan>& m_spans;
    std::size_t m_at = 0;
    bool m_inside = false;
};

/// The pixels for which keep(in a, in b) holds; of two normalised lists.
template<class Keep>
std::vector<PixelSpan> combined(const std::vector<PixelSpan>& a, const std::vector<PixelSpan>& b,
                                Keep&& keep) {
    std::vector<PixelSpan> result;
    RowWalk walkA(a);
    RowWalk walkB(b);
    for (int y = std::min(walkA.row(), walkB.row()); y != never;
         y = std::min(walkA.row(), walkB.row())) {
        int begin = never;
        for (int x = std::min(walkA.next(y), walkB.next(y)); x != never;
             x = std::min(walkA.next(y), walkB.next(y))) {
            walkA.step(y, x);
            walkB.step(y, x);
            const bool kept = keep(walkA.inside(), walkB.inside());
            if (kept && begin == never) {
                begin = x;
            } else if (!kept && begin != never) {
                result.push_back({begin, y, x - begin});
                begin = never;
            }
        }
    }
    return result;
}

/// The first span that ends to the right of (x, y) or lies in a later row.
std::vector<PixelSpan>::const_iterator firstFrom(const std::vector<PixelSpan>& spans, int x,
                                                 int y) {
    return std::partition_point(spans.begin(), spans.end(), [&](const PixelSpan& span) {
        return std::pair(span.y, span.x + span.length) <= std::pair(y, x);
    });
}

} // namespace

PixelSelection::PixelSelection(std::vector<PixelSpan> spans, Rect bounds)
    : m_spans(normalised(std::move(spans), bounds)) {}

bool PixelSelection::contains(Point p) const {
    const auto span = firstFrom(m_spans, p.x, p.y);
    return span != m_spans.end() && span->y == p.y && span->x <= p.x;
}

Rect PixelSelection::box() const {
    return boxOf(m_spans);
}

long long PixelSelection::area() const {
    long long pixels = 0;
    for (const PixelSpan& span : m_spans) {
        pixels += span.length;
    }
    return pixels;
}

std::vector<PixelSpan> PixelSelection::clipped(const std::vector<PixelSpan>& spans) const {
    std::vector<PixelSpan> inside;
    for (const PixelSpan& span : spans) {
        const int end = span.x + span.length;
        for (auto own = firstFrom(m_spans, span.x, span.y);
             own != m_spans.end() && own->y == span.y && own->x < end; ++own) {
            const int x = std::max(own->x, span.x);
            inside.push_back({x, span.y, std::min(own->x + own->length, end) - x});
        }
    }
    return inside;
}

PixelSelection PixelSelection::united(const PixelSelection& other) const {
    PixelSelection result;
    result.m_spans = combined(m_spans, other.m_spans, [](bool a, bool b) { return a || b; });
    return result;
}

PixelSelection PixelSelection::intersected(const PixelSelection& other) const {
    PixelSelection result;
    result.m_spans = combined(m_spans, other.m_spans, [](bool a, bool b) { return a && b; });
    return result;
}

PixelSelection PixelSelection::without(const PixelSelection& other) const {
    PixelSelection result;
    result.m_spans = combined(m_spans, other.m_spans, [](bool a, bool b) { return a && !b; });
    return result;
}

PixelSelection PixelSelection::inverted(Rect bounds) const {
    std::vector<PixelSpan> everything;
    for (int y = bounds.y; y < bounds.bottom() && bounds.width > 0; ++y) {
        everything.push_back({bounds.x, y, bounds.width});
    }
    PixelSelection result;
    result.m_spans = combined(everything, m_spans, [](bool all, bool own) { return all && !own; });
    return result;
}

} // namespace underpaint::scene
