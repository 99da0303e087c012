// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/photo_levels.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace underpaint::ui {

namespace {

constexpr int bytesPerPixel = 3;

/// Averages the squares of the photo that the pixels of a level stand for; at its border what there
/// is of them.
class BoxMean {
public:
    BoxMean(const QImage& photo, int level) : m_photo(photo), m_level(level) {}

    void make(const QRect& rect, QRgb* pixels, std::ptrdiff_t stride) {
        const int left = rect.left() << m_level;
        const int width = std::min(rect.width() << m_level, m_photo.width() - left);
        for (int y = rect.top(); y <= rect.bottom(); ++y, pixels += stride) {
            const int top = y << m_level;
            const int bottom = std::min((y + 1) << m_level, m_photo.height());
            m_sums.assign(static_cast<std::size_t>(rect.width()), {});
            for (int photoY = top; photoY < bottom; ++photoY) {
                addRow(m_photo.constScanLine(photoY) + left * std::ptrdiff_t{bytesPerPixel}, width);
            }
            for (int x = 0; x < rect.width(); ++x) {
                const int columns = std::min(1 << m_level, width - (x << m_level));
                const auto count = static_cast<std::uint32_t>(columns * (bottom - top));
                const auto& sum = m_sums[static_cast<std::size_t>(x)];
                const auto mean = [&](std::size_t c) { return (sum[c] + count / 2) / count; };
                pixels[x] = 0xff000000U | mean(0) << 16 | mean(1) << 8 | mean(2);
            }
        }
    }

private:
    void addRow(const uchar* bytes, int width) {
        for (int x = 0; x < width; ++x, bytes += bytesPerPixel) {
            auto& sum = m_sums[static_cast<std::size_t>(x >> m_level)];
            sum[0] += bytes[0];
            sum[1] += bytes[1];
            sum[2] += bytes[2];
        }
    }

    const QImage& m_photo;
    int m_level;
    std::vector<std::array<std::uint32_t, 3>> m_sums;
};

} // namespace

void PhotoLevels::setPhoto(const QImage& photo) {
    m_tiles.clear();
    m_photo = photo.format() == QImage::Format_RGB888
                  ? photo
                  : photo.convertToFormat(QImage::Format_RGB888);
}

void PhotoLevels::read(PixelBlock& block, int level) {
    if (level > 0) {
        m_tiles.read(block, level, size(),
                     [&](const QRect& rect, QRgb* pixels, std::ptrdiff_t stride) {
                         BoxMean(m_photo, level).make(rect, pixels, stride);
                     });
        return;
    }
    const QRect& rect = block.rect();
    for (int y = rect.top(); y <= rect.bottom(); ++y) {
        const uchar* bytes = m_photo.constScanLine(y) + rect.left() * std::ptrdiff_t{bytesPerPixel};
        QRgb* pixels = block.row(y);
        for (int x = 0; x < rect.width(); ++x, bytes += bytesPerPixel) {
            pixels[x] = qRgb(bytes[0], bytes[1], bytes[2]);
        }
    }
}

} // namespace underpaint::ui
