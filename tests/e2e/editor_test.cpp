// SPDX-License-Identifier: GPL-3.0-or-later
// Two lives of the editor, each a process of its own: the first is killed in the middle of a
// stroke, the second restores what it did, and the photo it exports is that of the command line.
#include "engine/base/error.h"
#include "tests/e2e/editor_desk.h"
#include "tests/e2e/program.h"
#include "ui/widgets/text_focus.h"

#include <QApplication>
#include <QDir>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <iostream>

using namespace underpaint;

namespace {

constexpr auto painting = "--painting";
constexpr auto returning = "--returning";

} // namespace

class EditorTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void nothingIsLostAndTheExportIsThatOfTheCommandLine();

private:
    void startEditor(QProcess& process, const char* life);

    QTemporaryDir m_folder;
};

void EditorTest::startEditor(QProcess& process, const char* life) {
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert("UNDERPAINT_HOME", m_folder.filePath("home"));
    environment.insert("QT_QPA_PLATFORM", "offscreen");
    process.setProcessEnvironment(environment);
    process.setWorkingDirectory(m_folder.path());
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(QCoreApplication::applicationFilePath(), {life});
    QVERIFY(process.waitForStarted());
}

void EditorTest::nothingIsLostAndTheExportIsThatOfTheCommandLine() {
    QProcess first;
    startEditor(first, painting);
    QByteArray said;
    while (!said.contains(test::midStroke)) {
        QVERIFY2(first.state() == QProcess::Running, said.constData());
        first.waitForReadyRead(1000);
        said += first.readAll();
    }
    ::kill(static_cast<pid_t>(first.processId()), SIGKILL);
    QVERIFY(first.waitForFinished());
    QCOMPARE(first.exitStatus(), QProcess::CrashExit);
    QVERIFY2(!said.contains("FAIL!"), said.constData());

    QProcess second;
    startEditor(second, returning);
    const bool ended = second.waitForFinished(test::editorPatience);
    said = second.readAll();
    QVERIFY2(ended && second.exitStatus() == QProcess::NormalExit && second.exitCode() == 0,
             said.constData());

    const test::Outcome rendered =
        test::runProgram(m_folder.path(), UNDERPAINT_SOURCE_FOLDER "/models",
                         {"render", "--project", test::savedName, "-o", "headless.png"});
    QVERIFY2(rendered.code == 0, rendered.err.constData());
    const QByteArray headless = test::contentOf(m_folder.filePath("headless.png"));
    QVERIFY(!headless.isEmpty());
    QVERIFY(headless == test::contentOf(m_folder.filePath(test::exportedName)));
}

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    QApplication::setAttribute(Qt::AA_DontUseNativeDialogs);
    QApplication::setOrganizationName("underpaint-test");
    QStringList arguments = QApplication::arguments();
    const auto life = [&](const char* name, int (*run)(const QStringList&)) {
        QSettings::setDefaultFormat(QSettings::IniFormat);
        QSettings::setPath(QSettings::IniFormat, QSettings::UserScope,
                           qEnvironmentVariable("UNDERPAINT_HOME"));
        ui::TextFocusFilter filter;
        application.installEventFilter(&filter);
        arguments.removeAll(QString::fromLatin1(name));
        return run(arguments);
    };
    if (arguments.contains(painting)) {
        return life(painting, test::runPaintingEditor);
    }
    if (arguments.contains(returning)) {
        return life(returning, test::runReturningEditor);
    }
    EditorTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "editor_test.moc"
