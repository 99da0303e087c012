// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/session.h"

#include <QCoreApplication>
#include <QDir>
#include <QEvent>
#include <QFileInfo>
#include <QSettings>
#include <QStandardPaths>
#include <QThreadPool>

namespace underpaint::ui {

namespace {

const QString lastOpenKey = QStringLiteral("lastOpenFile");

/// Qt writes settings when the event loop comes to it, and waits for the disk then. Here another
/// thread does, so that no stroke waits with it.
class BackgroundSettings final : public QSettings {
public:
    explicit BackgroundSettings(const QString& file) : QSettings(file, QSettings::IniFormat) {
        m_writer.setMaxThreadCount(1);
    }

protected:
    bool event(QEvent* event) override {
        if (event->type() == QEvent::UpdateRequest) {
            m_writer.start([this, file = fileName()] {
                // Settings of one file share what was set and is not written yet.
                QSettings(file, QSettings::IniFormat).sync();
                QCoreApplication::postEvent(this, std::make_unique<QEvent>(written).release());
            });
            return true;
        }
        if (event->type() == written) {
            QEvent nothingLeft(QEvent::UpdateRequest);
            return QSettings::event(&nothingLeft);
        }
        return QSettings::event(event);
    }

private:
    static constexpr QEvent::Type written = QEvent::User;

    /// Last: ends with its work, while the settings live.
    QThreadPool m_writer;
};

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
    return std::make_unique<BackgroundSettings>(folders.settingsFile);
}

QString lastOpenFile(const QSettings& settings) {
    return settings.value(lastOpenKey).toString();
}

void setLastOpenFile(QSettings& settings, const QString& file) {
    settings.setValue(lastOpenKey, file.isEmpty() ? QString() : QFileInfo(file).absoluteFilePath());
}

} // namespace underpaint::ui
