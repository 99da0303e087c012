// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/scene/label_set.h"

#include <QColor>
#include <QPixmap>

namespace underpaint::ui {

/// The colour of a class, beside its name in lists.
inline QPixmap classSwatch(scene::Colour colour) {
    constexpr int side = 12;
    QPixmap picture(side, side);
    picture.fill(QColor(colour.red, colour.green, colour.blue));
    return picture;
}

} // namespace underpaint::ui
