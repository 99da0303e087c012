// SPDX-License-Identifier: GPL-3.0-or-later
// The real main window with real events; only the model is a fake.
#include "engine/base/atomic_file.h"
#include "engine/base/error.h"
#include "engine/base/mapped_file.h"
#include "engine/project/file/project_file.h"
#include "engine/project/package/default_style.h"
#include "engine/scene/builtin_label_sets.h"
#include "engine/scene/instance_ids.h"
#include "engine/scene/instances.h"
#include "engine/scene/pixel_spans.h"
#include "tests/support/answer_dialog.h"
#include "tests/support/window_panel.h"
#include "tests/ui/window_fixture.h"
#include "tests/ui/window_tests.h"
#include "ui/dialogs/export_dialog.h"
#include "ui/docks/label_dock.h"
#include "ui/docks/style_dock.h"
#include "ui/docks/style_tile.h"
#include "ui/docks/value_slider.h"
#include "ui/session/model_change.h"
#include "ui/session/sample_scenes.h"
#include "ui/tools/tool.h"
#include "ui/tools/tool_controller.h"
#include "ui/widgets/status_fields.h"
#include "ui/widgets/text_focus.h"
#include "ui/window/main_window.h"

#include <QAbstractButton>
#include <QAction>
#include <QApplication>
#include <QCheckBox>
#include <QDialog>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QMessageBox>
#include <QSettings>
#include <QSignalSpy>
#include <QSlider>
#include <QTemporaryDir>
#include <QTest>
#include <QThreadPool>
#include <QTimer>
#include <QUndoStack>

#include <algorithm>
#include <map>
#include <span>

namespace window_test {

using namespace underpaint;
using ui::PhotoState;

namespace {

constexpr int patience = test::windowPatience;
constexpr std::uint16_t road = 3;
constexpr std::uint16_t car = 8;

} // namespace

class WindowTest : public underpaint::test::WindowFixture {
    Q_OBJECT

private Q_SLOTS:
    void opensTheSampleRendered();
    void everyActionTriggers();
    void everyActionIsInAMenuOrABar();
    void shortcutsAreUnique();
    void slotKeysChooseLabels();
    void textFieldsKeepTheirKeys();
    void strokeLeadsToTheExactPhoto();
    void styleClickIsUndone();
    void dragOfAMixingSliderIsOneStep();
    void clustersAreSteppedByKeys();
    void encodedStylesReachTheSelection();
    void instancesAreMergedSplitAndDeleted();
    void objectsOfStuffStayObjectsOfAnotherClass();
    void duplicateKeepsTheStyle();
    void censusAgreesWithTheMap();
    void failureIsShownAndGoesAway();
    void disabledActionsSayWhy();
    void liveOffRendersOnDemandOnly();
    void unsavedChangesAreAskedAbout();
    void savedProjectIsOpenAgain();
    void savingGoesOnBehindTheBrush();
    void aFailedSaveIsSaidAndKeepsTheWindow();
    void whatAnotherProgramSavedIsNotReplacedUnasked();
    void longWorkLeavesTheThreadsThatQtPaintsWith();
    void stopAlsoStopsPicturesThatWaitForCalm();
};

void WindowTest::opensTheSampleRendered() {
    waitForExact();
    QCOMPARE(scene().size(), (Size{512, 256}));
    const QImage& photo = m_session->rendering().photo().photo();
    QCOMPARE(photo.size(), QSize(512, 256));
    QCOMPARE(photo.pixelColor(10, 250), paintedColour(10, 250));
    QCOMPARE(m_window->canvas().mode(), ui::ViewMode::SideBySide);
    QVERIFY(!document().modified());
    QVERIFY(m_window->messages().text().isEmpty());
    QVERIFY(m_window->status().text(ui::StatusFields::Field::Model).contains("fake"));
}

void WindowTest::everyActionTriggers() {
    waitForExact();
    select(anInstanceOf(car));
    QTimer closer;
    connect(&closer, &QTimer::timeout, this, [] {
        if (auto* dialog = qobject_cast<QDialog*>(QApplication::activeModalWidget())) {
            dialog->reject();
        }
    });
    closer.start(20);
    for (QAction* one : m_window->actionBook().all()) {
        if (one->objectName() == "file.quit") {
            continue;
        }
        one->trigger();
        QCoreApplication::processEvents();
        QVERIFY2(m_window->isVisible(), qPrintable(one->objectName()));
        if (stack().canUndo() && one->objectName().startsWith("instance.")) {
            stack().setIndex(0);
            select(anInstanceOf(car));
        }
    }
    closer.stop();
    stack().setIndex(0);
    m_window->setWindowState(Qt::WindowNoState);
    m_session->rendering().setLive(true); // two of the actions ended it
    m_session->rendering().renderNow();
    waitForExact();
}

void WindowTest::everyActionIsInAMenuOrABar() {
    for (QAction* one : m_window->actionBook().all()) {
        const QList<QObject*> places = one->associatedObjects();
        const bool found = std::any_of(places.begin(), places.end(), [&](QObject* place) {
            return place != m_window.get() && qobject_cast<QWidget*>(place) != nullptr;
        });
        QVERIFY2(found, qPrintable(one->objectName()));
        QVERIFY2(!one->toolTip().isEmpty() && !one->text().isEmpty(),
                 qPrintable(one->objectName()));
    }
}

void WindowTest::shortcutsAreUnique() {
    std::map<QString, QString> owners;
    for (const QAction* one : m_window->actionBook().all()) {
        for (const QKeySequence& key : one->shortcuts()) {
            const auto [place, fresh] = owners.try_emplace(key.toString(), one->objectName());
            QVERIFY2(fresh, qPrintable(key.toString() + ": " + place->second + " and " +
                                       one->objectName()));
        }
    }
}

void WindowTest::slotKeysChooseLabels() {
    ui::EditorState& state = m_window->editor().state();
    m_window->canvas().setFocus();
    QTest::keyClick(&m_window->canvas(), Qt::Key_4);
    QCOMPARE(state.currentLabel(), *state.slot(3));
    QTest::keyClick(&m_window->canvas(), Qt::Key_X);
    QCOMPARE(state.currentLabel(), *state.slot(0));
    QTest::keyClick(&m_window->canvas(), Qt::Key_K);
    QVERIFY(state.lockedLabels().contains(*state.slot(0)));
    QTest::keyClick(&m_window->canvas(), Qt::Key_N);
    QVERIFY(state.newInstanceNext());
}

void WindowTest::textFieldsKeepTheirKeys() {
    ui::EditorState& state = m_window->editor().state();
    const std::uint16_t before = state.currentLabel();
    QLineEdit& search = test::panel<ui::LabelDock>(*m_window).search();
    search.setFocus();
    QVERIFY(ui::textHasFocus());
    const QString tool = m_window->tools().active().id();
    QTest::keyClicks(&search, "e4nr");
    QCOMPARE(search.text(), QString("e4nr"));
    QCOMPARE(state.currentLabel(), before);
    QVERIFY(!state.newInstanceNext());
    QCOMPARE(m_window->tools().active().id(), tool);
    QVERIFY(!stack().canUndo());
}

void WindowTest::strokeLeadsToTheExactPhoto() {
    waitForExact();
    ui::CanvasView& canvas = m_window->canvas();
    canvas.setFocus();
    m_window->editor().state().setCurrentLabel(road);
    QVERIFY(scene().labels.at(60, 20) != road);
    const auto at = [&](int x, int y) { return canvas.fromMap(QPointF(x, y)).toPoint(); };
    QTest::mousePress(&canvas, Qt::LeftButton, {}, at(40, 20));
    for (int x = 44; x <= 90; x += 4) {
        QTest::mouseMove(&canvas, at(x, 20));
    }
    QTest::mouseRelease(&canvas, Qt::LeftButton, {}, at(90, 20));
    QCOMPARE(scene().labels.at(60, 20), road);
    QCOMPARE(stack().count(), 1);
    QVERIFY(document().modified());
    waitForExact();
    QCOMPARE(m_session->rendering().photo().photo().pixelColor(60, 20), paintedColour(60, 20));
    QTest::keyClick(&canvas, Qt::Key_Z, Qt::ControlModifier);
    QVERIFY(scene().labels.at(60, 20) != road);
    waitForExact();
    QVERIFY(m_session->rendering().photo().photo().pixelColor(60, 20) != test::fakeColour(road, 0));
}

void WindowTest::styleClickIsUndone() {
    waitForExact();
    const std::uint32_t instance = anInstanceOf(car);
    select(instance);
    const auto& tiles = test::panel<ui::StyleDock>(*m_window).tiles();
    QCOMPARE(tiles.size(), std::size_t{2});
    QTest::mouseClick(tiles[1], Qt::LeftButton);
    QVERIFY(scene().styleOf(instance) != nullptr);
    QCOMPARE(*scene().styleOf(instance), scene::Style(scene::ClusterStyle{1}));
    QVERIFY(tiles[1]->isChecked());
    QTRY_VERIFY_WITH_TIMEOUT(tiles[0]->exact() && tiles[1]->exact(), patience);
    action("edit.undo").trigger();
    QVERIFY(scene().styleOf(instance) == nullptr);
    const bool byItself = project::defaultCluster(instance, 2, scene().seed) == 1;
    QCOMPARE(test::panel<ui::StyleDock>(*m_window).tiles()[1]->isChecked(), byItself);
    waitForExact();
}

void WindowTest::dragOfAMixingSliderIsOneStep() {
    waitForExact();
    const std::uint32_t instance = anInstanceOf(road);
    const auto worn = scene().appearances;
    select(instance);
    auto* slider = test::panel<ui::StyleDock>(*m_window).findChild<ui::ValueSlider*>();
    QVERIFY(slider != nullptr);
    auto* handle = slider->findChild<QSlider*>();
    handle->setSliderDown(true);
    for (int value = 20; value <= 100; value += 20) {
        handle->setSliderPosition(value);
    }
    handle->setSliderDown(false);
    QCOMPARE(stack().count(), 1);
    const scene::Style* style = scene().styleOf(instance);
    QVERIFY(style != nullptr && std::holds_alternative<scene::MixtureStyle>(*style));
    action("edit.undo").trigger();
    QVERIFY(scene().appearances == worn);
}

void WindowTest::clustersAreSteppedByKeys() {
    waitForExact();
    const auto before = scene().appearances;
    const std::uint32_t instance = anInstanceOf(car);
    select(instance);
    QTest::keyClick(&m_window->canvas(), Qt::Key_Period);
    QCOMPARE(*scene().styleOf(instance), scene::Style(scene::ClusterStyle{0}));
    QTest::keyClick(&m_window->canvas(), Qt::Key_Period);
    QCOMPARE(*scene().styleOf(instance), scene::Style(scene::ClusterStyle{1}));
    QTest::keyClick(&m_window->canvas(), Qt::Key_R);
    QCOMPARE(*scene().styleOf(instance), scene::Style(scene::ClusterStyle{0})); // the other one
    action("style.copy").trigger();
    action("style.sameForClass").trigger();
    for (const scene::InstanceInfo& info : scene::instancesIn(scene())) {
        QCOMPARE(scene().styleOf(info.id) != nullptr,
                 info.label == car || before.contains(info.id));
    }
    QTest::keyClick(&m_window->canvas(), Qt::Key_R, Qt::ShiftModifier);
    QVERIFY(scene().styleOf(anInstanceOf(road)) != nullptr);
    stack().setIndex(0);
    QVERIFY(scene().appearances == before);
}

void WindowTest::encodedStylesReachTheSelection() {
    waitForExact();
    const std::size_t before = scene().appearances.size();
    const std::uint32_t instance = anInstanceOf(car);
    select(instance);
    QImage photo(64, 32, QImage::Format_RGB888);
    photo.fill(Qt::darkGreen);
    const QTemporaryDir folder;
    const QString file = folder.filePath("meadow.png");
    QVERIFY(photo.save(file));
    QSignalSpy encoded(&m_session->appearances(), &ui::AppearanceSource::stylesEncoded);
    m_window->files().takeStylesFrom(file);
    QVERIFY(encoded.wait(patience));
    QCOMPARE(*scene().styleOf(instance), scene::Style(scene::FeatureStyle{{0.25F, -0.25F, 0.5F}}));
    QCOMPARE(scene().appearances.size(), before + 1);
    QVERIFY(stack().undoText().contains("meadow.png"));
    // What is no picture is said, and changes nothing.
    const int steps = stack().count();
    QFile broken(folder.filePath("broken.png"));
    QVERIFY(broken.open(QIODevice::WriteOnly));
    broken.close();
    m_window->files().takeStylesFrom(broken.fileName());
    QTRY_VERIFY_WITH_TIMEOUT(m_window->messages().text().contains("broken.png"), patience);
    QCOMPARE(stack().count(), steps);
}

void WindowTest::instancesAreMergedSplitAndDeleted() {
    const std::vector<scene::InstanceInfo> all = scene::instancesIn(scene());
    std::vector<std::uint32_t> cars;
    for (const scene::InstanceInfo& a : all) {
        for (const scene::InstanceInfo& b : all) {
            if (a.label == car && b.label == car && a.box.right() < b.box.x) {
                cars = {a.id, b.id}; // that do not touch
            }
        }
    }
    QCOMPARE(cars.size(), std::size_t{2});
    const auto before = scene::instanceIn(scene(), cars[0]);
    const auto other = scene::instanceIn(scene(), cars[1]);
    m_window->editor().state().selectInstances(cars);
    action("instance.merge").trigger();
    const std::uint32_t kept = std::min(cars[0], cars[1]);
    QVERIFY(!scene::instanceIn(scene(), std::max(cars[0], cars[1])));
    QCOMPARE(scene::instanceIn(scene(), kept)->area, before->area + other->area);
    action("instance.split").trigger();
    QVERIFY(m_window->editor().state().selectedInstances().size() >= 2);
    action("instance.delete").trigger();
    QVERIFY(!scene::instanceIn(scene(), kept));
    stack().setIndex(0);
    QCOMPARE(scene::instanceIn(scene(), cars[0]), before);
}

void WindowTest::objectsOfStuffStayObjectsOfAnotherClass() {
    constexpr std::uint16_t tree = 5;
    const auto become = [this](std::uint32_t instance, std::uint16_t label) {
        m_window->editor().state().selectInstances({instance});
        m_window->editor().state().setCurrentLabel(label);
        action("instance.relabel").trigger();
        return m_window->editor().state().selectedInstances();
    };
    m_window->editor().document().apply(
        scene::paintSpans(scene(), {{2, 2, 8}}, {tree, scene::instancesPerClass * tree}), "one");
    QCOMPARE(become(scene::instancesPerClass * tree, road),
             std::vector<std::uint32_t>{scene::instancesPerClass * road});
    QCOMPARE(scene().instances.at({4, 2}), scene::instancesPerClass * road);
    // A thing that becomes stuff is a part of it.
    QCOMPARE(become(anInstanceOf(car), road), std::vector<std::uint32_t>{road});
}

void WindowTest::duplicateKeepsTheStyle() {
    waitForExact();
    const std::uint32_t original = anInstanceOf(car);
    select(original);
    action("style.next").trigger();
    action("instance.duplicate").trigger();
    const auto& selected = m_window->editor().state().selectedInstances();
    QCOMPARE(selected.size(), std::size_t{1});
    QVERIFY(selected.front() != original);
    QVERIFY(scene().styleOf(selected.front()) != nullptr);
    QCOMPARE(*scene().styleOf(selected.front()), *scene().styleOf(original));
    QCOMPARE(stack().count(), 2);
}

void WindowTest::censusAgreesWithTheMap() {
    ui::SceneCensus census;
    while (!census.update(scene(), 3)) {
    }
    QCOMPARE(census.instances(), scene::instancesIn(scene()));
    select(anInstanceOf(car));
    action("instance.delete").trigger();
    QVERIFY(!census.update(scene(), 0));
    QVERIFY(census.update(scene(), 1000));
    QCOMPARE(census.instances(), scene::instancesIn(scene()));
    long long pixels = 0;
    for (const auto& [label, count] : census.labelPixels()) {
        pixels += count;
    }
    QCOMPARE(pixels, scene().size().area());
}

void WindowTest::failureIsShownAndGoesAway() {
    waitForExact();
    m_behaviour->fail = true;
    m_window->editor().state().selectInstances({anInstanceOf(car)});
    action("instance.delete").trigger();
    QTRY_VERIFY_WITH_TIMEOUT(
        m_window->messages().text().contains("ask it not to", Qt::CaseInsensitive), patience);
    QVERIFY(m_session->rendering().photo().truth() != PhotoState::Truth::Exact);
    m_behaviour->fail = false;
    action("edit.undo").trigger();
    waitForExact();
    QVERIFY(m_window->messages().text().isEmpty());
}

void WindowTest::disabledActionsSayWhy() {
    waitForExact();
    m_window->editor().state().selectInstances({});
    for (const QAction* one : m_window->actionBook().all()) {
        if (!one->isEnabled()) {
            QVERIFY2(one->toolTip().contains("Not now: "), qPrintable(one->objectName()));
        }
    }
    QVERIFY(!action("instance.merge").isEnabled());
    QVERIFY(!action("edit.undo").isEnabled());
}

void WindowTest::liveOffRendersOnDemandOnly() {
    waitForExact();
    action("render.live").trigger();
    QVERIFY(!m_session->rendering().live());
    select(anInstanceOf(car));
    QTRY_VERIFY_WITH_TIMEOUT(m_session->rendering().waiting() == 0,
                             patience); // pictures of its styles
    const int before = m_behaviour->renders;
    action("instance.delete").trigger();
    QTest::qWait(400); // longer than the rest before an exact render
    QCOMPARE(m_behaviour->renders.load(), before);
    QCOMPARE(m_session->rendering().photo().truth(), PhotoState::Truth::Stale);
    action("render.exact").trigger();
    waitForExact();
}

void WindowTest::unsavedChangesAreAskedAbout() {
    select(anInstanceOf(car));
    action("instance.delete").trigger();
    answer(QMessageBox::Cancel);
    QVERIFY(!m_window->close());
    QVERIFY(m_window->isVisible());
    answer(QMessageBox::Discard);
    QVERIFY(m_window->close());
}

void WindowTest::savedProjectIsOpenAgain() {
    select(anInstanceOf(car));
    action("instance.delete").trigger();
    const auto file = m_home->filePath("town.underpaint");
    document().saveAs(file.toStdString());
    const scene::SceneState saved = scene();
    QVERIFY(!m_window->isWindowModified());
    QVERIFY(m_window->close());
    open();
    QCOMPARE(document().displayName(), QString("town.underpaint"));
    QVERIFY(scene() == saved);
    waitForExact();
}

void WindowTest::savingGoesOnBehindTheBrush() {
    const QTemporaryDir folder;
    const QString file = folder.filePath("street.underpaint");
    document().apply({scene::SetSeed{1}}, "one");
    document().saveAs(file.toStdString());
    document().apply({scene::SetSeed{2}}, "two");
    const scene::SceneState wanted = scene();
    action("file.save").trigger();
    QVERIFY(document().saving());
    QVERIFY(document().modified());
    QCOMPARE(m_window->status().text(ui::StatusFields::Field::Saved), QString("saving …"));
    document().apply({scene::SetSeed{3}}, "three");
    QTRY_VERIFY_WITH_TIMEOUT(!document().saving(), patience);
    QVERIFY(document().modified());
    QCOMPARE(m_window->status().text(ui::StatusFields::Field::Saved), QString("not saved"));
    QVERIFY(ui::Document::open(file.toStdString())->scene() == wanted);
    QVERIFY(QFileInfo(m_window->files().recent().files().front()) == QFileInfo(file));
    // Closing waits for the file that is being written.
    action("file.save").trigger();
    QVERIFY(document().saving());
    QVERIFY(m_window->files().mayLeave());
    QVERIFY(!document().saving() && !document().modified());
    QCOMPARE(ui::Document::open(file.toStdString())->scene().seed, 3U);
}

void WindowTest::aFailedSaveIsSaidAndKeepsTheWindow() {
    auto folder = std::make_unique<QTemporaryDir>();
    document().saveAs(folder->filePath("street.underpaint").toStdString());
    document().apply({scene::SetSeed{1}}, "one");
    folder.reset();
    action("file.save").trigger();
    QTRY_VERIFY_WITH_TIMEOUT(m_window->messages().text().contains("street.underpaint"), patience);
    QVERIFY(document().modified());
    // "Save" is the answer to the question, and does not work either: the window stays.
    QTimer answer;
    connect(&answer, &QTimer::timeout, this, [] {
        if (auto* box = qobject_cast<QMessageBox*>(QApplication::activeModalWidget())) {
            box->button(QMessageBox::Save)->click();
        }
    });
    answer.start(20);
    QVERIFY(!m_window->files().mayLeave());
    document().undoStack().setIndex(0);
}

void WindowTest::whatAnotherProgramSavedIsNotReplacedUnasked() {
    const std::filesystem::path file = m_home->filePath("town.underpaint").toStdString();
    document().saveAs(file);
    select(anInstanceOf(car));
    action("instance.delete").trigger();
    const std::string_view foreign = "what another program wrote";
    writeFileAtomically(file, foreign);
    const auto held = [&] {
        const MappedFile mapped(file);
        return std::string(reinterpret_cast<const char*>(mapped.bytes().data()),
                           mapped.bytes().size());
    };
    int asked = 0;
    const auto press = [&](QMessageBox::ButtonRole role) {
        test::answerNext<QMessageBox>(*this, [&asked, role](QMessageBox& box) {
            QCOMPARE(box.objectName(), QString("changedOutside"));
            ++asked;
            for (QAbstractButton* button : box.buttons()) {
                if (box.buttonRole(button) == role) {
                    button->click();
                    return;
                }
            }
        });
        action("file.save").trigger();
    };
    press(QMessageBox::RejectRole);
    QCOMPARE(asked, 1);
    QCOMPARE(held(), std::string(foreign));
    QVERIFY(document().modified());
    press(QMessageBox::DestructiveRole);
    QCOMPARE(asked, 2);
    QTRY_VERIFY_WITH_TIMEOUT(!document().modified(), patience);
    QVERIFY(project::readProject(file).project.state == scene());
    // Our own file from now on.
    action("edit.undo").trigger();
    action("file.save").trigger();
    QTRY_VERIFY_WITH_TIMEOUT(!document().modified(), patience);
    QCOMPARE(asked, 2);
}

void WindowTest::longWorkLeavesTheThreadsThatQtPaintsWith() {
    waitForExact();
    // As if Qt were painting with all of them.
    QThreadPool& painting = *QThreadPool::globalInstance();
    const int threads = painting.maxThreadCount();
    for (int i = 0; i < threads; ++i) {
        painting.reserveThread();
    }
    QSignalSpy exported(&m_session->photos(), &ui::PhotoFiles::photoExported);
    m_session->photos().exportPhoto({m_home->filePath("town.png").toStdString(), {}, 95});
    const bool done = exported.wait(patience);
    for (int i = 0; i < threads; ++i) {
        painting.releaseThread();
    }
    QVERIFY(done);
    QCOMPARE(exported.front().at(1).toString(), QString());
}

void WindowTest::stopAlsoStopsPicturesThatWaitForCalm() {
    waitForExact();
    select(anInstanceOf(car));
    const auto idle = [&] { return m_session->rendering().waiting() == 0; };
    QVERIFY(QTest::qWaitFor(idle, patience));
    m_session->rendering().setLive(false);
    m_window->canvas().setFocus();
    QSignalSpy pictures(&m_session->appearances(), &ui::AppearanceSource::styleThumbnail);
    ui::CanvasView& canvas = m_window->canvas();
    const auto dab = [&](int x) {
        QTest::mouseClick(&canvas, Qt::LeftButton, {}, canvas.fromMap(QPointF(x, 20)).toPoint());
    };
    select(anInstanceOf(car));
    m_window->editor().state().setCurrentLabel(road);
    const std::uint64_t before = document().revision();
    dab(60);
    QVERIFY(document().revision() != before);
    QTRY_VERIFY_WITH_TIMEOUT(!pictures.isEmpty(), patience); // some time after the stroke
    QVERIFY(QTest::qWaitFor(idle, patience));
    pictures.clear();
    dab(120);
    m_session->rendering().stop(); // the key's action rests while the engine does
    constexpr int longerThanCalm = 1200;
    QTest::qWait(longerThanCalm);
    QVERIFY(pictures.isEmpty());
}

} // namespace window_test

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    QApplication::setKeyboardInputInterval(underpaint::test::windowPatience); // words stay words on
                                                                              // a busy machine, too
    QApplication::setAttribute(Qt::AA_DontUseNativeDialogs);
    underpaint::ui::TextFocusFilter filter;
    application.installEventFilter(&filter);
    window_test::WindowTest test;
    return QTest::qExec(&test, argc, argv) + underpaint::test::runDropTests(argc, argv) +
           underpaint::test::runExemplarDockTests(argc, argv) +
           underpaint::test::runShortcutTests(argc, argv) +
           underpaint::test::runHandsTests(argc, argv) +
           underpaint::test::runHelpTests(argc, argv) +
           underpaint::test::runOpeningTests(argc, argv) +
           underpaint::test::runModelChangeTests(argc, argv) +
           underpaint::test::runNewSceneTests(argc, argv) +
           underpaint::test::runPhotoHistoryTests(argc, argv) +
           underpaint::test::runPhotoLayerTests(argc, argv) +
           underpaint::test::runTranslationTests(argc, argv) +
           underpaint::test::runLatentCodesTests(argc, argv) +
           underpaint::test::runCodeDockTests(argc, argv) +
           underpaint::test::runStyleDockTests(argc, argv);
}

#include "window_test.moc"
