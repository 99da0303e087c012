// SPDX-License-Identifier: GPL-3.0-or-later
// Frames in the window: the timeline, its keys, playing and carrying edits.
#include "tests/ui/timeline_fixture.h"
#include "tests/ui/timeline_tests.h"
#include "ui/canvas/onion_skin.h"
#include "ui/docks/frame_model.h"
#include "ui/widgets/text_focus.h"

#include <QApplication>
#include <QSignalSpy>
#include <QTest>

#include <cmath>
#include <memory>
#include <set>
#include <utility>
#include <vector>

namespace timeline_test {

using namespace underpaint;
using ui::FrameModel;
using ui::PhotoState;

namespace {

constexpr int patience = test::windowPatience;

} // namespace

class TimelineTest : public underpaint::test::TimelineFixture {
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
    void framesArePaintedFromEachOther();
    void anEditGoesOnThroughFramesThatArePaintedFromIt();
    void neighboursShowThrough();
    void anEditIsCarriedThroughTheRange();
    void editsByHandCorrectACarriedOne();
    void nothingIsCarriedFromAFrameWithoutEdits();
    void strokesBelongToTheirFrame();
};

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

void TimelineTest::framesArePaintedFromEachOther() {
    m_behaviour->sequences = true;
    open();
    m_behaviour->hold = true;
    openFrames(10);
    dock().hide(); // nobody wants the others yet
    m_behaviour->hold = false;
    waitForExact();
    QCOMPARE(m_behaviour->rolled.load(), 1);
    const PhotoState& photo = m_session->rendering().photo();
    const auto shown = [&](int x, int y) {
        const QImage picture = photo.photo();
        return picture.pixelColor(x * picture.width() / 256, y * picture.height() / 128);
    };
    // Left of the object, which was there in the frame before.
    const QColor alone = test::fakeColour(scene().labelSet.classes()[3].id, 0);
    std::vector<std::pair<PhotoState::Truth, QColor>> seen;
    const QObject receiver;
    connect(&photo, &PhotoState::stateChanged, &receiver, [&] {
        if (photo.revision() == document().revision()) {
            seen.emplace_back(photo.truth(), shown(42, 50));
        }
    });
    document().setCurrentFrame(6);
    waitForExact();
    QVERIFY(shown(42, 50) != alone);
    QCOMPARE(shown(200, 100), alone);
    // It was a photo of its own before, and the badge said so all the while.
    QVERIFY(seen.front().second == alone);
    for (const auto& [truth, colour] : seen) {
        QCOMPARE(truth == PhotoState::Truth::Exact, colour != alone);
    }
    // Going to and fro paints nothing again.
    QCOMPARE(m_behaviour->rolled.load(), 7);
    document().setCurrentFrame(3);
    QCOMPARE(photo.truth(), PhotoState::Truth::Exact);
    document().setCurrentFrame(6);
    QCOMPARE(photo.truth(), PhotoState::Truth::Exact);
    QVERIFY(shown(42, 50) != alone);
    // Nor does asking for the photo once more end with another one.
    m_session->rendering().renderNow();
    waitForExact();
    QTRY_COMPARE_WITH_TIMEOUT(m_session->rendering().waiting(), 0, patience);
    QVERIFY(shown(42, 50) != alone);
    QCOMPARE(photo.truth(), PhotoState::Truth::Exact);
    QCOMPARE(m_behaviour->rolled.load(), 7);
    // Who looks at the strip sees all of them, in the end.
    dock().show();
    QTRY_VERIFY_WITH_TIMEOUT(allHavePhotos(), patience);
    QTRY_COMPARE_WITH_TIMEOUT(m_session->rendering().waiting(), 0, patience);
    QCOMPARE(m_behaviour->rolled.load(), 10);
    QCOMPARE(photoOf(9).size(), QSize(256, 128));
    QVERIFY(photoOf(9).pixelColor(54, 50) != alone);
    document().setCurrentFrame(9);
    QCOMPARE(photo.truth(), PhotoState::Truth::Exact);
    // A frame by itself is what it always was.
    m_window->setDocument(
        std::make_unique<ui::Document>(scene::SceneState(document().sequence().frame(5))));
    waitForExact();
    QCOMPARE(shown(38, 50), alone);
}

void TimelineTest::anEditGoesOnThroughFramesThatArePaintedFromIt() {
    m_behaviour->sequences = true;
    open();
    openFrames(32);
    waitForExact();
    QTRY_VERIFY_WITH_TIMEOUT(allHavePhotos(), patience);
    QTRY_COMPARE_WITH_TIMEOUT(m_session->rendering().waiting(), 0, patience);
    QCOMPARE(m_behaviour->rolled.load(), 32);
    document().setCurrentFrame(4);
    waitForExact();
    const QImage after = photoOf(5);
    const QImage last = photoOf(31);
    int rolled = m_behaviour->rolled;
    const PhotoState& photo = m_session->rendering().photo();
    dock().hide();
    paint({100, 10, 60, 60}, scene().labelSet.classes()[0].id, 0);
    waitForExact();
    // From what was kept at the beginning to this frame, and no further yet.
    QCOMPARE(m_behaviour->rolled.load(), rolled + 5);
    // The next one is not what it has to be before it was painted again.
    m_behaviour->hold = true;
    document().setCurrentFrame(5);
    QVERIFY(photo.truth() != PhotoState::Truth::Exact);
    m_behaviour->hold = false;
    waitForExact();
    QTRY_VERIFY_WITH_TIMEOUT(photoOf(5) != after, patience);
    QCOMPARE(m_behaviour->rolled.load(), rolled + 6);
    // All that show it are painted, and not those in which nobody sees it any more.
    dock().show();
    document().setCurrentFrame(31);
    waitForExact();
    QTRY_COMPARE_WITH_TIMEOUT(m_session->rendering().waiting(), 0, patience);
    QVERIFY2(m_behaviour->rolled > rolled + 6 && m_behaviour->rolled < rolled + 26,
             qPrintable(QString::number(m_behaviour->rolled - rolled)));
    QCOMPARE(photoOf(31), last);
    // Nothing is painted while it is played, nor when photos are not live.
    rolled = m_behaviour->rolled;
    m_session->rendering().setLive(false);
    document().setCurrentFrame(2);
    paint({100, 10, 60, 60}, scene().labelSet.classes()[0].id, 0);
    QCoreApplication::processEvents();
    QCOMPARE(m_session->rendering().waiting(), 0);
    QCOMPARE(m_behaviour->rolled.load(), rolled);
    m_session->rendering().setLive(true);
    waitForExact();
    QVERIFY(m_behaviour->rolled > rolled);
    // What cannot be painted is told, and not tried again and again.
    m_behaviour->fail = true;
    paint({10, 90, 60, 20}, scene().labelSet.classes()[0].id, 0);
    QTRY_VERIFY_WITH_TIMEOUT(!photo.message().isEmpty(), patience);
    QTRY_COMPARE_WITH_TIMEOUT(m_session->rendering().waiting(), 0, patience);
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
    return QTest::qExec(&test, argc, argv) + underpaint::test::runSequenceFilesTests(argc, argv);
}

#include "timeline_test.moc"
