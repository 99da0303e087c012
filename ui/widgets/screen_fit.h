// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QScreen>
#include <QSize>
#include <QWidget>

namespace underpaint::ui {

/// Gives a window that is to be shown this size, or less where the screen has less room: at 200 %
/// a screen is half as large.
inline void resizeWithinScreen(QWidget& window, QSize wanted) {
    constexpr QSize frame(16, 56); // of the window manager, about
    window.resize(wanted.boundedTo(window.screen()->availableSize() - frame));
}

} // namespace underpaint::ui
