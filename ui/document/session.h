// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

#include <filesystem>
#include <memory>
#include <optional>

class QSettings;

namespace underpaint::ui {

/// Where the editor keeps what it remembers between runs. Tests and portable installations name
/// one folder for everything in $UNDERPAINT_HOME; otherwise the folders of the XDG base directory
/// specification are used.
struct SessionFolders {
    QString settingsFile;                   ///< an INI file
    std::filesystem::path journals;         ///< crash journals; need not exist
    std::filesystem::path trainings = {};   ///< fine-tunings that are no models yet; the same
    std::filesystem::path comparisons = {}; ///< photos that models are compared by; the same
};
SessionFolders sessionFolders();

/// The user's shortcuts, beside the settings.
std::filesystem::path shortcutsFile(const SessionFolders& folders);

/// The settings of the editor in that file. They are written by a thread of their own.
std::unique_ptr<QSettings> openSettings(const SessionFolders& folders);

/// What was open when the editor ended, to be open again. Empty: the sample.
/// @{
QString lastOpenFile(const QSettings& settings);
void setLastOpenFile(QSettings& settings, const QString& file);
/// @}

/// What a model needs for a pixel of a photo on this machine, as it was measured in earlier
/// sessions. Nothing when it was not, or when the file holds what no clock measures.
/// @{
std::optional<double> secondsPerPixel(const QSettings& settings, const QString& modelId);
void setSecondsPerPixel(QSettings& settings, const QString& modelId, double seconds);
/// @}

} // namespace underpaint::ui
