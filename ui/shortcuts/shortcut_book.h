// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shortcuts/fixed_keys.h"
#include "ui/shortcuts/shortcuts.h"

#include <QObject>

#include <filesystem>
#include <initializer_list>
#include <optional>

namespace underpaint::ui {

/// The commands of the program and the keys they have now. The user's choice is kept in a file of
/// its own; no two commands ever have the same key, and none a fixed one.
class ShortcutBook : public QObject {
    Q_OBJECT

public:
    struct Command {
        QString id;   ///< "file.save"; stable, for files
        QString name; ///< translated, without & and …
        QList<QKeySequence> defaults = {};
    };

    /// Reads the file, which need not exist.
    explicit ShortcutBook(std::filesystem::path file, QObject* parent = nullptr);

    void define(const Command& command);
    /// In the order in which they were defined.
    const QList<Command>& commands() const { return m_commands; }
    /// The id, when it is of no command.
    QString nameOf(const QString& id) const;

    /// Other things that have keys of their own, such as the titles of menus.
    void reserve(const FixedKey& key);
    const QList<FixedKey>& fixed() const { return m_fixed; }
    /// What the stroke always does, so that the command cannot have it; empty when it can.
    QString fixedUse(const QKeySequence& stroke, const QString& id) const;

    /// The keys that the preset gives to every command.
    KeyMap presetKeys(const QString& preset) const;
    /// The keys of every command under that choice, whether they are in conflict or not.
    KeyMap keysWith(const Shortcuts& shortcuts) const;

    const Shortcuts& chosen() const { return m_chosen; }
    /// Takes effect at once and is written. Throws Error when it cannot be kept; it is in effect
    /// nevertheless. A file that could not be read keeps its content under another name.
    void choose(const Shortcuts& shortcuts);

    QList<QKeySequence> keys(const QString& id) const;
    /// The first key, as the user's keyboard names it; empty when there is none.
    QString text(const QString& id) const;

    /// What was wrong with the file, for the user; empty: nothing.
    const QString& problem() const { return m_problem; }
    /// Names of the commands that lack a key of the user's choice, as another command has it.
    /// Written files cause none; edited ones may.
    QStringList deprived() const;

Q_SIGNALS:
    void changed();
    /// Something the user should know about the file.
    void noticed(const QString& text);

private:
    const Command* find(const QString& id) const;
    /// What is in effect of the choice.
    KeyMap effective() const;
    void moveAside();

    std::filesystem::path m_file;
    QList<Command> m_commands;
    QList<FixedKey> m_fixed;
    Shortcuts m_chosen;
    /// Made when it is first asked for after a change.
    mutable std::optional<KeyMap> m_keys;
    QString m_problem;
    bool m_unreadable = false;
};

/// The phrase with the commands' keys in place of %1, %2 …; empty when one of them has no key or
/// there is no book, so that texts never name keys that do nothing.
QString keyed(const ShortcutBook* book, const QString& phrase,
              std::initializer_list<const char*> ids);

/// The parts that are not empty, for hints of one line.
QString joinedHint(const QStringList& parts);

} // namespace underpaint::ui
