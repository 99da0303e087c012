// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shortcuts/shortcuts.h"

#include "ui/shortcuts/key_stroke.h"

namespace underpaint::ui {

std::map<QString, QStringList> conflictsOf(const KeyMap& keys) {
    std::map<QString, QStringList> owners; // by the stroke's one name
    for (const auto& [id, strokes] : keys) {
        for (const QKeySequence& stroke : strokes) {
            QStringList& ids = owners[strokeToText(canonicalStroke(stroke))];
            if (!ids.contains(id)) {
                ids << id;
            }
        }
    }
    std::map<QString, QStringList> conflicts;
    for (const auto& [stroke, ids] : owners) {
        for (const QString& id : ids) {
            for (const QString& other : ids) {
                if (other != id && !conflicts[id].contains(other)) {
                    conflicts[id] << other;
                }
            }
        }
    }
    std::erase_if(conflicts, [](const auto& entry) { return entry.second.isEmpty(); });
    return conflicts;
}

KeyMap changesFrom(const KeyMap& base, const KeyMap& keys) {
    KeyMap changes;
    for (const auto& [id, strokes] : keys) {
        const auto before = base.find(id);
        if (before == base.end() || before->second != strokes) {
            changes[id] = strokes;
        }
    }
    return changes;
}

} // namespace underpaint::ui
