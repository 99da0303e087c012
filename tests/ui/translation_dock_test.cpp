// SPDX-License-Identifier: GPL-3.0-or-later
// Instances of a photo turned into something else.
#include "tests/ui/window_fixture.h"
#include "tests/ui/window_tests.h"
#include "ui/docks/value_slider.h"
#include "ui/document/photo_state.h"
#include "ui/document/shared_image.h"
#include "ui/session/instance_translation.h"
#include "ui/session/photo_layer.h"
#include "ui/widgets/message_bar.h"

#include <QAction>
#include <QComboBox>
#include <QDockWidget>
#include <QLabel>
#include <QTest>
#include <QUndoStack>

#include <memory>

namespace translation_dock_test {

using namespace underpaint;
using ui::PhotoState;

namespace {

constexpr int patience = test::windowPatience;
constexpr std::uint16_t car = 8;
constexpr std::uint16_t bicyclist = 10;

} // namespace

class TranslationDockTest : public underpaint::test::WindowFixture {
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { WindowFixture::cleanup(); }
    void anInstanceBecomesAnother();
    void theNextOneSeesTheFirst();
    void theLastOneIsMadeAgain();
    void aWholePhotoIsTranslatedWithoutMasks();
    void failuresAreToldAndChangeNothing();
    void aTranslationIsStopped();
    void paintingMeanwhileIsNotLost();
    void saysWhatIsMissing();
    void shapesMayOverlapAndVanish();

private:
    /// Waits for the exact photo and makes it the photo layer, which the labels describe.
    void describePhoto();
    QComboBox& ways() { return *m_window->findChild<QComboBox*>("translationWay"); }
    void choose(const QString& way);
    void translate();
    QRect boxOf(std::uint32_t instance);
    QImage layer() { return ui::toQt(scene().referencePhoto); }
};

void TranslationDockTest::describePhoto() {
    waitForExact();
    action("photo.keep").trigger();
    waitForExact();
}

void TranslationDockTest::choose(const QString& way) {
    ways().setCurrentIndex(ways().findText(way, Qt::MatchStartsWith));
    QVERIFY(ways().currentText().startsWith(way));
}

void TranslationDockTest::translate() {
    const int before = stack().index();
    QVERIFY2(action("translation.run").isEnabled(),
             qPrintable(action("translation.run").toolTip()));
    action("translation.run").trigger();
    QTRY_COMPARE_WITH_TIMEOUT(stack().index(), before + 1, patience);
}

QRect TranslationDockTest::boxOf(std::uint32_t instance) {
    const auto info = scene::instanceIn(scene(), instance);
    return info ? QRect(info->box.x, info->box.y, info->box.width, info->box.height) : QRect();
}

void TranslationDockTest::anInstanceBecomesAnother() {
    describePhoto();
    const scene::SceneState before = scene();
    const QImage photo = layer();
    const std::uint32_t one = anInstanceOf(car);
    const QRect box = boxOf(one);
    select(one);
    QVERIFY(ways().currentText().startsWith("car to bicyclist")); // the selection speaks for it
    action("instance.translate").trigger();
    QVERIFY(m_window->findChild<QDockWidget*>("translationDock")->isVisible());
    translate();
    QCOMPARE(m_translations->masks.load(), 1);
    // The map follows: another class, and the shape that the model gave it.
    QVERIFY(!scene::instanceIn(scene(), one));
    QCOMPARE(m_window->editor().state().selectedInstances().size(), std::size_t(1));
    const std::uint32_t made = m_window->editor().state().selectedInstances().front();
    const auto info = scene::instanceIn(scene(), made);
    QVERIFY(info.has_value());
    QCOMPARE(info->label, bicyclist);
    QCOMPARE(boxOf(made).bottom(), box.bottom());
    QCOMPARE(boxOf(made).top(), (box.top() + box.bottom() + 1) / 2);
    // So does the photo, which is shown as it is, and nothing counts as touched.
    QCOMPARE(ui::touchedShare(scene()), 0.0);
    waitForExact();
    const QImage shown = m_session->rendering().photo().photo();
    QCOMPARE(shown, layer());
    long long others = 0;
    for (int y = 0; y < photo.height(); ++y) {
        for (int x = 0; x < photo.width(); ++x) {
            const bool was = before.instances.at(x, y) == one;
            others += !was && shown.pixel(x, y) != photo.pixel(x, y) ? 1 : 0;
            if (scene().instances.at(x, y) == made) {
                QCOMPARE(shown.pixelColor(x, y), QColor(255, 0, 0));
            }
        }
    }
    QCOMPARE(others, 0);
    QVERIFY(!m_window->findChild<QLabel*>("translationChanged")->pixmap().isNull());
    stack().undo();
    QVERIFY(scene() == before);
    QCOMPARE(m_session->rendering().photo().truth(), PhotoState::Truth::Exact);
}

void TranslationDockTest::theNextOneSeesTheFirst() {
    describePhoto();
    const std::uint32_t one = anInstanceOf(car);
    select(one);
    translate();
    const QImage first = layer();
    waitForExact();
    const std::uint32_t other = anInstanceOf(car);
    QVERIFY(other != 0 && other != one);
    select(other);
    translate();
    long long kept = 0;
    for (int y = 0; y < first.height(); ++y) {
        for (int x = 0; x < first.width(); ++x) {
            kept += first.pixelColor(x, y) == QColor(255, 0, 0) &&
                            layer().pixelColor(x, y) == QColor(255, 0, 0)
                        ? 1
                        : 0;
        }
    }
    QVERIFY(kept > 0);
    // Saved and opened again it is the same.
    const scene::SceneState both = scene();
    document().saveAs(file("both.underpaint").toStdString());
    open(file("both.underpaint"));
    QVERIFY(scene() == both);
}

void TranslationDockTest::theLastOneIsMadeAgain() {
    describePhoto();
    QVERIFY(!action("translation.again").isEnabled());
    select(anInstanceOf(car));
    translate();
    QCOMPARE(m_translations->strength.load(), 1.0);
    QVERIFY(action("translation.again").isEnabled());
    const int index = stack().index();
    m_window->findChild<ui::ValueSlider*>("translationStrength")->setValue(0.5);
    waitForExact();
    action("translation.again").trigger();
    QTRY_COMPARE_WITH_TIMEOUT(m_translations->strength.load(), 0.5, patience);
    QTRY_COMPARE_WITH_TIMEOUT(stack().index(), index, patience);
    QTRY_VERIFY_WITH_TIMEOUT(action("translation.again").isEnabled(), patience);
    stack().undo();
    QVERIFY(!action("translation.again").isEnabled());
}

void TranslationDockTest::aWholePhotoIsTranslatedWithoutMasks() {
    describePhoto();
    const scene::SceneState before = scene();
    m_window->editor().state().selectInstances({});
    choose("day to night");
    translate();
    QCOMPARE(m_translations->masks.load(), 0);
    QVERIFY(scene().labels == before.labels);
    QVERIFY(scene().instances == before.instances);
}

void TranslationDockTest::failuresAreToldAndChangeNothing() {
    describePhoto();
    const scene::SceneState before = scene();
    select(anInstanceOf(car));
    m_translations->failing = true;
    action("translation.run").trigger();
    auto& bar = *m_window->findChild<ui::MessageBar*>();
    QTRY_VERIFY_WITH_TIMEOUT(bar.isVisible() && bar.text().contains("cannot translate"), patience);
    QVERIFY(scene() == before);
    QTRY_VERIFY(action("translation.run").isEnabled());
}

void TranslationDockTest::aTranslationIsStopped() {
    describePhoto();
    const scene::SceneState before = scene();
    select(anInstanceOf(car));
    m_translations->holding = true;
    QVERIFY(!action("translation.stop").isEnabled());
    action("translation.run").trigger();
    QVERIFY(!action("translation.run").isEnabled());
    QTRY_COMPARE_WITH_TIMEOUT(m_translations->masks.load(), 1, patience);
    action("translation.stop").trigger();
    QVERIFY(action("translation.run").isEnabled());
    m_translations->holding = false;
    QVERIFY(scene() == before);
    translate(); // the engine goes on
}

void TranslationDockTest::paintingMeanwhileIsNotLost() {
    describePhoto();
    const std::uint32_t one = anInstanceOf(car);
    select(one);
    m_translations->holding = true;
    action("translation.run").trigger();
    QTRY_COMPARE_WITH_TIMEOUT(m_translations->masks.load(), 1, patience);
    deleteACar();
    const scene::SceneState painted = scene();
    m_translations->holding = false;
    auto& bar = *m_window->findChild<ui::MessageBar*>();
    QTRY_VERIFY_WITH_TIMEOUT(bar.isVisible() && bar.text().contains("changed while"), patience);
    QVERIFY(scene() == painted);
}

void TranslationDockTest::saysWhatIsMissing() {
    describePhoto();
    m_window->editor().state().selectInstances({});
    choose("car to bicyclist");
    QVERIFY(!action("translation.run").isEnabled());
    QVERIFY(action("translation.run").toolTip().contains("Select an object"));
}

void TranslationDockTest::shapesMayOverlapAndVanish() {
    waitForExact();
    const std::uint32_t one = anInstanceOf(car);
    select(one);
    deleteACar();
    const std::uint32_t other = anInstanceOf(car);
    stack().undo();
    QVERIFY(other != 0 && other != one);
    const Size size = scene().size();
    translate::PhotoTranslation made;
    made.photo = Image(size.width, size.height, 3, 7);
    made.changed = Image(size.width, size.height);
    made.masks = {Image(size.width, size.height, 1, 255), Image(size.width, size.height)};
    const ui::TranslationEdit step =
        ui::translationEdit(scene(), {one, other}, made, true, "bicyclist");
    QCOMPARE(step.instances.size(), std::size_t(1)); // the second one is gone
    scene::Scene after(scene());
    after.apply(step.edit);
    QCOMPARE(scene::instancesIn(*after).size(), std::size_t(1));
    QCOMPARE(scene::instancesIn(*after).front().label, bicyclist);
    // A domain that is no class of the scene changes shapes only.
    const ui::TranslationEdit unknown = ui::translationEdit(scene(), {one}, made, true, "giraffe");
    scene::Scene same(scene());
    same.apply(unknown.edit);
    QCOMPARE(scene::instanceIn(*same, one)->label, car);
    QVERIFY_EXCEPTION_THROWN(ui::translationEdit(*after, {other}, made, true, "car"), Error);
}

} // namespace translation_dock_test

int underpaint::test::runTranslationTests(int argc, char** argv) {
    translation_dock_test::TranslationDockTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "translation_dock_test.moc"
