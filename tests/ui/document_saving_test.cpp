// SPDX-License-Identifier: GPL-3.0-or-later
// Documents and their files: saving, what a crash leaves, the journal.
#include "engine/base/atomic_file.h"
#include "engine/base/error.h"
#include "engine/project/file/project_file.h"
#include "engine/project/journal/recovery.h"
#include "engine/scene/edit_codec.h"
#include "tests/engine/scene_samples.h"
#include "tests/ui/document_samples.h"
#include "tests/ui/document_tests.h"
#include "ui/document/document.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <filesystem>
#include <set>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace document_saving_test {

using namespace underpaint;
using namespace underpaint::ui;
using test::contentOf;
using test::plainState;
using test::rectangle;
using test::replayed;
using test::sceneSize;
using test::textsOf;

class DocumentSavingTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void savedAndOpenedAgain();
    void undoOfAFileIsBelievedOnlyWhereItFits();
    void savingKnowsWhatIsSaved();
    void aFailedSaveLosesNothing();
    void aSaveRemovesWhatAKilledOneLeft();
    void savingGoesOnBesideEdits();
    void saveCannotLoseItsStep();
    void savesWaitForEachOther();
    void aFailedSaveBesideEditsLosesNothing();
    void recoveredFromADeathWhileSaving();
    void recoveredWithItsSteps();
    void recoveredAfterASave();
    void aClosedDocumentLeavesNoJournal();
    void aFullDiskIsToldOnce();

private:
    std::filesystem::path path(const char* name) const {
        return m_folder->filePath(name).toStdString();
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void DocumentSavingTest::init() {
    m_folder = std::make_unique<QTemporaryDir>();
}

void DocumentSavingTest::savedAndOpenedAgain() {
    Document document(*test::sampleScene(sceneSize, 4));
    Random random(4);
    const scene::SceneState start = document.scene();
    for (int i = 0; i < 40; ++i) {
        document.apply(test::randomEdit(document.scene(), random), "step");
    }
    document.setViewState({{"zoom", "2.5"}});
    QImage thumbnail(30, 20, QImage::Format_RGB32);
    thumbnail.fill(Qt::blue);
    document.saveAs(path("a.underpaint"), thumbnail);
    const auto opened = Document::open(path("a.underpaint"));
    QVERIFY(opened->scene() == document.scene());
    QCOMPARE(opened->viewState().at("zoom"), "2.5");
    QCOMPARE(opened->displayName(), "a.underpaint");
    QVERIFY(!opened->modified());
    // Undo goes on where it was.
    QUndoStack& stack = opened->undoStack();
    QCOMPARE(stack.count(), document.undoStack().count());
    for (int i = stack.count(); i > 0; --i) {
        QVERIFY(!opened->thumbnail(i - 1).isNull());
        stack.undo();
        document.undoStack().undo();
        QVERIFY(opened->scene() == document.scene());
    }
    QVERIFY(opened->scene() == start && opened->modified());
    stack.setIndex(stack.count());
    QVERIFY(!opened->modified());
    const Image stored = project::readProject(path("a.underpaint")).project.thumbnail;
    QCOMPARE(stored.size().width, 30);
    QCOMPARE(int(stored.at(3, 3, 2)), 255);
    // The history is handed on and grows.
    opened->apply({scene::SetSeed{5}}, "Seed");
    opened->saveAs(path("b.underpaint"));
    QVERIFY(replayed(start, path("b.underpaint")) == opened->scene());
    QVERIFY_EXCEPTION_THROWN(Document::open(path("none.underpaint")), Error);
}

void DocumentSavingTest::undoOfAFileIsBelievedOnlyWhereItFits() {
    Document document(plainState());
    document.apply({scene::SetSeed{1}}, "one");
    document.apply({scene::SetSeed{2}}, "two");
    document.apply({scene::SetSeed{3}}, "three");
    document.saveAs(path("a.underpaint"));
    project::Project project = project::readProject(path("a.underpaint")).project;
    QCOMPARE(project.history.size(), std::size_t{3});
    const auto stepsOf = [&] {
        const std::filesystem::path file = path("b.underpaint");
        writeFileAtomically(file, project::encodeProject(project));
        const auto opened = Document::open(file);
        const int steps = opened->undoStack().count();
        opened->undoStack().setIndex(0);
        opened->undoStack().setIndex(steps);
        if (!(opened->scene() == project.state)) {
            return -1;
        }
        // What cannot be undone is in the history all the same.
        opened->saveAs(path("c.underpaint"));
        return project::readProject(path("c.underpaint")).project.history.size() == 3 ? steps : -2;
    };
    QCOMPARE(stepsOf(), 3);
    // It leads elsewhere than the edit came from.
    project.history[1].inverse = scene::serialise({scene::RemoveExemplar{"no such"}});
    QCOMPARE(stepsOf(), 1);
    project.history[1].inverse.clear();
    QCOMPARE(stepsOf(), 1);
    project.history[2].edit = scene::serialise({scene::SetSeed{7}});
    QCOMPARE(stepsOf(), 0);
}

void DocumentSavingTest::savingKnowsWhatIsSaved() {
    Document document(plainState());
    QSignalSpy state(&document, &Document::fileStateChanged);
    QCOMPARE(document.displayName(), "Untitled");
    document.apply({scene::SetSeed{1}}, "Seed");
    QVERIFY(document.modified());
    QCOMPARE(state.count(), 1);
    document.saveAs(path("a.underpaint"));
    QVERIFY(!document.modified());
    QVERIFY(document.path() == path("a.underpaint"));
    QVERIFY(state.count() >= 2);
    document.undoStack().undo();
    QVERIFY(document.modified());
    document.undoStack().redo();
    QVERIFY(!document.modified());
    // Equal content gives equal bytes.
    const QByteArray bytes = contentOf(path("a.underpaint"));
    document.saveAs(path("a.underpaint"));
    QCOMPARE(contentOf(path("a.underpaint")), bytes);
}

void DocumentSavingTest::aFailedSaveLosesNothing() {
    Document document(plainState());
    document.startJournal(path("journals"));
    document.apply({scene::SetSeed{1}}, "Seed");
    QVERIFY_EXCEPTION_THROWN(document.saveAs(path("no/such/folder/a.underpaint")), Error);
    QVERIFY(document.modified());
    QVERIFY(document.path().empty());
    document.apply({scene::SetSeed{2}}, "Seed");
    const auto journals = path("journals");
    const scene::SceneState state = document.scene();
    document.discardJournal();
    document.startJournal(journals);
    QVERIFY(project::findJournals(journals).empty());
    QVERIFY(document.scene() == state);
}

void DocumentSavingTest::aSaveRemovesWhatAKilledOneLeft() {
    const pid_t child = ::fork();
    if (child == 0) {
        ::_exit(0);
    }
    ::waitpid(child, nullptr, 0); // its number is free now
    const auto left = [&](const char* name, pid_t process) {
        const auto file =
            path((std::string(".") + name + "." + std::to_string(process) + "-0.part").c_str());
        writeFileAtomically(file, std::string_view("half"));
        return file;
    };
    const auto dead = left("a.underpaint", child);
    const auto living = left("a.underpaint", ::getppid());
    const auto other = left("b.underpaint", child);
    Document document(plainState());
    document.saveAs(path("a.underpaint"));
    QVERIFY(!std::filesystem::exists(dead));
    QVERIFY(std::filesystem::exists(living));
    QVERIFY(std::filesystem::exists(other));
    // Where a link leads to, the file is written.
    std::filesystem::create_directory(path("elsewhere"));
    std::filesystem::create_symlink(path("elsewhere/b.underpaint"), path("b.underpaint"));
    const auto there = left("b.underpaint", child);
    const auto beside = path("elsewhere") / there.filename();
    std::filesystem::rename(there, beside);
    document.startSaving(path("b.underpaint"));
    document.finishSaving();
    QVERIFY(std::filesystem::exists(path("elsewhere/b.underpaint")));
    QVERIFY(!std::filesystem::exists(beside));
}

void DocumentSavingTest::savingGoesOnBesideEdits() {
    Document document(plainState());
    const scene::SceneState start = document.scene();
    document.startJournal(path("journals"));
    const std::uint64_t gesture = document.newGesture();
    document.apply(rectangle(document, {1, 2, 30, 20}, {26, 26000}, gesture), "Brush");
    const scene::SceneState wanted = document.scene();
    QImage picture(600, 300, QImage::Format_RGB32);
    picture.fill(Qt::blue);
    QSignalSpy saved(&document, &Document::saved);
    QSignalSpy state(&document, &Document::fileStateChanged);
    document.startSaving(path("a.underpaint"), picture);
    QVERIFY(document.saving());
    QVERIFY(document.modified());
    QVERIFY(document.path().empty());
    QCOMPARE(state.count(), 1);
    // The stroke goes on. What is saved is a step that can be gone back to.
    document.apply(rectangle(document, {40, 2, 30, 20}, {26, 26000}, gesture), "Brush");
    document.apply(rectangle(document, {45, 2, 30, 40}, {26, 26000}, gesture), "Brush");
    QCOMPARE(document.undoStack().count(), 2);
    const scene::SceneState end = document.scene();
    QTRY_COMPARE(saved.count(), 1);
    QVERIFY(!document.saving());
    QVERIFY(document.modified());
    QVERIFY(document.path() == path("a.underpaint"));
    const project::Project written = project::readProject(path("a.underpaint")).project;
    QVERIFY(written.state == wanted);
    QCOMPARE(written.thumbnail.size(), (Size{256, 128}));
    QVERIFY(replayed(start, path("a.underpaint")) == wanted);
    document.undoStack().undo();
    QVERIFY(!document.modified());
    document.undoStack().undo();
    QVERIFY(document.modified());
    document.undoStack().setIndex(2);
    QVERIFY(document.scene() == end);
    document.startSaving(path("a.underpaint"));
    document.finishSaving();
    QVERIFY(!document.modified());
    QCOMPARE(saved.count(), 2);
    QVERIFY(replayed(start, path("a.underpaint")) == end);
}

void DocumentSavingTest::saveCannotLoseItsStep() {
    const auto seed = [](std::uint64_t value) { return scene::Edit{scene::SetSeed{value}}; };
    { // undone, and another way taken
        Document document(plainState());
        document.apply(seed(1), "one");
        document.startSaving(path("a.underpaint"));
        document.undoStack().undo();
        document.apply(seed(2), "two");
        document.finishSaving();
        QVERIFY(document.modified());
        document.undoStack().undo();
        QVERIFY(document.modified());
        QCOMPARE(Document::open(path("a.underpaint"))->scene().seed, 1U);
    }
    { // undone, and redone
        Document document(plainState());
        document.apply(seed(1), "one");
        document.startSaving(path("a.underpaint"));
        document.undoStack().undo();
        document.finishSaving();
        QVERIFY(document.modified());
        document.undoStack().redo();
        QVERIFY(!document.modified());
    }
    { // forgotten by the cap
        Document document(plainState());
        Random random(5);
        document.apply(test::randomPaint(document.scene(), random, 0), "paint");
        document.startSaving(path("a.underpaint"));
        for (int i = 0; i < 30; ++i) {
            document.apply(test::randomPaint(document.scene(), random, 0), "paint");
        }
        document.setUndoCap(document.undoBytes() / 2);
        document.finishSaving();
        QCOMPARE(document.undoStack().cleanIndex(), -1);
        QVERIFY(document.modified());
    }
}

void DocumentSavingTest::savesWaitForEachOther() {
    Document document(plainState());
    QSignalSpy saved(&document, &Document::saved);
    for (std::uint64_t seed = 1; seed <= 5; ++seed) {
        document.apply({scene::SetSeed{seed}}, "Seed");
        document.startSaving(path(seed == 3 ? "b.underpaint" : "a.underpaint"));
    }
    QVERIFY(document.saving());
    QTRY_VERIFY(!document.saving());
    QVERIFY(!document.modified());
    // The first; then those of both names that waited.
    QCOMPARE(saved.count(), 3);
    QVERIFY(document.path() == path("a.underpaint"));
    QCOMPARE(Document::open(path("a.underpaint"))->scene().seed, 5U);
    QCOMPARE(Document::open(path("b.underpaint"))->scene().seed, 5U);
}

void DocumentSavingTest::aFailedSaveBesideEditsLosesNothing() {
    auto document = std::make_unique<Document>(plainState());
    document->startJournal(path("journals"));
    QSignalSpy failed(document.get(), &Document::saveFailed);
    document->apply({scene::SetSeed{1}}, "one");
    document->startSaving(path("no/such/folder/a.underpaint"));
    document->apply({scene::SetSeed{2}}, "two");
    QTRY_COMPARE(failed.count(), 1);
    QVERIFY(failed.at(0).at(0).toString().contains("no/such/folder"));
    QVERIFY(!document->saving());
    QVERIFY(document->modified());
    QVERIFY(document->path().empty());
    document->apply({scene::SetSeed{3}}, "three");
    document.reset();
    const auto found = project::findJournals(path("journals"));
    QCOMPARE(found.at(0).edits, 3U);
    QCOMPARE(Document::recover(project::recoverDocument(found.at(0).journal))->scene().seed, 3U);
}

/// The journal and the file are looked at as a killed program would have left them.
void DocumentSavingTest::recoveredFromADeathWhileSaving() {
    const auto journals = path("journals");
    const auto file = path("a.underpaint");
    const auto left = path("left");
    Random random(77);
    Document document(plainState());
    document.startJournal(journals);
    std::set<int> lengths;
    for (int round = 0; round < 60; ++round) {
        const int edits = static_cast<int>(random.below(6));
        for (int i = 0; i < edits; ++i) {
            if (random.below(5) == 0) {
                document.undoStack().undo();
            } else {
                document.apply(test::randomPaint(document.scene(), random, 0), "paint");
            }
        }
        if (!document.saving()) {
            document.startSaving(file);
        } else if (round % 3 == 0) {
            QTest::qWait(1);
        }
        std::filesystem::remove_all(left);
        std::filesystem::copy(journals, left);
        const QByteArray before = contentOf(file);
        const auto found = project::findJournals(left);
        scene::SceneState state;
        try {
            if (found.empty()) {
                state = before.isEmpty() ? plainState() : project::readProject(file).project.state;
            } else {
                const auto recovered =
                    Document::recover(project::recoverDocument(found.at(0).journal));
                state = recovered->scene();
                recovered->discardJournal();
            }
        } catch (const Error&) {
            QVERIFY(contentOf(file) != before);
        }
        if (contentOf(file) != before) {
            continue; // written while it was read, which the dead do not do
        }
        QVERIFY(state == document.scene());
        lengths.insert(found.empty() ? 0 : static_cast<int>(found.at(0).edits));
    }
    QVERIFY(lengths.size() > 2);
    document.finishSaving();
    document.discardJournal();
}

void DocumentSavingTest::recoveredWithItsSteps() {
    const auto journals = path("journals");
    Random random(31);
    auto document = std::make_unique<Document>(*test::sampleScene(sceneSize, 31));
    const scene::SceneState start = document->scene();
    document->setSuggestedName("drive");
    document->startJournal(journals);
    for (int i = 0; i < 30; ++i) {
        const std::uint64_t gesture = i % 3 == 0 ? document->newGesture() : 0;
        document->apply(test::randomPaint(document->scene(), random, gesture),
                        QString("step %1").arg(i));
    }
    document->undoStack().setIndex(20);
    const scene::SceneState end = document->scene();
    const QStringList texts = textsOf(*document);
    const QImage thumbnail = document->thumbnail(7);
    document.reset(); // as in a crash, the journal stays

    const auto found = project::findJournals(journals);
    QCOMPARE(found.size(), 1U);
    const auto recovered = Document::recover(project::recoverDocument(found[0].journal));
    QVERIFY(recovered->scene() == end);
    QCOMPARE(textsOf(*recovered), texts);
    QCOMPARE(recovered->undoStack().index(), 20);
    QCOMPARE(recovered->thumbnail(7), thumbnail);
    QVERIFY(recovered->modified());
    QCOMPARE(recovered->displayName(), "drive");
    QVERIFY(project::findJournals(journals).empty()); // in use again
    recovered->undoStack().setIndex(0);
    QVERIFY(recovered->scene() == start);
    QVERIFY(!recovered->modified());
    recovered->undoStack().setIndex(texts.size());
    recovered->discardJournal();
}

void DocumentSavingTest::recoveredAfterASave() {
    const auto journals = path("journals");
    auto document = std::make_unique<Document>(plainState());
    document->startJournal(journals);
    document->apply({scene::SetSeed{1}}, "one");
    document->saveAs(path("a.underpaint"));
    const scene::SceneState saved = document->scene();
    document.reset();
    QVERIFY(project::findJournals(journals).empty()); // all is in the file

    document = Document::open(path("a.underpaint"));
    document->startJournal(journals);
    document->apply({scene::SetSeed{2}}, "two");
    document.reset();
    const auto recover = [&] {
        const auto found = project::findJournals(journals);
        return Document::recover(project::recoverDocument(found.at(0).journal));
    };
    auto recovered = recover();
    QVERIFY(recovered->path() == path("a.underpaint"));
    QCOMPARE(recovered->scene().seed, 2U);
    QVERIFY(recovered->modified());
    recovered->undoStack().undo();
    QVERIFY(recovered->scene() == saved);
    QVERIFY(!recovered->modified());
    recovered->undoStack().redo();
    // Crashes again, is recovered again, and is saved with its whole history.
    recovered.reset();
    recovered = recover();
    recovered->saveAs(path("a.underpaint"));
    QCOMPARE(project::readProject(path("a.underpaint")).project.history.size(), 2U);
    QVERIFY(replayed(plainState(), path("a.underpaint")) == recovered->scene());
}

void DocumentSavingTest::aClosedDocumentLeavesNoJournal() {
    Document document(plainState());
    document.startJournal(path("journals"));
    document.apply({scene::SetSeed{1}}, "Seed");
    QCOMPARE(QDir(m_folder->filePath("journals")).entryList(QDir::Files).size(), 1);
    document.discardJournal();
    document.apply({scene::SetSeed{2}}, "Seed");
    QCOMPARE(QDir(m_folder->filePath("journals")).entryList(QDir::Files).size(), 0);
}

void DocumentSavingTest::aFullDiskIsToldOnce() {
    Document document(plainState());
    document.startJournal(path("journals"));
    QSignalSpy failed(&document, &Document::journalFailed);
    // Files cannot grow for a while.
    const auto before = std::signal(SIGXFSZ, SIG_IGN);
    struct rlimit limit = {};
    QCOMPARE(::getrlimit(RLIMIT_FSIZE, &limit), 0);
    const struct rlimit none = {1, limit.rlim_max};
    QCOMPARE(::setrlimit(RLIMIT_FSIZE, &none), 0);
    document.apply({scene::SetSeed{1}}, "one");
    document.apply({scene::SetSeed{2}}, "two");
    QCOMPARE(::setrlimit(RLIMIT_FSIZE, &limit), 0);
    (void)std::signal(SIGXFSZ, before);
    QCOMPARE(failed.count(), 1);
    QVERIFY(failed.at(0).at(0).toString().contains("journal"));
    QCOMPARE(document.scene().seed, 2U);
    // A save is a new start.
    document.saveAs(path("a.underpaint"));
    document.apply({scene::SetSeed{3}}, "three");
    QCOMPARE(failed.count(), 1);
}

} // namespace document_saving_test

int underpaint::test::runDocumentSavingTests(int argc, char** argv) {
    document_saving_test::DocumentSavingTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "document_saving_test.moc"
