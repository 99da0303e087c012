// SPDX-License-Identifier: GPL-3.0-or-later
// The photo under the scene, and keeping what was not touched of it.
#include "tests/ui/window_fixture.h"
#include "tests/ui/window_tests.h"
#include "ui/document/photo_state.h"
#include "ui/document/shared_image.h"
#include "ui/session/photo_layer.h"

#include <QAction>
#include <QCheckBox>
#include <QSpinBox>
#include <QTest>
#include <QUndoStack>

#include <memory>

namespace photo_layer_test {

using namespace underpaint;
using ui::PhotoState;

namespace {

constexpr int patience = test::windowPatience;
constexpr std::uint16_t car = 8;

} // namespace

class PhotoLayerTest : public underpaint::test::WindowFixture {
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { WindowFixture::cleanup(); }
    void whatIsNotTouchedStaysThePhoto();
    void aSceneWithoutAPhotoKeepsTheOneThatIsShown();
    void bakingBeginsAnew();
    void correctedLabelsDescribeThePhoto();
    void theLayerCanBeSeenEverywhere();
    void keptPhotosAreSavedAndReadAgain();

private:
    PhotoState& shown() { return m_session->rendering().photo(); }
    /// A noisy photo of the scene's size as the layer, which the scene's labels describe.
    QImage takePhoto();
    QCheckBox& keep() { return *m_window->findChild<QCheckBox*>("keepUntouched"); }
    /// A car on the map, painted with the mouse.
    void paintCar();
    /// Pixels in which both pictures differ.
    static long long differing(const QImage& a, const QImage& b);
};

QImage PhotoLayerTest::takePhoto() {
    waitForExact();
    QImage noise(scene().size().width, scene().size().height, QImage::Format_RGB888);
    for (int y = 0; y < noise.height(); ++y) {
        for (int x = 0; x < noise.width(); ++x) {
            noise.setPixelColor(x, y, QColor(x * 7 % 256, y * 5 % 256, (x + y) % 256));
        }
    }
    document().apply(ui::photoLayerEdit(scene(), std::make_shared<const Image>(ui::fromQt(noise))),
                     "photo");
    return noise;
}

void PhotoLayerTest::paintCar() {
    m_window->editor().state().setCurrentLabel(car);
    m_window->editor().state().selectInstances({});
    ui::CanvasView& canvas = m_window->canvas();
    const auto at = [&](int x) { return canvas.fromMap(QPointF(x, 60)).toPoint(); };
    QTest::mousePress(&canvas, Qt::LeftButton, {}, at(100));
    QTest::mouseMove(&canvas, at(110));
    QTest::mouseRelease(&canvas, Qt::LeftButton, {}, at(120));
}

long long PhotoLayerTest::differing(const QImage& a, const QImage& b) {
    long long count = 0;
    for (int y = 0; y < a.height(); ++y) {
        for (int x = 0; x < a.width(); ++x) {
            count += a.pixel(x, y) != b.pixel(x, y) ? 1 : 0;
        }
    }
    return count;
}

void PhotoLayerTest::whatIsNotTouchedStaysThePhoto() {
    const QImage noise = takePhoto();
    QVERIFY(!scene().keep.on);
    QVERIFY(keep().isEnabled());
    keep().click();
    QVERIFY(scene().keep.on);
    QVERIFY(action("photo.keep").isChecked());
    waitForExact();
    QCOMPARE(differing(shown().photo(), noise), 0);
    m_window->findChild<QSpinBox*>("keepFeather")->setValue(3);
    paintCar();
    waitForExact();
    const long long changed = differing(shown().photo(), noise);
    QVERIFY(changed > 100);
    QVERIFY(changed < 60LL * 50);
    QCOMPARE(shown().photo().pixel(400, 200), noise.pixel(400, 200));
    // The model painted everything, and what else it would have changed is known.
    QVERIFY(differing(shown().parts().painted, noise) > noise.width() * noise.height() / 2);
    QCOMPARE(shown().parts().changes.size(), noise.size());
    // Undo shows the kept photo again at once.
    stack().undo();
    QCOMPARE(shown().truth(), PhotoState::Truth::Exact);
    QCOMPARE(differing(shown().photo(), noise), 0);
    stack().undo(); // the soft edge
    stack().undo();
    QVERIFY(!scene().keep.on);
    QVERIFY(!keep().isChecked());
    waitForExact();
    QVERIFY(differing(shown().photo(), noise) > 0);
}

void PhotoLayerTest::aSceneWithoutAPhotoKeepsTheOneThatIsShown() {
    waitForExact();
    const QImage before = shown().photo();
    QVERIFY(!scene().referencePhoto);
    action("photo.keep").trigger();
    QVERIFY(scene().referencePhoto);
    QCOMPARE(differing(ui::toQt(scene().referencePhoto), before), 0);
    waitForExact();
    paintCar();
    waitForExact();
    QVERIFY(differing(shown().photo(), before) > 0);
    stack().undo();
    stack().undo();
    QVERIFY(!scene().referencePhoto);
    QVERIFY(!scene().keep.on);
}

void PhotoLayerTest::bakingBeginsAnew() {
    takePhoto();
    keep().click();
    waitForExact();
    paintCar();
    waitForExact();
    const QImage before = shown().photo();
    QVERIFY(ui::touchedShare(scene()) > 0);
    action("photo.bake").trigger();
    QTRY_COMPARE_WITH_TIMEOUT(ui::touchedShare(scene()), 0.0, patience);
    QCOMPARE(differing(ui::toQt(scene().referencePhoto), before), 0);
    waitForExact();
    QCOMPARE(differing(shown().photo(), before), 0);
}

void PhotoLayerTest::correctedLabelsDescribeThePhoto() {
    const QImage noise = takePhoto();
    keep().click();
    paintCar();
    waitForExact();
    QVERIFY(differing(shown().photo(), noise) > 0);
    action("photo.describe").trigger();
    waitForExact();
    QCOMPARE(differing(shown().photo(), noise), 0);
}

void PhotoLayerTest::theLayerCanBeSeenEverywhere() {
    const QImage noise = takePhoto();
    ui::CanvasView& canvas = m_window->canvas();
    canvas.setDecorationsVisible(false);
    canvas.setMode(ui::ViewMode::Labels);
    canvas.setZoom(4);
    const QPoint middle = canvas.rect().center();
    const auto colour = [&] { return canvas.grab().toImage().pixelColor(middle); };
    const QPointF at = canvas.toMap(middle);
    const QColor label = colour();
    const QColor photo = noise.pixelColor(static_cast<int>(at.x()), static_cast<int>(at.y()));
    m_window->editor().state().setPhotoLayerOpacity(0.5);
    const QColor mixed = colour();
    const auto half = [](int a, int b) { return (a + b) / 2; };
    QVERIFY(std::abs(mixed.red() - half(label.red(), photo.red())) <= 8);
    QVERIFY(std::abs(mixed.green() - half(label.green(), photo.green())) <= 8);
    m_window->editor().state().setPhotoLayerOpacity(0);
    QCOMPARE(colour(), label);
    action("view.reference").trigger();
    QCOMPARE(canvas.mode(), ui::ViewMode::Reference);
    canvas.setZoom(4);
    QVERIFY(std::abs(colour().red() - photo.red()) <= 8);
    // Another photo is followed, and none is none.
    document().apply(
        ui::photoLayerEdit(scene(), std::make_shared<const Image>(8, 8, 3, std::uint8_t{40})),
        "grey");
    QCOMPARE(colour(), QColor(40, 40, 40));
    action("file.removeReference").trigger();
    QVERIFY(colour() != QColor(40, 40, 40));
}

void PhotoLayerTest::keptPhotosAreSavedAndReadAgain() {
    takePhoto();
    keep().click();
    m_window->findChild<QSpinBox*>("keepFeather")->setValue(5);
    paintCar();
    const scene::SceneState before = scene();
    document().saveAs(file("kept.underpaint").toStdString());
    open(file("kept.underpaint"));
    QVERIFY(scene() == before);
    QCOMPARE(scene().keep.feather, 5);
    QVERIFY(ui::touchedShare(scene()) > 0);
}

} // namespace photo_layer_test

int underpaint::test::runPhotoLayerTests(int argc, char** argv) {
    photo_layer_test::PhotoLayerTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "photo_layer_test.moc"
