// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QKeySequence>
#include <QList>
#include <QString>
#include <QStringList>

#include <map>

namespace underpaint::ui {

/// The strokes of commands, by the commands' ids ("file.save", "tool.brush").
using KeyMap = std::map<QString, QList<QKeySequence>>;

/// More would not be remembered, nor fit the table.
inline constexpr int mostKeysOfCommand = 2;

/// What the user chose: a preset, and the commands that have other keys than there.
struct Shortcuts {
    QString preset = QStringLiteral("underpaint");
    KeyMap changes = {};

    bool operator==(const Shortcuts&) const = default;
};

/// For each command that shares a stroke with others: their ids.
std::map<QString, QStringList> conflictsOf(const KeyMap& keys);

/// The commands whose keys differ from those of `base`.
KeyMap changesFrom(const KeyMap& base, const KeyMap& keys);

} // namespace underpaint::ui
