// SPDX-License-Identifier: GPL-3.0-or-later
// Takes pictures of the main window, its panels and its dialogs with the models that ship, to be
// looked at (docs/contact-sheet.jpg is a sheet of them, its last row at 200 %: QT_SCALE_FACTOR=2 on
// a screen of 2732 x 1536):
//     test_ui_screenshots FOLDER
// in the language of the system (LANG=zh_CN.UTF-8 in front chooses another one).
#include "app/cli/model_folders.h"
#include "app/cli/resource_folder.h"
#include "app/render_session.h"
#include "engine/run/package_models.h"
#include "engine/scene/instances.h"
#include "tests/support/window_panel.h"
#include "ui/comparison/comparison_dialog.h"
#include "ui/dialogs/check_dialog.h"
#include "ui/dialogs/command_search.h"
#include "ui/dialogs/export_dialog.h"
#include "ui/dialogs/fine_tune_dialog.h"
#include "ui/dialogs/import_dialog.h"
#include "ui/dialogs/model_dialog.h"
#include "ui/dialogs/new_dialog.h"
#include "ui/dialogs/shortcuts_dialog.h"
#include "ui/docks/instance_dock.h"
#include "ui/docks/panel.h"
#include "ui/help/help_window.h"
#include "ui/widgets/editor_style.h"
#include "ui/widgets/key_field.h"
#include "ui/widgets/translations.h"
#include "ui/window/main_window.h"

#include <QApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QMenu>
#include <QMenuBar>
#include <QSettings>
#include <QTemporaryDir>
#include <QTextStream>

#include <functional>
#include <memory>

using namespace underpaint;

namespace {

constexpr int patience = 120000; // ms; models are large and machines slow

void waitUntil(const std::function<bool()>& done) {
    QElapsedTimer clock;
    clock.start();
    while (!done() && clock.elapsed() < patience) {
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents | QEventLoop::AllEvents, 50);
    }
    // What is drawn later than its reason.
    clock.restart();
    while (clock.elapsed() < 300) {
        QCoreApplication::processEvents(QEventLoop::AllEvents, 50);
    }
}

void keep(QWidget& widget, const QDir& folder, const QString& name) {
    const QString file = folder.filePath(name + ".png");
    QTextStream(stdout) << (widget.grab().save(file) ? file : "cannot write " + file) << '\n';
}

/// Selects a car, or whatever thing there is, so that the docks have something to show.
void selectThing(ui::MainWindow& window) {
    std::uint32_t chosen = 0;
    for (const scene::InstanceInfo& info : window.editor().watch().instances()) {
        const scene::LabelClass* label = window.editor().scene().labelSet.find(info.label);
        if (label != nullptr && label->thing && (chosen == 0 || label->name == "car")) {
            chosen = info.id;
        }
    }
    window.editor().state().selectInstances({chosen});
}

/// As it opens, and with a key that is taken.
void keepShortcuts(ui::MainWindow& window, const QDir& folder, const QString& name) {
    std::map<QString, QIcon> icons;
    for (const QAction* action : window.actionBook().all()) {
        icons[action->objectName()] = action->icon();
    }
    ui::ShortcutsDialog dialog(window.shortcuts(), icons, &window);
    dialog.show();
    waitUntil([] { return true; });
    keep(dialog, folder, name);
    dialog.table().scrollToBottom();
    keep(dialog, folder, name + "-fixed");
    dialog.table().setCurrent("tool.brush");
    dialog.key(0).setKey(QKeySequence("E"));
    Q_EMIT dialog.key(0).keyChosen(QKeySequence("E"));
    waitUntil([] { return true; });
    keep(dialog, folder, name + "-conflict");
}

/// Each of those that are of use, in front of the others of its place.
void keepPanels(ui::MainWindow& window, const QDir& folder) {
    for (auto* panel : window.findChildren<ui::Panel*>()) {
        if (panel->useful()) {
            panel->show();
            panel->raise();
            waitUntil([] { return true; });
            keep(*panel, folder, "panel-" + panel->objectName());
        }
    }
}

void keepDialogs(ui::MainWindow& window, ui::Services& services, QSettings& settings,
                 const QDir& folder) {
    const Size size = window.editor().scene().size();
    ui::HelpWindow help(window.shortcuts());
    help.showPage(QStringLiteral("exemplars"));
    keep(help, folder, "help");
    ui::CheckDialog check(window.editor(), services.rendering().photo(), &window);
    check.show();
    waitUntil([] { return true; });
    keep(check, folder, "check");
    ui::NewDialog fresh(services.models(), window.editor().scene(), settings, &window);
    fresh.show();
    keep(fresh, folder, "new");
    ui::FineTuneDialog tuning(services, settings, &window);
    tuning.show();
    keep(tuning, folder, "fine-tune");
    ui::ComparisonDialog comparison(settings, &window,
                                    ui::ModelsToCompare{services.models(), services.comparisons(),
                                                        window.editor().document().snapshot(),
                                                        "street"});
    comparison.show();
    keep(comparison, folder, "comparison");
    ui::ModelDialog models(services, QSize(size.width, size.height), &window);
    models.show();
    keep(models, folder, "models");
    ui::ExportDialog exporting(window.editor().scene(), QDir::homePath(), "street", &window);
    exporting.followModel(services.models().model(), services.models().loadingModel());
    exporting.show();
    keep(exporting, folder, "export");
    ui::CommandSearch search(window.actionBook().all(), window.shortcuts(), &window);
    search.show();
    keep(search, folder, "commands");
    keepShortcuts(window, folder, "shortcuts");
    ui::PreferencesDialog preferences(ui::Preferences{}, QStringLiteral("F8"), &window);
    preferences.show();
    keep(preferences, folder, "preferences");
    const auto sample = ui::sampleScenes(app::resourceFolder() / "scenes").front();
    ui::ImportDialog importing(sample.folder / "test_label" / (sample.name + ".png"), {},
                               window.editor().scene().labelSet, &window);
    importing.show();
    bool read = false;
    QObject::connect(&importing, &ui::ImportDialog::read, [&] { read = true; });
    waitUntil([&] { return read; });
    keep(importing, folder, "import");
    QMenu* menu = window.menuBar()->actions().at(2)->menu();
    menu->popup(window.mapToGlobal(QPoint(100, 24)));
    waitUntil([] { return true; });
    keep(*menu, folder, "menu");
    menu->close();
}

void keepWindow(ui::Preferences::Look look, QSize size, const QDir& folder, const QString& name,
                bool dialogs) {
    const QTemporaryDir home;
    qputenv("UNDERPAINT_HOME", home.path().toLocal8Bit());
    QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, home.path());
    ui::applyLook(look);
    const ui::SessionFolders folders = ui::sessionFolders();
    const auto settings = ui::openSettings(folders);
    app::RenderSession session(run::packageModels(), app::modelFolders(), *settings);
    ui::MainWindow window(session, *settings, folders, app::resourceFolder() / "scenes");
    window.setWindowState(Qt::WindowNoState);
    window.resize(size);
    window.show();
    window.start();
    waitUntil([&] { return session.rendering().photo().truth() == ui::PhotoState::Truth::Exact; });
    selectThing(window);
    window.editor().state().setCurrentLabel(window.editor().scene().labelSet.classes().at(1).id);
    waitUntil([&] { return session.rendering().waiting() == 0; });
    keep(window, folder, name);
    test::panel<ui::InstanceDock>(window).raise();
    waitUntil([] { return true; });
    keep(window, folder, name + "-instances");
    if (dialogs) {
        keepDialogs(window, session, *settings, folder);
        keepPanels(window, folder);
    } else {
        keepShortcuts(window, folder, name + "-shortcuts");
    }
}

} // namespace

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    QApplication::setStyle(std::make_unique<ui::EditorStyle>().release());
    QApplication::setOrganizationName("underpaint");
    QApplication::setApplicationName("underpaint-screenshots");
    QSettings::setDefaultFormat(QSettings::IniFormat);
    if (argc < 2) {
        QTextStream(stderr) << "usage: test_ui_screenshots FOLDER\n";
        return 2;
    }
    const QDir folder(QString::fromLocal8Bit(argv[1]));
    folder.mkpath(".");
    const ui::Translations translations(ui::languageFor({}));
    using Look = ui::Preferences::Look;
    keepWindow(Look::Dark, {1366, 768}, folder, "dark-1366x768", true);
    keepWindow(Look::Light, {1366, 768}, folder, "light-1366x768", false);
    keepWindow(Look::Dark, {1920, 1080}, folder, "dark-1920x1080", false);
    return 0;
}
