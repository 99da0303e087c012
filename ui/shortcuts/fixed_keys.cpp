// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shortcuts/fixed_keys.h"

#include <QCoreApplication>

#include <initializer_list>

namespace underpaint::ui {

namespace {

struct Fixed {
    Q_DECLARE_TR_FUNCTIONS(underpaint::ui::FixedKeys)
};

/// The keys alone and with Shift.
QList<QKeySequence> plainAndShifted(std::initializer_list<Qt::Key> keys) {
    QList<QKeySequence> strokes;
    for (const Qt::Key key : keys) {
        strokes << QKeySequence(key) << QKeySequence(QKeyCombination(Qt::SHIFT, key));
    }
    return strokes;
}

} // namespace

QList<FixedKey> fixedKeys() {
    return {
        {Fixed::tr("Space (hold)"), Fixed::tr("Moves the view"), plainAndShifted({Qt::Key_Space})},
        {Fixed::tr("Alt (hold)"), Fixed::tr("Picks a label and selects its instance")},
        {Fixed::tr("A tool’s key (hold)"), Fixed::tr("Uses the tool until the key is released")},
        {Fixed::tr("Shift"), Fixed::tr("Draws straight or square, adds to the selection")},
        {Fixed::tr("Ctrl"), Fixed::tr("Paints the background, takes from the selection")},
        {Fixed::tr("Enter"), Fixed::tr("Ends a polygon or a transformation"),
         plainAndShifted({Qt::Key_Return, Qt::Key_Enter})},
        {Fixed::tr("Backspace"), Fixed::tr("Drops the last vertex"),
         plainAndShifted({Qt::Key_Backspace})},
        {Fixed::tr("Esc"), Fixed::tr("Cancels what a tool is doing"),
         plainAndShifted({Qt::Key_Escape})},
        {Fixed::tr("Arrow keys"), Fixed::tr("Move the selected object or the view"),
         plainAndShifted({Qt::Key_Left, Qt::Key_Right, Qt::Key_Up, Qt::Key_Down})},
        {Fixed::tr("Tab"), Fixed::tr("Goes to the next control outside of the canvas"),
         plainAndShifted({Qt::Key_Tab}), QStringLiteral("view.hideDocks")},
        {Fixed::tr("Wheel"), Fixed::tr("Zooms at the cursor")},
        {Fixed::tr("Ctrl+Wheel"), Fixed::tr("Changes the size of the brush")},
        {Fixed::tr("Middle button"), Fixed::tr("Moves the view")},
        {Fixed::tr("Shift+Middle button"), Fixed::tr("Turns the view")},
    };
}

} // namespace underpaint::ui
