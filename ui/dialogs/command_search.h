// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>
#include <QList>
#include <QPointer>

class QAction;
class QLineEdit;
class QTreeWidget;

namespace underpaint::ui {

class ShortcutBook;

/// All actions with their shortcuts, to look up and to trigger by typing a part of their names.
class CommandSearch : public QDialog {
    Q_OBJECT

public:
    /// The keys of an action are those that the book has under its object name.
    CommandSearch(const QList<QAction*>& actions, const ShortcutBook& keys,
                  QWidget* parent = nullptr);

    /// What the user chose; nullptr when nothing.
    QAction* chosen() const { return m_chosen; }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void filter(const QString& text);
    void choose();

    QList<QAction*> m_actions;
    QLineEdit* m_search;
    QTreeWidget* m_list;
    QPointer<QAction> m_chosen;
};

} // namespace underpaint::ui
