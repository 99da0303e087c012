// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QRect>
#include <QRgb>

#include <cstddef>
#include <vector>

namespace underpaint::ui {

/// A rectangle cut out of a picture. Used again and again, so that its memory is taken once.
class PixelBlock {
public:
    /// Another rectangle; what the pixels were is lost.
    void reset(const QRect& rect) {
        m_rect = rect;
        m_pixels.resize(static_cast<std::size_t>(rect.width()) *
                        static_cast<std::size_t>(rect.height()));
    }

    /// In pixels of the picture.
    const QRect& rect() const { return m_rect; }
    int width() const { return m_rect.width(); }
    int height() const { return m_rect.height(); }
    std::ptrdiff_t stride() const { return m_rect.width(); }

    /// The first pixel of a row, counted in the picture.
    /// @{
    QRgb* row(int y) { return m_pixels.data() + (y - m_rect.top()) * stride(); }
    const QRgb* row(int y) const { return m_pixels.data() + (y - m_rect.top()) * stride(); }
    /// @}

private:
    QRect m_rect;
    std::vector<QRgb> m_pixels;
};

} // namespace underpaint::ui
