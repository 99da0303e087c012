// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shortcuts/shortcuts_file.h"

#include "engine/base/atomic_file.h"
#include "engine/base/error.h"
#include "engine/base/safe_text.h"
#include "ui/shortcuts/key_stroke.h"
#include "ui/shortcuts/shortcut_presets.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <string_view>
#include <utility>

namespace underpaint::ui {

namespace {

constexpr int formatVersion = 1;
constexpr qint64 largestFile = 1 << 20;

struct File {
    Q_DECLARE_TR_FUNCTIONS(underpaint::ui::ShortcutsFile)
};

/// What a file says, short enough for a message.
QString shown(const QString& text) {
    constexpr qsizetype longest = 80;
    const QString end = text.size() > longest ? QStringLiteral("…") : QString();
    return QString::fromStdString(safeText(text.left(longest).toStdString())) + end;
}

class Reader {
public:
    explicit Reader(std::string where) : m_where(std::move(where)) {}

    Shortcuts read(const QByteArray& text) const {
        QJsonParseError problem;
        const QJsonDocument document = QJsonDocument::fromJson(text, &problem);
        if (!document.isObject()) {
            fail(problem.error == QJsonParseError::NoError
                     ? File::tr("This is no file of shortcuts.")
                     : File::tr("This is no file of shortcuts (%1 at byte %2).")
                           .arg(problem.errorString())
                           .arg(problem.offset));
        }
        const QJsonObject json = document.object();
        if (json["format"].toInt() != formatVersion || !json["keys"].isObject()) {
            fail(File::tr("This is no file of shortcuts, or one of a newer version."));
        }
        Shortcuts shortcuts;
        shortcuts.preset = preset(json["preset"].toString());
        const QJsonObject keys = json["keys"].toObject();
        for (auto entry = keys.begin(); entry != keys.end(); ++entry) {
            shortcuts.changes[entry.key()] = strokes(entry.key(), entry.value());
        }
        return shortcuts;
    }

    [[noreturn]] void fail(const QString& problem) const {
        throw Error(problem.toStdString(), m_where);
    }

private:
    QString preset(const QString& id) const {
        const auto presets = shortcutPresets();
        if (std::ranges::find(presets, id, &ShortcutPreset::id) == presets.end()) {
            fail(File::tr("It begins with keys “%1” that this version does not know.")
                     .arg(shown(id)));
        }
        return id;
    }

    QList<QKeySequence> strokes(const QString& id, const QJsonValue& value) const {
        const QJsonArray texts = value.toArray();
        if (!value.isArray() || texts.size() > mostKeysOfCommand) {
            fail(File::tr("“%1” has no list of at most %2 keys.")
                     .arg(shown(id), QString::number(mostKeysOfCommand)));
        }
        QList<QKeySequence> read;
        for (const auto& text : texts) {
            read << strokeFromText(text.toString());
            if (read.back().isEmpty()) {
                fail(File::tr("“%1” has the key “%2”, which is none.")
                         .arg(shown(id), shown(text.toString())));
            }
        }
        return read;
    }

    std::string m_where;
};

} // namespace

QByteArray shortcutsToJson(const Shortcuts& shortcuts) {
    QJsonObject keys;
    for (const auto& [id, strokes] : shortcuts.changes) {
        QJsonArray texts;
        for (const QKeySequence& stroke : strokes) {
            texts.append(strokeToText(stroke));
        }
        keys[id] = texts;
    }
    return QJsonDocument(
               QJsonObject{{"format", formatVersion}, {"preset", shortcuts.preset}, {"keys", keys}})
        .toJson();
}

Shortcuts shortcutsFromJson(const QByteArray& text, const std::string& where) {
    return Reader(where).read(text);
}

Shortcuts readShortcuts(const std::filesystem::path& file) {
    const Reader reader(file.string());
    QFile opened(QString::fromStdString(file.string()));
    if (opened.exists() && !QFileInfo(opened).isFile()) {
        reader.fail(File::tr("This is a folder, a pipe or a device.")); // a pipe would never end
    }
    if (!opened.open(QIODevice::ReadOnly)) {
        reader.fail(File::tr("The file cannot be read (%1).").arg(opened.errorString()));
    }
    // A byte more than allowed, so that devices without a size are found out too.
    const QByteArray text = opened.read(largestFile + 1);
    if (text.size() > largestFile) {
        reader.fail(File::tr("The file is too large for one of shortcuts."));
    }
    return reader.read(text);
}

void writeShortcuts(const std::filesystem::path& file, const Shortcuts& shortcuts) {
    const QByteArray text = shortcutsToJson(shortcuts);
    writeFileAtomically(file,
                        std::string_view(text.constData(), static_cast<std::size_t>(text.size())));
}

} // namespace underpaint::ui
