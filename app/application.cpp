// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/application.h"

#include "app/cli/command_line.h"
#include "app/cli/model_folders.h"
#include "app/cli/resource_folder.h"
#include "app/render_session.h"
#include "app/sequence_exporter.h"
#include "app/video_opener.h"
#include "engine/run/package_models.h"
#include "engine/run/training/training_jobs.h"
#include "engine/translate/import_model.h"
#include "engine/translate/torch_script.h"
#include "ui/dialogs/preferences_dialog.h"
#include "ui/document/start_guard.h"
#include "ui/widgets/editor_style.h"
#include "ui/widgets/text_focus.h"
#include "ui/widgets/translations.h"
#include "ui/window/main_window.h"

#include <QApplication>
#include <QFileInfo>
#include <QSettings>

#include <iostream>
#include <memory>

namespace underpaint::app {

namespace {

/// Qt would end the program without a word that helps.
bool displayMissing() {
    return qEnvironmentVariableIsEmpty("DISPLAY") &&
           qEnvironmentVariableIsEmpty("WAYLAND_DISPLAY") &&
           qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM");
}

} // namespace

int runEditor(int argc, char** argv, const std::string& file) {
    if (displayMissing()) {
        std::cerr << "underpaint: there is no display, so no editor. Set DISPLAY, or use a "
                     "subcommand; `underpaint --help` lists them\n";
        return exitWrongUse;
    }
    QGuiApplication::setHighDpiScaleFactorRoundingPolicy(
        Qt::HighDpiScaleFactorRoundingPolicy::PassThrough);
    QApplication application(argc, argv);
    QApplication::setApplicationName(QStringLiteral("underpaint"));
    QApplication::setOrganizationName(QStringLiteral("underpaint"));
    QApplication::setApplicationDisplayName(QStringLiteral("Underpaint"));
    QApplication::setApplicationVersion(QString::fromLatin1(UNDERPAINT_VERSION));
    QGuiApplication::setDesktopFileName(QStringLiteral("underpaint"));
    QApplication::setStyle(std::make_unique<ui::EditorStyle>().release()); // Qt owns it

    const ui::SessionFolders folders = ui::sessionFolders();
    // The tools' own settings lie where the session's do.
    QSettings::setDefaultFormat(QSettings::IniFormat);
    if (qEnvironmentVariableIsSet("UNDERPAINT_HOME")) {
        QSettings::setPath(QSettings::IniFormat, QSettings::UserScope,
                           QFileInfo(folders.settingsFile).absolutePath());
    }
    ui::StartGuard guard(folders.settingsFile);
    const auto settings = ui::openSettings(folders);
    const ui::Preferences preferences = ui::Preferences::read(*settings);
    const ui::Translations translations(ui::languageFor(preferences.language));
    ui::applyLook(preferences.look);
    ui::TextFocusFilter textFocus;
    application.installEventFilter(&textFocus);

    RenderSession session(run::packageModels(), modelFolders(), *settings);
    session.setSegmenters(run::packageSegmenters());
    session.setPhotoTranslators(run::packagePhotoTranslators());
    session.setSequenceExporter(sequenceExporter());
    session.setModelImporter(
        {translate::importableKinds(),
         [](const translate::ImportRequest& request, const std::filesystem::path& output) {
             return translate::importModel(request, output, /*overwrite=*/false);
         }},
        userModelFolder());
    session.setModelScripter(translate::writeTorchScript);
    session.setTrainingEngine(run::packageTraining(backboneFolder()),
                              {folders.trainings, userModelFolder()});
    session.setComparisonFolder(folders.comparisons);
    session.setVideoOpener(videoOpener());
    ui::MainWindow window(session, *settings, folders, resourceFolder() / "scenes");
    window.showAndStart(guard, QString::fromStdString(file));
    return QApplication::exec();
}

} // namespace underpaint::app
