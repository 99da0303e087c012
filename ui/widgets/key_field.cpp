// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/key_field.h"

#include "ui/shortcuts/key_stroke.h"
#include "ui/widgets/icons.h"

#include <QAction>
#include <QKeyEvent>
#include <QLineEdit>

namespace underpaint::ui {

KeyField::KeyField(const QString& none, QWidget* parent)
    : QKeySequenceEdit(parent),
      m_none(none),
      m_line(findChild<QLineEdit*>()),
      m_clear(m_line->addAction(themedIcon(QStringLiteral("close")), QLineEdit::TrailingPosition)) {
    m_line->setContextMenuPolicy(Qt::NoContextMenu);
    m_clear->setToolTip(tr("Remove this key"));
    connect(m_clear, &QAction::triggered, this, [this] {
        setKey({});
        Q_EMIT keyChosen({});
    });
    showState();
}

void KeyField::setKey(const QKeySequence& key) {
    setKeySequence(key);
    showState();
}

bool KeyField::event(QEvent* event) {
    // Esc would close the dialog, and all that was changed would be gone.
    if (event->type() == QEvent::KeyPress) {
        const auto* key = static_cast<const QKeyEvent*>(event);
        if (key->key() == Qt::Key_Escape && key->modifiers() == Qt::NoModifier) {
            event->accept();
            Q_EMIT left();
            return true;
        }
    }
    return QKeySequenceEdit::event(event);
}

void KeyField::keyPressEvent(QKeyEvent* event) {
    event->accept();
    const QKeySequence stroke = strokeOf(*event);
    if (stroke.isEmpty() || event->isAutoRepeat()) {
        return;
    }
    setKey(stroke);
    Q_EMIT keyChosen(stroke);
}

void KeyField::keyReleaseEvent(QKeyEvent* event) {
    event->accept();
}

void KeyField::focusInEvent(QFocusEvent* event) {
    QKeySequenceEdit::focusInEvent(event);
    m_line->selectAll(); // shows where the next key goes
    showState();
}

void KeyField::focusOutEvent(QFocusEvent* event) {
    QKeySequenceEdit::focusOutEvent(event);
    m_line->deselect();
    showState();
}

void KeyField::showState() {
    m_line->setPlaceholderText(hasFocus() ? tr("Press a key") : m_none);
    m_clear->setVisible(!key().isEmpty());
}

} // namespace underpaint::ui
