// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/session.h"

#include <QDir>
#include <QFileInfo>
#include <QSettings>
#include <QStandardPaths>

namespace underpaint::ui {

namespace {

const QString lastOpenKey = QStringLiteral("lastOpenFile");

/// $XDG_STATE_HOME, which Qt has no name for before 6.7.
QString stateFolder() {
    const QString named = qEnvironmentVariable("XDG_STATE_HOME");
    return QDir::isAbsolutePath(named) ? named : QDir::homePath() + "/.local/state";
}

} // namespace

SessionFolders sessionFolders() {
    const QString home = qEnvironmentVariable("UNDERPAINT_HOME");
    if (!home.isEmpty()) {
        return {home + "/underpaint.ini", (home + "/journals").toStdString()};
    }
    const QString config = QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation);
    return {config + "/underpaint/underpaint.ini",
            (stateFolder() + "/underpaint/journals").toStdString()};
}

std::unique_ptr<QSettings> openSettings(const SessionFolders& folders) {
    return std::make_unique<QSettings>(folders.settingsFile, QSettings::IniFormat);
}

QString lastOpenFile(const QSettings& settings) {
    return settings.value(lastOpenKey).toString();
}

void setLastOpenFile(QSettings& settings, const QString& file) {
    settings.setValue(lastOpenKey, file.isEmpty() ? QString() : QFileInfo(file).absoluteFilePath());
}

} // namespace underpaint::ui
