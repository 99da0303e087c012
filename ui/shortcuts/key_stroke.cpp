// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shortcuts/key_stroke.h"

#include <QKeyEvent>

#include <algorithm>
#include <array>

namespace underpaint::ui {

namespace {

struct ShiftedPair {
    Qt::Key plain;
    Qt::Key shifted;
};

/// As on keyboards of the United States, whose names the shortcuts have. No digits: what they
/// type with Shift differs most between keyboards.
constexpr std::array shiftedPairs = {
    ShiftedPair{Qt::Key_BracketLeft, Qt::Key_BraceLeft},
    ShiftedPair{Qt::Key_BracketRight, Qt::Key_BraceRight},
    ShiftedPair{Qt::Key_Backslash, Qt::Key_Bar},
    ShiftedPair{Qt::Key_Semicolon, Qt::Key_Colon},
    ShiftedPair{Qt::Key_Apostrophe, Qt::Key_QuoteDbl},
    ShiftedPair{Qt::Key_Comma, Qt::Key_Less},
    ShiftedPair{Qt::Key_Period, Qt::Key_Greater},
    ShiftedPair{Qt::Key_Slash, Qt::Key_Question},
    ShiftedPair{Qt::Key_Minus, Qt::Key_Underscore},
    ShiftedPair{Qt::Key_Equal, Qt::Key_Plus},
    ShiftedPair{Qt::Key_QuoteLeft, Qt::Key_AsciiTilde},
    ShiftedPair{Qt::Key_Tab, Qt::Key_Backtab},
};

constexpr Qt::KeyboardModifiers named =
    Qt::ShiftModifier | Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier;

QKeySequence sequence(Qt::KeyboardModifiers modifiers, Qt::Key key) {
    return QKeySequence(QKeyCombination(modifiers, key));
}

bool namesKey(int key) {
    switch (key) {
    case 0:
    case Qt::Key_unknown:
    case Qt::Key_Shift:
    case Qt::Key_Control:
    case Qt::Key_Alt:
    case Qt::Key_AltGr:
    case Qt::Key_Meta:
    case Qt::Key_Super_L:
    case Qt::Key_Super_R:
    case Qt::Key_Hyper_L:
    case Qt::Key_Hyper_R:
    case Qt::Key_CapsLock:
    case Qt::Key_NumLock:
    case Qt::Key_ScrollLock:
    case Qt::Key_Multi_key:
        return false;
    default:
        return true;
    }
}

/// A character that needs Shift on some keyboards only, so that naming it is enough.
bool typesSymbol(const QKeyEvent& event) {
    const QString text = event.text();
    return !text.isEmpty() && text[0].isPrint() && !text[0].isLetterOrNumber() &&
           !text[0].isSpace();
}

} // namespace

QKeySequence canonicalStroke(const QKeySequence& stroke) {
    if (stroke.isEmpty()) {
        return {};
    }
    const QKeyCombination combination = stroke[0];
    const Qt::KeyboardModifiers modifiers = combination.keyboardModifiers() & named;
    const auto pair = std::ranges::find(shiftedPairs, combination.key(), &ShiftedPair::shifted);
    return pair == shiftedPairs.end() ? sequence(modifiers, combination.key())
                                      : sequence(modifiers | Qt::ShiftModifier, pair->plain);
}

bool sameStroke(const QKeySequence& a, const QKeySequence& b) {
    return !a.isEmpty() && canonicalStroke(a) == canonicalStroke(b);
}

bool holdsStroke(const QList<QKeySequence>& strokes, const QKeySequence& stroke) {
    return std::ranges::any_of(strokes,
                               [&](const QKeySequence& one) { return sameStroke(one, stroke); });
}

QList<QKeySequence> spelledOut(const QList<QKeySequence>& strokes) {
    QList<QKeySequence> names = strokes;
    for (const QKeySequence& stroke : strokes) {
        const QKeySequence canonical = canonicalStroke(stroke);
        if (canonical.isEmpty()) {
            continue;
        }
        const Qt::KeyboardModifiers modifiers = canonical[0].keyboardModifiers();
        const auto pair = std::ranges::find(shiftedPairs, canonical[0].key(), &ShiftedPair::plain);
        if (pair == shiftedPairs.end() || !modifiers.testFlag(Qt::ShiftModifier)) {
            continue;
        }
        names << canonical << sequence(modifiers & ~Qt::ShiftModifier, pair->shifted)
              << sequence(modifiers, pair->shifted);
    }
    QList<QKeySequence> once;
    for (const QKeySequence& name : names) {
        if (!name.isEmpty() && !once.contains(name)) {
            once << name;
        }
    }
    return once;
}

QKeySequence strokeOf(const QKeyEvent& event) {
    if (!namesKey(event.key())) {
        return {};
    }
    Qt::KeyboardModifiers modifiers = event.modifiers() & named;
    if (typesSymbol(event)) {
        modifiers &= ~Qt::KeyboardModifiers(Qt::ShiftModifier);
    }
    return sequence(modifiers, static_cast<Qt::Key>(event.key()));
}

bool isOneOf(const QKeyEvent& event, const QList<QKeySequence>& strokes) {
    if (!namesKey(event.key())) {
        return false;
    }
    const QKeySequence pressed =
        sequence(event.modifiers() & named, static_cast<Qt::Key>(event.key()));
    return holdsStroke(strokes, pressed) || holdsStroke(strokes, strokeOf(event));
}

QString shownStroke(const QKeySequence& stroke) {
    return stroke.toString(QKeySequence::NativeText);
}

QKeySequence strokeFromText(const QString& text) {
    const QKeySequence read = QKeySequence::fromString(text, QKeySequence::PortableText);
    return read.count() == 1 && namesKey(read[0].key()) ? read : QKeySequence();
}

QString strokeToText(const QKeySequence& stroke) {
    return stroke.toString(QKeySequence::PortableText);
}

} // namespace underpaint::ui
