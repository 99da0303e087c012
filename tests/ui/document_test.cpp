// SPDX-License-Identifier: GPL-3.0-or-later
// Documents in memory: edits, undo, what is remembered of windows.
#include "engine/base/error.h"
#include "engine/project/file/project_file.h"
#include "engine/project/journal/recovery.h"
#include "engine/scene/edit_codec.h"
#include "tests/engine/scene_samples.h"
#include "tests/ui/document_samples.h"
#include "tests/ui/document_tests.h"
#include "ui/document/document.h"
#include "ui/document/session.h"
#include "ui/document/settings_text.h"

#include <QApplication>
#include <QFile>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <filesystem>
#include <unistd.h>

namespace document_test {

using namespace underpaint;
using namespace underpaint::ui;
using test::contentOf;
using test::plainState;
using test::rectangle;
using test::replayed;
using test::sceneSize;
using test::textsOf;

namespace {

scene::Edit group(std::vector<scene::Edit> edits) {
    return {scene::EditGroup{std::move(edits)}};
}

} // namespace

class DocumentTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void editsAreAppliedUndoneAndRedone();
    void editsThatDoNotFitChangeNothing();
    void editsAreAnnounced_data();
    void editsAreAnnounced();
    void editsThatTheModelDoesNotSeeLeaveThePhoto();
    void strokesAreOneStep();
    void stepsHaveThumbnails();
    void onlyTimesThatAClockMeasuresAreRemembered();
    void objectsInSettingsAreFound();
    void damagedStatesOfWindowsAreDropped();
    void undoMemoryIsCapped();
    void tenThousandEdits();
    void nobodyHearsOfStepsFromADyingDocument();

private:
    std::filesystem::path path(const char* name) const {
        return m_folder->filePath(name).toStdString();
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void DocumentTest::init() {
    m_folder = std::make_unique<QTemporaryDir>();
}

void DocumentTest::editsAreAppliedUndoneAndRedone() {
    Document document(plainState());
    const Document other(plainState());
    QVERIFY(document.id() != other.id());
    const scene::SceneState before = document.scene();
    QVERIFY(document.apply(rectangle(document, {1, 2, 30, 20}, {26, 26000}), "Rectangle: car"));
    const scene::SceneState after = document.scene();
    QVERIFY(!(after == before));
    QCOMPARE(document.revision(), 1U);
    QCOMPARE(document.snapshot().revision(), 1U);
    QCOMPARE(document.undoStack().text(0), "Rectangle: car");
    document.undoStack().undo();
    QVERIFY(document.scene() == before);
    document.undoStack().redo();
    QVERIFY(document.scene() == after);
    QVERIFY(!document.apply(rectangle(document, {0, 0, 0, 0}, {7, 7}), "nothing"));
    QCOMPARE(document.undoStack().count(), 1);
}

void DocumentTest::editsThatDoNotFitChangeNothing() {
    Document document(plainState());
    QSignalSpy changed(&document, &Document::regionChanged);
    const scene::SceneState before = document.scene();
    const scene::Edit outside{scene::PaintPixels{{{90, 60, 40, 7}}, {}}};
    QVERIFY_EXCEPTION_THROWN(document.apply(outside, "outside"), Error);
    QVERIFY_EXCEPTION_THROWN(
        document.apply(group({{scene::SetSeed{4}}, {scene::RemoveExemplar{"none"}}}), "group"),
        Error);
    QVERIFY(document.scene() == before);
    QCOMPARE(document.undoStack().count(), 0);
    QCOMPARE(changed.count(), 0);
    QVERIFY(!document.modified());
}

void DocumentTest::editsAreAnnounced_data() {
    QTest::addColumn<scene::Edit>("edit");
    QTest::addColumn<QStringList>("signalNames");
    const QString changed = "regionChanged";
    const QString edited = "regionEdited";
    const scene::LabelSet labels = scene::cityscapesLabels();
    const auto row = [](const char* name, scene::Edit::Kind kind, const QStringList& expected) {
        QTest::newRow(name) << scene::Edit{std::move(kind)} << expected;
    };
    row("paint", scene::PaintPixels{{{3, 4, 5, 26}}, {}}, {changed, edited});
    row("style", scene::SetStyle{{{7, scene::ClusterStyle{2}}}}, {"stylesChanged", edited});
    row("style of nothing", scene::SetStyle{{{26001, scene::ClusterStyle{2}}}}, {"stylesChanged"});
    row("latent", scene::SetLatent{{{1, 2}}}, {edited});
    row("seed", scene::SetSeed{9}, {edited});
    row("model", scene::SetModel{"street"}, {"modelChanged", edited});
    row("rename", scene::RenameLabel{7, "lane"}, {"labelSetChanged"});
    row("recolour", scene::RecolourLabel{7, {1, 2, 3}}, {"labelSetChanged", changed});
    row("label set", scene::ReplaceLabelSet{labels.renamed(7, "lane")},
        {"labelSetChanged", changed});
    row("maps",
        scene::ReplaceMaps{scene::LabelMap({20, 10}, 7), scene::InstanceMap({20, 10}, 7), {}},
        {"mapsReplaced", changed, edited});
    row("maps with labels",
        scene::ReplaceMaps{scene::LabelMap({20, 10}, 7), scene::InstanceMap({20, 10}, 7), labels},
        {"labelSetChanged", "mapsReplaced", changed, edited});
    row("photo", scene::SetReferencePhoto{std::make_shared<Image>(2, 2, 3, std::uint8_t{5})},
        {edited}); // as there are models that translate it
    row("group",
        scene::EditGroup{{{scene::SetStyle{{{26001, scene::ClusterStyle{2}}}}},
                          {scene::PaintPixels{{{3, 4, 5, 26}}, {}}}}},
        {"stylesChanged", changed, edited});
}

void DocumentTest::editsAreAnnounced() {
    QFETCH(scene::Edit, edit);
    QFETCH(QStringList, signalNames);
    Document document(plainState());
    QStringList heard;
    const auto listen = [&](auto signal, const char* name) {
        connect(&document, signal, &document, [&heard, name] { heard << name; });
    };
    listen(&Document::regionChanged, "regionChanged");
    listen(&Document::regionEdited, "regionEdited");
    listen(&Document::mapsReplaced, "mapsReplaced");
    listen(&Document::labelSetChanged, "labelSetChanged");
    listen(&Document::stylesChanged, "stylesChanged");
    listen(&Document::modelChanged, "modelChanged");
    QSignalSpy changed(&document, &Document::regionChanged);
    QSignalSpy edited(&document, &Document::regionEdited);
    document.apply(edit, "edit");
    QCOMPARE(heard, signalNames);
    document.undoStack().undo();
    document.undoStack().redo();
    QCOMPARE(heard, signalNames + signalNames + signalNames);
    if (std::holds_alternative<scene::PaintPixels>(edit.kind)) {
        QCOMPARE(changed.at(0).at(0).toRect(), QRect(3, 4, 5, 1));
        QCOMPARE(edited.at(0).at(0).toRect(), QRect(3, 4, 5, 1));
        QCOMPARE(edited.at(1).at(1).toULongLong(), 2U);
    }
    if (std::holds_alternative<scene::ReplaceMaps>(edit.kind)) {
        QCOMPARE(changed.at(0).at(0).toRect(), QRect(0, 0, 20, 10));
        QCOMPARE(changed.at(1).at(0).toRect(), QRect(0, 0, 96, 64));
    }
}

void DocumentTest::editsThatTheModelDoesNotSeeLeaveThePhoto() {
    Document document(plainState());
    document.setCapabilities({.labels = true});
    QSignalSpy changed(&document, &Document::regionChanged);
    QSignalSpy edited(&document, &Document::regionEdited);
    document.apply({scene::SetReferencePhoto{std::make_shared<Image>(2, 2, 3, std::uint8_t{5})}},
                   "photo");
    document.apply({scene::SetStyle{{{7, scene::ClusterStyle{2}}}}}, "style");
    document.apply({scene::SetSeed{9}}, "seed");
    document.undoStack().undo();
    document.apply({scene::PaintPixels{{}, {{3, 4, 5, 7001}}}}, "instance");
    QCOMPARE(edited.count(), 0);
    QCOMPARE(changed.count(), 1);
    document.apply({scene::PaintPixels{{{3, 4, 5, 26}}, {}}}, "label");
    QCOMPARE(edited.count(), 1);
    document.setCapabilities({.photoInput = true});
    document.apply({scene::SetReferencePhoto{}}, "no photo");
    QCOMPARE(edited.count(), 2);
    QCOMPARE(edited.at(1).at(0).toRect(), QRect(0, 0, 96, 64));
}

void DocumentTest::strokesAreOneStep() {
    Document document(plainState());
    const std::uint64_t first = document.newGesture();
    for (int x = 0; x < 10; ++x) {
        document.apply(rectangle(document, {x * 4, 5, 6, 6}, {26, 26000}, first), "Brush: car");
    }
    QCOMPARE(document.undoStack().count(), 1);
    const std::uint64_t second = document.newGesture();
    QVERIFY(second != first);
    document.apply(rectangle(document, {4, 5, 6, 6}, {24, 24000}, second), "Brush: person");
    document.apply({scene::SetSeed{1}, second}, "Seed");
    QCOMPARE(document.undoStack().count(), 3); // of one gesture, but of two kinds
    document.undoStack().setIndex(0);
    QVERIFY(document.scene() == plainState());
}

void DocumentTest::stepsHaveThumbnails() {
    Document document(plainState());
    document.apply(rectangle(document, {0, 0, 96, 32}, {26, 26000}), "top");
    document.apply({scene::RecolourLabel{26, {255, 0, 0}}}, "red");
    const QImage first = document.thumbnail(0);
    QCOMPARE(first.size(), QSize(96, 64));
    QVERIFY(first.pixel(5, 5) != first.pixel(5, 60));
    QCOMPARE(document.thumbnail(1).pixelColor(5, 5), QColor(Qt::red));
    QVERIFY(document.thumbnail(2).isNull());
    QVERIFY(document.thumbnail(-1).isNull());
}

void DocumentTest::onlyTimesThatAClockMeasuresAreRemembered() {
    const QString file = m_folder->filePath("underpaint.ini");
    QSettings settings(file, QSettings::IniFormat);
    QVERIFY(!secondsPerPixel(settings, "model"));
    setSecondsPerPixel(settings, "model", 2e-5);
    QCOMPARE(secondsPerPixel(settings, "model").value_or(0), 2e-5);
    for (const char* text : {"nan", "inf", "-1", "1e300", "soon", "0"}) {
        settings.setValue("timing/model", text);
        QVERIFY2(!secondsPerPixel(settings, "model"), text);
    }
}

void DocumentTest::objectsInSettingsAreFound() {
    for (const char* text :
         {"a=@Variant(\\0)", "[g]\na = \"@Variant(\\0)\"", "a=b, @DateTime(1)", "a=\\x40Variant(1)",
          "a=@\"Var\"iant(1)", "a=\\100V\\x61riant(1)", "a=\\q@Vari\\\nant(1)"}) {
        QVERIFY2(asksForObjects(text), text);
    }
    // What the editor writes, also of files with odd names.
    const QString file = m_folder->filePath("underpaint.ini");
    {
        QSettings settings(file, QSettings::IniFormat);
        settings.setValue("text", "@Variant(1)");
        settings.setValue("list", QStringList{"/a/@Variant(1).underpaint", "b, c", "=@"});
        settings.setValue("bytes", QByteArray("\0\xff@Variant(", 12));
        settings.setValue("number", 1.5e-5);
        settings.setValue("none", QStringList());
        settings.setValue("flag", true);
    }
    QVERIFY(!contentOf(file.toStdString()).isEmpty());
    QVERIFY(!asksForObjects(contentOf(file.toStdString())));
}

void DocumentTest::damagedStatesOfWindowsAreDropped() {
    const QByteArray state("\0\xff state of a window", 20);
    const QByteArray kept = sealed(state);
    QCOMPARE(unsealed(kept), state);
    QVERIFY(unsealed(state).isEmpty());
    QVERIFY(unsealed({}).isEmpty());
    for (qsizetype at = 0; at < kept.size(); ++at) {
        QByteArray damaged = kept;
        damaged[at] = static_cast<char>(damaged[at] ^ 4);
        QVERIFY(unsealed(damaged).isEmpty());
        QVERIFY(unsealed(kept.first(at)).isEmpty());
    }
}

void DocumentTest::undoMemoryIsCapped() {
    Document document(plainState());
    const scene::SceneState start = document.scene();
    document.saveAs(path("start.underpaint"));
    constexpr std::size_t cap = 400000;
    document.setUndoCap(cap);
    Random random(8);
    std::vector<scene::SceneState> states{start};
    for (int i = 0; i < 300; ++i) {
        if (document.apply(test::randomPaint(document.scene(), random, 0), QString::number(i))) {
            states.push_back(document.scene());
        }
        QVERIFY(document.undoBytes() <= cap);
    }
    const int kept = document.undoStack().count();
    QVERIFY(kept > 3 && kept < 200);
    QCOMPARE(document.undoStack().index(), kept);
    QCOMPARE(document.undoStack().cleanIndex(), -1); // that step was forgotten
    for (int i = 1; i <= kept; ++i) {
        document.undoStack().undo();
        QVERIFY(document.scene() == states[states.size() - 1 - static_cast<std::size_t>(i)]);
    }
    QVERIFY(!document.undoStack().canUndo());
    QVERIFY(document.modified());
    document.undoStack().setIndex(kept);
    document.saveAs(path("end.underpaint"));
    QVERIFY(replayed(start, path("end.underpaint")) == states.back());
    // A step that is larger than the cap alone stays the one that can be undone.
    document.setUndoCap(1);
    QCOMPARE(document.undoStack().count(), 1);
    QVERIFY(!document.modified());
    document.undoStack().undo();
    QVERIFY(document.scene() == states[states.size() - 2]);
    document.undoStack().redo();
    QVERIFY(!document.modified());
}

void DocumentTest::tenThousandEdits() {
    const auto journals = path("journals");
    const auto file = path("long.underpaint");
    auto document = std::make_unique<Document>(*test::sampleScene(sceneSize, 99));
    const scene::SceneState start = document->scene();
    constexpr std::size_t cap = 8U << 20U;
    document->setUndoCap(cap);
    document->startJournal(journals);
    Random random(99);
    std::uint64_t gesture = document->newGesture();
    std::size_t largest = 0;
    for (int i = 0; i < 10000; ++i) {
        const auto choice = random.below(100);
        if (choice < 6) {
            document->undoStack().undo();
        } else if (choice < 10) {
            document->undoStack().redo();
        } else if (choice < 60) {
            gesture = random.below(6) == 0 ? document->newGesture() : gesture;
            document->apply(test::randomPaint(document->scene(), random, gesture), "Brush");
        } else {
            document->apply(test::randomEdit(document->scene(), random), "Edit");
        }
        largest = std::max(largest, document->undoBytes());
        if (i % 2500 == 1249) { // saved, then closed and opened
            document->saveAs(file);
            const scene::SceneState state = document->scene();
            document->discardJournal();
            document = Document::open(file);
            QVERIFY(document->scene() == state);
            document->setUndoCap(cap);
            document->startJournal(journals);
            gesture = document->newGesture();
        }
        if (i % 2500 == 2300) { // crashed and recovered
            const scene::SceneState state = document->scene();
            const QStringList texts = textsOf(*document);
            document.reset();
            const auto found = project::findJournals(journals);
            document = Document::recover(project::recoverDocument(found.at(0).journal));
            QVERIFY(document->scene() == state);
            QVERIFY(document->undoStack().count() >= texts.size()); // forgotten ones are back
            document->setUndoCap(cap);
            gesture = document->newGesture();
        }
    }
    QVERIFY(largest <= cap);
    document->saveAs(file);
    QVERIFY(replayed(start, file) == document->scene());
    QVERIFY(Document::open(file)->scene() == document->scene());
    QVERIFY(project::findJournals(journals).empty());
}

void DocumentTest::nobodyHearsOfStepsFromADyingDocument() {
    auto document = std::make_unique<Document>(plainState());
    document->apply({scene::SetSeed{document->scene().seed + 1}}, "seed");
    const QSignalSpy index(&document->undoStack(), &QUndoStack::indexChanged);
    const QSignalSpy undo(&document->undoStack(), &QUndoStack::canUndoChanged);
    document.reset();
    QCOMPARE(index.count(), 0);
    QCOMPARE(undo.count(), 0);
}

} // namespace document_test

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    document_test::DocumentTest test;
    return QTest::qExec(&test, argc, argv) + underpaint::test::runDocumentFramesTests(argc, argv) +
           underpaint::test::runDocumentSavingTests(argc, argv) +
           underpaint::test::runEditorStateTests(argc, argv) +
           underpaint::test::runShortcutBookTests(argc, argv);
}

#include "document_test.moc"
