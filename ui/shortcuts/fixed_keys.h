// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QKeySequence>
#include <QList>
#include <QString>
#include <QStringList>

namespace underpaint::ui {

/// A key or gesture that always does the same, so that no command can have it.
struct FixedKey {
    QString keys;                     ///< as it is shown: "Space (hold)"
    QString use;                      ///< what it does: "Moves the view"
    QList<QKeySequence> strokes = {}; ///< empty for gestures of the mouse
    QString except = {};              ///< id of the one command that may have them
};

/// What canvas and windows do with keys and with the mouse.
QList<FixedKey> fixedKeys();

} // namespace underpaint::ui
