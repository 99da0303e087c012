// SPDX-License-Identifier: GPL-3.0-or-later
// The photo while one paints, and on the way back: local photos, kept ones, the cross-fade.
#include "tests/ui/window_fixture.h"
#include "tests/ui/window_tests.h"
#include "ui/canvas/photo_fade.h"
#include "ui/document/photo_state.h"

#include <QDockWidget>
#include <QListWidget>
#include <QTest>
#include <QUndoStack>

#include <vector>

namespace photo_history_test {

using namespace underpaint;
using ui::PhotoState;

namespace {

constexpr int patience = test::windowPatience;
constexpr std::uint16_t sky = 0;
constexpr std::uint16_t road = 3;
constexpr std::uint16_t car = 8;

} // namespace

class PhotoHistoryTest : public underpaint::test::WindowFixture {
    Q_OBJECT

private Q_SLOTS:
    void cleanup();
    void undoAndRedoShowKeptPhotosAtOnce();
    void theHistoryDockShowsKeptPhotosAtOnce();
    void stepsWithoutAPhotoAreRendered();
    void keptPhotosAreThoseOfTheModel();
    void aStrokeShowsLocalPhotosUntilItRests();
    void anApproximatePhotoFadesIntoTheExactOne();

private:
    PhotoState& shown() { return m_session->rendering().photo(); }
    /// With the mouse, across the map from that column on.
    void stroke(int x, std::uint16_t label);
    /// A photo for each of so many strokes, the first of the scene before them.
    std::vector<QImage> paintSome(int strokes);
    void checkShown(const QImage& photo);
};

void PhotoHistoryTest::cleanup() {
    m_behaviour->hold = false;
    WindowFixture::cleanup();
}

void PhotoHistoryTest::stroke(int x, std::uint16_t label) {
    m_window->editor().state().setCurrentLabel(label);
    m_window->editor().state().selectInstances({});
    ui::CanvasView& canvas = m_window->canvas();
    const auto at = [&](int step) {
        return canvas.fromMap(QPointF(x + 2.0 * step, 40 + 8.0 * step)).toPoint();
    };
    QTest::mousePress(&canvas, Qt::LeftButton, {}, at(0));
    for (int step = 1; step < 6; ++step) {
        QTest::mouseMove(&canvas, at(step));
    }
    QTest::mouseRelease(&canvas, Qt::LeftButton, {}, at(6));
}

std::vector<QImage> PhotoHistoryTest::paintSome(int strokes) {
    waitForExact();
    std::vector<QImage> photos{shown().photo()};
    for (int i = 0; i < strokes; ++i) {
        stroke(20 + 20 * i, i % 2 == 0 ? road : sky);
        waitForExact();
        photos.push_back(shown().photo());
    }
    return photos;
}

void PhotoHistoryTest::checkShown(const QImage& photo) {
    QCOMPARE(shown().truth(), PhotoState::Truth::Exact);
    QCOMPARE(shown().photo(), photo);
    QVERIFY(shown().progress() < 0);
}

void PhotoHistoryTest::undoAndRedoShowKeptPhotosAtOnce() {
    constexpr int strokes = 20;
    const std::vector<QImage> photos = paintSome(strokes);
    QCOMPARE(stack().count(), strokes);
    QVERIFY(photos.front() != photos.back());
    const int renders = m_behaviour->renders;
    m_behaviour->hold = true; // nothing can be rendered
    ui::CanvasView& canvas = m_window->canvas();
    canvas.setFocus();
    for (int i = strokes - 1; i >= 0; --i) {
        QTest::keyClick(&canvas, Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(stack().index(), i);
        checkShown(photos[static_cast<std::size_t>(i)]);
    }
    for (int i = 1; i <= strokes; ++i) {
        QTest::keyClick(&canvas, Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(stack().index(), i);
        checkShown(photos[static_cast<std::size_t>(i)]);
    }
    QCoreApplication::processEvents();
    QCOMPARE(m_session->rendering().waiting(), 0);
    QCOMPARE(m_behaviour->renders, renders);
    // Another edit goes on from there.
    m_behaviour->hold = false;
    stroke(450, car);
    QVERIFY(shown().truth() != PhotoState::Truth::Exact);
    waitForExact();
    QVERIFY(shown().photo() != photos.back());
}

void PhotoHistoryTest::theHistoryDockShowsKeptPhotosAtOnce() {
    const std::vector<QImage> photos = paintSome(4);
    auto* history = m_window->findChild<QDockWidget*>("historyDock")->findChild<QListWidget*>();
    QVERIFY(history != nullptr);
    history->window()->findChild<QDockWidget*>("historyDock")->raise();
    QCoreApplication::processEvents();
    m_behaviour->hold = true;
    for (const int row : {0, 3, 1, 4, 2}) {
        history->scrollToItem(history->item(row));
        QTest::mouseClick(history->viewport(), Qt::LeftButton, {},
                          history->visualItemRect(history->item(row)).center());
        QCOMPARE(stack().index(), row);
        checkShown(photos[static_cast<std::size_t>(row)]);
    }
}

void PhotoHistoryTest::stepsWithoutAPhotoAreRendered() {
    waitForExact();
    const QImage first = shown().photo();
    m_behaviour->hold = true;
    stroke(20, road); // never rests long enough
    stroke(60, sky);
    m_behaviour->hold = false;
    waitForExact();
    QTest::keyClick(&m_window->canvas(), Qt::Key_Z, Qt::ControlModifier);
    QVERIFY(shown().truth() != PhotoState::Truth::Exact);
    waitForExact();
    QTest::keyClick(&m_window->canvas(), Qt::Key_Z, Qt::ControlModifier);
    checkShown(first);
}

void PhotoHistoryTest::keptPhotosAreThoseOfTheModel() {
    (void)paintSome(2);
    const QString first = QString::fromStdString(m_session->models().model()->manifest.id);
    QString other;
    for (const ui::KnownModel& model : m_session->models().models()) {
        other = model.id == first || !model.problem.isEmpty() ? other : model.id;
    }
    QVERIFY(!other.isEmpty());
    for (const QString& id : {other, first}) {
        m_session->models().loadModel(id);
        QTRY_VERIFY_WITH_TIMEOUT(!m_session->models().loadingModel(), patience);
        waitForExact();
    }
    m_behaviour->hold = true;
    QTest::keyClick(&m_window->canvas(), Qt::Key_Z, Qt::ControlModifier);
    QVERIFY(shown().truth() != PhotoState::Truth::Exact);
    m_behaviour->hold = false;
    waitForExact();
}

void PhotoHistoryTest::aStrokeShowsLocalPhotosUntilItRests() {
    m_behaviour->local = true;
    waitForExact();
    stroke(20, road);
    waitForExact(); // the first exact photo of this model that is kept for edits
    const QImage before = shown().photo();
    const int locals = m_behaviour->locals;
    ui::CanvasView& canvas = m_window->canvas();
    m_window->editor().state().setCurrentLabel(sky);
    const auto at = [&](int step) {
        return canvas.fromMap(QPointF(100 + 2.0 * step, 40 + 8.0 * step)).toPoint();
    };
    QTest::mousePress(&canvas, Qt::LeftButton, {}, at(0));
    QTest::mouseMove(&canvas, at(1));
    QTRY_VERIFY_WITH_TIMEOUT(m_behaviour->locals > locals, patience);
    QTRY_VERIFY_WITH_TIMEOUT(shown().photo() != before, patience);
    QCOMPARE(shown().photo().size(), before.size()); // no small preview
    QTest::mouseRelease(&canvas, Qt::LeftButton, {}, at(1));
    waitForExact();
    QCOMPARE(shown().photo().size(), before.size());
}

void PhotoHistoryTest::anApproximatePhotoFadesIntoTheExactOne() {
    waitForExact();
    QImage one(512, 256, QImage::Format_RGB888);
    one.fill(QColor(10, 100, 200));
    QImage other(512, 256, QImage::Format_RGB888);
    other.fill(QColor(210, 100, 0));
    ui::PhotoFade fade;
    QVERIFY(!fade.begin(one, other.scaled(256, 128)));
    QVERIFY(!fade.begin({}, other));
    QVERIFY(!fade.running());
    QVERIFY(fade.begin(one, other));
    int last = one.pixelColor(7, 7).red();
    for (int step = 1; step < ui::PhotoFade::steps; ++step) {
        const QColor colour = fade.next().pixelColor(7, 7);
        QVERIFY(colour.red() > last && colour.red() < 210);
        QCOMPARE(colour.green(), 100);
        last = colour.red();
        QVERIFY(fade.running());
    }
    QCOMPARE(fade.next(), other);
    QVERIFY(!fade.running());

    // On the canvas; whoever grabs it gets the photo as it is.
    m_window->canvas().setMode(ui::ViewMode::Photo);
    shown().setPhoto(one, PhotoState::Truth::Approximate, 1, 1);
    const QPoint middle = m_window->canvas().rect().center();
    QCOMPARE(m_window->canvas().grab().toImage().pixelColor(middle), QColor(10, 100, 200));
    shown().setPhoto(other, PhotoState::Truth::Exact, 1, 1);
    QCOMPARE(m_window->canvas().grab().toImage().pixelColor(middle), QColor(210, 100, 0));
}

} // namespace photo_history_test

int underpaint::test::runPhotoHistoryTests(int argc, char** argv) {
    photo_history_test::PhotoHistoryTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "photo_history_test.moc"
