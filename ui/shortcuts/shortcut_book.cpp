// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shortcuts/shortcut_book.h"

#include "engine/base/error.h"
#include "ui/shortcuts/key_stroke.h"
#include "ui/shortcuts/shortcut_presets.h"
#include "ui/shortcuts/shortcuts_file.h"

#include <algorithm>
#include <system_error>
#include <utility>

namespace underpaint::ui {

ShortcutBook::ShortcutBook(std::filesystem::path file, QObject* parent)
    : QObject(parent), m_file(std::move(file)), m_fixed(fixedKeys()) {
    std::error_code unknown;
    if (!std::filesystem::exists(m_file, unknown) && !unknown) {
        return;
    }
    try {
        m_chosen = readShortcuts(m_file);
    } catch (const Error& failure) {
        m_unreadable = true;
        m_problem = tr("%1 The shortcuts are the standard ones. The file stays as it is until you "
                       "confirm others; then it is kept under another name.")
                        .arg(QString::fromStdString(failure.message()));
    }
}

void ShortcutBook::define(const Command& command) {
    m_commands << command;
    // Standard keys that the platform has none for.
    m_commands.back().defaults.removeAll(QKeySequence());
    m_keys.reset();
}

void ShortcutBook::reserve(const FixedKey& key) {
    m_fixed << key;
    m_keys.reset();
}

const ShortcutBook::Command* ShortcutBook::find(const QString& id) const {
    const auto found = std::ranges::find(m_commands, id, &Command::id);
    return found == m_commands.end() ? nullptr : &*found;
}

QString ShortcutBook::nameOf(const QString& id) const {
    const Command* command = find(id);
    return command != nullptr ? command->name : id;
}

QString ShortcutBook::fixedUse(const QKeySequence& stroke, const QString& id) const {
    const auto found = std::ranges::find_if(m_fixed, [&](const FixedKey& fixed) {
        return holdsStroke(fixed.strokes, stroke) && (id.isEmpty() || fixed.except != id);
    });
    return found == m_fixed.end() ? QString() : found->use;
}

KeyMap ShortcutBook::presetKeys(const QString& preset) const {
    return keysWith({preset, {}});
}

KeyMap ShortcutBook::keysWith(const Shortcuts& shortcuts) const {
    const auto presets = shortcutPresets();
    const auto preset = std::ranges::find(presets, shortcuts.preset, &ShortcutPreset::id);
    KeyMap keys;
    for (const Command& command : m_commands) {
        keys[command.id] = command.defaults;
    }
    const auto take = [&keys](const KeyMap& differences) {
        for (const auto& [id, strokes] : differences) {
            // Others are of another version's commands.
            if (const auto known = keys.find(id); known != keys.end()) {
                known->second = strokes;
            }
        }
    };
    if (preset != presets.end()) {
        take(preset->differences);
    }
    take(shortcuts.changes);
    return keys;
}

KeyMap ShortcutBook::effective() const {
    KeyMap keys = keysWith(m_chosen);
    // A key that the user gave to another command is that one's, also when a newer version of the
    // program begins to use it itself.
    std::map<QString, QString> owners; // of the strokes, by their one names
    for (const auto& [id, strokes] : m_chosen.changes) {
        for (const QKeySequence& stroke : strokes) {
            if (keys.contains(id)) {
                owners.try_emplace(strokeToText(canonicalStroke(stroke)), id);
            }
        }
    }
    for (auto& [id, strokes] : keys) {
        strokes.removeIf([&, id = id](const QKeySequence& stroke) {
            const auto owner = owners.find(strokeToText(canonicalStroke(stroke)));
            return (owner != owners.end() && owner->second != id) ||
                   !fixedUse(stroke, id).isEmpty();
        });
    }
    return keys;
}

QList<QKeySequence> ShortcutBook::keys(const QString& id) const {
    if (!m_keys) {
        m_keys = effective();
    }
    const auto found = m_keys->find(id);
    return found == m_keys->end() ? QList<QKeySequence>{} : found->second;
}

QString ShortcutBook::text(const QString& id) const {
    const QList<QKeySequence> strokes = keys(id);
    return strokes.isEmpty() ? QString() : shownStroke(strokes.front());
}

QStringList ShortcutBook::deprived() const {
    QStringList names;
    for (const auto& [id, strokes] : m_chosen.changes) {
        if (find(id) != nullptr && keys(id).size() != strokes.size()) {
            names << nameOf(id);
        }
    }
    return names;
}

void ShortcutBook::choose(const Shortcuts& shortcuts) {
    if (shortcuts == m_chosen && !m_unreadable) {
        return;
    }
    m_chosen = shortcuts;
    m_keys.reset();
    Q_EMIT changed();
    if (m_unreadable) {
        moveAside();
    }
    std::error_code ignored; // writing tells the reason
    std::filesystem::create_directories(m_file.parent_path(), ignored);
    writeShortcuts(m_file, m_chosen);
}

void ShortcutBook::moveAside() {
    std::filesystem::path aside;
    for (int number = 1; aside.empty() || std::filesystem::exists(aside); ++number) {
        aside = m_file;
        aside.replace_filename(m_file.stem().string() + "-unreadable-" + std::to_string(number) +
                               m_file.extension().string());
    }
    std::error_code problem;
    std::filesystem::rename(m_file, aside, problem);
    if (problem) {
        throw Error(tr("The shortcuts were not kept, as the unreadable file of them cannot be "
                       "moved to “%1” (%2).")
                        .arg(QString::fromStdString(aside.filename().string()),
                             QString::fromStdString(problem.message()))
                        .toStdString(),
                    m_file.string());
    }
    m_unreadable = false;
    m_problem.clear();
    Q_EMIT noticed(tr("The unreadable file of the shortcuts is kept as “%1”.")
                       .arg(QString::fromStdString(aside.string())));
}

QString keyed(const ShortcutBook* book, const QString& phrase,
              std::initializer_list<const char*> ids) {
    QString filled = phrase;
    for (const char* id : ids) {
        const QString key = book != nullptr ? book->text(QString::fromLatin1(id)) : QString();
        if (key.isEmpty()) {
            return {};
        }
        filled = filled.arg(key);
    }
    return filled;
}

QString joinedHint(const QStringList& parts) {
    QStringList told = parts;
    told.removeAll(QString());
    return told.join(QStringLiteral(" · "));
}

} // namespace underpaint::ui
