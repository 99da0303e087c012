// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shortcuts/shortcut_book.h"

#include <QIcon>
#include <QTreeWidget>

#include <map>

namespace underpaint::ui {

/// All commands and their keys, by the menus they are in, and the keys that are fixed.
class ShortcutTable : public QTreeWidget {
    Q_OBJECT

public:
    enum Column { Command, Key, SecondKey, Note, ColumnCount };

    /// `icons` by the ids of commands. The book must outlive this.
    ShortcutTable(const ShortcutBook& book, const std::map<QString, QIcon>& icons,
                  QWidget* parent = nullptr);

    /// Keys that are not those of `base` are marked, and with red those that another command or
    /// a fixed use has as well.
    void showKeys(const KeyMap& keys, const KeyMap& base);
    /// Shows what contains the text in its name or key, and has the stroke; empty: everything.
    void filter(const QString& text, const QKeySequence& stroke);

    /// Empty when none is selected, or a fixed key.
    QString current() const;
    void setCurrent(const QString& id);
    /// As showKeys() made it; nullptr when there is no such command.
    const QTreeWidgetItem* row(const QString& id) const;

Q_SIGNALS:
    void currentChanged(const QString& id);

protected:
    void showEvent(QShowEvent* event) override;

private:
    QTreeWidgetItem* addGroup(const QString& title);
    void addCommands(const std::map<QString, QIcon>& icons);
    void addFixed();
    void showRow(QTreeWidgetItem* item);
    void mark(QTreeWidgetItem& item, const QStringList& problems, bool changed);
    bool fits(const QTreeWidgetItem& item, const QString& text, const QKeySequence& stroke) const;

    const ShortcutBook& m_book;
    KeyMap m_keys;
    std::map<QString, QTreeWidgetItem*> m_rows;
};

} // namespace underpaint::ui
