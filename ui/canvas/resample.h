// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/canvas/pixel_block.h"

#include <QImage>
#include <QRect>
#include <QSizeF>
#include <QTransform>

#include <vector>

namespace underpaint::ui {

/// How a picture is laid over what is there.
struct Layer {
    /// Between four pixels; otherwise the pixel that is there. Beyond the border the border's.
    bool smooth = false;
    /// 0..256.
    unsigned opacity = 256;
    /// No pixel of the picture is transparent. Others are premultiplied.
    bool opaque = true;
};

/// Draws pictures scaled and turned into frames of RGB32. What a pixel of the frame becomes depends
/// on the picture and the transform only, not on the rectangle that is drawn.
class Resampler {
public:
    /// What has to be known of a picture of this size for drawing `rect`.
    static QRect needed(const QRect& rect, const QTransform& pictureFromFrame, QSize picture);

    /// Draws the pixels of `rect`, which must lie in the frame, whose centres come from inside of
    /// the picture: from (0, 0) to `size`, which may end in the middle of its last pixels. `part`
    /// holds what is needed() and is not empty.
    void draw(QImage& frame, const QRect& rect, const QTransform& pictureFromFrame,
              const PixelBlock& part, QSizeF size, const Layer& layer);

private:
    struct Column {
        int left = 0;        ///< in the part
        unsigned across = 0; ///< towards the one right of it, of 256
    };

    void drawStraight(QImage& frame, const QRect& rect, const QTransform& pictureFromFrame,
                      const PixelBlock& part, QSizeF size, const Layer& layer);
    void drawTurned(QImage& frame, const QRect& rect, const QTransform& pictureFromFrame,
                    const PixelBlock& part, QSizeF size, const Layer& layer);

    std::vector<Column> m_columns;
    std::vector<QRgb> m_row;
};

} // namespace underpaint::ui
