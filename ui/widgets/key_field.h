// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QKeySequenceEdit>

class QAction;
class QLineEdit;

namespace underpaint::ui {

/// Takes one stroke of the keyboard: the next one that is pressed while it has the focus. Tab and
/// Shift+Tab go on to the next control instead, Esc asks to be left.
class KeyField : public QKeySequenceEdit {
    Q_OBJECT

public:
    /// `none` is shown while there is no key and no focus.
    explicit KeyField(const QString& none, QWidget* parent = nullptr);

    QKeySequence key() const { return keySequence(); }
    /// Without keyChosen().
    void setKey(const QKeySequence& key);

Q_SIGNALS:
    /// By the user; empty when it was cleared.
    void keyChosen(const QKeySequence& key);
    void left();

protected:
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void keyReleaseEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    void showState();

    QString m_none;
    QLineEdit* m_line;
    QAction* m_clear;
};

} // namespace underpaint::ui
