// SPDX-License-Identifier: GPL-3.0-or-later
// File > New in the real window: templates, models, sizes.
#include "engine/scene/instances.h"
#include "tests/support/answer_dialog.h"
#include "tests/ui/window_fixture.h"
#include "tests/ui/window_tests.h"
#include "ui/dialogs/new_dialog.h"
#include "ui/dialogs/size_field.h"

#include <QAction>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QTest>
#include <QUndoStack>

#include <functional>
#include <set>

namespace new_scene_test {

using namespace underpaint;

namespace {

constexpr int patience = test::windowPatience;
constexpr std::uint16_t car = 8;

/// What a test looks at and touches in the dialog.
struct Parts {
    explicit Parts(ui::NewDialog& dialog)
        : templates(*dialog.findChild<QListWidget*>("templates")),
          model(*dialog.findChild<QComboBox*>("model")),
          preset(*dialog.findChild<QComboBox*>("preset")),
          background(*dialog.findChild<QComboBox*>("background")),
          time(*dialog.findChild<QLabel*>("time")),
          note(*dialog.findChild<QLabel*>("note")),
          width(*dialog.findChildren<ui::SizeField*>().at(0)),
          height(*dialog.findChildren<ui::SizeField*>().at(1)),
          create(*dialog.findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Ok)) {}

    QStringList names() const {
        QStringList all;
        for (int row = 0; row < templates.count(); ++row) {
            all << templates.item(row)->text();
        }
        return all;
    }
    QString chosen() const { return templates.currentItem()->text(); }
    QImage picture(int row) const {
        return templates.item(row)->icon().pixmap(templates.iconSize()).toImage();
    }
    void clickOn(int row) const {
        QTest::mouseClick(templates.viewport(), Qt::LeftButton, {},
                          templates.visualItemRect(templates.item(row)).center());
    }
    /// By the keys of the list of models.
    void choose(const QString& name) const {
        model.setFocus();
        for (int i = 0; i < model.count(); ++i) {
            QTest::keyClick(&model, Qt::Key_Up);
        }
        while (model.currentText() != name && model.currentIndex() + 1 < model.count()) {
            QTest::keyClick(&model, Qt::Key_Down);
        }
        QCOMPARE(model.currentText(), name);
    }
    static void type(ui::SizeField& side, const QString& text) {
        side.setFocus();
        side.selectAll();
        QTest::keyClicks(&side, text);
    }

    QListWidget& templates;
    QComboBox& model;
    QComboBox& preset;
    QComboBox& background;
    QLabel& time;
    QLabel& note;
    ui::SizeField& width;
    ui::SizeField& height;
    QPushButton& create;
};

} // namespace

class NewSceneTest : public underpaint::test::WindowFixture {
    Q_OBJECT

private Q_SLOTS:
    void templatesAreChosenByKeysAndMouse();
    void anotherModelBringsItsTemplatesAndIsLoaded();
    void theChoiceIsRemembered();
    void sizesAreCorrectedAloud();
    void anEmptySceneIsFilledWithAClass();
    void escapeChangesNothing();

private:
    /// Opens the dialog by its shortcut; false when it was not accepted.
    bool openDialog(const std::function<void(ui::NewDialog&, const Parts&)>& use);
    std::set<std::string> classesShown();
};

bool NewSceneTest::openDialog(const std::function<void(ui::NewDialog&, const Parts&)>& use) {
    const std::uint64_t before = document().id();
    bool opened = false;
    QObject bound; // a dialog that does not open is not answered later
    test::answerNext<ui::NewDialog>(bound, [&](ui::NewDialog& dialog) {
        dialog.activateWindow();
        opened = QTest::qWaitForWindowActive(&dialog) &&
                 QTest::qWaitFor([&] { return dialog.isActiveWindow(); });
        use(dialog, Parts(dialog));
        if (dialog.isVisible()) {
            dialog.reject();
        }
    });
    m_window->activateWindow();
    if (QTest::qWaitForWindowActive(m_window.get())) {
        QTest::keyClick(m_window.get(), Qt::Key_N, Qt::ControlModifier);
    }
    if (!opened) {
        QTest::qFail("the dialog did not open", __FILE__, __LINE__);
    }
    return opened && document().id() != before;
}

std::set<std::string> NewSceneTest::classesShown() {
    std::set<std::string> names;
    for (const scene::InstanceInfo& info : scene::instancesIn(scene())) {
        names.insert(scene().labelSet.at(info.label).name);
    }
    return names;
}

void NewSceneTest::templatesAreChosenByKeysAndMouse() {
    waitForExact();
    const std::string model = m_session->models().model()->manifest.id;
    QVERIFY(openDialog([&](ui::NewDialog& dialog, const Parts& parts) {
        QCOMPARE(parts.names(), (QStringList{"Horizon", "Street", "Empty"}));
        QCOMPARE(parts.chosen(), "Street");
        QTRY_VERIFY(parts.templates.hasFocus());
        QVERIFY(parts.picture(0) != parts.picture(1));
        QVERIFY(!parts.background.isEnabled());
        QTest::keyClick(&parts.templates, Qt::Key_Left);
        QCOMPARE(parts.chosen(), "Horizon");
        parts.clickOn(2);
        QCOMPARE(parts.chosen(), "Empty");
        QVERIFY(parts.background.isEnabled());
        parts.clickOn(1);
        QCOMPARE(parts.chosen(), "Street");
        // The street model comes first, since it renders now.
        QCOMPARE(parts.model.currentIndex(), 0);
        QCOMPARE(parts.model.currentText(), "street");
        QVERIFY(parts.time.text().contains(" s a photo"));
        QTest::keyClick(&parts.templates, Qt::Key_Return);
        QVERIFY(!dialog.isVisible());
    }));
    QCOMPARE(scene().size(), (Size{320, 240}));
    QCOMPARE(scene().modelId, model);
    QVERIFY(!document().modified());
    QCOMPARE(stack().count(), 0);
    const std::set<std::string> shown = classesShown();
    for (const char* name : {"sky", "building", "road", "pavement", "tree", "car", "pedestrian"}) {
        QVERIFY2(shown.contains(name), name);
    }
    int cars = 0;
    for (const scene::InstanceInfo& info : scene::instancesIn(scene())) {
        cars += info.label == car && scene::classOfInstance(info.id) == car ? 1 : 0;
    }
    QVERIFY(cars >= 5);
    waitForExact();
    QCOMPARE(m_session->rendering().photo().photo().size(), QSize(320, 240));
}

void NewSceneTest::anotherModelBringsItsTemplatesAndIsLoaded() {
    waitForExact();
    QVERIFY(openDialog([&](ui::NewDialog&, const Parts& parts) {
        const QImage emptyStreet = parts.picture(2);
        const QImage street = parts.picture(1);
        parts.choose("facades");
        QCOMPARE(parts.names(), (QStringList{"Facade", "Empty"}));
        QCOMPARE(parts.chosen(), "Facade");
        QCOMPARE(parts.time.text(), "not measured yet");
        QCOMPARE(parts.width.value(), 224);
        QVERIFY(parts.picture(1) != emptyStreet);
        parts.choose("nature");
        QCOMPARE(parts.names(), (QStringList{"Horizon", "Valley", "Shore", "Empty"}));
        parts.clickOn(1);
        const QImage wide = parts.picture(1);
        parts.width.setValue(640);
        QVERIFY(parts.picture(1) != wide);
        QVERIFY(parts.picture(1) != street);
        QCOMPARE(parts.preset.currentText(), "Own size");
        QTest::mouseClick(&parts.create, Qt::LeftButton);
    }));
    QCOMPARE(scene().size(), (Size{640, 240}));
    QVERIFY(classesShown().contains("mountain"));
    QCOMPARE(scene().labelSet.at("mountain").id, std::uint16_t{8});
    QTRY_COMPARE_WITH_TIMEOUT(m_session->models().model()->manifest.name, std::string("nature"),
                              patience);
    QCOMPARE(scene().modelId, m_session->models().model()->manifest.id);
    waitForExact();
    QCOMPARE(m_session->rendering().photo().photo().pixelColor(1, 1), paintedColour(1, 1));
}

void NewSceneTest::theChoiceIsRemembered() {
    waitForExact();
    QVERIFY(openDialog([&](ui::NewDialog&, const Parts& parts) {
        parts.choose("nature");
        parts.clickOn(0);
        QTest::mouseClick(&parts.create, Qt::LeftButton);
    }));
    waitForExact();
    const auto isHorizon = [](ui::NewDialog&, const Parts& parts) {
        QCOMPARE(parts.model.currentText(), "nature");
        QCOMPARE(parts.chosen(), "Horizon");
        parts.choose("fashion");
        QCOMPARE(parts.names(), (QStringList{"Portrait", "Empty"}));
    };
    QVERIFY(!openDialog(isHorizon)); // and what is not created is not remembered
    open();
    waitForExact();
    QVERIFY(!openDialog(isHorizon));
}

void NewSceneTest::sizesAreCorrectedAloud() {
    waitForExact();
    QVERIFY(openDialog([&](ui::NewDialog& dialog, const Parts& parts) {
        QVERIFY(parts.note.text().contains("16"));
        Parts::type(parts.width, "17");
        QTest::keyClick(&parts.width, Qt::Key_Return);
        QVERIFY(dialog.isVisible());
        QCOMPARE(parts.width.value(), 32);
        QVERIFY2(parts.note.text().startsWith("17 became 32"), qPrintable(parts.note.text()));
        Parts::type(parts.height, "100");
        QTest::keyClick(&parts.height, Qt::Key_Tab);
        QCOMPARE(parts.height.value(), 96);
        QVERIFY(parts.note.text().startsWith("100 became 96"));
        QCOMPARE(parts.preset.currentText(), "Own size");
        parts.preset.setFocus();
        QTest::keyClick(&parts.preset, Qt::Key_Home);
        QCOMPARE(parts.width.value(), 320);
        Parts::type(parts.width, "64");
        QTest::keyClick(&parts.width, Qt::Key_Return);
        QVERIFY(!dialog.isVisible());
    }));
    QCOMPARE(scene().size(), (Size{64, 240}));
}

void NewSceneTest::anEmptySceneIsFilledWithAClass() {
    waitForExact();
    QVERIFY(openDialog([&](ui::NewDialog&, const Parts& parts) {
        parts.clickOn(2);
        const QImage before = parts.picture(2);
        parts.background.setCurrentIndex(3);
        QVERIFY(parts.picture(2) != before);
        QTest::mouseDClick(parts.templates.viewport(), Qt::LeftButton, {},
                           parts.templates.visualItemRect(parts.templates.item(2)).center());
    }));
    QCOMPARE(classesShown(), (std::set<std::string>{"road"}));
}

void NewSceneTest::escapeChangesNothing() {
    waitForExact();
    const scene::SceneState before = scene();
    QVERIFY(!openDialog([&](ui::NewDialog& dialog, const Parts& parts) {
        parts.clickOn(0);
        QTest::keyClick(&parts.templates, Qt::Key_Escape);
        QVERIFY(!dialog.isVisible());
    }));
    QVERIFY(scene() == before);
}

} // namespace new_scene_test

int underpaint::test::runNewSceneTests(int argc, char** argv) {
    new_scene_test::NewSceneTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "new_scene_test.moc"
