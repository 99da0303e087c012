// SPDX-License-Identifier: GPL-3.0-or-later
// The editor is started on one screen, ended, and started on another one: each start is a process
// of its own, as the size of the screen and the scale are known to a program from its beginning.
#include "app/render_session.h"
#include "tests/ui/fake_translator.h"
#include "ui/dialogs/command_search.h"
#include "ui/dialogs/export_dialog.h"
#include "ui/dialogs/import_dialog.h"
#include "ui/dialogs/model_dialog.h"
#include "ui/dialogs/new_dialog.h"
#include "ui/dialogs/preferences_dialog.h"
#include "ui/dialogs/shortcuts_dialog.h"
#include "ui/docks/panel.h"
#include "ui/document/start_guard.h"
#include "ui/widgets/editor_style.h"
#include "ui/window/main_window.h"

#include <QApplication>
#include <QDir>
#include <QDockWidget>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QSaveFile>
#include <QScreen>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

#include <csignal>
#include <iostream>
#include <sys/stat.h>

using namespace underpaint;

namespace {

constexpr int patience = 60000; // ms

struct Screen {
    int width;
    int height;
    double scale; ///< QT_SCALE_FACTOR
};

QString nameOf(const Screen& screen) {
    return QStringLiteral("%1x%2 at %3").arg(screen.width).arg(screen.height).arg(screen.scale);
}

const QList<Screen>& screens() {
    static const QList<Screen> all{{1920, 1080, 1}, {1440, 900, 1},    {1366, 768, 1},
                                   {1280, 720, 1},  {1920, 1080, 1.5}, {1920, 1080, 2},
                                   {1366, 768, 1.5}};
    return all;
}

// --- what the other process does ---------------------------------------------------------------

QJsonObject sizeOf(const QString& name, QSize size) {
    return {{"name", name}, {"width", size.width()}, {"height", size.height()}};
}

QJsonArray shownDialogs(ui::MainWindow& window, app::RenderSession& session, QSettings& settings) {
    QJsonArray sizes;
    const scene::SceneState& scene = window.editor().scene();
    const Size size = scene.size();
    const auto measure = [&](QDialog& dialog) {
        dialog.show();
        QCoreApplication::processEvents();
        sizes << sizeOf(dialog.windowTitle(), dialog.frameSize());
    };
    ui::ShortcutsDialog shortcuts(window.shortcuts(), {}, &window);
    measure(shortcuts);
    ui::ModelDialog models(session, {size.width, size.height}, &window);
    measure(models);
    ui::CommandSearch search(window.actionBook().all(), window.shortcuts(), &window);
    measure(search);
    ui::PreferencesDialog preferences(ui::Preferences{}, QStringLiteral("F8"), &window);
    measure(preferences);
    ui::ExportDialog exporting(scene, QDir::tempPath(), "street", &window);
    measure(exporting);
    ui::NewDialog fresh(session.models(), scene, settings, &window);
    measure(fresh);
    const auto sample = window.files().samples().front();
    ui::ImportDialog importing(sample.folder / "test_label" / (sample.name + ".png"), {},
                               scene.labelSet, &window);
    measure(importing);
    return sizes;
}

/// Starts the editor as the program does, tells what it looks like, and closes it.
int runEditor(const QStringList& arguments) {
    const ui::SessionFolders folders = ui::sessionFolders();
    QSettings::setDefaultFormat(QSettings::IniFormat);
    QSettings::setPath(QSettings::IniFormat, QSettings::UserScope,
                       qEnvironmentVariable("UNDERPAINT_HOME"));
    QApplication::setStyle(std::make_unique<ui::EditorStyle>().release()); // Qt owns it
    ui::StartGuard guard(folders.settingsFile);
    const auto settings = ui::openSettings(folders);
    const auto behaviour = std::make_shared<test::FakeBehaviour>();
    app::RenderSession session(test::fakeModels(behaviour), {UNDERPAINT_SOURCE_FOLDER "/models"},
                               *settings, {.cores = 2, .lowPriority = false});
    ui::MainWindow window(session, *settings, folders,
                          UNDERPAINT_SOURCE_FOLDER "/tests/data/scenes");
    window.showAndStart(guard);
    if (arguments.contains("--crash")) {
        QTimer::singleShot(0, &window, [] { std::raise(SIGKILL); });
        return QApplication::exec();
    }
    const QString marker = folders.settingsFile + ".starting";
    const bool started = QTest::qWaitFor([&] { return !QFile::exists(marker); }, patience) &&
                         QTest::qWaitForWindowExposed(&window);
    const QSize available = window.screen()->availableSize();
    QJsonArray docks;
    for (const QDockWidget* dock : window.findChildren<QDockWidget*>()) {
        const auto* panel = qobject_cast<const ui::Panel*>(dock);
        const bool below = panel != nullptr && panel->place() == ui::Panel::Place::Below;
        const bool away = panel != nullptr && dock->isHidden();
        if (away && (!panel->useful() || below || panel->comesWhenAsked())) {
            continue; // the model has nothing for it, or a scene alone needs no timeline
        }
        const QRect place(dock->mapTo(&window, QPoint()), dock->size());
        docks << QJsonObject{
            {"name", dock->windowTitle()},
            {"shown", !dock->isHidden()},
            {"inside", dock->visibleRegion().isEmpty() || window.rect().contains(place)}};
    }
    const QRect canvas(window.canvas().mapTo(&window, QPoint()), window.canvas().size());
    const QJsonObject told{{"started", started},
                           {"screen", sizeOf("screen", available)},
                           {"window", sizeOf("window", window.size())},
                           {"minimum", sizeOf("minimum", window.minimumSizeHint())},
                           {"canvas", window.rect().contains(canvas) && canvas.width() >= 200},
                           {"docks", docks},
                           {"message", window.messages().text()},
                           {"dialogs", arguments.contains("--dialogs")
                                           ? shownDialogs(window, session, *settings)
                                           : QJsonArray()}};
    std::cout << "TOLD " << QJsonDocument(told).toJson(QJsonDocument::Compact).toStdString()
              << std::endl;
    return window.close() ? 0 : 1;
}

} // namespace

class StartsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void everyScreenFollowsEveryOther_data();
    void everyScreenFollowsEveryOther();
    void theStateOfALargerScreenFits();
    void dialogsFitOnSmallScreens_data();
    void dialogsFitOnSmallScreens();
    void settingsThatCrashedAreSetAside();
    void onlyStartsThatDiedCount();
    void settingsThatNobodyWroteAreSetAside();

private:
    /// What the editor told; empty, with the test failed, when it did not end well.
    QJsonObject start(const Screen& screen, const QStringList& arguments = {});
    int runChild(const Screen& screen, const QStringList& arguments, QByteArray& said);
    QString settingsFile() const { return m_home->filePath("underpaint.ini"); }

    std::unique_ptr<QTemporaryDir> m_home;
};

void StartsTest::init() {
    m_home = std::make_unique<QTemporaryDir>();
}

int StartsTest::runChild(const Screen& screen, const QStringList& arguments, QByteArray& said) {
    const QString config = m_home->filePath("screen.json");
    QSaveFile file(config);
    if (!file.open(QIODevice::WriteOnly)) {
        return -1;
    }
    file.write(
        QJsonDocument(QJsonObject{{"screens", QJsonArray{QJsonObject{{"name", "one"},
                                                                     {"x", 0},
                                                                     {"y", 0},
                                                                     {"width", screen.width},
                                                                     {"height", screen.height},
                                                                     {"logicalDpi", 96},
                                                                     {"logicalBaseDpi", 96},
                                                                     {"dpr", 1}}}}})
            .toJson());
    file.commit();
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert("UNDERPAINT_HOME", m_home->path());
    environment.insert("QT_QPA_PLATFORM", "offscreen:configfile=" + config);
    environment.insert("QT_SCALE_FACTOR", QString::number(screen.scale));
    process.setProcessEnvironment(environment);
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(QCoreApplication::applicationFilePath(), QStringList{"--editor"} + arguments);
    const bool ended = process.waitForFinished(2 * patience);
    said = process.readAll();
    return ended && process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
}

QJsonObject StartsTest::start(const Screen& screen, const QStringList& arguments) {
    QByteArray said;
    const int code = runChild(screen, arguments, said);
    const auto at = said.indexOf("TOLD ");
    if (code != 0 || at < 0) {
        return {{"failure", QString("%1: exit %2, %3").arg(nameOf(screen)).arg(code).arg(said)}};
    }
    const QByteArray line = said.mid(at + 5).split('\n').front();
    return QJsonDocument::fromJson(line).object();
}

namespace {

/// What is wrong with the window; empty: nothing.
QString faultOf(const QJsonObject& told) {
    if (told.contains("failure")) {
        return told["failure"].toString();
    }
    const QJsonObject screen = told["screen"].toObject();
    for (const QString& part : {QString("window"), QString("minimum")}) {
        const QJsonObject size = told[part].toObject();
        if (size["width"].toInt() > screen["width"].toInt() ||
            size["height"].toInt() > screen["height"].toInt()) {
            return QString("the %1 is larger than the screen: %2")
                .arg(part, QJsonDocument(told).toJson());
        }
    }
    for (const QJsonValue& dock : told["docks"].toArray()) {
        if (!dock["shown"].toBool() || !dock["inside"].toBool()) {
            return QString("the dock %1 is lost").arg(dock["name"].toString());
        }
    }
    if (!told["canvas"].toBool() || !told["started"].toBool()) {
        return QString("no canvas: %1").arg(QJsonDocument(told).toJson());
    }
    return {};
}

} // namespace

void StartsTest::everyScreenFollowsEveryOther_data() {
    QTest::addColumn<int>("first");
    for (int i = 0; i < screens().size(); ++i) {
        QTest::addRow("%s", qPrintable(nameOf(screens()[i]))) << i;
    }
}

void StartsTest::everyScreenFollowsEveryOther() {
    QFETCH(int, first);
    // There and back to each of the screens that come later in the list.
    QList<int> way{first};
    for (int second = first + 1; second < screens().size(); ++second) {
        way << second << first;
    }
    QString before = "nothing";
    for (const int index : way) {
        const QString fault = faultOf(start(screens()[index]));
        QVERIFY2(
            fault.isEmpty(),
            qPrintable(QString("%1 after %2: %3").arg(nameOf(screens()[index]), before, fault)));
        before = nameOf(screens()[index]);
        QVERIFY(QFile::exists(settingsFile()));
    }
}

void StartsTest::theStateOfALargerScreenFits() {
    // As the program before wrote it, with docks that need more than there is.
    const QJsonObject large = start({3840, 2160, 1});
    QVERIFY2(faultOf(large).isEmpty(), qPrintable(faultOf(large)));
    for (const Screen& screen : screens()) {
        const QString fault = faultOf(start(screen));
        QVERIFY2(fault.isEmpty(), qPrintable(fault));
    }
}

void StartsTest::dialogsFitOnSmallScreens_data() {
    QTest::addColumn<int>("screen");
    for (const int index : {2, 3, 5, 6}) {
        QTest::addRow("%s", qPrintable(nameOf(screens()[index]))) << index;
    }
}

void StartsTest::dialogsFitOnSmallScreens() {
    QFETCH(int, screen);
    const QJsonObject told = start(screens()[screen], {"--dialogs"});
    QVERIFY2(faultOf(told).isEmpty(), qPrintable(faultOf(told)));
    const QJsonObject room = told["screen"].toObject();
    QVERIFY(told["dialogs"].toArray().size() >= 7);
    for (const QJsonValue& dialog : told["dialogs"].toArray()) {
        QVERIFY2(dialog["width"].toInt() <= room["width"].toInt() &&
                     dialog["height"].toInt() <= room["height"].toInt(),
                 qPrintable(QString("%1: %2 x %3")
                                .arg(dialog["name"].toString())
                                .arg(dialog["width"].toInt())
                                .arg(dialog["height"].toInt())));
    }
}

void StartsTest::settingsThatCrashedAreSetAside() {
    const Screen& screen = screens().front();
    QVERIFY(faultOf(start(screen)).isEmpty());
    QFile settings(settingsFile());
    QVERIFY(settings.open(QIODevice::ReadOnly));
    const QByteArray before = settings.readAll();
    QVERIFY(!before.isEmpty());
    QByteArray said;
    QCOMPARE(runChild(screen, {"--crash"}, said), -1);
    QVERIFY(QFile::exists(settingsFile() + ".starting"));
    const QJsonObject told = start(screen);
    QVERIFY2(faultOf(told).isEmpty(), qPrintable(faultOf(told)));
    const QString aside = settingsFile() + ".crashed";
    QVERIFY2(told["message"].toString().contains(aside), qPrintable(told["message"].toString()));
    QFile kept(aside);
    QVERIFY(kept.open(QIODevice::ReadOnly));
    QCOMPARE(kept.readAll(), before);
    // The start after it has nothing to tell, and a second crash keeps both files.
    QCOMPARE(start(screen)["message"].toString(), QString());
    QCOMPARE(runChild(screen, {"--crash"}, said), -1);
    QVERIFY(start(screen)["message"].toString().contains(aside + "-2"));
    QVERIFY(QFile::exists(aside));
}

void StartsTest::onlyStartsThatDiedCount() {
    const QString file = settingsFile();
    const auto write = [&] {
        QFile settings(file);
        return settings.open(QIODevice::WriteOnly) && settings.write("[General]\n") > 0;
    };
    QVERIFY(write());
    {
        ui::StartGuard first(file);
        QVERIFY(first.setAside().isEmpty());
        // Another instance that is started meanwhile does not take it for dead.
        ui::StartGuard second(file);
        QVERIFY(second.setAside().isEmpty());
        first.completed();
        QVERIFY(!QFile::exists(file + ".starting"));
    }
    QVERIFY(QFile::exists(file));
    {
        ui::StartGuard orderly(file); // and ended before its window was used
    }
    ui::StartGuard next(file);
    QVERIFY(next.setAside().isEmpty());
}

void StartsTest::settingsThatNobodyWroteAreSetAside() {
    const QString file = settingsFile();
    QDir().mkpath(QFileInfo(file).absolutePath());
    {
        // 64 GiB of text, as fuzzing found.
        QFile settings(file);
        QVERIFY(settings.open(QIODevice::WriteOnly));
        settings.write("[preferences]\nlanguage=\"@Variant(\\0\\0\\0\\f\\xf0\\0\\0\\0)\"\n");
    }
    const QJsonObject first = start(screens().front());
    QVERIFY2(first["message"].toString().contains(file + ".crashed"),
             qPrintable(first["message"].toString()));
    QVERIFY(QFile::remove(file));
    QCOMPARE(::mkfifo(QFile::encodeName(file).constData(), 0600), 0);
    const QJsonObject told = start(screens().front());
    QVERIFY2(told["message"].toString().contains(file + ".crashed-2"),
             qPrintable(told["message"].toString()));
    QVERIFY(!told["message"].toString().contains("crashed with"));
    QVERIFY(QFileInfo(file).isFile());
}

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    QApplication::setAttribute(Qt::AA_DontUseNativeDialogs);
    QApplication::setOrganizationName("underpaint-test");
    if (QApplication::arguments().contains("--editor")) {
        return runEditor(QApplication::arguments());
    }
    StartsTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "starts_test.moc"
