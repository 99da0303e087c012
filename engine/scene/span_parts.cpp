// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/scene/span_parts.h"

#include "engine/base/plane.h"
#include "engine/scene/mask_spans.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <deque>
#include <numeric>

namespace underpaint::scene {

namespace {

using Spans = std::vector<PixelSpan>;

constexpr std::array<Point, 4> sides = {{{0, -1}, {-1, 0}, {1, 0}, {0, 1}}};

/// What a pixel of the cut area's box is.
enum Cell : std::int32_t { outside = -2, cut = -1 };

long long areaOf(const Spans& spans) {
    return std::accumulate(spans.begin(), spans.end(), 0LL,
                           [](long long sum, const PixelSpan& span) { return sum + span.length; });
}

void sortLargestFirst(std::vector<Spans>& parts) {
    std::stable_sort(parts.begin(), parts.end(),
                     [](const Spans& a, const Spans& b) { return areaOf(a) > areaOf(b); });
}

/// Pixels from one to the other, both included, a side or a corner apart (Bresenham 1965); that is
/// enough to part what hangs together over sides.
template<class Visit>
void walk(Point from, Point to, const Visit& visit) {
    const Point step{from.x < to.x ? 1 : -1, from.y < to.y ? 1 : -1};
    const int dx = std::abs(to.x - from.x);
    const int dy = std::abs(to.y - from.y);
    int error = dx - dy;
    for (Point at = from;;) {
        visit(at);
        if (at == to) {
            return;
        }
        const int twice = 2 * error;
        if (twice > -dy) {
            error -= dy;
            at.x += step.x;
        }
        if (twice < dx) {
            error += dx;
            at.y += step.y;
        }
    }
}

/// The box of an area: which part each pixel belongs to.
class Board {
public:
    explicit Board(const Spans& spans) : m_box(boxOf(spans)) {
        m_cells = Plane<std::int32_t>(m_box.width, m_box.height, outside);
    }

    bool contains(Point p) const { return m_box.contains(p); }
    std::int32_t& at(Point p) { return m_cells.at(p.x - m_box.x, p.y - m_box.y); }
    void fill(const Spans& spans, std::int32_t value) {
        for (const PixelSpan& span : spans) {
            for (int x = span.x; x < span.x + span.length; ++x) {
                at({x, span.y}) = value;
            }
        }
    }
    Spans spansOf(std::int32_t value) const {
        Plane<std::uint8_t> mask(m_cells.width(), m_cells.height());
        for (int y = 0; y < mask.height(); ++y) {
            for (int x = 0; x < mask.width(); ++x) {
                mask.at(x, y) = m_cells.at(x, y) == value ? 1 : 0;
            }
        }
        return maskSpans(mask, {m_box.x, m_box.y});
    }
    template<class Visit>
    void eachSide(Point p, const Visit& visit) {
        for (const Point& side : sides) {
            if (const Point next{p.x + side.x, p.y + side.y}; contains(next)) {
                visit(next);
            }
        }
    }

private:
    Rect m_box;
    Plane<std::int32_t> m_cells;
};

/// Gives the cut's pixels to the nearest part.
void healCut(Board& board, const std::vector<Point>& line) {
    std::deque<Point> front;
    for (const Point& p : line) {
        board.eachSide(p, [&](Point next) {
            if (board.at(next) >= 0) {
                front.push_back(next);
            }
        });
    }
    for (; !front.empty(); front.pop_front()) {
        const Point from = front.front();
        board.eachSide(from, [&](Point next) {
            if (board.at(next) == cut) {
                board.at(next) = board.at(from);
                front.push_back(next);
            }
        });
    }
}

} // namespace

std::vector<Spans> partsOf(const Spans& spans) {
    std::vector<std::size_t> parent(spans.size());
    std::iota(parent.begin(), parent.end(), std::size_t{0});
    const auto root = [&](std::size_t i) {
        while (parent[i] != i) {
            i = parent[i] = parent[parent[i]];
        }
        return i;
    };
    std::size_t above = 0;
    for (std::size_t i = 0; i < spans.size(); ++i) {
        const PixelSpan& span = spans[i];
        while (above < i &&
               (spans[above].y < span.y - 1 ||
                (spans[above].y == span.y - 1 && spans[above].x + spans[above].length <= span.x))) {
            ++above;
        }
        for (std::size_t j = above;
             j < i && spans[j].y == span.y - 1 && spans[j].x < span.x + span.length; ++j) {
            parent[root(j)] = root(i);
        }
    }
    std::vector<Spans> parts;
    std::vector<std::size_t> partOf(spans.size(), spans.size());
    for (std::size_t i = 0; i < spans.size(); ++i) {
        std::size_t& part = partOf[root(i)];
        if (part == spans.size()) {
            part = parts.size();
            parts.emplace_back();
        }
        parts[part].push_back(spans[i]);
    }
    sortLargestFirst(parts);
    return parts;
}

std::vector<Spans> cutApart(const Spans& spans, const std::vector<Point>& line) {
    if (spans.empty() || line.empty()) {
        return {spans};
    }
    constexpr std::int32_t whole = 0;
    Board board(spans);
    board.fill(spans, whole);
    std::vector<Point> under;
    for (std::size_t i = 0; i < line.size(); ++i) {
        walk(line[i == 0 ? 0 : i - 1], line[i], [&](Point p) {
            if (board.contains(p) && board.at(p) == whole) {
                board.at(p) = cut;
                under.push_back(p);
            }
        });
    }
    const std::vector<Spans> pieces = partsOf(board.spansOf(whole));
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        board.fill(pieces[i], static_cast<std::int32_t>(i));
    }
    std::vector<bool> touched(pieces.size(), false);
    for (const Point& p : under) {
        board.eachSide(p, [&](Point next) {
            if (const std::int32_t part = board.at(next); part >= 0) {
                touched[static_cast<std::size_t>(part)] = true;
            }
        });
    }
    // The pieces are in the order of their size.
    const auto first = std::find(touched.begin(), touched.end(), true);
    if (std::count(touched.begin(), touched.end(), true) < 2) {
        return {spans};
    }
    const auto kept = static_cast<std::int32_t>(first - touched.begin());
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        if (!touched[i]) {
            board.fill(pieces[i], kept);
        }
    }
    healCut(board, under);
    std::vector<Spans> parts;
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        if (touched[i]) {
            parts.push_back(board.spansOf(static_cast<std::int32_t>(i)));
        }
    }
    sortLargestFirst(parts);
    return parts;
}

} // namespace underpaint::scene
