// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/error.h"
#include "engine/scene/builtin_label_sets.h"
#include "engine/scene/scene.h"
#include "tests/support/temporary_folder.h"
#include "ui/dialogs/preferences_dialog.h"
#include "ui/document/document.h"
#include "ui/document/editor_state.h"
#include "ui/document/recent_files.h"
#include "ui/document/session.h"
#include "ui/document/settings_text.h"
#include "ui/document/start_guard.h"
#include "ui/shortcuts/shortcut_book.h"
#include "ui/shortcuts/shortcuts_file.h"
#include "ui/tools/tool.h"
#include "ui/tools/tool_controller.h"
#include "ui/widgets/translations.h"

#include <QApplication>
#include <QFile>
#include <QSettings>

#include <cstdint>
#include <cstdlib>
#include <fstream>

namespace {

using namespace underpaint;

void expect(bool holds) {
    if (!holds) {
        __builtin_trap();
    }
}

void write(const std::filesystem::path& file, const std::uint8_t* data, std::size_t size) {
    std::ofstream(file, std::ios::binary)
        .write(reinterpret_cast<const char*>(data), static_cast<std::streamsize>(size));
}

bool same(const ui::Preferences& a, const ui::Preferences& b) {
    return a.live == b.live && a.undoMegabytes == b.undoMegabytes && a.look == b.look &&
           a.reopen == b.reopen && a.language == b.language;
}

const QString model = QStringLiteral("model");

/// What the start of the editor reads, with what it makes of it and leaves to the next one.
ui::Preferences start(const ui::SessionFolders& folders) {
    const auto settings = ui::openSettings(folders);
    const ui::Preferences preferences = ui::Preferences::read(*settings);
    expect(preferences.undoMegabytes >= 16 && preferences.undoMegabytes <= 65536);
    expect(preferences.look >= ui::Preferences::Look::System &&
           preferences.look <= ui::Preferences::Look::Dark);
    ui::languageFor(preferences.language);
    ui::lastOpenFile(*settings);
    const auto seconds = ui::secondsPerPixel(*settings, model);
    expect(!seconds || (*seconds > 0 && *seconds <= 1));
    for (const char* bytes : {"window/geometry", "window/state"}) {
        const QByteArray kept = settings->value(bytes).toByteArray();
        expect(ui::unsealed(kept).isEmpty() || ui::sealed(ui::unsealed(kept)) == kept);
    }
    for (const char* text : {"files/projectFolder", "files/pictureFolder", "files/exportFolder",
                             "window/firstSteps"}) {
        settings->value(text).toString();
    }
    // What is there does not spoil what is written next.
    const QString file = QStringLiteral("/scenes/a.underpaint");
    ui::RecentFiles recent(*settings);
    expect(recent.files().size() <= ui::RecentFiles::most);
    recent.add(file);
    preferences.write(*settings);
    ui::setLastOpenFile(*settings, file);
    ui::setSecondsPerPixel(*settings, model, 0.5);
    settings->sync();
    return preferences;
}

void startAgain(const ui::SessionFolders& folders, const ui::Preferences& before) {
    const auto settings = ui::openSettings(folders);
    if (settings->status() != QSettings::NoError) {
        return; // nothing was written over a file that is none of settings
    }
    expect(same(ui::Preferences::read(*settings), before));
    expect(ui::lastOpenFile(*settings) == QStringLiteral("/scenes/a.underpaint"));
    expect(ui::RecentFiles(*settings).files().value(0) == ui::lastOpenFile(*settings));
    expect(ui::secondsPerPixel(*settings, model) == 0.5);
}

void useTools(ui::EditorState& state) {
    ui::ToolController tools(state);
    for (ui::Tool* tool : tools.tools()) {
        tool->hint();
        tool->cursor();
    }
}

void readShortcutsOf(const std::filesystem::path& file) {
    ui::ShortcutBook book(file);
    book.define({QStringLiteral("tool.brush"), QStringLiteral("Brush"), {QKeySequence("B")}});
    book.define({QStringLiteral("file.save"), QStringLiteral("Save"), {QKeySequence("Ctrl+S")}});
    book.text(QStringLiteral("tool.brush"));
    book.deprived();
    if (book.problem().isEmpty()) {
        const QByteArray text = ui::shortcutsToJson(book.chosen());
        expect(ui::shortcutsFromJson(text, "again") == book.chosen());
    }
}

} // namespace

extern "C" int LLVMFuzzerInitialize(int*, char***) {
    ::setenv("QT_QPA_PLATFORM", "offscreen", 1);
    if (std::filesystem::is_directory("/dev/shm")) {
        ::setenv("TMPDIR", "/dev/shm", 1); // settings are synced, which takes a disk long
    }
    qInstallMessageHandler([](QtMsgType, const QMessageLogContext&, const QString&) {});
    static int count = 1;
    static char name[] = "fuzz_settings";
    static char* arguments[] = {name, nullptr};
    static QApplication application(count, arguments);
    QApplication::setApplicationName(QStringLiteral("underpaint"));
    QApplication::setOrganizationName(QStringLiteral("underpaint"));
    QSettings::setDefaultFormat(QSettings::IniFormat);
    return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const test::TemporaryFolder top;
    static ui::Document document(scene::Scene(scene::cityscapesLabels(), {16, 16}, 7).state());
    static ui::EditorState state(document);
    // A folder of its own: settings of files of one name, size and time are shared.
    static std::uint64_t number = 0;
    const std::filesystem::path home = top / std::to_string(number++);
    std::filesystem::create_directories(home / "underpaint");
    const ui::SessionFolders folders{
        QString::fromStdString((home / "underpaint/underpaint.ini").string()), home / "journals"};
    QSettings::setPath(QSettings::IniFormat, QSettings::UserScope,
                       QString::fromStdString(home.string()));
    if (size > 0 && data[0] == '{') {
        write(ui::shortcutsFile(folders), data, size);
        readShortcutsOf(ui::shortcutsFile(folders));
    } else {
        write(folders.settingsFile.toStdString(), data, size);
        ui::StartGuard guard(folders.settingsFile);
        expect(!guard.crashed());
        expect(!guard.setAside().isEmpty() == !QFile::exists(folders.settingsFile));
        useTools(state);
        startAgain(folders, start(folders));
    }
    std::filesystem::remove_all(home);
    return 0;
}
