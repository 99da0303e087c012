// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/resample.h"

#include "ui/canvas/colour_mix.h"
#include "ui/canvas/pixel_walk.h"

#include <algorithm>
#include <cstddef>

namespace underpaint::ui {

namespace {

constexpr Fixed half = Fixed{1} << (fixedBits - 1);

/// The first of two neighbours, counted from the first of `count`, and how far it is to the second.
struct Between {
    int first = 0;
    unsigned way = 0; ///< of 256
};

/// `count` is 2 at least.
Between betweenCentres(Fixed position, int count) {
    const int at = wholePart(position - half);
    if (at < 0) {
        return {0, 0};
    }
    if (at > count - 2) {
        return {count - 2, 256};
    }
    return {at, fraction(position - half)};
}

/// A part of one row or column has no second neighbour.
QRgb smoothPixel(const PixelBlock& part, Fixed u, Fixed v) {
    const int left = std::clamp(wholePart(u - half), 0, part.width() - 1);
    const int right = std::clamp(wholePart(u - half) + 1, 0, part.width() - 1);
    const int y = wholePart(v - half);
    const QRgb* upper = part.row(part.rect().top() + std::clamp(y, 0, part.height() - 1));
    const QRgb* lower = part.row(part.rect().top() + std::clamp(y + 1, 0, part.height() - 1));
    const unsigned down = fraction(v - half);
    return mixed(mixed(upper[left], lower[left], down), mixed(upper[right], lower[right], down),
                 fraction(u - half));
}

void lay(QRgb* line, const QRgb* colours, int count, const Layer& layer) {
    if (layer.opaque && layer.opacity == 256) {
        std::copy_n(colours, count, line);
    } else if (layer.opaque) {
        mixInto(line, colours, count, layer.opacity);
    } else {
        for (int x = 0; x < count; ++x) {
            line[x] = over(line[x], colours[x], layer.opacity);
        }
    }
}

QRgb* frameLine(QImage& image, int y) {
    return reinterpret_cast<QRgb*>(image.scanLine(y));
}

} // namespace

QRect Resampler::needed(const QRect& rect, const QTransform& pictureFromFrame, QSize picture) {
    return pictureFromFrame.mapRect(QRectF(rect))
        .toAlignedRect()
        .adjusted(-1, -1, 1, 1)
        .intersected(QRect(QPoint(), picture));
}

void Resampler::draw(QImage& frame, const QRect& rect, const QTransform& pictureFromFrame,
                     const PixelBlock& part, QSizeF size, const Layer& layer) {
    const bool pairs = part.width() >= 2 && part.height() >= 2;
    if (isTurned(pictureFromFrame) || (layer.smooth && !pairs)) {
        drawTurned(frame, rect, pictureFromFrame, part, size, layer);
    } else {
        drawStraight(frame, rect, pictureFromFrame, part, size, layer);
    }
}

void Resampler::drawStraight(QImage& frame, const QRect& rect, const QTransform& pictureFromFrame,
                             const PixelBlock& part, QSizeF size, const Layer& layer) {
    const RowRange range = rangeOf(rect, pictureFromFrame, toFixed(size.width()));
    if (range.empty()) {
        return;
    }
    const auto count = static_cast<std::size_t>(range.end - range.first);
    m_columns.resize(count);
    m_row.resize(count);
    Fixed u = range.at(range.first) - toFixed(part.rect().left());
    for (Column& column : m_columns) {
        if (layer.smooth) {
            const Between between = betweenCentres(u, part.width());
            column = {between.first, between.way};
        } else {
            column = {std::min(wholePart(u), part.width() - 1), 0};
        }
        u += range.step;
    }
    const Column* columns = m_columns.data();
    QRgb* row = m_row.data();
    const Fixed bottom = toFixed(size.height());
    int rowBefore = -1;
    for (int y = rect.top(); y <= rect.bottom(); ++y) {
        const Fixed v = sourceRow(pictureFromFrame, y);
        if (v < 0 || v >= bottom) {
            continue;
        }
        const Fixed inPart = v - toFixed(part.rect().top());
        if (layer.smooth) {
            const Between rows = betweenCentres(inPart, part.height());
            const QRgb* upper = part.row(part.rect().top() + rows.first);
            const QRgb* lower = upper + part.stride();
            const RowMixer mix(rows.way);
            for (std::size_t x = 0; x < count; ++x) {
                row[x] = mix(upper + columns[x].left, lower + columns[x].left, columns[x].across);
            }
        } else if (const int at = std::min(wholePart(inPart), part.height() - 1); at != rowBefore) {
            const QRgb* pixels = part.row(part.rect().top() + at);
            for (std::size_t x = 0; x < count; ++x) {
                row[x] = pixels[columns[x].left];
            }
            rowBefore = at;
        }
        lay(frameLine(frame, y) + range.first, row, static_cast<int>(count), layer);
    }
}

void Resampler::drawTurned(QImage& frame, const QRect& rect, const QTransform& pictureFromFrame,
                           const PixelBlock& part, QSizeF size, const Layer& layer) {
    const Fixed right = toFixed(size.width());
    const Fixed bottom = toFixed(size.height());
    const Fixed left = toFixed(part.rect().left());
    const Fixed top = toFixed(part.rect().top());
    const QRgb* pixels = part.row(part.rect().top());
    m_row.resize(static_cast<std::size_t>(rect.width()));
    QRgb* row = m_row.data();
    for (int y = rect.top(); y <= rect.bottom(); ++y) {
        // A straight line meets a rectangle in one piece.
        int first = rect.right() + 1;
        int end = first;
        walkRow(rect, y, pictureFromFrame, [&](int x, Fixed u, Fixed v) {
            if (u < 0 || v < 0 || u >= right || v >= bottom) {
                return;
            }
            first = std::min(first, x);
            end = x + 1;
            QRgb& colour = row[x - rect.left()];
            const Fixed shift = layer.smooth ? half : 0;
            const int partX = wholePart(u - left - shift);
            const int partY = wholePart(v - top - shift);
            const QRgb* pixel = pixels + partY * part.stride() + partX;
            if (!layer.smooth) {
                colour = *pixel;
            } else if (inside(partX, partY, part.width() - 1, part.height() - 1)) {
                const RowMixer mix(fraction(v - top - half));
                colour = mix(pixel, pixel + part.stride(), fraction(u - left - half));
            } else {
                colour = smoothPixel(part, u - left, v - top);
            }
        });
        if (first < end) {
            lay(frameLine(frame, y) + first, row + (first - rect.left()), end - first, layer);
        }
    }
}

} // namespace underpaint::ui
