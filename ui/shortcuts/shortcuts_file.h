// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shortcuts/shortcuts.h"

#include <QByteArray>

#include <filesystem>
#include <string>

namespace underpaint::ui {

/// {"format": 1, "preset": "krita", "keys": {"tool.brush": ["B"], "file.export": []}}
QByteArray shortcutsToJson(const Shortcuts& shortcuts);

/// Ids may be of commands that this version lacks. Throws Error, which names `where` and the first
/// problem, when the text is anything else.
Shortcuts shortcutsFromJson(const QByteArray& text, const std::string& where);

/// Throw Error.
/// @{
Shortcuts readShortcuts(const std::filesystem::path& file);
void writeShortcuts(const std::filesystem::path& file, const Shortcuts& shortcuts);
/// @}

} // namespace underpaint::ui
