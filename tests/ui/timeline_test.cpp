// SPDX-License-Identifier: GPL-3.0-or-later
// Frames in the window: the timeline, its keys, playing, carrying edits, opening and exporting.
#include "engine/base/atomic_file.h"
#include "engine/imaging/codec.h"
#include "engine/project/journal/recovery.h"
#include "engine/scene/fill.h"
#include "engine/scene/instances.h"
#include "tests/support/answer_dialog.h"
#include "tests/ui/window_fixture.h"
#include "ui/canvas/onion_skin.h"
#include "ui/dialogs/import_dialog.h"
#include "ui/dialogs/sequence_export_dialog.h"
#include "ui/docks/frame_model.h"
#include "ui/docks/frame_strip.h"
#include "ui/docks/timeline_dock.h"
#include "ui/widgets/text_focus.h"

#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QDir>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTest>
#include <QTimer>
#include <QUndoStack>

#include <cmath>
#include <memory>
#include <set>
#include <string_view>
#include <vector>

namespace timeline_test {

using namespace underpaint;
using ui::FrameModel;
using ui::PhotoState;

namespace {

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

class TimelineTest : public underpaint::test::WindowFixture {
    Q_OBJECT

private Q_SLOTS:
    void theDockIsThereForSeveralFrames();
    void keysGoFromFrameToFrame();
    void clicksAndDragsScrub();
    void framesAreDuplicatedInsertedAndDeleted();
    void theRangeIsMarked();
    void playingGoesRoundTheRange();
    void photosComeToTheirFrames();
    void framesThatNobodyViewsArePaintedWhenIdle();
    void neighboursShowThrough();
    void anEditIsCarriedThroughTheRange();
    void editsByHandCorrectACarriedOne();
    void nothingIsCarriedFromAFrameWithoutEdits();
    void aSequenceIsOpened();
    void aVideoIsTakenApart();
    void aSequenceIsExportedAndGoneOnWith();
    void theExportBeginsWhereTheLastOneWas();
    void framesSurviveACrash();
    void strokesBelongToTheirFrame();

private:
    ui::TimelineDock& dock() { return *m_window->findChild<ui::TimelineDock*>(); }
    ui::FrameStrip& strip() { return dock().strip(); }
    QPoint middleOf(int frame) { return strip().visualRect(dock().model().index(frame)).center(); }
    /// A square that moves to the right over a plain map, one frame after the other.
    scene::Sequence moving(std::size_t frames);
    void openFrames(std::size_t frames) {
        m_window->setDocument(std::make_unique<ui::Document>(moving(frames)));
        QCOMPARE(document().frames(), frames);
        QTRY_VERIFY(dock().isVisible());
        QCoreApplication::processEvents();
    }
    QImage photoOf(int frame) {
        return dock().model().index(frame).data(FrameModel::PhotoRole).value<QImage>();
    }
    bool allHavePhotos() {
        for (int frame = 0; frame < dock().model().rowCount(); ++frame) {
            if (photoOf(frame).isNull()) {
                return false;
            }
        }
        return true;
    }
    void paint(Rect rect, std::uint16_t label, std::uint32_t instance) {
        document().apply(scene::fillRectangle(scene(), rect, {label, instance}, {}, 0), "Paint");
    }
};

scene::Sequence TimelineTest::moving(std::size_t frames) {
    const scene::SceneState& like = scene();
    const Size size{256, 128};
    const auto& classes = like.labelSet.classes();
    const std::uint16_t ground = classes[3].id;
    const std::uint16_t thing = classes[8].id;
    std::vector<scene::SceneState> states;
    for (std::size_t i = 0; i < frames; ++i) {
        scene::SceneState state;
        state.labelSet = like.labelSet;
        state.modelId = like.modelId;
        state.labels = scene::LabelMap(size, ground);
        state.instances = scene::InstanceMap(size, ground);
        // Something with a shape, so that its motion can be seen.
        const int x = 20 + 4 * static_cast<int>(i);
        const std::uint32_t id = thing * scene::instancesPerClass + 1;
        for (const Rect& part :
             {Rect{x, 40, 40, 24}, Rect{x + 8, 30, 20, 12}, Rect{x + 4, 60, 10, 10}}) {
            state.labels.fill(part, thing);
            state.instances.fill(part, id);
        }
        states.push_back(std::move(state));
    }
    scene::SceneState first = states.front();
    states.erase(states.begin());
    return scene::Sequence(std::move(first), std::move(states));
}

void TimelineTest::theDockIsThereForSeveralFrames() {
    QVERIFY(dock().isHidden());
    QVERIFY(!action("timeline.play").isEnabled());
    QVERIFY(!action("file.exportSequence").isEnabled());
    openFrames(5);
    QCOMPARE(dock().model().rowCount(), 5);
    QVERIFY(action("timeline.play").isEnabled());
    // It lies below the canvas, and leaves most of the window to it.
    QVERIFY(dock().geometry().top() > m_window->canvas().mapTo(m_window.get(), QPoint()).y());
    QVERIFY(m_window->canvas().height() > dock().height());
    m_window->setDocument(
        std::make_unique<ui::Document>(scene::SceneState(document().sequence().frame(0))));
    QVERIFY(dock().isHidden());
    // Whoever asks for it has it for one frame, too, to make more.
    dock().toggleViewAction()->trigger();
    QVERIFY(dock().isVisible());
    action("timeline.duplicate").trigger();
    QCOMPARE(document().frames(), 2U);
    stack().undo();
    QVERIFY(dock().isVisible());
}

void TimelineTest::keysGoFromFrameToFrame() {
    openFrames(6);
    ui::CanvasView& canvas = m_window->canvas();
    canvas.setFocus();
    QTest::keyClick(&canvas, Qt::Key_PageDown);
    QTest::keyClick(&canvas, Qt::Key_PageDown);
    QCOMPARE(document().currentFrame(), 2U);
    QTest::keyClick(&canvas, Qt::Key_PageUp);
    QCOMPARE(document().currentFrame(), 1U);
    QTest::keyClick(&canvas, Qt::Key_PageDown, Qt::ShiftModifier);
    QCOMPARE(document().currentFrame(), 5U);
    QTest::keyClick(&canvas, Qt::Key_PageDown);
    QCOMPARE(document().currentFrame(), 5U);
    QTest::keyClick(&canvas, Qt::Key_PageUp, Qt::ShiftModifier);
    QCOMPARE(document().currentFrame(), 0U);
    QCOMPARE(stack().count(), 0);
    QCOMPARE(strip().currentIndex().row(), 0);
    // The strip itself goes by arrows.
    strip().setFocus();
    QTest::keyClick(&strip(), Qt::Key_Right);
    QCOMPARE(document().currentFrame(), 1U);
    QTest::keyClick(&strip(), Qt::Key_End);
    QCOMPARE(document().currentFrame(), 5U);
    for (const char* id : {"timeline.play", "timeline.markIn", "timeline.carry"}) {
        QVERIFY(!action(id).toolTip().isEmpty());
        QVERIFY(action(id).toolTip().contains(
            action(id).shortcut().toString(QKeySequence::NativeText)));
    }
    QVERIFY(!strip().accessibleName().isEmpty());
    QCOMPARE(dock().model().index(2).data(Qt::AccessibleTextRole).toString(), "Frame 3 of 6");
}

void TimelineTest::clicksAndDragsScrub() {
    openFrames(8);
    const double zoom = m_window->canvas().zoom();
    QTest::mouseClick(strip().viewport(), Qt::LeftButton, {}, middleOf(3));
    QCOMPARE(document().currentFrame(), 3U);
    QTest::mousePress(strip().viewport(), Qt::LeftButton, {}, middleOf(3));
    for (int frame = 3; frame <= 6; ++frame) {
        QTest::mouseMove(strip().viewport(), middleOf(frame));
        QCOMPARE(document().currentFrame(), static_cast<std::size_t>(frame));
    }
    QTest::mouseRelease(strip().viewport(), Qt::LeftButton, {}, middleOf(6));
    QCOMPARE(m_window->canvas().zoom(), zoom);
    QCOMPARE(stack().count(), 0);
    QVERIFY(!document().modified());
}

void TimelineTest::framesAreDuplicatedInsertedAndDeleted() {
    openFrames(3);
    document().setCurrentFrame(1);
    const scene::Sequence before = document().sequence();
    ui::CanvasView& canvas = m_window->canvas();
    canvas.setFocus();
    QTest::keyClick(&canvas, Qt::Key_J, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(document().frames(), 4U);
    QCOMPARE(document().currentFrame(), 2U);
    QVERIFY(document().sequence().frame(1) == document().sequence().frame(2));
    QTest::keyClick(&canvas, Qt::Key_Insert);
    QCOMPARE(document().frames(), 5U);
    QCOMPARE(document().currentFrame(), 3U);
    const std::uint16_t background = m_window->editor().state().backgroundLabel();
    QCOMPARE(scene().labels.at(30, 50), background);
    QTest::keyClick(&canvas, Qt::Key_Delete, Qt::ShiftModifier);
    QCOMPARE(document().frames(), 4U);
    QCOMPARE(dock().model().rowCount(), 4);
    QCOMPARE(stack().count(), 3);
    stack().setIndex(0);
    QVERIFY(document().sequence() == before);
    QCOMPARE(dock().model().rowCount(), 3);
    QCOMPARE(strip().currentIndex().row(), static_cast<int>(document().currentFrame()));
}

void TimelineTest::theRangeIsMarked() {
    openFrames(10);
    document().setCurrentFrame(3);
    action("timeline.markIn").trigger();
    document().setCurrentFrame(6);
    action("timeline.markOut").trigger();
    FrameModel& model = dock().model();
    QVERIFY(model.range() == std::pair(std::size_t{3}, std::size_t{6}));
    QVERIFY(!model.index(2).data(FrameModel::InRangeRole).toBool());
    QVERIFY(model.index(4).data(FrameModel::InRangeRole).toBool());
    QCOMPARE(model.index(3).data(FrameModel::EdgeRole).toInt(), 1);
    QCOMPARE(model.index(6).data(FrameModel::EdgeRole).toInt(), 2);
    action("timeline.first").trigger();
    QCOMPARE(document().currentFrame(), 3U);
    action("timeline.last").trigger();
    QCOMPARE(document().currentFrame(), 6U);
    // A beginning behind the end is a new range.
    document().setCurrentFrame(8);
    action("timeline.markIn").trigger();
    QVERIFY(model.range() == std::pair(std::size_t{8}, std::size_t{9}));
    action("timeline.clearMarks").trigger();
    QVERIFY(model.range() == std::pair(std::size_t{0}, std::size_t{9}));
    QVERIFY(!action("timeline.clearMarks").isEnabled());
    // Frames that go take the marks along.
    document().setCurrentFrame(9);
    action("timeline.markIn").trigger();
    document().applyFrames(scene::RemoveFrames{5, 5}, "Delete");
    QVERIFY(model.range() == std::pair(std::size_t{4}, std::size_t{4}));
    QCOMPARE(stack().count(), 1);
}

void TimelineTest::playingGoesRoundTheRange() {
    openFrames(6);
    waitForExact();
    QTRY_VERIFY_WITH_TIMEOUT(allHavePhotos(), patience);
    document().setCurrentFrame(2);
    action("timeline.markIn").trigger();
    document().setCurrentFrame(4);
    action("timeline.markOut").trigger();
    waitForExact();
    const int renders = m_behaviour->renders;
    QSignalSpy peeked(&dock(), &ui::Panel::peeked);
    dock().rate().setValue(30);
    std::set<std::size_t> seen;
    connect(&document(), &ui::Document::currentFrameChanged, &document(),
            [&] { seen.insert(document().currentFrame()); });
    QTest::keyClick(&m_window->canvas(), Qt::Key_F5);
    QVERIFY(dock().playing());
    QTRY_COMPARE_WITH_TIMEOUT(seen.size(), 3U, patience);
    QVERIFY(seen == (std::set<std::size_t>{2, 3, 4}));
    // Nothing is painted meanwhile that is gone before it is there.
    QCOMPARE(m_behaviour->renders, renders);
    // The canvas shows the photos of the strip.
    QVERIFY(peeked.count() >= 3);
    for (const auto& shown : peeked) {
        QVERIFY(!shown.at(0).value<QImage>().isNull());
    }
    QTest::keyClick(&m_window->canvas(), Qt::Key_F5);
    QVERIFY(!dock().playing());
    QVERIFY(peeked.last().at(0).value<QImage>().isNull());
    QVERIFY(!action("timeline.play").isChecked());
    waitForExact();
    // A click on a frame ends it, too.
    action("timeline.play").trigger();
    QVERIFY(dock().playing());
    QTest::mouseClick(strip().viewport(), Qt::LeftButton, {}, middleOf(0));
    QVERIFY(!dock().playing());
    QCOMPARE(document().currentFrame(), 0U);
}

void TimelineTest::photosComeToTheirFrames() {
    openFrames(4);
    waitForExact();
    QTRY_VERIFY_WITH_TIMEOUT(allHavePhotos(), patience);
    document().setCurrentFrame(1);
    waitForExact();
    // Back at once, without a render.
    const int renders = m_behaviour->renders;
    document().setCurrentFrame(0);
    QCOMPARE(m_session->rendering().photo().truth(), PhotoState::Truth::Exact);
    QCoreApplication::processEvents();
    QCOMPARE(m_behaviour->renders, renders);
    // An edit makes the photo one of the past; frames that move keep theirs.
    paint({100, 10, 30, 30}, scene().labelSet.classes()[8].id, 8008);
    QVERIFY(photoOf(0).isNull() ||
            m_session->rendering().photo().truth() != PhotoState::Truth::Stale);
    document().applyFrames(scene::InsertFrames{1, {scene()}}, "Duplicate");
    QVERIFY(!photoOf(2).isNull());
    QVERIFY(!dock().model().index(3).data(FrameModel::LabelsRole).value<QImage>().isNull());
}

void TimelineTest::framesThatNobodyViewsArePaintedWhenIdle() {
    openFrames(5);
    waitForExact();
    QTRY_VERIFY_WITH_TIMEOUT(allHavePhotos(), patience);
    QCOMPARE(document().currentFrame(), 0U);
    QCOMPARE(m_session->rendering().photo().truth(), PhotoState::Truth::Exact);
    // Each its own, in the shape of the map, and no larger than needed.
    QVERIFY(photoOf(0) != photoOf(4));
    QCOMPARE(photoOf(4).size(), QSize(256, 128));
    // What is otherwise in all frames is painted anew; not while nobody looks, nor when photos are
    // not live.
    dock().hide();
    document().apply({scene::SetSeed{7}}, "seed");
    QCoreApplication::processEvents();
    QVERIFY(photoOf(2).isNull() && photoOf(4).isNull());
    m_session->rendering().setLive(false);
    dock().show();
    QCoreApplication::processEvents();
    QVERIFY(photoOf(2).isNull());
    m_session->rendering().setLive(true);
    QTRY_VERIFY_WITH_TIMEOUT(allHavePhotos(), patience);
    // One is painted while another document comes: nothing of it arrives.
    m_behaviour->hold = true;
    document().apply({scene::SetSeed{8}}, "seed");
    QTRY_VERIFY_WITH_TIMEOUT(m_session->rendering().waiting() > 0, patience);
    openFrames(3);
    m_behaviour->hold = false;
    waitForExact();
    QTRY_VERIFY_WITH_TIMEOUT(allHavePhotos(), patience);
    // A model that fails is not asked again and again.
    QSignalSpy samples(&m_session->appearances(), &ui::AppearanceSource::sceneSample);
    m_behaviour->fail = true;
    document().apply({scene::SetSeed{9}}, "seed");
    QTRY_COMPARE_WITH_TIMEOUT(samples.count(), 1, patience);
    QTRY_COMPARE_WITH_TIMEOUT(m_session->rendering().waiting(), 0, patience);
    QCOMPARE(samples.count(), 1);
    QVERIFY(photoOf(2).isNull());
}

void TimelineTest::neighboursShowThrough() {
    openFrames(3);
    document().setCurrentFrame(1);
    const scene::Sequence& frames = document().sequence();
    const QImage none = ui::onionSkin(frames.frame(1), nullptr, nullptr);
    QVERIFY(none.isNull());
    const QImage both = ui::onionSkin(frames.frame(1), &frames.frame(0), &frames.frame(2));
    QCOMPARE(both.size(), QSize(256, 128));
    QCOMPARE(qAlpha(both.pixel(5, 5)), 0);
    // Left of the object what was there before, right of it what comes.
    QVERIFY(qRed(both.pixel(21, 50)) > qBlue(both.pixel(21, 50)));
    QVERIFY(qBlue(both.pixel(67, 50)) > qRed(both.pixel(67, 50)));
    ui::CanvasView& canvas = m_window->canvas();
    canvas.setMode(ui::ViewMode::Labels);
    const QImage before = canvas.grab().toImage();
    QTest::keyClick(&canvas, Qt::Key_F7);
    QVERIFY(action("timeline.onionSkin").isChecked());
    const QImage skin = canvas.grab().toImage();
    QVERIFY(skin != before);
    document().setCurrentFrame(2); // only one neighbour
    QVERIFY(canvas.grab().toImage() != skin);
    document().setCurrentFrame(1);
    QTest::keyClick(&canvas, Qt::Key_F7);
    QCOMPARE(canvas.grab().toImage(), before);
}

void TimelineTest::anEditIsCarriedThroughTheRange() {
    openFrames(9);
    const std::uint16_t thing = scene().labelSet.classes()[8].id;
    const std::uint32_t added = thing * scene::instancesPerClass + 9;
    document().setCurrentFrame(1);
    action("timeline.markIn").trigger();
    document().setCurrentFrame(7);
    action("timeline.markOut").trigger();
    document().setCurrentFrame(4);
    // Something upon the object, which moves with it: 4 pixels a frame.
    paint({50, 44, 12, 12}, thing, added);
    const scene::Sequence before = document().sequence();
    const int steps = stack().count();
    action("timeline.carry").trigger();
    QCOMPARE(stack().count(), steps + 1);
    QCOMPARE(document().currentFrame(), 4U);
    const auto centre = [&](std::size_t frame) {
        double sum = 0;
        int count = 0;
        const scene::InstanceMap& map = document().sequence().frame(frame).instances;
        for (int y = 0; y < map.height(); ++y) {
            for (int x = 0; x < map.width(); ++x) {
                if (map.at(x, y) == added) {
                    sum += x;
                    ++count;
                }
            }
        }
        return count > 100 ? sum / count : -1;
    };
    for (std::size_t frame = 1; frame <= 7; ++frame) {
        const double wanted = 55.5 + 4 * (static_cast<double>(frame) - 4);
        QVERIFY2(std::abs(centre(frame) - wanted) < 3,
                 qPrintable(QString("frame %1: %2").arg(frame).arg(centre(frame))));
    }
    QVERIFY(document().sequence().frame(0) == before.frame(0));
    QVERIFY(document().sequence().frame(8) == before.frame(8));
    const auto sure = dock().model().index(5).data(FrameModel::CertaintyRole);
    QVERIFY(sure.isValid() && sure.toDouble() > 0.3 && sure.toDouble() <= 1);
    QVERIFY(!dock().model().index(4).data(FrameModel::CertaintyRole).isValid());
    stack().undo();
    QVERIFY(document().sequence() == before);
    stack().redo();
    QVERIFY(centre(2) > 0);
}

void TimelineTest::editsByHandCorrectACarriedOne() {
    openFrames(9);
    const std::uint16_t thing = scene().labelSet.classes()[8].id;
    const std::uint32_t added = thing * scene::instancesPerClass + 9;
    // In frame 2 at the left, in frame 6 by hand far above where the motion leads.
    document().setCurrentFrame(2);
    paint({100, 80, 12, 12}, thing, added);
    document().setCurrentFrame(6);
    paint({100, 8, 12, 12}, thing, added);
    const scene::SceneState byHand = scene();
    document().setCurrentFrame(2);
    action("timeline.carry").trigger();
    QVERIFY(document().sequence().frame(6) == byHand);
    const auto top = [&](std::size_t frame) {
        const scene::InstanceMap& map = document().sequence().frame(frame).instances;
        for (int y = 0; y < map.height(); ++y) {
            for (int x = 0; x < map.width(); ++x) {
                if (map.at(x, y) == added) {
                    return y;
                }
            }
        }
        return -1;
    };
    QVERIFY2(top(4) > 20 && top(4) < 70, qPrintable(QString::number(top(4))));
    QVERIFY(top(3) > top(4) && top(4) > top(5));
}

void TimelineTest::nothingIsCarriedFromAFrameWithoutEdits() {
    openFrames(4);
    QSignalSpy failed(&m_window->actionBook(), &ui::ActionBook::failed);
    action("timeline.carry").trigger();
    QCOMPARE(failed.count(), 1);
    QVERIFY(failed.at(0).at(0).toString().contains("painted"));
    QCOMPARE(stack().count(), 0);
    document().setCurrentFrame(2);
    action("timeline.markIn").trigger();
    document().setCurrentFrame(1);
    QVERIFY(!action("timeline.carry").isEnabled());
}

void TimelineTest::aSequenceIsOpened() {
    const QString folder = file("sequence");
    QDir().mkpath(folder);
    const scene::Sequence wanted = moving(7);
    for (std::size_t i = 0; i < wanted.frames(); ++i) {
        const auto name = folder.toStdString() + "/f" + std::to_string(i + 1) + ".png";
        writeFileAtomically(name, imaging::encodePng(wanted.frame(i).labels.toPlane()));
    }
    QTimer accept;
    accept.setInterval(20);
    connect(&accept, &QTimer::timeout, this, [] {
        auto* dialog = qobject_cast<ui::ImportDialog*>(QApplication::activeModalWidget());
        if (dialog == nullptr) {
            return;
        }
        QPushButton* take = dialog->findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Ok);
        if (take->isEnabled()) {
            QTest::mouseClick(take, Qt::LeftButton);
        }
    });
    accept.start();
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

void TimelineTest::aVideoIsTakenApart() {
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
    connect(&stop, &QTimer::timeout, this, [] {
        if (auto* dialog = QApplication::activeModalWidget()) {
            if (auto* button = dialog->findChild<QPushButton*>()) {
                QTest::mouseClick(button, Qt::LeftButton);
            }
        }
    });
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

void TimelineTest::aSequenceIsExportedAndGoneOnWith() {
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
    connect(&stop, &QTimer::timeout, this, [] {
        if (auto* dialog = QApplication::activeModalWidget()) {
            if (auto* button = dialog->findChild<QPushButton*>()) {
                QTest::mouseClick(button, Qt::LeftButton);
            }
        }
    });
    stop.start(50);
    m_window->files().exportSequenceTo(folder);
    QVERIFY(noticed.at(2).at(0).toString().contains("stopped"));
    m_session->setSequenceExporter(
        [](run::LoadedModel&, const ui::SequenceExport&, const CancelToken&,
           const ProgressSink&) -> ui::ExportedSequence { throw Error("the disk is full"); });
    stop.stop();
    QVERIFY_EXCEPTION_THROWN(m_window->files().exportSequenceTo(folder), Error);
}

void TimelineTest::theExportBeginsWhereTheLastOneWas() {
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

void TimelineTest::framesSurviveACrash() {
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

void TimelineTest::strokesBelongToTheirFrame() {
    openFrames(3);
    document().setCurrentFrame(1);
    const scene::Sequence before = document().sequence();
    m_window->editor().state().setCurrentLabel(scene().labelSet.classes()[0].id);
    ui::CanvasView& canvas = m_window->canvas();
    canvas.setFocus();
    const auto at = [&](int step) {
        return canvas.fromMap(QPointF(150 + 4.0 * step, 100)).toPoint();
    };
    QTest::mousePress(&canvas, Qt::LeftButton, {}, at(0));
    QTest::mouseMove(&canvas, at(4));
    QTest::mouseRelease(&canvas, Qt::LeftButton, {}, at(8));
    QCOMPARE(stack().count(), 1);
    QVERIFY(!(scene() == before.frame(1)));
    QVERIFY(document().sequence().frame(0) == before.frame(0));
    QVERIFY(document().sequence().frame(2) == before.frame(2));
    QTest::keyClick(&canvas, Qt::Key_PageDown);
    QTest::keyClick(&canvas, Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(document().currentFrame(), 1U);
    QVERIFY(document().sequence() == before);
}

} // namespace timeline_test

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    QApplication::setAttribute(Qt::AA_DontUseNativeDialogs);
    underpaint::ui::TextFocusFilter filter;
    application.installEventFilter(&filter);
    timeline_test::TimelineTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "timeline_test.moc"
