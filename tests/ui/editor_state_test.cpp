// SPDX-License-Identifier: GPL-3.0-or-later
// What the editor knows beside the document: its state, recent files, the session and settings.
#include "tests/ui/document_samples.h"
#include "tests/ui/document_tests.h"
#include "ui/document/editor_state.h"
#include "ui/document/recent_files.h"
#include "ui/document/session.h"

#include <QFile>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <filesystem>
#include <memory>
#include <set>

namespace editor_state_test {

using namespace underpaint;
using namespace underpaint::ui;
using test::plainState;
using test::rectangle;

class EditorStateTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }
    void editorStateFollowsTheDocument();
    void editorStateTellsWhatChanged();
    void theFirstBrushPaintsSomething();
    void recentFilesAreRemembered();
    void sessionLivesInTheNamedFolder();
    void settingsAreWrittenByAnotherThread();

private:
    std::filesystem::path path(const char* name) const {
        return m_folder->filePath(name).toStdString();
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void EditorStateTest::editorStateFollowsTheDocument() {
    Document document(plainState());
    EditorState state(document);
    document.apply(rectangle(document, {10, 10, 20, 20}, {26, 26000}), "car");
    document.apply(rectangle(document, {50, 10, 20, 20}, {26, 26001}), "car");
    state.selectInstances({26001, 26000, 26001});
    QVERIFY((state.selectedInstances() == std::vector<std::uint32_t>{26000, 26001}));
    state.setInstanceLocked(26001, true);
    state.setInstanceVisible(26001, false);
    document.undoStack().undo();
    QTRY_VERIFY((state.selectedInstances() == std::vector<std::uint32_t>{26000}));
    QVERIFY(state.lockedInstances().empty());
    QVERIFY(state.instanceVisible(26001));

    state.setCurrentLabel(26);
    state.setLabelLocked(26, true);
    state.setLabelLocked(1, true);
    state.setLabelVisible(26, false);
    state.setPixelSelection(scene::PixelSelection({{5, 5, 80}, {5, 6, 3}}, {0, 0, 96, 64}));
    const scene::ReplaceMaps smaller{scene::LabelMap({20, 10}, 1), scene::InstanceMap({20, 10}, 1),
                                     scene::camvidLabels()};
    document.apply({smaller}, "open maps");
    QCOMPARE(int(state.currentLabel()), 0); // the first of the new set
    QVERIFY(!state.lockedLabels().contains(26));
    QVERIFY(state.lockedLabels().contains(1));
    QVERIFY(state.labelVisible(26));
    QCOMPARE(state.pixelSelection().box().right(), 20);
    QVERIFY(!state.slot(9) || document.scene().labelSet.contains(*state.slot(9)));
}

void EditorStateTest::theFirstBrushPaintsSomething() {
    const auto first = [](std::vector<scene::LabelClass> classes) {
        Document document(
            scene::Scene(scene::LabelSet("set", std::move(classes)), {8, 8}, 0).state());
        const EditorState state(document);
        return std::pair(state.currentLabel(), state.previousLabel());
    };
    const scene::LabelClass none{0, "unlabelled", {}, false};
    const scene::LabelClass sky{1, "sky", {1, 2, 3}, false};
    QCOMPARE(first({none, sky}), std::pair(std::uint16_t{1}, std::uint16_t{0}));
    QCOMPARE(first({{0, "wood", {}, false}, sky}), std::pair(std::uint16_t{0}, std::uint16_t{1}));
    QCOMPARE(first({none}), std::pair(std::uint16_t{0}, std::uint16_t{0}));
}

void EditorStateTest::editorStateTellsWhatChanged() {
    Document document(plainState());
    EditorState state(document);
    QSignalSpy label(&state, &EditorState::currentLabelChanged);
    QSignalSpy slots(&state, &EditorState::slotsChanged);
    QSignalSpy next(&state, &EditorState::newInstanceNextChanged);
    QSignalSpy locks(&state, &EditorState::locksChanged);
    QSignalSpy visibility(&state, &EditorState::visibilityChanged);
    for (int i = 0; i < 2; ++i) { // the second time changes nothing
        state.setCurrentLabel(26);
        state.setSlot(3, 24);
        state.setNewInstanceNext(true);
        state.setLabelLocked(7, true);
        state.setSoloLabel(26);
    }
    state.setCurrentLabel(999);
    QCOMPARE(int(state.currentLabel()), 26);
    QCOMPARE(label.count(), 1);
    QCOMPARE(slots.count(), 1);
    QCOMPARE(next.count(), 1);
    QCOMPARE(locks.count(), 1);
    QCOMPARE(visibility.count(), 1);
    QVERIFY(state.labelVisible(26) && !state.labelVisible(7));
    QCOMPARE(int(state.slot(3).value_or(0)), 24);
    QVERIFY(!state.slot(10) && !state.slot(-1));
    const std::uint16_t before = state.previousLabel();
    state.swapLabels();
    QCOMPARE(state.currentLabel(), before);
    QCOMPARE(int(state.previousLabel()), 26);
}

void EditorStateTest::recentFilesAreRemembered() {
    QSettings settings(m_folder->filePath("s.ini"), QSettings::IniFormat);
    {
        RecentFiles recent(settings);
        QSignalSpy changed(&recent, &RecentFiles::changed);
        for (int i = 0; i < 20; ++i) {
            recent.add(m_folder->filePath(QString("%1.underpaint").arg(i)));
        }
        recent.add(m_folder->filePath("12.underpaint"));
        recent.add(m_folder->filePath("12.underpaint"));
        QCOMPARE(changed.count(), 21);
    }
    RecentFiles recent(settings);
    QCOMPARE(recent.files().size(), RecentFiles::most);
    QCOMPARE(recent.files().front(), m_folder->filePath("12.underpaint"));
    QCOMPARE(recent.files().count(m_folder->filePath("12.underpaint")), 1);
    recent.remove(m_folder->filePath("12.underpaint"));
    QCOMPARE(recent.files().front(), m_folder->filePath("19.underpaint"));
    recent.clear();
    QVERIFY(RecentFiles(settings).files().isEmpty());
}

void EditorStateTest::sessionLivesInTheNamedFolder() {
    qputenv("UNDERPAINT_HOME", m_folder->path().toUtf8());
    const SessionFolders folders = sessionFolders();
    QVERIFY(folders.settingsFile.startsWith(m_folder->path()));
    QVERIFY(QString::fromStdString(folders.journals.string()).startsWith(m_folder->path()));
    setLastOpenFile(*openSettings(folders), m_folder->filePath("a.underpaint"));
    QCOMPARE(lastOpenFile(*openSettings(folders)), m_folder->filePath("a.underpaint"));
    qunsetenv("UNDERPAINT_HOME");
    qputenv("XDG_STATE_HOME", m_folder->path().toUtf8());
    QVERIFY(sessionFolders().journals == m_folder->filePath("underpaint/journals").toStdString());
    qunsetenv("XDG_STATE_HOME");
}

void EditorStateTest::settingsAreWrittenByAnotherThread() {
    const SessionFolders folders{m_folder->filePath("calm.ini"), {}};
    const auto settings = openSettings(folders);
    const auto onDisk = [&](const QByteArray& text) {
        QFile file(folders.settingsFile);
        return file.open(QIODevice::ReadOnly) && file.readAll().contains(text);
    };
    setLastOpenFile(*settings, "/a.underpaint");
    QTRY_VERIFY(onDisk("/a.underpaint"));
    // And again: the first writing leaves nothing behind that would keep the second from it.
    setLastOpenFile(*settings, "/b.underpaint");
    QTRY_VERIFY(onDisk("/b.underpaint"));
    QVERIFY(!onDisk("/a.underpaint"));
}

} // namespace editor_state_test

int underpaint::test::runEditorStateTests(int argc, char** argv) {
    editor_state_test::EditorStateTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "editor_state_test.moc"
