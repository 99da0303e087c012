// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shortcuts/shortcuts.h"

#include <QList>
#include <QString>
#include <QStringList>

#include <map>

namespace underpaint::ui {

class ShortcutBook;

/// The pages of the manual (resources/help), in the language of the program. They name commands by
/// their ids, "{do:edit.undo}", so that they never tell another name or another key than the
/// program has.
class HelpBook {
public:
    /// The book must outlive this.
    explicit HelpBook(const ShortcutBook& commands);

    /// The names of the pages in the order of the contents; the first is where one begins.
    static QStringList pages();
    bool has(const QString& page) const { return pages().contains(page); }
    /// Of pages that there are.
    /// @{
    QString title(const QString& page) const;
    /// With the names of commands and their present keys.
    QString html(const QString& page) const;
    /// What is read of it, without marks.
    QString text(const QString& page) const;
    /// @}

    struct Finding {
        QString page;
        QString excerpt; ///< around the first of the words
    };
    /// The pages that have all of the words, those with them in the title first. Nothing for no
    /// word.
    QList<Finding> search(const QString& words) const;

    /// Ids of commands that a page names and the program has not.
    QStringList unknownCommands(const QString& page) const;

private:
    QString source(const QString& page) const;

    const ShortcutBook& m_commands;
    /// What search() has read, with these keys: it is asked with every letter.
    mutable std::map<QString, QString> m_texts;
    mutable Shortcuts m_textsOf;
};

} // namespace underpaint::ui
