// SPDX-License-Identifier: GPL-3.0-or-later
// The panel of exemplars in the real window, with a fake model that takes them.
#include "engine/imaging/codec.h"
#include "engine/project/file/project_file.h"
#include "tests/support/answer_dialog.h"
#include "tests/support/window_panel.h"
#include "tests/ui/window_fixture.h"
#include "tests/ui/window_tests.h"
#include "ui/canvas/canvas_view.h"
#include "ui/dialogs/exemplar_map_dialog.h"
#include "ui/docks/exemplar_dock.h"
#include "ui/docks/exemplar_list.h"
#include "ui/docks/exemplar_picture.h"
#include "ui/docks/exemplar_shelf_view.h"
#include "ui/docks/value_slider.h"
#include "ui/session/exemplar_map.h"
#include "ui/session/sample_scenes.h"
#include "ui/tools/tool.h"
#include "ui/tools/tool_controller.h"
#include "ui/widgets/drop_zones.h"
#include "ui/window/main_window.h"

#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QFile>
#include <QListWidget>
#include <QMimeData>
#include <QPushButton>
#include <QSignalSpy>
#include <QSlider>
#include <QStyle>
#include <QTest>
#include <QUndoStack>
#include <QUrl>

#include <functional>
#include <set>

namespace exemplar_dock_test {

using namespace underpaint;
using scene::MatchWithin;
using Target = scene::ExemplarTarget;

namespace {

constexpr int patience = test::windowPatience;
constexpr std::uint16_t car = 8;

} // namespace

class ExemplarDockTest : public underpaint::test::WindowFixture {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void aDroppedPhotoLendsItsLook();
    void aZoneOfTheWindowTakesExemplars();
    void aPhotoThatCannotBeReadIsExplained();
    void aDraggedStrengthIsOneStep();
    void itsTextureIsTakenWhenAsked();
    void itIsForWhatIsChosen();
    void matchesAreRestricted();
    void anotherLabelMapTakesThePlaceOfTheEstimate();
    void theEstimateIsCorrectedWithTheTools();
    void partsThatLendNothingArePainted();
    void whatIsOnlyLookedAtIsNoStep();
    void oneOfSeveralIsRemoved();
    void theShelfLendsLooksByAClick();
    void theShelfLeavesTheUsersPhotosAlone();
    void otherClassesHaveNoShelf();
    void thePlaceUnderTheCursorIsShownInThePhoto();
    void overlaysShowWhatIsLentAndHowSurely();
    void pinsAreMadeMovedAndRemoved();
    void theProjectKeepsThem();
    void modelsWithoutExemplarsHaveNoSuchPanel();
    void itComesToTheFrontWithItsModel();

private:
    ui::ExemplarDock& dock() { return test::panel<ui::ExemplarDock>(*m_window); }
    void drop(const QString& file);
    /// Adds one of that name and waits for it.
    void add(const char* name);
    const scene::Exemplar& exemplar(const std::string& id) {
        const scene::Exemplar* found = scene().findExemplar(id);
        if (found == nullptr) {
            qFatal("there is no such exemplar");
        }
        return *found;
    }
    /// Opens the dialog of the chosen exemplar, in which `work` is done before it ends with OK.
    void correct(const std::function<void(ui::ExemplarMapDialog&)>& work);
    void choose(QComboBox& box, int row);
    void clickShelf(int row);
    /// Of the left pane.
    QPoint onCanvas(Point pixel) {
        return m_window->canvas().fromMap(QPointF(pixel.x + 0.5, pixel.y + 0.5)).toPoint();
    }
    /// Where the fake finds the look of a pixel in the photo.
    Point partner(Point pixel, const scene::Exemplar& one);
};

void ExemplarDockTest::init() {
    WindowFixture::init();
    m_behaviour->exemplars = true;
    m_behaviour->styles = false;
    open();
    waitForExact();
    dock().raise();
    QCoreApplication::processEvents();
}

void ExemplarDockTest::drop(const QString& file) {
    QWidget* list = dock().list().viewport();
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(file)});
    const QPoint at(5, 5);
    QDragEnterEvent enter(at, Qt::CopyAction, &data, Qt::LeftButton, {});
    QCoreApplication::sendEvent(list, &enter);
    QVERIFY(enter.isAccepted());
    QDragMoveEvent move(at, Qt::CopyAction, &data, Qt::LeftButton, {});
    QCoreApplication::sendEvent(list, &move);
    QVERIFY(move.isAccepted());
    QDropEvent dropped(at, Qt::CopyAction, &data, Qt::LeftButton, {});
    QCoreApplication::sendEvent(list, &dropped);
}

void ExemplarDockTest::add(const char* name) {
    const auto before = scene().allExemplars().size();
    drop(photo(name));
    QTRY_COMPARE_WITH_TIMEOUT(scene().allExemplars().size(), before + 1, patience);
}

void ExemplarDockTest::choose(QComboBox& box, int row) {
    QVERIFY(row >= 0);
    box.setFocus();
    const auto key = row > box.currentIndex() ? Qt::Key_Down : Qt::Key_Up;
    for (int steps = box.count(); box.currentIndex() != row && steps > 0; --steps) {
        QTest::keyClick(&box, key);
    }
}

void ExemplarDockTest::aDroppedPhotoLendsItsLook() {
    QVERIFY(dock().useful() && dock().isVisible());
    QVERIFY(!action("exemplar.remove").isEnabled());
    const scene::SceneState before = scene();
    add("dusk.png");
    const scene::Exemplar& one = exemplar("dusk");
    // The segmenter saw sky, a road and a car, which is an object.
    const std::set<std::uint16_t> seen(one.labels->values().begin(), one.labels->values().end());
    QCOMPARE(seen.size(), std::size_t{3});
    QVERIFY(seen.contains(car));
    QVERIFY(one.instances->at(0, one.instances->height() - 1) >= 1000U * car);
    QCOMPARE(one.within, MatchWithin::Class);
    QCOMPARE(dock().list().count(), 1);
    QCOMPARE(dock().list().current(), std::string("dusk"));
    QVERIFY(!dock().list().item(0)->icon().isNull());
    QVERIFY(action("exemplar.remove").isEnabled());
    QCOMPARE(stack().count(), 1);
    waitForExact();
    stack().undo();
    QVERIFY(scene() == before);
    QCOMPARE(dock().list().count(), 0);
    stack().redo();
    QCOMPARE(dock().list().count(), 1);
}

void ExemplarDockTest::aZoneOfTheWindowTakesExemplars() {
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(photo("dusk.png"))});
    QDragEnterEvent enter({300, 300}, Qt::CopyAction, &data, Qt::LeftButton, {});
    QCoreApplication::sendEvent(m_window.get(), &enter);
    auto* zones = m_window->findChild<ui::DropZones*>();
    QVERIFY(zones->isVisible());
    // Label map, instance map; photo layer, exemplar; new scene.
    const QPointF at(zones->width() * 0.75, zones->height() * 0.5);
    // The zones are under the pointer by now.
    QDragEnterEvent further(at.toPoint(), Qt::CopyAction, &data, Qt::LeftButton, {});
    QCoreApplication::sendEvent(zones, &further);
    QDropEvent dropped(at, Qt::CopyAction, &data, Qt::LeftButton, {});
    QCoreApplication::sendEvent(zones, &dropped);
    QTRY_VERIFY_WITH_TIMEOUT(scene().findExemplar("dusk") != nullptr, patience);
}

void ExemplarDockTest::aPhotoThatCannotBeReadIsExplained() {
    QFile broken(file("broken.png"));
    QVERIFY(broken.open(QIODevice::WriteOnly));
    broken.close();
    drop(broken.fileName());
    QTRY_VERIFY_WITH_TIMEOUT(m_window->messages().text().contains("broken.png"), patience);
    QVERIFY(scene().allExemplars().empty());
}

void ExemplarDockTest::aDraggedStrengthIsOneStep() {
    add("dusk.png");
    auto* slider = dock().strength().findChild<QSlider*>();
    const auto at = [&](int value) {
        constexpr int handle = 15;
        const int x = QStyle::sliderPositionFromValue(slider->minimum(), slider->maximum(), value,
                                                      slider->width() - handle);
        return QPoint(x + handle / 2, slider->height() / 2);
    };
    const QPoint from = at(slider->value());
    const QPoint to = at((slider->minimum() + slider->maximum()) / 2);
    QTest::mousePress(slider, Qt::LeftButton, {}, from);
    for (int i = 1; i <= 5; ++i) {
        QTest::mouseMove(slider, from + (to - from) * i / 5);
    }
    QTest::mouseRelease(slider, Qt::LeftButton, {}, to);
    const float strength = exemplar("dusk").strength;
    QVERIFY(strength > 0.3F && strength < 0.7F);
    QCOMPARE(stack().count(), 2);
    // Much less than the photo: every step of a drag goes to the journal.
    stack().undo();
    QCOMPARE(exemplar("dusk").strength, 1.0F);
    QCOMPARE(dock().strength().value(), 1.0);
    auto* smooth = dock().temperature().findChild<QSlider*>();
    smooth->setFocus();
    QTest::keyClick(smooth, Qt::Key_PageUp);
    QVERIFY(exemplar("dusk").temperature > 1);
}

void ExemplarDockTest::itsTextureIsTakenWhenAsked() {
    add("dusk.png");
    QCheckBox& box = dock().texture();
    QVERIFY(box.isChecked() && exemplar("dusk").texture);
    box.setFocus();
    QTest::keyClick(&box, Qt::Key_Space);
    QVERIFY(!exemplar("dusk").texture);
    QCOMPARE(stack().count(), 2);
    stack().undo();
    QVERIFY(exemplar("dusk").texture && box.isChecked());
    stack().redo();
    QVERIFY(!exemplar("dusk").texture && !box.isChecked());
    // Of the one that is chosen.
    add("dawn.png");
    QVERIFY(exemplar("dawn").texture && !exemplar("dusk").texture);
}

void ExemplarDockTest::itIsForWhatIsChosen() {
    add("dusk.png");
    QComboBox& box = dock().target();
    QCOMPARE(box.currentIndex(), 0);
    const std::uint32_t one = anInstanceOf(car);
    QVERIFY(one != 0);
    select(one);
    choose(box, 1);
    QVERIFY((exemplar("dusk").target == Target{Target::Kind::Instance, one}));
    QVERIFY(scene().appearances.at(one).exemplars.contains("dusk"));
    QVERIFY(dock().list().item(0)->text().contains(box.currentText()));
    // It is still offered when something else is selected.
    select(0);
    QCOMPARE(box.currentIndex(), 1);
    choose(box, box.count() - 1);
    QCOMPARE(exemplar("dusk").target.kind, Target::Kind::Class);
    QCOMPARE(exemplar("dusk").target.id, std::uint32_t{scene().labelSet.classes().back().id});
    while (stack().index() > 1) {
        stack().undo();
    }
    QVERIFY(exemplar("dusk").target == Target{});
    QCOMPARE(box.currentIndex(), 0);
}

void ExemplarDockTest::matchesAreRestricted() {
    add("dusk.png");
    choose(dock().within(), 2);
    QCOMPARE(exemplar("dusk").within, MatchWithin::Instance);
    choose(dock().within(), 0);
    QCOMPARE(exemplar("dusk").within, MatchWithin::Photo);
    stack().undo();
    stack().undo();
    stack().undo();
    QCOMPARE(exemplar("dusk").within, MatchWithin::Class);
    QCOMPARE(dock().within().currentIndex(), 1);
}

void ExemplarDockTest::correct(const std::function<void(ui::ExemplarMapDialog&)>& work) {
    test::answerNext<ui::ExemplarMapDialog>(*this, [&](ui::ExemplarMapDialog& dialog) {
        work(dialog);
        dialog.findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Ok)->click();
    });
    action("exemplar.correct").trigger();
}

namespace {

void chooseLabel(ui::ExemplarMapDialog& dialog, std::uint16_t label) {
    for (int row = 0; row < dialog.labels().count(); ++row) {
        if (dialog.labels().item(row)->data(Qt::UserRole).toUInt() == label) {
            dialog.labels().setCurrentRow(row);
        }
    }
}

/// With the mouse, in pixels of the exemplar.
void clickOn(ui::ExemplarMapDialog& dialog, Point pixel) {
    const QPointF at = dialog.canvas().fromMap(QPointF(pixel.x + 0.5, pixel.y + 0.5));
    QTest::mouseClick(&dialog.canvas(), Qt::LeftButton, {}, at.toPoint());
}

} // namespace

void ExemplarDockTest::theEstimateIsCorrectedWithTheTools() {
    add("dusk.png");
    const LabelPlane before = *exemplar("dusk").labels;
    const auto other = static_cast<std::uint16_t>(before.at(0, 0) == car ? 3 : car);
    correct([&](ui::ExemplarMapDialog& dialog) {
        chooseLabel(dialog, other);
        QTest::keyClick(&dialog.canvas(), Qt::Key_G); // fills
        QCOMPARE(dialog.tools().active().id(), QString("fill"));
        clickOn(dialog, {0, 0});
        QTest::keyClick(&dialog, Qt::Key_Z, Qt::ControlModifier);
        QVERIFY(!dialog.changed());
        clickOn(dialog, {0, 0});
        QVERIFY(dialog.changed());
    });
    const scene::Exemplar& now = exemplar("dusk");
    QCOMPARE(now.labels->at(0, 0), other);
    QVERIFY(now.labels->size() == before.size() && !now.hidden);
    QCOMPARE(now.instances->at(0, 0) >= 1000U * other, other == car);
    stack().undo();
    QVERIFY(*exemplar("dusk").labels == before);
}

void ExemplarDockTest::partsThatLendNothingArePainted() {
    add("dusk.png");
    const LabelPlane before = *exemplar("dusk").labels;
    const std::uint16_t none = ui::lendsNothing(scene().labelSet).id;
    correct([&](ui::ExemplarMapDialog& dialog) {
        chooseLabel(dialog, none);
        QTest::keyClick(&dialog.canvas(), Qt::Key_B);
        dialog.tools().active().setDiameter(3);
        clickOn(dialog, {5, 6});
    });
    QVERIFY(*exemplar("dusk").labels == before); // what is hidden shows what it showed
    QVERIFY(exemplar("dusk").hidden != nullptr);
    QVERIFY(exemplar("dusk").hidden->at(5, 6) != 0);
    QCOMPARE(exemplar("dusk").hidden->at(15, 16), std::uint8_t{0});
    // It is there when it is opened again, and can be painted over.
    correct([&](ui::ExemplarMapDialog& dialog) {
        QCOMPARE(dialog.document().scene().labels.at(5, 6), none);
        chooseLabel(dialog, before.at(5, 6));
        QTest::keyClick(&dialog.canvas(), Qt::Key_B);
        dialog.tools().active().setDiameter(9);
        clickOn(dialog, {5, 6});
    });
    QVERIFY(exemplar("dusk").hidden == nullptr);
    stack().undo();
    QVERIFY(exemplar("dusk").hidden != nullptr);
    stack().undo();
    QVERIFY(exemplar("dusk").hidden == nullptr);
}

void ExemplarDockTest::whatIsOnlyLookedAtIsNoStep() {
    add("dusk.png");
    const int steps = stack().count();
    correct([&](ui::ExemplarMapDialog& dialog) {
        dialog.opacity().setValue(0);
        QCOMPARE(dialog.labels().count(), static_cast<int>(scene().labelSet.size()) + 1);
    });
    QCOMPARE(stack().count(), steps);
    // Cancelled.
    test::answerNext<ui::ExemplarMapDialog>(*this, [&](ui::ExemplarMapDialog& dialog) {
        chooseLabel(dialog, car);
        QTest::keyClick(&dialog.canvas(), Qt::Key_G);
        clickOn(dialog, {0, 0});
        dialog.reject();
    });
    action("exemplar.correct").trigger();
    QCOMPARE(stack().count(), steps);
}

void ExemplarDockTest::anotherLabelMapTakesThePlaceOfTheEstimate() {
    add("dusk.png");
    const QString map = file("map.png");
    imaging::writeLabels(map.toStdString(), LabelPlane(40, 20, 1, car));
    dock().relabel(map);
    QCOMPARE(exemplar("dusk").labels->at(0, 0), car);
    QVERIFY(exemplar("dusk").labels->size() == exemplar("dusk").photo->size());
    QVERIFY(exemplar("dusk").instances->at(0, 0) >= 1000U * car);
    QVERIFY_EXCEPTION_THROWN(dock().relabel(photo("noise.png")), Error);
    QCOMPARE(stack().count(), 2);
    stack().undo();
    QVERIFY(exemplar("dusk").labels->at(0, 0) != car);
    // A photo with a label map from a file.
    dock().add(photo("noon.png"), map);
    QCOMPARE(exemplar("noon").labels->at(0, 0), car);
    QCOMPARE(dock().list().current(), std::string("noon"));
}

void ExemplarDockTest::oneOfSeveralIsRemoved() {
    add("dusk.png");
    add("dawn.png");
    drop(file("dusk.png")); // once more
    QTRY_COMPARE_WITH_TIMEOUT(dock().list().count(), 3, patience);
    QVERIFY(scene().findExemplar("dusk 2") != nullptr);
    dock().list().setCurrent("dawn");
    action("exemplar.remove").trigger();
    QCOMPARE(dock().list().count(), 2);
    QVERIFY(scene().findExemplar("dawn") == nullptr);
    stack().undo();
    QVERIFY(scene().findExemplar("dawn") != nullptr);
}

Point ExemplarDockTest::partner(Point pixel, const scene::Exemplar& one) {
    constexpr int stride = 4;
    const Size map = scene().size();
    const Size photo = one.photo->size();
    const Size places{(map.width + stride - 1) / stride, (map.height + stride - 1) / stride};
    return {photo.width - 1 - pixel.x / stride * photo.width / places.width,
            pixel.y / stride * photo.height / places.height};
}

void ExemplarDockTest::thePlaceUnderTheCursorIsShownInThePhoto() {
    QVERIFY(!dock().picture().isVisible());
    add("dusk.png");
    waitForExact();
    QVERIFY(dock().picture().isVisible());
    QVERIFY(!dock().picture().marked());
    const Point at{21, 9};
    QTest::mouseMove(&m_window->canvas(), onCanvas(at));
    QVERIFY(dock().picture().marked().has_value());
    QVERIFY(*dock().picture().marked() == partner(at, exemplar("dusk")));
    QTest::mouseMove(&m_window->canvas(), onCanvas({1, 1}));
    QVERIFY(*dock().picture().marked() == partner({1, 1}, exemplar("dusk")));
    // Beside the map nothing is.
    QTest::mouseMove(&m_window->canvas(), onCanvas({-9, 1}));
    QVERIFY(!dock().picture().marked());
}

void ExemplarDockTest::overlaysShowWhatIsLentAndHowSurely() {
    QVERIFY(!action("view.exemplar").isEnabled());
    QVERIFY(!action("view.certainty").isEnabled());
    // The key that goes through the views passes by those that have nothing to show.
    for (int i = 0; i < 12; ++i) {
        QTest::keyClick(&m_window->canvas(), Qt::Key_C);
        QVERIFY(m_window->canvas().mode() != ui::ViewMode::Exemplar);
        QVERIFY(m_window->canvas().mode() != ui::ViewMode::Certainty);
    }
    add("dusk.png");
    waitForExact();
    QVERIFY(action("view.certainty").isEnabled());
    action("view.exemplar").trigger();
    m_window->canvas().setZoom(4);
    QCoreApplication::processEvents();
    const auto shown = [&](Point at) {
        return m_window->canvas().grab().toImage().pixelColor(onCanvas(at));
    };
    const Point at = {scene().size().width / 2, scene().size().height / 2};
    const Point from = partner(at, exemplar("dusk"));
    const Image& photo = *exemplar("dusk").photo;
    QCOMPARE(shown(at), QColor(photo.at(from.x, from.y, 0), photo.at(from.x, from.y, 1),
                               photo.at(from.x, from.y, 2)));
    action("view.certainty").trigger();
    // The fake is sure of every other column of places.
    const Point sure{at.x / 8 * 8 + 1, at.y};
    const Point unsure{sure.x + 4, at.y};
    QVERIFY(shown(sure).lightness() > 2 * shown(unsure).lightness());
    // Undo brings back the photo without, which is known.
    stack().undo();
    waitForExact();
    QVERIFY(!action("view.certainty").isEnabled());
    stack().redo();
    waitForExact();
    QVERIFY(action("view.certainty").isEnabled());
}

void ExemplarDockTest::pinsAreMadeMovedAndRemoved() {
    ui::CanvasView& canvas = m_window->canvas();
    ui::Tool* pin = m_window->tools().find("pin");
    QVERIFY(pin != nullptr);
    m_window->tools().activate(*pin);
    QSignalSpy noticed(&m_window->tools(), &ui::ToolController::noticed);
    const Point at{40, 20};
    QTest::mouseClick(&canvas, Qt::LeftButton, {}, onCanvas(at));
    QCOMPARE(noticed.size(), 1); // nothing to pin to
    add("dusk.png");
    waitForExact();
    QTest::mouseClick(&canvas, Qt::LeftButton, {}, onCanvas(at));
    QCOMPARE(exemplar("dusk").pins.size(), std::size_t{1});
    // Its other end is where the place took its look from so far.
    QVERIFY((exemplar("dusk").pins[0] == scene::Pin{at, partner(at, exemplar("dusk"))}));
    QCOMPARE(stack().count(), 2);
    // There it is dragged, as one step.
    ui::ExemplarPicture& picture = dock().picture();
    const Point to{3, 2};
    QTest::mousePress(&picture, Qt::LeftButton, {},
                      picture.shownAt(exemplar("dusk").pins[0].exemplar).toPoint());
    QTest::mouseMove(&picture, picture.shownAt({9, 9}).toPoint());
    QTest::mouseMove(&picture, picture.shownAt(to).toPoint());
    QTest::mouseRelease(&picture, Qt::LeftButton, {}, picture.shownAt(to).toPoint());
    QVERIFY(exemplar("dusk").pins[0].exemplar == to);
    QCOMPARE(stack().count(), 3);
    // The match under the cursor follows.
    waitForExact();
    QTest::mouseMove(&canvas, onCanvas({1, 1}));
    QTest::mouseMove(&canvas, onCanvas(at));
    QVERIFY(picture.marked() == to);
    // The end in the scene is dragged on the canvas.
    const Point there{60, 24};
    QTest::mousePress(&canvas, Qt::LeftButton, {}, onCanvas(at));
    QTest::mouseMove(&canvas, onCanvas({50, 22}));
    QTest::mouseMove(&canvas, onCanvas(there));
    QTest::mouseRelease(&canvas, Qt::LeftButton, {}, onCanvas(there));
    QCOMPARE(exemplar("dusk").pins.size(), std::size_t{1});
    QVERIFY(exemplar("dusk").pins[0].scene == there);
    QCOMPARE(stack().count(), 4);
    // A click beside the pins of the photo moves the last one.
    QTest::mouseClick(&canvas, Qt::LeftButton, {}, onCanvas({10, 4}));
    QTest::mouseClick(&picture, Qt::LeftButton, {},
                      picture.shownAt({exemplar("dusk").photo->width() - 2, 1}).toPoint());
    QCOMPARE(exemplar("dusk").pins.size(), std::size_t{2});
    QVERIFY(exemplar("dusk").pins[1].exemplar.x > exemplar("dusk").photo->width() - 5);
    QTest::mouseClick(&canvas, Qt::LeftButton, Qt::ControlModifier, onCanvas(there));
    QCOMPARE(exemplar("dusk").pins.size(), std::size_t{1});
    QVERIFY(exemplar("dusk").pins[0].scene == (Point{10, 4}));
    stack().undo();
    QCOMPARE(exemplar("dusk").pins.size(), std::size_t{2});
    action("exemplar.unpin").trigger();
    QVERIFY(exemplar("dusk").pins.empty());
    QVERIFY(!action("exemplar.unpin").isEnabled());
}

void ExemplarDockTest::clickShelf(int row) {
    QListWidget& shelf = dock().shelf();
    QVERIFY(row < shelf.count());
    shelf.scrollToItem(shelf.item(row));
    QTest::mouseClick(shelf.viewport(), Qt::LeftButton, {},
                      shelf.visualItemRect(shelf.item(row)).center());
}

void ExemplarDockTest::theShelfLendsLooksByAClick() {
    QCOMPARE(dock().shelf().count(), 2);
    QVERIFY(dock().shelf().isVisible());
    const int before = document().undoStack().index();
    clickShelf(0);
    QCOMPARE(scene().allExemplars().size(), std::size_t{1});
    QCOMPARE(exemplar("dawn").target, Target{});
    QCOMPARE(exemplar("dawn").labels->size(), exemplar("dawn").photo->size());
    QCOMPARE(dock().list().current(), std::string("dawn"));
    waitForExact();
    QVERIFY(m_session->rendering().photo().parts().matches != nullptr);

    // Another one takes its place, with the strength that the user gave it; the same one does not.
    document().apply({scene::SetExemplarRules{"dawn", {}, MatchWithin::Photo, 0.5F, 2}}, "rules");
    clickShelf(1);
    QCOMPARE(scene().allExemplars().size(), std::size_t{1});
    QCOMPARE(exemplar("dusk").strength, 0.5F);
    QCOMPARE(exemplar("dusk").within, MatchWithin::Photo);
    QCOMPARE(document().undoStack().index(), before + 3);
    clickShelf(1);
    QCOMPARE(document().undoStack().index(), before + 3);
    document().undoStack().undo();
    QCOMPARE(exemplar("dawn").strength, 0.5F);

    // By the keyboard.
    dock().shelf().setFocus();
    dock().shelf().setCurrentRow(0);
    QTest::keyClick(&dock().shelf(), Qt::Key_Right);
    QTest::keyClick(&dock().shelf(), Qt::Key_Return);
    QCOMPARE(dock().list().current(), std::string("dusk"));
}

void ExemplarDockTest::theShelfLeavesTheUsersPhotosAlone() {
    add("dusk.png");
    const scene::Exemplar own = exemplar("dusk");
    clickShelf(0);
    QCOMPARE(scene().allExemplars().size(), std::size_t{2});
    clickShelf(1);
    QCOMPARE(scene().allExemplars().size(), std::size_t{2});
    QVERIFY(exemplar("dusk") == own);
    QCOMPARE(dock().list().current(), std::string("dusk 2"));
}

void ExemplarDockTest::otherClassesHaveNoShelf() {
    const ui::SampleScene fashion{UNDERPAINT_SOURCE_FOLDER "/tests/data/scenes/fashion", "coat"};
    dock().shelf().follow(nullptr);
    QCOMPARE(dock().shelf().count(), 0);
    QVERIFY(dock().shelf().isHidden());
    QCOMPARE(ui::exemplarShelf(UNDERPAINT_SOURCE_FOLDER "/tests/data/scenes",
                               ui::readSample(fashion).labelSet)
                 .size(),
             std::size_t{0});
}

void ExemplarDockTest::theProjectKeepsThem() {
    add("dusk.png");
    choose(dock().within(), 2);
    const scene::Exemplar kept = exemplar("dusk");
    const std::string project = file("town.underpaint").toStdString();
    document().saveAs(project);
    QVERIFY(*project::readProject(project).project.state.findExemplar("dusk") == kept);
}

void ExemplarDockTest::modelsWithoutExemplarsHaveNoSuchPanel() {
    m_window->files().leave();
    m_behaviour->exemplars = false;
    open();
    waitForExact();
    QVERIFY(!dock().useful());
    QVERIFY(!dock().isVisible());
}

void ExemplarDockTest::itComesToTheFrontWithItsModel() {
    m_window->files().leave();
    open(); // nobody has a layout of their own
    waitForExact();
    QTRY_VERIFY(!dock().visibleRegion().isEmpty());
    QVERIFY(dock().shelf().isVisible());
}

} // namespace exemplar_dock_test

int underpaint::test::runExemplarDockTests(int argc, char** argv) {
    exemplar_dock_test::ExemplarDockTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "exemplar_dock_test.moc"
