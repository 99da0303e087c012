// SPDX-License-Identifier: GPL-3.0-or-later
// Documents of several frames: undo, what comes into view, files and crashes.
#include "engine/base/error.h"
#include "engine/project/journal/recovery.h"
#include "tests/engine/scene_samples.h"
#include "tests/ui/document_samples.h"
#include "tests/ui/document_tests.h"
#include "ui/document/document.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <filesystem>

namespace document_frames_test {

using namespace underpaint;
using namespace underpaint::ui;
using test::rectangle;
using test::sceneSize;
using test::textsOf;

namespace {

std::unique_ptr<Document> documentOf(std::size_t frames, std::uint64_t seed) {
    Random random(seed);
    scene::Sequence sequence(test::sampleScene(sceneSize, seed));
    for (std::size_t i = 1; i < frames; ++i) {
        scene::Scene next(sequence.frame(i - 1));
        next.apply(test::randomPaint(*next, random, 0));
        sequence.apply(scene::InsertFrames{i, {*next}});
    }
    return std::make_unique<Document>(std::move(sequence));
}

/// Paints, duplicates, removes and dresses at random.
void randomStep(Document& document, Random& random) {
    const std::size_t frames = document.frames();
    document.setCurrentFrame(random.below(frames));
    const std::size_t frame = document.currentFrame();
    switch (random.below(8)) {
    case 0:
        document.applyFrames(scene::InsertFrames{frame + 1, {document.scene()}}, "Duplicate");
        break;
    case 1:
        if (frames > 2) {
            document.applyFrames(scene::RemoveFrames{frame, 1}, "Delete");
        }
        break;
    case 2:
        document.apply({scene::SetStyle{{{26001, scene::ClusterStyle{2}}}}}, "Style");
        break;
    case 3: {
        scene::EditFrames all;
        for (std::size_t i = 0; i < frames; ++i) {
            all.edits.push_back({i, test::randomPaint(document.sequence().frame(i), random, 0)});
        }
        document.applyFrames(all, "Carry");
        break;
    }
    default:
        document.apply(test::randomPaint(document.scene(), random, random.below(3)), "Brush");
    }
}

} // namespace

class DocumentFramesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }
    void undoOverFramesIsExact();
    void whatIsUndoneComesIntoView();
    void anotherFrameIsAnnounced();
    void strokesDoNotMergeAcrossFrames();
    void looksBelongToAllFrames();
    void oneFrameIsWhatItWas();
    void sixtyFramesAreSavedAndOpened();
    void framesAreRecoveredAfterACrash();
    void framesThatDoNotFitChangeNothing();

private:
    std::filesystem::path path(const char* name) const {
        return m_folder->filePath(name).toStdString();
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void DocumentFramesTest::undoOverFramesIsExact() {
    for (std::uint64_t seed = 1; seed <= 12; ++seed) {
        Random random(seed);
        const auto document = documentOf(4, seed);
        std::vector<scene::Sequence> states{document->sequence()};
        int count = 0;
        for (int i = 0; i < 40; ++i) {
            randomStep(*document, random);
            if (document->undoStack().count() > count) {
                states.push_back(document->sequence());
            } else {
                states.back() = document->sequence(); // merged, or nothing to do
            }
            count = document->undoStack().count();
        }
        QCOMPARE(static_cast<int>(states.size()), count + 1);
        // Up and down in leaps, with frames in view that have nothing to do with it.
        for (int leap = 0; leap < 30; ++leap) {
            const int index = static_cast<int>(random.below(static_cast<std::uint64_t>(count) + 1));
            document->setCurrentFrame(random.below(9));
            document->undoStack().setIndex(index);
            QVERIFY(document->sequence() == states[static_cast<std::size_t>(index)]);
            QVERIFY(document->currentFrame() < document->frames());
        }
    }
}

void DocumentFramesTest::whatIsUndoneComesIntoView() {
    const auto document = documentOf(5, 3);
    document->setCurrentFrame(3);
    const scene::SceneState before = document->scene();
    document->apply(rectangle(*document, {5, 5, 20, 20}, {26, 26009}), "Brush");
    const scene::SceneState after = document->scene();
    document->setCurrentFrame(0);
    document->undoStack().undo();
    QCOMPARE(document->currentFrame(), 3U);
    QVERIFY(document->scene() == before);
    document->setCurrentFrame(1);
    document->undoStack().redo();
    QCOMPARE(document->currentFrame(), 3U);
    QVERIFY(document->scene() == after);
    // Frames that come and go are seen where they are.
    document->applyFrames(scene::InsertFrames{4, {document->scene()}}, "Duplicate");
    QCOMPARE(document->frames(), 6U);
    QCOMPARE(document->currentFrame(), 4U);
    document->setCurrentFrame(5);
    document->undoStack().undo();
    QCOMPARE(document->frames(), 5U);
    QCOMPARE(document->currentFrame(), 4U);
    document->setCurrentFrame(2);
    document->applyFrames(scene::RemoveFrames{2, 3}, "Delete");
    QCOMPARE(document->currentFrame(), 1U);
    document->undoStack().undo();
    QCOMPARE(document->frames(), 5U);
    QCOMPARE(document->currentFrame(), 2U);
}

void DocumentFramesTest::anotherFrameIsAnnounced() {
    const auto document = documentOf(3, 8);
    QSignalSpy moved(document.get(), &Document::currentFrameChanged);
    QSignalSpy structure(document.get(), &Document::framesChanged);
    QSignalSpy shown(document.get(), &Document::regionChanged);
    QSignalSpy edited(document.get(), &Document::regionEdited);
    QSignalSpy maps(document.get(), &Document::mapsReplaced);
    const std::uint64_t revision = document->revision();
    document->setCurrentFrame(2);
    document->setCurrentFrame(2);
    QCOMPARE(moved.count(), 1);
    QCOMPARE(shown.count(), 1);
    QCOMPARE(edited.count(), 1);
    QCOMPARE(edited.at(0).at(1).toULongLong(), document->revision());
    QCOMPARE(maps.count(), 0); // the view stays where it is
    QVERIFY(document->revision() > revision);
    QCOMPARE(document->snapshot().revision(), document->revision());
    QVERIFY(document->snapshot().state() == document->scene());
    QVERIFY(!document->modified());
    QCOMPARE(document->undoStack().count(), 0);
    document->setCurrentFrame(99);
    QCOMPARE(document->currentFrame(), 2U);
    // A frame that only gets another number looks as before.
    document->applyFrames(scene::RemoveFrames{0, 1}, "Delete");
    QCOMPARE(structure.count(), 1);
    QCOMPARE(document->currentFrame(), 1U);
}

void DocumentFramesTest::strokesDoNotMergeAcrossFrames() {
    const auto document = documentOf(2, 8);
    const std::uint64_t gesture = document->newGesture();
    document->apply(rectangle(*document, {1, 1, 9, 9}, {26, 26009}, gesture), "Brush");
    document->apply(rectangle(*document, {5, 1, 9, 9}, {26, 26009}, gesture), "Brush");
    QCOMPARE(document->undoStack().count(), 1);
    document->setCurrentFrame(1);
    document->apply(rectangle(*document, {9, 1, 9, 9}, {26, 26009}, gesture), "Brush");
    QCOMPARE(document->undoStack().count(), 2);
}

void DocumentFramesTest::looksBelongToAllFrames() {
    const auto document = documentOf(3, 8);
    document->setCurrentFrame(1);
    const scene::SceneState other = document->sequence().frame(2);
    document->apply({scene::SetStyle{{{26001, scene::ClusterStyle{1}}}}}, "Style");
    document->apply({scene::SetSeed{77}}, "Seed");
    for (std::size_t i = 0; i < 3; ++i) {
        QCOMPARE(document->sequence().frame(i).seed, 77U);
        QVERIFY(document->sequence().frame(i).styleOf(26001) != nullptr);
    }
    // Of a step that paints and dresses the others wear, but are not painted.
    const scene::Edit paint = rectangle(*document, {3, 3, 30, 30}, {26, 26001});
    document->apply(
        {scene::EditGroup{{paint, {scene::SetStyle{{{26001, scene::ClusterStyle{2}}}}}}}}, "Paste");
    QVERIFY(document->sequence().frame(2).labels == other.labels);
    QVERIFY(*document->sequence().frame(2).styleOf(26001) == scene::Style(scene::ClusterStyle{2}));
    QCOMPARE(document->scene().labels.at(5, 5), 26);
    // Classes are those of the sequence.
    document->apply({scene::RenameLabel{7, "lane"}}, "Rename");
    QCOMPARE(document->sequence().frame(0).labelSet.at(7).name, "lane");
    document->undoStack().setIndex(0);
    QVERIFY(document->sequence().frame(2) == other);
    QCOMPARE(document->currentFrame(), 1U);
}

void DocumentFramesTest::oneFrameIsWhatItWas() {
    // A sequence that was made longer and short again is written as a scene alone.
    Document document(test::plainState());
    document.saveAs(path("plain.underpaint"));
    const QByteArray plain = test::contentOf(path("plain.underpaint"));
    document.applyFrames(scene::InsertFrames{1, {document.scene()}}, "Duplicate");
    document.saveAs(path("two.underpaint"));
    QVERIFY(test::contentOf(path("two.underpaint")) != plain);
    QCOMPARE(Document::open(path("two.underpaint"))->frames(), 2U);
    document.undoStack().undo();
    document.saveAs(path("again.underpaint"));
    QCOMPARE(test::contentOf(path("again.underpaint")), plain);
}

void DocumentFramesTest::sixtyFramesAreSavedAndOpened() {
    Random random(60);
    auto document = documentOf(60, 60);
    const std::size_t maps = document->sequence().mapBytes();
    for (int i = 0; i < 25; ++i) {
        randomStep(*document, random);
    }
    document->setCurrentFrame(41);
    document->setViewState({{"zoom", "2"}});
    const scene::Sequence end = document->sequence();
    const QStringList texts = textsOf(*document);
    document->saveAs(path("sixty.underpaint"));
    QVERIFY(!document->modified());
    document = Document::open(path("sixty.underpaint"));
    QVERIFY(document->sequence() == end);
    QCOMPARE(document->currentFrame(), 41U);
    QCOMPARE(document->viewState().size(), 1U);
    QCOMPARE(textsOf(*document), texts);
    QCOMPARE(document->thumbnail(0).isNull(), false);
    QVERIFY(document->sequence().mapBytes() < 3 * maps);
    // Undo reaches back to before the save.
    document->undoStack().setIndex(0);
    QCOMPARE(document->frames(), 60U);
    document->undoStack().setIndex(texts.size());
    QVERIFY(document->sequence() == end);
    QVERIFY(!document->modified());
}

void DocumentFramesTest::framesAreRecoveredAfterACrash() {
    const auto journals = path("journals");
    for (std::uint64_t seed = 1; seed <= 8; ++seed) {
        Random random(seed);
        auto document = documentOf(6, seed);
        const bool saved = seed % 2 == 0;
        if (saved) {
            document->saveAs(path("base.underpaint"));
        }
        document->startJournal(journals);
        for (int i = 0; i < 25; ++i) {
            randomStep(*document, random);
            if (random.below(5) == 0) {
                document->undoStack().undo();
            }
            if (random.below(9) == 0) {
                document->undoStack().redo();
            }
        }
        const scene::Sequence end = document->sequence();
        const QStringList texts = textsOf(*document);
        const int index = document->undoStack().index();
        document.reset(); // as in a crash, the journal stays
        const auto found = project::findJournals(journals);
        QCOMPARE(found.size(), 1U);
        const auto recovered = Document::recover(project::recoverDocument(found[0].journal));
        QVERIFY(recovered->sequence() == end);
        QCOMPARE(textsOf(*recovered), texts);
        QCOMPARE(recovered->undoStack().index(), index);
        recovered->undoStack().setIndex(0);
        QCOMPARE(recovered->frames(), 6U);
        QVERIFY(!recovered->modified());
        recovered->discardJournal();
    }
}

void DocumentFramesTest::framesThatDoNotFitChangeNothing() {
    const auto document = documentOf(3, 5);
    const scene::Sequence before = document->sequence();
    scene::ReplaceMaps larger{
        scene::LabelMap({200, 100}, 7), scene::InstanceMap({200, 100}, 7), {}};
    QVERIFY_EXCEPTION_THROWN(document->apply({larger}, "Import"), Error);
    QVERIFY_EXCEPTION_THROWN(document->applyFrames(scene::RemoveFrames{0, 3}, "Delete"), Error);
    QVERIFY_EXCEPTION_THROWN(
        document->applyFrames(scene::InsertFrames{1, {*test::sampleScene({9, 9}, 1)}}, "Insert"),
        Error);
    QVERIFY(document->sequence() == before);
    QCOMPARE(document->undoStack().count(), 0);
    QVERIFY(!document->applyFrames(scene::RemoveFrames{1, 0}, "nothing"));
}

} // namespace document_frames_test

int underpaint::test::runDocumentFramesTests(int argc, char** argv) {
    document_frames_test::DocumentFramesTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "document_frames_test.moc"
