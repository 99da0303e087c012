// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/endurance_recovery.h"

#include "engine/base/error.h"
#include "engine/project/journal/recovery.h"

#include <QFile>
#include <QUndoStack>

#include <filesystem>
#include <string>

namespace underpaint::test {

namespace fs = std::filesystem;

Recovered recovered(const QString& home, const QString& file, const QString& otherwise,
                    const DigestOf& digestOf) {
    // Copies of the journals: the real ones are for the next start.
    const fs::path copies = (home + "/copies").toStdString();
    fs::remove_all(copies);
    fs::create_directories(copies);
    const fs::path journals = (home + "/journals").toStdString();
    if (fs::exists(journals)) {
        for (const auto& entry : fs::directory_iterator(journals)) {
            if (entry.path().extension() == project::journalExtension) {
                fs::copy_file(entry.path(), copies / entry.path().filename());
            }
        }
    }
    Recovered result;
    const auto found = project::findJournals(copies);
    if (found.empty()) {
        result.scene =
            QFile::exists(file) ? digestOf(*ui::Document::open(file.toStdString())) : otherwise;
        return result;
    }
    if (found.size() > 1 || !found.front().problem.empty()) {
        throw Error("of " + std::to_string(found.size()) +
                    " journals the first says: " + found.front().problem);
    }
    const auto document = ui::Document::recover(project::recoverDocument(found.front().journal));
    result.fromJournal = true;
    result.damagedBytes = found.front().damagedBytes;
    result.scene = digestOf(*document);
    QUndoStack& stack = document->undoStack();
    if (stack.canUndo()) {
        stack.undo();
        result.before = digestOf(*document);
        stack.redo();
    }
    if (stack.canRedo()) {
        stack.redo();
        result.after = digestOf(*document);
    }
    return result;
}

} // namespace underpaint::test
