// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QKeySequence>
#include <QList>
#include <QString>

class QKeyEvent;

namespace underpaint::ui {

/// One stroke of the keyboard, such as B or Ctrl+Shift+E, is a QKeySequence of length one. The same
/// stroke has several names, as keyboards and platforms differ: Shift+[ is { is Shift+{.

/// The stroke by its one name for comparisons: Shift and the key without it.
QKeySequence canonicalStroke(const QKeySequence& stroke);
bool sameStroke(const QKeySequence& a, const QKeySequence& b);
bool holdsStroke(const QList<QKeySequence>& strokes, const QKeySequence& stroke);
/// All names of the strokes, each once; of each stroke the name that was given comes first.
QList<QKeySequence> spelledOut(const QList<QKeySequence>& strokes);

/// The stroke as people write it; empty for a modifier alone and for keys without a name.
QKeySequence strokeOf(const QKeyEvent& event);
/// True when the event is one of the strokes, however the keyboard names it.
bool isOneOf(const QKeyEvent& event, const QList<QKeySequence>& strokes);

/// For eyes, in the platform's and the user's own words. Of any number of strokes.
QString shownStroke(const QKeySequence& stroke);
/// For files: "Ctrl+Shift+E". Empty when the text is no single stroke.
QKeySequence strokeFromText(const QString& text);
QString strokeToText(const QKeySequence& stroke);

} // namespace underpaint::ui
