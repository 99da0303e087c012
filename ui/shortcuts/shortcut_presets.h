// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shortcuts/shortcuts.h"

#include <vector>

namespace underpaint::ui {

/// Keys that people know from another program.
struct ShortcutPreset {
    QString id;         ///< stable, for files
    QString name;       ///< translated
    KeyMap differences; ///< from the keys that the commands are made with
};

/// The program's own first.
std::vector<ShortcutPreset> shortcutPresets();

} // namespace underpaint::ui
