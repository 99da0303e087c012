// SPDX-License-Identifier: GPL-3.0-or-later
// Sequences as files: opened, taken apart from videos, exported, recovered.
#include "engine/base/atomic_file.h"
#include "engine/imaging/codec.h"
#include "engine/project/journal/recovery.h"
#include "tests/support/answer_dialog.h"
#include "tests/ui/import_answerer.h"
#include "tests/ui/timeline_fixture.h"
#include "tests/ui/timeline_tests.h"
#include "ui/dialogs/import_dialog.h"
#include "ui/dialogs/sequence_export_dialog.h"
#include "ui/widgets/with_progress.h"
#include <QApplication>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QDir>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QTimer>
#include <memory>
#include <set>
#include <string_view>
#include <vector>

namespace sequence_files_test {

using namespace underpaint;

namespace {

/// Of a dialog of work: the one that ends it.
void clickButtonOfDialog() {
    if (auto* dialog = QApplication::activeModalWidget()) {
        if (auto* button = dialog->findChild<QPushButton*>()) {
            QTest::mouseClick(button, Qt::LeftButton);
        }
    }
}

constexpr int patience = test::windowPatience;

/// Paints nothing: the label map in grey, with a report as the engine gives it.
ui::ExportedSequence fakeExport(run::LoadedModel& /*model*/, const ui::SequenceExport& request,
                                const CancelToken& cancel, const ProgressSink& progress) {
    ui::ExportedSequence exported;
    std::filesystem::create_directories(request.output);
    exported.frames = request.frames.frames();
    for (std::size_t i = 0; i < exported.frames; ++i) {
        cancel.check();
        const auto file = request.output / (std::to_string(i) + ".png");
        if (std::filesystem::exists(file)) {
            ++exported.alreadyThere;
        } else {
            writeFileAtomically(file, imaging::encodePng(request.frames.frame(i).labels.toPlane()));
            ++exported.rendered;
        }
        progress(static_cast<double>(i + 1) / static_cast<double>(exported.frames), "frames");
    }
    exported.flicker = 0.5;
    exported.independent = 1.25;
    return exported;
}

} // namespace

class SequenceFilesTest : public underpaint::test::TimelineFixture {
    Q_OBJECT

private Q_SLOTS:
    void aSequenceIsOpened();
    void aVideoIsTakenApart();
    void aSequenceIsExportedAndGoneOnWith();
    void progressIsToldWhileItIsShown();
    void theExportBeginsWhereTheLastOneWas();
    void framesSurviveACrash();
};

void SequenceFilesTest::aSequenceIsOpened() {
    const QString folder = file("sequence");
    QDir().mkpath(folder);
    const scene::Sequence wanted = moving(7);
    for (std::size_t i = 0; i < wanted.frames(); ++i) {
        const auto name = folder.toStdString() + "/f" + std::to_string(i + 1) + ".png";
        writeFileAtomically(name, imaging::encodePng(wanted.frame(i).labels.toPlane()));
    }
    const test::ImportAnswerer answerer;
    QVERIFY(m_window->files().openSequence(folder));
    QCOMPARE(document().frames(), 7U);
    QCOMPARE(document().displayName(), "sequence");
    for (std::size_t i = 0; i < 7; ++i) {
        QVERIFY(document().sequence().frame(i).labels == wanted.frame(i).labels);
    }
    // One object, which keeps its number.
    std::set<std::uint32_t> ids;
    for (std::size_t i = 0; i < 7; ++i) {
        ids.insert(document().sequence().frame(i).instances.at(40 + 4 * static_cast<int>(i), 50));
    }
    QCOMPARE(ids.size(), 1U);
    QTRY_VERIFY(dock().isVisible());
    QDir().mkpath(file("nothing"));
    QVERIFY_EXCEPTION_THROWN(m_window->files().openSequence(file("nothing")), Error);
    QCOMPARE(document().frames(), 7U);
}

void SequenceFilesTest::aVideoIsTakenApart() {
    const QString video = file("drive.mp4");
    writeFileAtomically(video.toStdString(), std::string_view("frames"));
    waitForExact();
    const auto wanted = std::make_shared<const scene::Sequence>(moving(6));
    std::vector<app::VideoRequest> asked;
    m_session->setVideoOpener([&](const app::VideoRequest& request) -> app::VideoLabelling {
        asked.push_back(request);
        return [wanted](const translate::EngineSettings&, const CancelToken& cancel,
                        const ProgressSink& progress) {
            for (int i = 0; i < 6; ++i) {
                cancel.check();
                progress(i / 6.0, "labels");
            }
            return ui::VideoFrames{.failure = {}, .frames = wanted, .claimed = 9};
        };
    });
    QSignalSpy noticed(&m_window->files(), &ui::FileDesk::noticed);
    // Like any other file, and as a sequence.
    QVERIFY(m_window->files().open(video));
    QVERIFY(document().sequence() == *wanted);
    QCOMPARE(document().displayName(), "drive");
    QCOMPARE(asked.size(), 1U);
    QCOMPARE(QString::fromStdString(asked[0].video.string()), video);
    QCOMPARE(asked[0].model.name, m_session->models().model()->manifest.name);
    QVERIFY(!asked[0].segmenter.empty());
    const QString told = noticed.at(0).at(0).toString();
    QVERIFY2(told.contains("6 frames are an estimate") && told.contains("9 frames"),
             qPrintable(told));
    QVERIFY(m_window->files().openSequence(video));
    QCOMPARE(asked.size(), 2U);
    // Stopped in the middle, the document stays; what fails is said.
    m_session->setVideoOpener([](const app::VideoRequest&) -> app::VideoLabelling {
        return [](const translate::EngineSettings&, const CancelToken& cancel,
                  const ProgressSink&) -> ui::VideoFrames {
            while (true) {
                cancel.check();
            }
        };
    });
    QTimer stop;
    connect(&stop, &QTimer::timeout, this, clickButtonOfDialog);
    stop.start(50);
    QVERIFY(!m_window->files().open(video));
    stop.stop();
    QVERIFY(document().sequence() == *wanted);
    m_session->setVideoOpener([](const app::VideoRequest&) -> app::VideoLabelling {
        return [](const translate::EngineSettings&, const CancelToken&,
                  const ProgressSink&) -> ui::VideoFrames { throw Error("no such codec"); };
    });
    QVERIFY_EXCEPTION_THROWN(m_window->files().open(video), Error);
    m_session->setVideoOpener({});
    QVERIFY_EXCEPTION_THROWN(m_window->files().open(video), Error);
}

void SequenceFilesTest::aSequenceIsExportedAndGoneOnWith() {
    openFrames(5);
    QSignalSpy noticed(&m_window->files(), &ui::FileDesk::noticed);
    m_session->setSequenceExporter(fakeExport);
    waitForExact();
    const QString folder = file("exported");
    m_window->files().exportSequenceTo(folder);
    QCOMPARE(noticed.count(), 1);
    const QString told = noticed.at(0).at(0).toString();
    QVERIFY2(told.contains("5 frames") && told.contains("0.50") && told.contains("1.25"),
             qPrintable(told));
    QCOMPARE(QDir(folder).entryList(QDir::Files).size(), 5);
    QFile::remove(folder + "/3.png");
    m_window->files().exportSequenceTo(folder);
    QVERIFY(noticed.at(1).at(0).toString().contains("4 of them were there already"));
    // Stopped in the middle: what is there stays, and nothing hangs.
    m_session->setSequenceExporter([](run::LoadedModel&, const ui::SequenceExport&,
                                      const CancelToken& cancel, const ProgressSink&) {
        while (true) {
            cancel.check();
        }
        return ui::ExportedSequence();
    });
    QTimer stop;
    connect(&stop, &QTimer::timeout, this, clickButtonOfDialog);
    // Nothing is played behind it.
    action("timeline.play").trigger();
    QVERIFY(dock().playing());
    bool played = true;
    QTimer look;
    look.setSingleShot(true);
    connect(&look, &QTimer::timeout, this, [&] {
        played = dock().playing();
        stop.start(50);
    });
    look.start(500);
    m_window->files().exportSequenceTo(folder);
    QVERIFY(!played && !dock().playing());
    QVERIFY(noticed.at(2).at(0).toString().contains("stopped"));
    m_session->setSequenceExporter(
        [](run::LoadedModel&, const ui::SequenceExport&, const CancelToken&,
           const ProgressSink&) -> ui::ExportedSequence { throw Error("the disk is full"); });
    stop.stop();
    QVERIFY_EXCEPTION_THROWN(m_window->files().exportSequenceTo(folder), Error);
}

void SequenceFilesTest::progressIsToldWhileItIsShown() {
    // By events of the window's thread: the dialog itself lets them come while it shows the last.
    ui::WorkDialog dialog(m_window.get(), "work");
    const ProgressSink sink = dialog.sink();
    int told = 0;
    QTimer often;
    connect(&often, &QTimer::timeout, this, [&] { sink(++told / 200.0, {}); });
    often.start(0);
    dialog.show([&] { return told >= 200; });
    QVERIFY(told >= 200);
}

void SequenceFilesTest::theExportBeginsWhereTheLastOneWas() {
    openFrames(3);
    document().setSuggestedName("drive");
    dock().rate().setValue(15);
    waitForExact();
    QSignalSpy noticed(&m_window->files(), &ui::FileDesk::noticed);
    m_session->setSequenceExporter(fakeExport);
    const auto told = [](const QDialog& dialog) {
        QString text;
        for (const QLabel* label : dialog.findChildren<QLabel*>()) {
            text += label->text() + '\n';
        }
        return text;
    };
    const QString folder = file("out/drive");
    QDir().mkpath(file("out"));
    test::answerNext<ui::SequenceExportDialog>(*this, [&](ui::SequenceExportDialog& dialog) {
        QVERIFY(dialog.output().endsWith("/drive"));
        QCOMPARE(dialog.framesPerSecond(), 15);
        dialog.findChild<QLineEdit*>()->setText(folder);
        dialog.accept();
    });
    action("file.exportSequence").trigger();
    QCOMPARE(QDir(folder).entryList(QDir::Files).size(), 3);
    // The same folder again, which goes on with what is there.
    test::answerNext<ui::SequenceExportDialog>(*this, [&](ui::SequenceExportDialog& dialog) {
        QCOMPARE(dialog.output(), folder);
        QVERIFY(told(dialog).contains("there already"));
        dialog.accept();
    });
    action("file.exportSequence").trigger();
    QCOMPARE(noticed.count(), 2);
    QVERIFY(noticed.at(1).at(0).toString().contains("3 of them were there already"));
    // The ending is the format, and a file that is there is not replaced unsaid.
    writeFileAtomically(file("out/drive.webm").toStdString(), std::string_view("somebody's"));
    test::answerNext<ui::SequenceExportDialog>(*this, [&](ui::SequenceExportDialog& dialog) {
        auto* format = dialog.findChild<QComboBox*>();
        auto* take = dialog.findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Ok);
        QCOMPARE(take->text(), "Export");
        format->setCurrentIndex(format->findData(".webm"));
        QCOMPARE(dialog.output(), folder + ".webm");
        QCOMPARE(take->text(), "Replace");
        QVERIFY(told(dialog).contains("will be replaced"));
        dialog.findChild<QLineEdit*>()->setText(folder + "2.GIF");
        QCOMPARE(format->currentData().toString(), ".gif");
        QCOMPARE(take->text(), "Export");
        format->setCurrentIndex(0);
        QCOMPARE(dialog.output(), folder + "2");
        dialog.findChild<QLineEdit*>()->clear();
        QVERIFY(!take->isEnabled());
        dialog.reject();
    });
    action("file.exportSequence").trigger();
    QCOMPARE(noticed.count(), 2);
}

void SequenceFilesTest::framesSurviveACrash() {
    openFrames(4);
    const auto journals = file("crashed").toStdString();
    document().startJournal(journals);
    document().setCurrentFrame(2);
    paint({10, 10, 20, 20}, scene().labelSet.classes()[8].id, 8008);
    action("timeline.duplicate").trigger();
    const scene::Sequence end = document().sequence();
    // Looked at as a killed program would have left it.
    std::filesystem::copy(journals, journals + "-left");
    const auto found = project::findJournals(journals + "-left");
    QCOMPARE(found.size(), 1U);
    QCOMPARE(found[0].edits, 2U);
    m_window->setDocument(ui::Document::recover(project::recoverDocument(found[0].journal)));
    QVERIFY(document().sequence() == end);
    QVERIFY(dock().isVisible());
    QCOMPARE(dock().model().rowCount(), 5);
    QCOMPARE(document().currentFrame(), 3U);
}

} // namespace sequence_files_test

int underpaint::test::runSequenceFilesTests(int argc, char** argv) {
    sequence_files_test::SequenceFilesTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "sequence_files_test.moc"
