// SPDX-License-Identifier: GPL-3.0-or-later
// The panel of variations in the real window, with a fake model that has a code of four values.
#include "engine/scene/drawn_code.h"
#include "tests/support/window_panel.h"
#include "tests/ui/window_fixture.h"
#include "tests/ui/window_tests.h"
#include "ui/docks/code_dock.h"
#include "ui/docks/code_favourites.h"
#include "ui/docks/code_gallery.h"
#include "ui/docks/code_pad.h"
#include "ui/docks/code_plane.h"
#include "ui/docks/code_sliders.h"
#include "ui/docks/code_strip.h"
#include "ui/docks/code_tiles.h"
#include "ui/docks/value_slider.h"
#include "ui/session/latent_codes.h"
#include "ui/window/main_window.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QContextMenuEvent>
#include <QFile>
#include <QInputDialog>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QSlider>
#include <QStyle>
#include <QTest>
#include <QToolButton>
#include <QUndoStack>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace code_dock_test {

using namespace underpaint;
using scene::LatentCode;

namespace {

constexpr int patience = test::windowPatience;
constexpr int codeSize = 4;
constexpr std::size_t galleryTiles = 16;

/// Where the handle of a horizontal slider is for a value, as wide as it is here.
QPoint handleAt(const QSlider& slider, int value) {
    constexpr int handle = 15;
    const int x = QStyle::sliderPositionFromValue(slider.minimum(), slider.maximum(), value,
                                                  slider.width() - handle);
    return {x + handle / 2, slider.height() / 2};
}

std::size_t picturesIn(const ui::CodeTiles& tiles) {
    return static_cast<std::size_t>(
        std::count_if(tiles.tiles().begin(), tiles.tiles().end(),
                      [](const ui::CodeTile* tile) { return !tile->picture().isNull(); }));
}

} // namespace

class CodeDockTest : public underpaint::test::WindowFixture {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void aDraggedSliderIsOneStep();
    void theWheelScrollsThePanelOnly();
    void lockedValuesStay();
    void thePadMovesTwoValues();
    void axesChangePlaces();
    void theLargestChangesBecomeAxes();
    void samplesComeOneByOneAndStop();
    void samplesThatFailComeToAnEnd();
    void aSampleIsTaken();
    void samplesOfAnEditedSceneAreStale();
    void codesGoFromSceneToScene();
    void whatIsNoCodeIsNotPasted();
    void aPhotoGivesItsCode();
    void keptCodesAreThereInTheNextWindow();
    void aKeptCodeHasAName();
    void theStripEndsAtItsCodes();
    void aCodeOfAnotherModelIsSaid();
    void theSeedHasItsOwnCode();
    void modelsWithoutCodesHaveNoSuchPanel();
    void everythingIsReachedByKeys();

private:
    ui::CodeDock& dock() { return test::panel<ui::CodeDock>(*m_window); }
    const LatentCode& code() { return scene().appearance.code; }
    LatentCode seedsCode() { return scene::drawnCode(scene().seed, codeSize); }
    QColor shownColour();
    void showGallery();
    void drag(QWidget& widget, QPoint from, QPoint to);
};

void CodeDockTest::init() {
    WindowFixture::init();
    m_behaviour->codes = codeSize;
    m_behaviour->styles = false;
    open();
    waitForExact();
    dock().raise();
    QCoreApplication::processEvents();
}

QColor CodeDockTest::shownColour() {
    return m_session->rendering().photo().photo().pixelColor(10, 250);
}

void CodeDockTest::showGallery() {
    QTest::mouseClick(&dock().gallery().showButton(), Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(picturesIn(dock().gallery().tiles()), galleryTiles, patience);
}

void CodeDockTest::drag(QWidget& widget, QPoint from, QPoint to) {
    constexpr int moves = 5;
    QTest::mousePress(&widget, Qt::LeftButton, {}, from);
    for (int i = 1; i <= moves; ++i) {
        QTest::mouseMove(&widget, from + (to - from) * i / moves);
    }
    QTest::mouseRelease(&widget, Qt::LeftButton, {}, to);
}

void CodeDockTest::aDraggedSliderIsOneStep() {
    QVERIFY(dock().useful() && dock().isVisible());
    QVERIFY(code().values.empty());
    QCOMPARE(shownColour(), test::fakeVariation(paintedColour(10, 250), seedsCode()));
    const auto& sliders = dock().sliders().sliders();
    QCOMPARE(sliders.size(), std::size_t{codeSize});
    constexpr double step = 0.03;
    QVERIFY(std::abs(sliders[0]->value() - seedsCode().values[0]) < step);
    auto* handle = sliders[0]->findChild<QSlider*>();
    const int steps = stack().count();
    drag(*handle, handleAt(*handle, handle->value()), handleAt(*handle, 190));
    QCOMPARE(stack().count(), steps + 1);
    QCOMPARE(code().values.size(), std::size_t{codeSize});
    QVERIFY(code().values[0] > 2.5F);
    for (std::size_t i = 1; i < codeSize; ++i) {
        QCOMPARE(code().values[i], seedsCode().values[i]); // exactly, not as sliders round
    }
    QVERIFY(document().modified());
    waitForExact();
    QCOMPARE(shownColour(), test::fakeVariation(paintedColour(10, 250), code()));
    const LatentCode dragged = code();
    action("edit.undo").trigger();
    QVERIFY(code().values.empty());
    QVERIFY(std::abs(sliders[0]->value() - seedsCode().values[0]) < step);
    action("edit.redo").trigger();
    QCOMPARE(code(), dragged);
    QTest::keyClick(handle, Qt::Key_Left);
    QCOMPARE(stack().count(), steps + 2);
}

void CodeDockTest::theWheelScrollsThePanelOnly() {
    auto* handle = dock().sliders().sliders()[0]->findChild<QSlider*>();
    const QPointF middle = handle->rect().center();
    QWheelEvent wheel(middle, handle->mapToGlobal(middle), {}, QPoint(0, -120), Qt::NoButton,
                      Qt::NoModifier, Qt::NoScrollPhase, false);
    QApplication::sendEvent(handle, &wheel);
    QVERIFY(code().values.empty());
}

void CodeDockTest::lockedValuesStay() {
    const auto& locks = dock().sliders().locks();
    QTest::mouseClick(locks[2], Qt::LeftButton);
    QVERIFY(!dock().sliders().sliders()[2]->isEnabled());
    action("code.random").trigger();
    const LatentCode first = code();
    QCOMPARE(first.values[2], seedsCode().values[2]);
    for (const std::size_t other : {0U, 1U, 3U}) {
        QVERIFY(first.values[other] != seedsCode().values[other]);
    }
    action("code.random").trigger();
    QVERIFY(code() != first);
    QCOMPARE(code().values[2], first.values[2]);
    showGallery();
    for (const ui::CodeTile* tile : dock().gallery().tiles().tiles()) {
        QCOMPARE(tile->code()->values[2], first.values[2]);
    }
    for (const std::size_t other : {0U, 1U, 3U}) {
        QTest::mouseClick(locks[other], Qt::LeftButton);
    }
    QVERIFY(!action("code.random").isEnabled());
    QVERIFY(action("code.random").toolTip().contains("locked"));
    QTest::mouseClick(locks[0], Qt::LeftButton);
    QVERIFY(action("code.random").isEnabled());
}

void CodeDockTest::thePadMovesTwoValues() {
    ui::CodePad& pad = dock().plane().pad();
    QVERIFY(pad.isEnabled());
    QVERIFY(std::abs(pad.value().x() - seedsCode().values[0]) < 1e-5);
    const int steps = stack().count();
    drag(pad, pad.place(pad.value()).toPoint(), pad.place({1.5, -2}).toPoint());
    QCOMPARE(stack().count(), steps + 1);
    constexpr double pixel = 0.06;
    QVERIFY(std::abs(code().values[0] - 1.5) < pixel);
    QVERIFY(std::abs(code().values[1] + 2) < pixel);
    QCOMPARE(code().values[2], seedsCode().values[2]);
    QVERIFY(std::abs(dock().sliders().sliders()[0]->value() - 1.5) < 2 * pixel);
    const float before = code().values[1];
    QTest::keyClick(&pad, Qt::Key_Up);
    QVERIFY(std::abs(code().values[1] - before - 0.1) < 1e-5);
    QCOMPARE(stack().count(), steps + 2);
    action("edit.undo").trigger();
    action("edit.undo").trigger();
    QVERIFY(code().values.empty());
    QVERIFY(std::abs(pad.value().x() - seedsCode().values[0]) < 1e-5);
}

void CodeDockTest::axesChangePlaces() {
    QComboBox& across = dock().plane().across();
    QComboBox& up = dock().plane().up();
    QCOMPARE(across.currentText(), QString("Value 1"));
    QCOMPARE(up.currentText(), QString("Value 2"));
    up.setFocus();
    QTest::keyClick(&up, Qt::Key_Up);
    QCOMPARE(up.currentText(), QString("Value 1"));
    QCOMPARE(across.currentText(), QString("Value 2"));
    const QPointF shown = dock().plane().pad().value();
    QVERIFY(std::abs(shown.x() - seedsCode().values[1]) < 1e-5);
    QVERIFY(std::abs(shown.y() - seedsCode().values[0]) < 1e-5);
}

void CodeDockTest::theLargestChangesBecomeAxes() {
    action("code.paste").trigger(); // whatever is there
    QGuiApplication::clipboard()->setText("0, 0, 0.5, 0.5");
    action("code.paste").trigger();
    ui::CodePlane& plane = dock().plane();
    QComboBox& across = plane.across();
    across.setFocus();
    QTest::keyClick(&across, Qt::Key_End);
    QTest::keyClick(&across, Qt::Key_Up);
    QCOMPARE(across.currentText(), QString("Largest change"));
    QTRY_COMPARE_WITH_TIMEOUT(plane.directions().size(), std::size_t{2}, patience);
    constexpr double nearlyOne = 0.99;
    QVERIFY(plane.directions()[0][0] > nearlyOne); // blue changes by twice as much as green
    QVERIFY(plane.directions()[1][1] > nearlyOne);
    QVERIFY(plane.pad().isEnabled());
    drag(plane.pad(), plane.pad().place({0, 0}).toPoint(), plane.pad().place({2, 0}).toPoint());
    QVERIFY(code().values[0] > 1.8F);
}

void CodeDockTest::samplesComeOneByOneAndStop() {
    ui::CodeGallery& gallery = dock().gallery();
    QVERIFY(gallery.tiles().tiles().empty());
    QVERIFY(!gallery.stopButton().isEnabled());
    m_behaviour->hold = true;
    m_behaviour->passing = 3;
    QTest::mouseClick(&gallery.showButton(), Qt::LeftButton);
    QCOMPARE(gallery.tiles().tiles().size(), galleryTiles); // places, before there are photos
    QTRY_COMPARE_WITH_TIMEOUT(picturesIn(gallery.tiles()), std::size_t{3}, patience);
    m_behaviour->passing = 2;
    QTRY_COMPARE_WITH_TIMEOUT(picturesIn(gallery.tiles()), std::size_t{5}, patience);
    QVERIFY(gallery.stopButton().isEnabled());
    QTest::mouseClick(&gallery.stopButton(), Qt::LeftButton);
    m_behaviour->hold = false;
    QTRY_COMPARE_WITH_TIMEOUT(m_session->rendering().waiting(), 0, patience);
    QCOMPARE(picturesIn(gallery.tiles()), std::size_t{5});
    QVERIFY(!gallery.stopButton().isEnabled());
    // What is missing can be asked for again, and other codes too.
    const LatentCode before = *gallery.tiles().tiles()[0]->code();
    QTest::mouseClick(&gallery.showButton(), Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(picturesIn(gallery.tiles()), galleryTiles, patience);
    QCOMPARE(*gallery.tiles().tiles()[0]->code(), before);
    QTest::mouseClick(&gallery.moreButton(), Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(picturesIn(gallery.tiles()), galleryTiles, patience);
    QVERIFY(*gallery.tiles().tiles()[0]->code() != before);
    QVERIFY(!stack().canUndo()); // looking at samples changes nothing
}

void CodeDockTest::samplesThatFailComeToAnEnd() {
    ui::CodeGallery& gallery = dock().gallery();
    m_behaviour->fail = true;
    QTest::mouseClick(&gallery.showButton(), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(!gallery.samples().running(), patience);
    QVERIFY(!gallery.stopButton().isEnabled());
    QCOMPARE(picturesIn(gallery.tiles()), std::size_t{0});
    m_behaviour->fail = false;
    QVERIFY(gallery.showButton().isEnabled()); // to try again
    QTest::mouseClick(&gallery.showButton(), Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(picturesIn(gallery.tiles()), galleryTiles, patience);
}

void CodeDockTest::aSampleIsTaken() {
    showGallery();
    ui::CodeTile* tile = dock().gallery().tiles().tiles()[4];
    QTest::mouseClick(tile, Qt::LeftButton);
    QCOMPARE(code(), *tile->code());
    QVERIFY(tile->isChecked());
    QCOMPARE(stack().count(), 1);
    waitForExact();
    // The sample showed what is painted now.
    const QImage& sample = tile->picture();
    QCOMPARE(sample.pixelColor(sample.width() / 50, sample.height() - 3), shownColour());
    action("edit.undo").trigger();
    QVERIFY(!tile->isChecked());
}

void CodeDockTest::samplesOfAnEditedSceneAreStale() {
    showGallery();
    const ui::CodeTile* tile = dock().gallery().tiles().tiles()[0];
    action("code.random").trigger();
    QVERIFY(!tile->stale()); // another code is none of their business
    deleteACar();
    QVERIFY(tile->stale());
    action("edit.undo").trigger();
    QVERIFY(!tile->stale());
    action("edit.redo").trigger();
    QVERIFY(tile->stale());
    QTest::mouseClick(&dock().gallery().showButton(), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(dock().gallery().samples().complete(), patience);
    QVERIFY(!tile->stale());
}

void CodeDockTest::codesGoFromSceneToScene() {
    action("code.random").trigger();
    const LatentCode copied = code();
    action("code.copy").trigger();
    QCOMPARE(QGuiApplication::clipboard()->text(), ui::codeText(copied));
    scene::SceneState other = scene();
    other.seed = 99;
    other.appearance = {};
    m_window->setDocument(std::make_unique<ui::Document>(other));
    QVERIFY(code().values.empty());
    action("code.paste").trigger();
    QCOMPARE(code(), copied);
    QCOMPARE(stack().count(), 1);
    document().saveAs(file("pasted.underpaint").toStdString());
    open(file("pasted.underpaint"));
    QCOMPARE(code(), copied);
}

void CodeDockTest::whatIsNoCodeIsNotPasted() {
    QGuiApplication::clipboard()->setText("0.5, 1");
    action("code.paste").trigger();
    QVERIFY(m_window->messages().text().contains("2 values"));
    QVERIFY(m_window->messages().text().contains("4"));
    QGuiApplication::clipboard()->setText("a photo of a house");
    action("code.paste").trigger();
    QVERIFY(m_window->messages().text().contains("no number"));
    QVERIFY(code().values.empty());
    QVERIFY(!stack().canUndo());
}

void CodeDockTest::aPhotoGivesItsCode() {
    QVERIFY(action("code.fromPhoto").isEnabled());
    m_window->files().takeCodeFrom(photo("house.png"));
    QTRY_COMPARE_WITH_TIMEOUT(code(), test::fakeCode(codeSize), patience);
    QVERIFY(stack().undoText().contains("house.png"));
    QFile broken(file("broken.png"));
    QVERIFY(broken.open(QIODevice::WriteOnly));
    broken.close();
    m_window->files().takeCodeFrom(broken.fileName());
    QTRY_VERIFY_WITH_TIMEOUT(m_window->messages().text().contains("broken.png"), patience);
    QCOMPARE(stack().count(), 1);
}

void CodeDockTest::keptCodesAreThereInTheNextWindow() {
    action("code.random").trigger();
    const LatentCode first = code();
    action("code.keep").trigger(); // before its photo is there
    QCOMPARE(dock().favourites().kept().size(), std::size_t{1});
    waitForExact();
    QVERIFY(!dock().favourites().kept()[0].picture.isNull());
    action("code.keep").trigger();
    QCOMPARE(dock().favourites().kept().size(), std::size_t{1}); // it is there already
    action("code.random").trigger();
    action("code.keep").trigger();
    m_window->files().leave(); // else the next window asks about what was not saved
    open();
    waitForExact();
    const auto& tiles = dock().favourites().tiles().tiles();
    QCOMPARE(tiles.size(), std::size_t{2});
    QCOMPARE(dock().favourites().kept()[0].code, first);
    QVERIFY(!tiles[0]->picture().isNull());
    QTest::mouseClick(tiles[0], Qt::LeftButton);
    QCOMPARE(code(), first);
    QVERIFY(tiles[0]->isChecked());
    QContextMenuEvent menu(QContextMenuEvent::Mouse, tiles[0]->rect().center(),
                           tiles[0]->mapToGlobal(tiles[0]->rect().center()));
    QApplication::sendEvent(tiles[0], &menu);
    auto* popup = qobject_cast<QMenu*>(QApplication::activePopupWidget());
    QVERIFY(popup != nullptr);
    popup->actions().back()->trigger();
    popup->close();
    QCOMPARE(dock().favourites().kept().size(), std::size_t{1});
    QVERIFY(dock().favourites().kept()[0].code != first);
    m_window->files().leave();
    open();
    waitForExact();
    QCOMPARE(dock().favourites().kept().size(), std::size_t{1});
}

void CodeDockTest::aKeptCodeHasAName() {
    action("code.random").trigger();
    action("code.keep").trigger();
    const auto renameTo = [this](const QString& name) {
        QWidget* tile = dock().favourites().tiles().tiles()[0];
        QContextMenuEvent menu(QContextMenuEvent::Mouse, tile->rect().center(),
                               tile->mapToGlobal(tile->rect().center()));
        QApplication::sendEvent(tile, &menu);
        auto* popup = qobject_cast<QMenu*>(QApplication::activePopupWidget());
        QVERIFY(popup != nullptr);
        popup->actions()[1]->trigger();
        popup->close();
        auto* dialog = dock().favourites().findChild<QInputDialog*>();
        QVERIFY(dialog != nullptr);
        dialog->setTextValue(name);
        QTest::keyClick(dialog, Qt::Key_Return);
        QTRY_VERIFY(dock().favourites().findChild<QInputDialog*>() == nullptr);
    };
    renameTo(QStringLiteral("  rain <b>at\nnight"));
    m_window->files().leave(); // else the next window asks about what was not saved
    open();
    waitForExact();
    ui::CodeTile* tile = dock().favourites().tiles().tiles()[0];
    QCOMPARE(tile->name(), QStringLiteral("rain <b>at night"));
    QVERIFY(tile->toolTip().contains(QStringLiteral("rain &lt;b&gt;at night")));
    renameTo({});
    QVERIFY(dock().favourites().tiles().tiles()[0]->name().isEmpty());
}

void CodeDockTest::theStripEndsAtItsCodes() {
    ui::CodeStrip& strip = dock().strip();
    action("code.random").trigger();
    const LatentCode from = code();
    QTest::mouseClick(&strip.fromButton(), Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(picturesIn(strip.tiles()), std::size_t{1}, patience);
    action("code.random").trigger();
    const LatentCode to = code();
    QTest::mouseClick(&strip.toButton(), Qt::LeftButton);
    constexpr std::size_t frames = 7;
    QTRY_COMPARE_WITH_TIMEOUT(picturesIn(strip.tiles()), frames, patience);
    const auto& tiles = strip.tiles().tiles();
    QCOMPARE(*tiles.front()->code(), from);
    QCOMPARE(*tiles.back()->code(), to);
    QVERIFY(tiles.back()->isChecked());
    const LatentCode straight = *tiles[3]->code();
    QVERIFY(std::abs(straight.values[0] - (from.values[0] + to.values[0]) / 2) < 1e-5F);
    strip.path().setFocus();
    QTest::keyClick(&strip.path(), Qt::Key_Down);
    QTRY_COMPARE_WITH_TIMEOUT(picturesIn(strip.tiles()), frames, patience);
    QVERIFY(*tiles[3]->code() != straight);
    QCOMPARE(*tiles.front()->code(), from);
    QTest::mouseClick(tiles[3], Qt::LeftButton);
    QCOMPARE(code(), *tiles[3]->code());
}

void CodeDockTest::aCodeOfAnotherModelIsSaid() {
    document().apply({scene::SetLatent{{{1, 2}}}}, "other model");
    const auto labels = dock().findChildren<QLabel*>();
    QVERIFY(std::any_of(labels.begin(), labels.end(), [](const QLabel* label) {
        return label->isVisible() && label->text().contains("2 values");
    }));
    QVERIFY(action("code.reset").isEnabled());
    action("code.reset").trigger();
    QVERIFY(code().values.empty());
}

void CodeDockTest::theSeedHasItsOwnCode() {
    QVERIFY(!action("code.reset").isEnabled());
    action("code.random").trigger();
    action("code.reset").trigger();
    QVERIFY(code().values.empty());
    document().apply({scene::SetSeed{scene().seed + 1}}, "another seed");
    constexpr double step = 0.03;
    QVERIFY(std::abs(dock().sliders().sliders()[1]->value() - seedsCode().values[1]) < step);
}

void CodeDockTest::modelsWithoutCodesHaveNoSuchPanel() {
    m_behaviour->codes = 0;
    open();
    waitForExact();
    QVERIFY(!dock().useful());
    QVERIFY(!dock().isVisible());
    QVERIFY(!action("code.random").isEnabled());
    QVERIFY(action("code.random").toolTip().contains("no variations"));
}

void CodeDockTest::everythingIsReachedByKeys() {
    showGallery();
    constexpr int narrow = 260;
    m_window->resizeDocks({&dock()}, {narrow}, Qt::Horizontal);
    QCoreApplication::processEvents();
    for (QWidget* widget : dock().widget()->findChildren<QWidget*>()) {
        const bool control = qobject_cast<QAbstractButton*>(widget) != nullptr ||
                             qobject_cast<QSlider*>(widget) != nullptr ||
                             qobject_cast<QComboBox*>(widget) != nullptr ||
                             qobject_cast<ui::CodePad*>(widget) != nullptr;
        if (!control || !widget->isVisibleTo(&dock())) {
            continue;
        }
        const auto* button = qobject_cast<QAbstractButton*>(widget);
        const QString name = button != nullptr && widget->accessibleName().isEmpty()
                                 ? button->text()
                                 : widget->accessibleName();
        QVERIFY2(!name.isEmpty(), widget->metaObject()->className());
        QVERIFY2(widget->focusPolicy() & Qt::TabFocus, qPrintable(name));
        QVERIFY2(!widget->toolTip().isEmpty() || !widget->parentWidget()->toolTip().isEmpty(),
                 qPrintable(name));
        const int right = widget->mapTo(dock().widget(), QPoint(widget->width(), 0)).x();
        QVERIFY2(right <= dock().widget()->width(), qPrintable(name)); // nothing is cut off
    }
}

} // namespace code_dock_test

int underpaint::test::runCodeDockTests(int argc, char** argv) {
    code_dock_test::CodeDockTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "code_dock_test.moc"
