// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/session.h"

#include <QDir>
#include <QEvent>
#include <QFileInfo>
#include <QSettings>
#include <QStandardPaths>
#include <QThreadPool>
#include <QTimer>

namespace underpaint::ui {

namespace {

const QString lastOpenKey = QStringLiteral("lastOpenFile");

QString timingKey(const QString& modelId) {
    return QStringLiteral("timing/%1").arg(modelId);
}

/// Qt writes settings when the event loop comes to it, and waits for the disk then. Here another
/// thread does, so that no stroke waits with it.
class BackgroundSettings final : public QSettings {
public:
    explicit BackgroundSettings(const QString& file) : QSettings(file, QSettings::IniFormat) {
        m_writer.setMaxThreadCount(1);
        constexpr int often = 1000; // ms
        m_next.setInterval(often);
        QObject::connect(&m_next, &QTimer::timeout, this, [this] {
            // Settings of one file share what was set and is not written yet. Without any this
            // does nothing.
            m_writer.start([file = fileName()] { QSettings(file, QSettings::IniFormat).sync(); });
        });
    }

protected:
    bool event(QEvent* event) override {
        if (event->type() != QEvent::UpdateRequest) {
            return QSettings::event(event);
        }
        m_next.start(); // and never again: Qt asks once for what has to be written
        return true;
    }

private:
    QTimer m_next;
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
        return {home + "/underpaint.ini", (home + "/journals").toStdString(),
                (home + "/trainings").toStdString(), (home + "/comparisons").toStdString()};
    }
    const QString config = QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation);
    return {config + "/underpaint/underpaint.ini",
            (stateFolder() + "/underpaint/journals").toStdString(),
            (stateFolder() + "/underpaint/trainings").toStdString(),
            (QStandardPaths::writableLocation(QStandardPaths::GenericCacheLocation) +
             "/underpaint/comparisons")
                .toStdString()};
}

std::filesystem::path shortcutsFile(const SessionFolders& folders) {
    return std::filesystem::path(folders.settingsFile.toStdString())
        .replace_filename("shortcuts.json");
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

std::optional<double> secondsPerPixel(const QSettings& settings, const QString& modelId) {
    const double known = settings.value(timingKey(modelId), 0.0).toDouble();
    constexpr double slowest = 1; // a photo of a megapixel would take a week
    return known > 0 && known <= slowest ? std::optional(known) : std::nullopt;
}

void setSecondsPerPixel(QSettings& settings, const QString& modelId, double seconds) {
    settings.setValue(timingKey(modelId), seconds);
}

} // namespace underpaint::ui
