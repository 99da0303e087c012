// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/photo_fade.h"

#include <utility>

namespace underpaint::ui {

namespace {

/// A thousandth of a second mixes about as many.
constexpr qint64 mostPixels = 2'000'000;

} // namespace

bool PhotoFade::begin(const QImage& from, const QImage& to) {
    const bool suits = !to.isNull() && from.size() == to.size() && from.format() == to.format() &&
                       to.format() == QImage::Format_RGB888 &&
                       qint64{1} * to.width() * to.height() <= mostPixels;
    if (!suits) {
        end();
        return false;
    }
    m_from = from;
    m_to = to;
    m_step = 0;
    return true;
}

void PhotoFade::end() {
    m_step = steps;
    m_from = {};
    m_to = {};
}

QImage PhotoFade::next() {
    if (++m_step >= steps) {
        const QImage last = m_to;
        end();
        return last;
    }
    constexpr int bytesPerPixel = 3;
    QImage mixed(m_to.size(), m_to.format());
    for (int y = 0; y < mixed.height(); ++y) {
        const uchar* from = m_from.constScanLine(y);
        const uchar* to = m_to.constScanLine(y);
        uchar* out = mixed.scanLine(y);
        for (int i = 0; i < mixed.width() * bytesPerPixel; ++i) {
            out[i] = static_cast<uchar>((from[i] * (steps - m_step) + to[i] * m_step + steps / 2) /
                                        steps);
        }
    }
    return mixed;
}

} // namespace underpaint::ui
