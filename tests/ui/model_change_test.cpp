// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/atomic_file.h"
#include "engine/base/error.h"
#include "engine/scene/builtin_label_sets.h"
#include "engine/scene/instances.h"
#include "engine/scene/touched.h"
#include "tests/support/answer_dialog.h"
#include "tests/support/window_panel.h"
#include "tests/ui/window_fixture.h"
#include "tests/ui/window_tests.h"
#include "ui/canvas/pane_badge.h"
#include "ui/dialogs/class_table_view.h"
#include "ui/dialogs/classes_dialog.h"
#include "ui/dialogs/export_dialog.h"
#include "ui/docks/label_dock.h"
#include "ui/docks/style_dock.h"
#include "ui/session/model_change.h"
#include "ui/session/photo_layer.h"
#include "ui/session/sample_scenes.h"
#include "ui/window/main_window.h"

#include <QAbstractButton>
#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QDialog>
#include <QDialogButtonBox>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QThreadPool>
#include <QTimer>
#include <QUndoStack>

#include <algorithm>
#include <map>
#include <span>

#include <chrono>
#include <filesystem>
#include <string>
#include <thread>

namespace model_change_test {

using namespace underpaint;

namespace {

constexpr int patience = test::windowPatience;
constexpr std::uint16_t road = 3;
constexpr std::uint16_t car = 8;

} // namespace

/// What the model in use, or another one, changes in the window; what ships with the models.
class ModelChangeTest : public underpaint::test::WindowFixture {
    Q_OBJECT

private Q_SLOTS:
    void theModelThatKnowsTheClassesIsWaitedFor();
    void modelsAreFoundWhileTheyAreLookedFor();
    void anotherModelTakesStylesAwayThatItLacks();
    void anotherModelGetsTheSceneInItsClasses();
    void whatClassesBecomeIsShownAndCorrected();
    void aCorrectionLeavesWhatWasPaintedSince();
    void classesOfAllFramesAreCorrected();
    void choicesOfClassesAreKeptInTheProject();
    void classesThatMeanTheSameAskNothing();
    void panelsAreThereForWhatTheModelCan();
    void classesUnknownToTheModelAreGrey();
    void exportOffersThePhotoWhenTheModelIsThere();
    void samplesHaveTheirStyles();
    void theFirstOfTheScenesThatShipIsALandscape();

private:
    /// A scene of Cityscapes with road, a truck and rails, brought to the street model, whose id is
    /// returned.
    QString cityscapesInStreet();
    static void choose(ui::ClassesDialog& dialog, const QString& from, const QString& to);
    static void accept(ui::ClassesDialog& dialog);
};

void ModelChangeTest::theModelThatKnowsTheClassesIsWaitedFor() {
    m_read = [](const std::filesystem::path& path) {
        if (path.stem() == "street") {
            // Longer than the window waits for a list.
            std::this_thread::sleep_for(std::chrono::milliseconds(700));
        }
        return project::ModelPackage::open(path);
    };
    open();
    waitForExact();
    QCOMPARE(m_session->models().model()->manifest.name, std::string("street"));
    QVERIFY(scene().modelId.empty() || scene().modelId == m_session->models().model()->manifest.id);
}

void ModelChangeTest::modelsAreFoundWhileTheyAreLookedFor() {
    waitForExact();
    const std::string wanted = m_session->models().model()->manifest.id;
    // A scene that was opened before the packages were read names none.
    document().apply({scene::SetModel{wanted}}, "model");
    document().apply({scene::SetSeed{1}}, "one");
    document().saveAs(m_home->filePath("town.underpaint").toStdString());
    QVERIFY(m_window->close());
    // Whenever the last package is read: before a list is asked for, between two of them, after.
    for (const int each : {10, 15, 20, 25, 30, 40}) {
        m_read = [each](const std::filesystem::path& path) {
            std::this_thread::sleep_for(std::chrono::milliseconds(each));
            return project::ModelPackage::open(path);
        };
        open();
        waitForExact();
        QTRY_COMPARE_WITH_TIMEOUT(m_session->models().model()->manifest.id, wanted, patience);
        QVERIFY(m_window->close());
    }
}

void ModelChangeTest::anotherModelTakesStylesAwayThatItLacks() {
    waitForExact();
    const std::string before = scene().modelId;
    const std::uint32_t aCar = anInstanceOf(car);
    const std::uint32_t aRoad = anInstanceOf(road);
    const scene::Style tooLong = scene::FeatureStyle{{0.1F, 0.2F, 0.3F, 0.4F, 0.5F}};
    const scene::Style first = scene::ClusterStyle{0};
    QVERIFY(aRoad < aCar); // as entries are ordered
    // With numbers for names it goes by these, and all classes stay.
    document().apply({scene::ReplaceLabelSet{scene::generatedLabels(12)}}, "numbers");
    const scene::SetStyle edit{{{aRoad, first}, {aCar, tooLong}}};
    document().apply({edit}, "styles");
    scene::Appearance coded = scene().appearances.at(aCar);
    coded.code.values = {1, 2};
    document().apply({scene::SetAppearance{{{aCar, coded}}}}, "code");
    QString other;
    for (const ui::KnownModel& model : m_session->models().models()) {
        if (model.name == "fashion") {
            other = model.id;
        }
    }
    QVERIFY(!other.isEmpty());
    QSignalSpy noticed(&m_session->models(), &ui::ModelShelf::noticed);
    const int steps = stack().index();
    ui::changeModel(m_window->editor(), *m_session, other);
    QCOMPARE(stack().index(), steps + 1);
    QCOMPARE(QString::fromStdString(scene().modelId), other);
    QVERIFY(scene().styleOf(aCar) == nullptr);
    QVERIFY(scene().appearances.at(aCar).code == coded.code);
    QVERIFY(*scene().styleOf(aRoad) == first);
    QVERIFY(noticed.front().front().toString().startsWith("1 style"));
    stack().undo();
    QCOMPARE(scene().modelId, before);
    QVERIFY(*scene().styleOf(aCar) == tooLong);
}

void ModelChangeTest::anotherModelGetsTheSceneInItsClasses() {
    waitForExact();
    const QString street = QString::fromStdString(m_session->models().model()->manifest.id);
    // A scene of Cityscapes: road, a car, and rails, which the street model does not know.
    LabelPlane labels(64, 32, 7);
    InstancePlane instances(64, 32, 7);
    for (int y = 8; y < 24; ++y) {
        for (int x = 0; x < 48; ++x) {
            labels.at(x, y) = x < 24 ? 26 : 10;
            instances.at(x, y) = x < 24 ? 26000 : 10;
        }
    }
    scene::EditGroup cityscapes;
    cityscapes.edits.push_back({scene::SetModel{"a model that is gone"}});
    cityscapes.edits.push_back({scene::ReplaceMaps{
        scene::LabelMap(labels), scene::InstanceMap(instances), scene::cityscapesLabels()}});
    cityscapes.edits.push_back({scene::SetStyle{{{26000, scene::ClusterStyle{0}}}}});
    document().apply({cityscapes}, "another town");
    document().apply(
        ui::keepEdit(scene(), true, std::make_shared<const Image>(64, 32, 3, std::uint8_t{9})),
        "keep");
    document().apply({scene::PaintPixels{{{50, 4, 9, 10}}, {{50, 4, 9, 10}}}}, "rails");
    const scene::SceneState before = scene();
    QSignalSpy noticed(&m_session->models(), &ui::ModelShelf::classesMapped);
    const int steps = stack().index();
    ui::changeModel(m_window->editor(), *m_session, street);
    QCOMPARE(stack().index(), steps + 1);
    QCOMPARE(scene().labels.at(60, 2), road);
    // What was touched of the photo is what it was.
    QVERIFY(scene::keepsPhoto(scene()));
    QVERIFY(scene::touchedPixels(scene()) == scene::touchedPixels(before));
    QCOMPARE(ui::touchedShare(scene()), 9.0 / (64 * 32));
    QCOMPARE(scene().labels.at(10, 10), car);
    QCOMPARE(scene().instances.at(10, 10), 1000U * car);
    QVERIFY(scene().styleOf(26000) == nullptr);
    QVERIFY(scene().styleOf(1000U * car) != nullptr);
    QCOMPARE(scene().labelSet.at(scene().labels.at(30, 10)).name, std::string("unlabelled"));
    QCOMPARE(scene().labelSet.at(car).name, std::string("car"));
    QVERIFY2(noticed.front().front().toString().contains("rail track"),
             qPrintable(noticed.front().front().toString()));
    stack().undo();
    QVERIFY(scene() == before);
    // Names that a user gives are no other classes.
    stack().redo();
    document().apply({scene::RenameLabel{car, "Herbie"}}, "rename");
    document().apply({scene::SetModel{"a model that is gone"}}, "away");
    ui::changeModel(m_window->editor(), *m_session, street);
    QCOMPARE(scene().labels.at(10, 10), car);
}

QString ModelChangeTest::cityscapesInStreet() {
    const QString street = QString::fromStdString(m_session->models().model()->manifest.id);
    LabelPlane labels(64, 32, 7); // road
    InstancePlane instances(64, 32, 7);
    for (int y = 8; y < 24; ++y) {
        for (int x = 0; x < 48; ++x) {
            labels.at(x, y) = x < 24 ? 27 : 10; // a truck, rails
            instances.at(x, y) = x < 24 ? 27000 : 10;
        }
    }
    scene::EditGroup cityscapes;
    cityscapes.edits.push_back({scene::SetModel{"a model that is gone"}});
    cityscapes.edits.push_back({scene::ReplaceMaps{
        scene::LabelMap(labels), scene::InstanceMap(instances), scene::cityscapesLabels()}});
    document().apply({cityscapes}, "another town");
    ui::changeModel(m_window->editor(), *m_session, street);
    return street;
}

void ModelChangeTest::choose(ui::ClassesDialog& dialog, const QString& from, const QString& to) {
    const auto* table = dialog.findChild<ui::ClassTableView*>();
    for (int row = 0; row < table->rowCount(); ++row) {
        if (table->item(row, 0)->text() == from) {
            auto* choice = qobject_cast<QComboBox*>(table->cellWidget(row, 2));
            choice->setFocus();
            QTest::keyClicks(choice, to); // as people do
            QCOMPARE(choice->currentText(), to);
            return;
        }
    }
    QFAIL("no such class");
}

void ModelChangeTest::accept(ui::ClassesDialog& dialog) {
    QTest::mouseClick(dialog.findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Ok),
                      Qt::LeftButton);
}

void ModelChangeTest::whatClassesBecomeIsShownAndCorrected() {
    waitForExact();
    QVERIFY(!action("model.classes").isEnabled());
    cityscapesInStreet();
    const std::uint16_t tree = scene().labelSet.at("tree").id;
    QCOMPARE(scene().labels.at(10, 10), car);
    QCOMPARE(scene().labelSet.at(scene().labels.at(30, 10)).name, std::string("unlabelled"));
    const ui::MessageBar& bar = m_window->messages();
    QVERIFY2(bar.text().contains("rail track") && bar.text().contains("truck became car"),
             qPrintable(bar.text()));
    const scene::SceneState before = scene();
    const int steps = stack().index();
    test::answerNext<ui::ClassesDialog>(*this, [&](ui::ClassesDialog& dialog) {
        QCOMPARE(dialog.findChild<ui::ClassTableView*>()->rowCount(), 3);
        choose(dialog, "rail track", "tree");
        accept(dialog);
    });
    auto* offer = bar.findChild<QPushButton*>();
    QVERIFY(offer->isVisible());
    QTest::mouseClick(offer, Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(scene().labels.at(30, 10), tree, patience);
    QCOMPARE(scene().instances.at(30, 10), std::uint32_t{tree});
    QCOMPARE(scene().labels.at(10, 10), car);
    QCOMPARE(stack().index(), steps + 1);
    QCOMPARE(bar.text(), QString());
    waitForExact(); // it is painted
    stack().undo();
    QVERIFY(scene() == before);
    stack().redo();
    QCOMPARE(scene().labels.at(30, 10), tree);
    // The table opens again, and what names say can be had back.
    test::answerNext<ui::ClassesDialog>(*this, [&](ui::ClassesDialog& dialog) {
        for (auto* button : dialog.findChildren<QPushButton*>()) {
            if (button->text().contains("Names")) {
                QVERIFY(button->isEnabled());
                QTest::mouseClick(button, Qt::LeftButton);
            }
        }
        accept(dialog);
    });
    QVERIFY(action("model.classes").isEnabled());
    action("model.classes").trigger();
    QVERIFY(scene() == before);
    // Without the change of the model there is nothing to show.
    stack().undo();
    stack().undo();
    stack().undo();
    QVERIFY(!action("model.classes").isEnabled());
}

void ModelChangeTest::aCorrectionLeavesWhatWasPaintedSince() {
    waitForExact();
    cityscapesInStreet();
    const std::uint16_t sign = scene().labelSet.at("sign").id;
    // A sign is painted over a part of the rails and of the truck, another car beside.
    document().apply({scene::PaintPixels{{{20, 10, 10, sign}}, {{20, 10, 10, sign}}}}, "sign");
    document().apply({scene::PaintPixels{{{50, 4, 6, car}}, {{50, 4, 6, 8001}}}}, "car");
    document().apply({scene::SetStyle{{{8001, scene::ClusterStyle{1}}}}}, "style");
    document().apply(
        {scene::SetAppearance{{{8000, {.style = {}, .code = {{1, 2}}, .exemplars = {}}}}}}, "code");
    test::answerNext<ui::ClassesDialog>(*this, [&](ui::ClassesDialog& dialog) {
        choose(dialog, "rail track", "car");
        accept(dialog);
    });
    action("model.classes").trigger();
    QCOMPARE(scene().labels.at(22, 10), sign);
    QCOMPARE(scene().labels.at(28, 10), sign);
    QCOMPARE(scene().labels.at(40, 10), car);
    QCOMPARE(scene().labels.at(52, 4), car);
    // The rails are an object of their own, and the cars are those that they were.
    QCOMPARE(scene().instances.at(52, 4), 8001U);
    QCOMPARE(scene().instances.at(10, 10), 8000U);
    QVERIFY(scene().instances.at(40, 10) > 8001U);
    QVERIFY(scene().styleOf(8001) != nullptr);
    QCOMPARE(scene().appearances.at(8000).code.values.size(), 2U);
    test::answerNext<ui::ClassesDialog>(*this, [&](ui::ClassesDialog& dialog) {
        choose(dialog, "truck", "building");
        accept(dialog);
    });
    action("model.classes").trigger();
    QCOMPARE(scene().labels.at(10, 10), scene().labelSet.at("building").id);
    QCOMPARE(scene().labels.at(40, 10), car);
    QCOMPARE(scene().labels.at(22, 10), sign);
    QVERIFY(!scene().appearances.contains(8000)); // nobody is left to wear it
    waitForExact();
}

void ModelChangeTest::classesOfAllFramesAreCorrected() {
    waitForExact();
    const QString street = QString::fromStdString(m_session->models().model()->manifest.id);
    const scene::LabelSet town{"town",
                               {{0, "sky", {9, 9, 9}, false},
                                {3, "road", {3, 3, 3}, false},
                                {27, "truck", {7, 7, 7}, true}}};
    // One truck, then another one before it, then none: a frame whose classes mean the same.
    const auto frame = [&](const std::map<int, std::uint32_t>& trucks) {
        LabelPlane labels(64, 32, road);
        InstancePlane instances(64, 32, road);
        for (const auto& [left, id] : trucks) {
            for (int y = 8; y < 24; ++y) {
                for (int x = left; x < left + 12; ++x) {
                    labels.at(x, y) = 27;
                    instances.at(x, y) = id;
                }
            }
        }
        scene::SceneState state;
        state.labelSet = town;
        state.labels = scene::LabelMap(labels);
        state.instances = scene::InstanceMap(instances);
        state.modelId = "a model that is gone";
        state.appearances[27000].code.values = {1, 2};
        return state;
    };
    m_window->setDocument(std::make_unique<ui::Document>(
        scene::Sequence(frame({{40, 27000}}), {frame({{4, 27001}, {40, 27000}}), frame({})})));
    const scene::Sequence before = document().sequence();
    ui::changeModel(m_window->editor(), *m_session, street);
    const auto labelAt = [&](std::size_t at, int x) {
        return document().sequence().frame(at).labels.at(x, 10);
    };
    const auto idAt = [&](std::size_t at, int x) {
        return document().sequence().frame(at).instances.at(x, 10);
    };
    QCOMPARE(labelAt(0, 45), car);
    QCOMPARE(labelAt(1, 10), car);
    QCOMPARE(labelAt(2, 10), road);
    // The truck is one car in all frames, with its look, also where it is out of sight.
    const std::uint32_t one = idAt(0, 45);
    QCOMPARE(idAt(1, 45), one);
    QVERIFY(idAt(1, 10) != one && idAt(1, 10) / scene::instancesPerClass == car);
    for (std::size_t at = 0; at < 3; ++at) {
        QVERIFY(document().sequence().frame(at).appearances.contains(one));
    }
    const scene::Sequence mapped = document().sequence();
    // What is painted in one frame stays as it is; everything else follows the correction.
    document().setCurrentFrame(1);
    const std::uint16_t sign = scene().labelSet.at("sign").id;
    document().apply({scene::PaintPixels{{{4, 10, 4, sign}}, {{4, 10, 4, sign}}}}, "sign");
    const int steps = stack().index();
    QVERIFY(action("model.classes").isEnabled());
    test::answerNext<ui::ClassesDialog>(*this, [&](ui::ClassesDialog& dialog) {
        choose(dialog, "truck", "bicyclist");
        accept(dialog);
    });
    action("model.classes").trigger();
    const std::uint16_t bicyclist = scene().labelSet.at("bicyclist").id;
    QCOMPARE(stack().index(), steps + 1);
    QCOMPARE(labelAt(0, 45), bicyclist);
    QCOMPARE(labelAt(1, 45), bicyclist);
    QCOMPARE(labelAt(1, 14), bicyclist);
    QCOMPARE(labelAt(1, 5), sign);
    QCOMPARE(labelAt(2, 45), road);
    QCOMPARE(idAt(1, 45), idAt(0, 45));
    QVERIFY(idAt(1, 14) != idAt(1, 45));
    for (std::size_t at = 0; at < 3; ++at) {
        QVERIFY(document().sequence().frame(at).appearances.contains(idAt(0, 45)));
        QVERIFY(!document().sequence().frame(at).appearances.contains(one));
    }
    stack().undo();
    stack().undo();
    QVERIFY(document().sequence() == mapped);
    stack().undo();
    QVERIFY(document().sequence() == before);
    stack().redo();
    // Frames that come or go: which was which is not known any more.
    QVERIFY(action("model.classes").isEnabled());
    document().applyFrames(scene::RemoveFrames{2, 1}, "Delete");
    QVERIFY(!action("model.classes").isEnabled());
}

void ModelChangeTest::choicesOfClassesAreKeptInTheProject() {
    waitForExact();
    const QString street = cityscapesInStreet();
    const std::uint16_t tree = scene().labelSet.at("tree").id;
    test::answerNext<ui::ClassesDialog>(*this, [&](ui::ClassesDialog& dialog) {
        choose(dialog, "rail track", "tree");
        choose(dialog, "truck", "bicyclist");
        accept(dialog);
    });
    action("model.classes").trigger();
    const scene::ClassChoices chosen = scene().classChoices;
    QCOMPARE(chosen.size(), 1U);
    QCOMPARE(chosen.begin()->first.from, scene::cityscapesLabels().name());
    QCOMPARE(chosen.begin()->second.at("rail track"), std::string("tree"));
    const QString file = m_home->filePath("town.underpaint");
    document().saveAs(file.toStdString());
    QVERIFY(m_window->close());
    open(file);
    QVERIFY(scene().classChoices == chosen);
    waitForExact();
    // The same pair meets again: nothing has to be said.
    QSignalSpy mapped(&m_session->models(), &ui::ModelShelf::classesMapped);
    QCOMPARE(cityscapesInStreet(), street);
    QCOMPARE(scene().labels.at(30, 10), tree);
    QCOMPARE(scene().labels.at(10, 10), scene().labelSet.at("bicyclist").id);
    QCOMPARE(mapped.size(), 0);
    test::answerNext<ui::ClassesDialog>(*this, [&](ui::ClassesDialog& dialog) {
        const auto* table = dialog.findChild<ui::ClassTableView*>();
        for (int row = 0; row < table->rowCount(); ++row) {
            if (table->item(row, 0)->text() == "truck") {
                QCOMPARE(qobject_cast<QComboBox*>(table->cellWidget(row, 2))->currentText(),
                         QString("bicyclist"));
            }
        }
        accept(dialog);
    });
    const int steps = stack().index();
    action("model.classes").trigger();
    QCOMPARE(stack().index(), steps); // nothing was changed in it
}

void ModelChangeTest::classesThatMeanTheSameAskNothing() {
    waitForExact();
    const QString street = QString::fromStdString(m_session->models().model()->manifest.id);
    scene::EditGroup town;
    town.edits.push_back({scene::SetModel{"a model that is gone"}});
    town.edits.push_back({scene::ReplaceMaps{
        scene::LabelMap(LabelPlane(64, 32, 8)), scene::InstanceMap(InstancePlane(64, 32, 8)),
        scene::LabelSet("town", {{8, "sidewalk", {}, false}, {9, "automobile", {}, true}})}});
    document().apply({town}, "another town");
    QSignalSpy mapped(&m_session->models(), &ui::ModelShelf::classesMapped);
    ui::changeModel(m_window->editor(), *m_session, street);
    QCOMPARE(scene().labelSet.at(scene().labels.at(10, 10)).name, std::string("pavement"));
    QCOMPARE(mapped.size(), 0);
    QVERIFY(action("model.classes").isEnabled()); // who wants to look can
    // Classes of which the model knows none are not painted as if it did, and are named.
    document().apply(
        {scene::ReplaceMaps{scene::LabelMap(LabelPlane(64, 32, 8)),
                            scene::InstanceMap(InstancePlane(64, 32, 8)), scene::clothingLabels()}},
        "clothes");
    waitForExact();
    const std::string worn = scene::clothingLabels().at(8).name;
    ui::PhotoState& photo = m_session->rendering().photo();
    QVERIFY2(!ui::truthText(photo).contains("Exact") &&
                 ui::truthText(photo).contains(QString::fromStdString(worn)),
             qPrintable(ui::truthText(photo)));
    document().apply({scene::SetModel{"a model that is gone"}}, "away");
    ui::changeModel(m_window->editor(), *m_session, street);
    QCOMPARE(scene().labelSet.at(scene().labels.at(10, 10)).name, std::string("unlabelled"));
    QCOMPARE(mapped.size(), 1);
    QVERIFY(mapped.front().front().toString().contains(QString::fromStdString(worn)));
}

void ModelChangeTest::panelsAreThereForWhatTheModelCan() {
    waitForExact();
    const QString first = QString::fromStdString(m_session->models().model()->manifest.id);
    QString other;
    for (const ui::KnownModel& model : m_session->models().models()) {
        if (model.name == "fashion") {
            other = model.id;
        }
    }
    auto& styles = test::panel<ui::StyleDock>(*m_window);
    const auto& labels = test::panel<ui::LabelDock>(*m_window);
    QVERIFY(!styles.isHidden());
    m_behaviour->styles = false;
    ui::changeModel(m_window->editor(), *m_session, other);
    QTRY_VERIFY_WITH_TIMEOUT(styles.isHidden(), patience);
    QVERIFY(!styles.toggleViewAction()->isVisible());
    QVERIFY(!labels.isHidden());
    // Neither does it come back with the others.
    action("view.hideDocks").trigger();
    QVERIFY(labels.isHidden());
    action("view.hideDocks").trigger();
    QVERIFY(!labels.isHidden());
    QVERIFY(styles.isHidden());
    m_behaviour->styles = true;
    ui::changeModel(m_window->editor(), *m_session, first);
    QTRY_VERIFY_WITH_TIMEOUT(!styles.isHidden(), patience);
    QVERIFY(styles.toggleViewAction()->isVisible());
}

void ModelChangeTest::classesUnknownToTheModelAreGrey() {
    waitForExact();
    const auto colour = [&](std::uint16_t label) {
        ui::LabelModel model;
        model.setEditor(&m_window->editor());
        model.setModel(m_session->models().model());
        return model.data(model.index(model.rowOf(label), ui::LabelModel::Name),
                          Qt::ForegroundRole);
    };
    QVERIFY(!colour(car).isValid());
    scene::LabelSet labels = scene().labelSet;
    std::vector<scene::LabelClass> classes = labels.classes();
    classes.push_back({200, "zeppelin", {1, 2, 3}, true});
    document().apply({scene::ReplaceLabelSet{scene::LabelSet("more", classes)}}, "more");
    QVERIFY(colour(200).isValid());
    QVERIFY(!colour(car).isValid());
    // No photo of it is called exact.
    ui::PhotoState& photo = m_session->rendering().photo();
    QVERIFY(ui::truthText(photo).startsWith("Exact"));
    document().apply({scene::PaintPixels{{{3, 4, 9, 200}}, {{3, 4, 9, 200000}}}}, "zeppelin");
    waitForExact();
    QVERIFY2(ui::truthText(photo).contains("zeppelin"), qPrintable(ui::truthText(photo)));
    QVERIFY(!ui::truthText(photo).contains("Exact"));
    stack().undo();
    waitForExact();
    QVERIFY(ui::truthText(photo).startsWith("Exact"));
}

void ModelChangeTest::exportOffersThePhotoWhenTheModelIsThere() {
    waitForExact();
    ui::ExportDialog dialog(scene(), m_home->path(), QStringLiteral("town"));
    auto* photo = dialog.findChildren<QCheckBox*>().front();
    dialog.followModel(nullptr, true);
    QVERIFY(!photo->isEnabled());
    QVERIFY(!dialog.choice().photo);
    dialog.followModel(m_session->models().model(), false);
    QVERIFY(photo->isEnabled());
    QVERIFY(dialog.choice().photo);
    // What the user chose outlives another model.
    photo->click();
    dialog.followModel(m_session->models().model(), false);
    QVERIFY(!dialog.choice().photo);
}

void ModelChangeTest::samplesHaveTheirStyles() {
    const QDir scenes(m_home->filePath("scenes"));
    const QString source = QStringLiteral(UNDERPAINT_SOURCE_FOLDER "/resources/scenes/street/");
    QVERIFY(scenes.mkpath("street/test_label") && scenes.mkpath("street/test_style"));
    for (const char* file : {"labels.json", "test_label/street.png"}) {
        QVERIFY(QFile::copy(source + file, scenes.filePath("street/" + QString(file))));
    }
    const ui::SampleScene sample{scenes.filePath("street").toStdString(), "street"};
    const std::filesystem::path styles = sample.folder / "test_style/street.json";
    const auto write = [&](const std::string& text) {
        writeFileAtomically(styles, std::as_bytes(std::span(text)));
    };
    QVERIFY(ui::readSample(sample).appearances.empty());
    write(R"({"8001": 2, "3": 0})");
    const scene::SceneState state = ui::readSample(sample);
    QCOMPARE(state.appearances.size(), 2U);
    QVERIFY(*state.styleOf(8001) == scene::Style(scene::ClusterStyle{2}));
    for (const char* damaged : {"", "[]", R"({"car": 1})", R"({"8001": -1})", R"({"8001": "a"})"}) {
        write(damaged);
        QVERIFY_EXCEPTION_THROWN(ui::readSample(sample), Error);
    }
}

void ModelChangeTest::theFirstOfTheScenesThatShipIsALandscape() {
    const auto samples = ui::sampleScenes(UNDERPAINT_SOURCE_FOLDER "/resources/scenes");
    QCOMPARE(samples.front().name, std::string("forest_trail"));
    for (const ui::SampleScene& sample : samples) {
        const scene::SceneState state = ui::readSample(sample);
        QCOMPARE(state.labels.size(), state.instances.size());
    }
}

} // namespace model_change_test

int underpaint::test::runModelChangeTests(int argc, char** argv) {
    model_change_test::ModelChangeTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "model_change_test.moc"
