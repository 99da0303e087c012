// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/error.h"
#include "tests/ui/canvas_fixture.h"
#include "ui/tools/object_library.h"
#include "ui/tools/stamp_tool.h"

#include <QLineEdit>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QVBoxLayout>

#include <memory>

namespace underpaint::ui::test {

/// The tools as a box: keys, settings, options, and the library of objects.
class ToolBoxTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    /// A style, a code and an exemplar that is pinned to a pixel of the map.
    static scene::Appearance fullLook(std::uint32_t instance, Point pin) {
        scene::Exemplar exemplar;
        exemplar.id = "photo";
        exemplar.photo = std::make_shared<const Image>(4, 4, 3, std::uint8_t{9});
        exemplar.target = {scene::ExemplarTarget::Kind::Instance, instance};
        exemplar.pins = {{pin, {1, 2}}};
        return {scene::ClusterStyle{3}, {{1, 2}}, {{"photo", exemplar}}};
    }

    void stampsPlaceStoredObjects() {
        CanvasFixture f(streetScene());
        f.document.apply({scene::SetStyle{{{26000, scene::ClusterStyle{3}}}}}, "style");
        auto& stamp = static_cast<StampTool&>(f.use("stamp"));
        const auto stored = f.tools.objects().objects().size();
        f.state.selectInstances({26000});
        stamp.storeSelected();
        QCOMPARE(f.tools.objects().objects().size(), stored + 1);
        stamp.setPercent(100);
        stamp.setFlipped(false);
        const scene::SceneState before = f.scene();
        f.click(100, 80);
        QCOMPARE(around(pixelsWith(f, 26002)), QRect(91, 75, 20, 12));
        QVERIFY(f.scene().styleOf(26002) != nullptr);
        QVERIFY(*f.scene().styleOf(26002) == scene::Style(scene::ClusterStyle{3}));
        QCOMPARE(f.document.undoStack().count(), 2);
        f.document.undoStack().undo();
        QVERIFY(f.scene() == before);
        stamp.setPercent(200);
        stamp.setFlipped(true);
        f.click(100, 80);
        QCOMPARE(pixelsWith(f, 26002).size(), std::size_t{960});
        stamp.removeChosen();
        QCOMPARE(f.tools.objects().objects().size(), stored);
    }

    void stampedObjectsWearWhatTheStoredOnesDid() {
        CanvasFixture f(streetScene());
        f.document.apply({scene::SetAppearance{{{26000, fullLook(26000, {45, 33})}}}}, "look");
        auto& stamp = static_cast<StampTool&>(f.use("stamp"));
        f.state.selectInstances({26000});
        stamp.storeSelected();
        stamp.setPercent(100);
        stamp.setFlipped(false);
        f.click(100, 80);
        const QRect from = around(pixelsWith(f, 26000));
        const QRect to = around(pixelsWith(f, 26002));
        const scene::Appearance& look = f.scene().appearances.at(26002);
        QVERIFY(look.style == scene::Style(scene::ClusterStyle{3}));
        QCOMPARE(look.code.values, (std::vector<float>{1, 2}));
        const scene::Exemplar& exemplar = look.exemplars.at("photo 2");
        QVERIFY(exemplar.pins.front().scene ==
                (Point{45 + to.x() - from.x(), 33 + to.y() - from.y()}));
        QVERIFY(f.scene().appearances.at(26000) == fullLook(26000, {45, 33}));
        stamp.removeChosen();
    }

    void aStrokeSplitsAnObject() {
        CanvasFixture f(streetScene());
        f.use("split");
        const scene::SceneState before = f.scene();
        f.drag({{50, 20}, {50, 36}}); // ends inside
        QCOMPARE(f.notices.size(), 1);
        QVERIFY(f.scene() == before);
        f.drag({{50, 20}, {50, 50}});
        QCOMPARE(pixelsWith(f, 26000).size() + pixelsWith(f, 26002).size(), std::size_t{240});
        QVERIFY(f.instance(41, 31) != f.instance(59, 31));
        QCOMPARE(f.state.selectedInstances(), (std::vector<std::uint32_t>{26000, 26002}));
        QCOMPARE(f.document.undoStack().count(), 1);
        f.document.undoStack().undo();
        QVERIFY(f.scene() == before);
        f.state.setInstanceLocked(26000, true);
        f.drag({{50, 20}, {50, 50}});
        QVERIFY(f.scene() == before);
        f.drag({{100, 20}, {100, 50}}); // nothing but road
        QCOMPARE(f.notices.size(), 3);
    }

    void theLibraryKeepsItsObjectsAndExplainsBrokenFiles() {
        const QTemporaryDir folder;
        const std::filesystem::path path = folder.filePath("objects").toStdString();
        StoredObject object{"a car",
                            "car",
                            26,
                            {5, 3},
                            {{0, 0, 5}, {1, 2, 3}},
                            {.style = scene::MixtureStyle{{0.25F, 0.75F}}}};
        ObjectLibrary(path).add(object);
        // As it was written when objects had styles alone.
        QVERIFY(!objectToJson(object).contains("look"));
        object.look = fullLook(0, {-1, 2});
        ObjectLibrary(path).add(object);
        const ObjectLibrary again(path);
        QCOMPARE(again.objects().size(), std::size_t{2});
        QVERIFY(*again.objects().front().look.style ==
                scene::Style(scene::MixtureStyle{{0.25F, 0.75F}}));
        QVERIFY(again.objects().back() == object);
        for (
            const char* text :
            {"", "[]", "{}", R"({"format":1})",
             R"({"format":1,"label":3,"width":2,"height":2,"runs":[0,0,3]})",
             R"({"format":1,"label":3,"width":2000000000,"height":2,"runs":[0,0,3]})",
             R"({"format":1,"label":3,"width":2,"height":2,"runs":[0,0]})",
             R"({"format":1,"label":3,"width":2,"height":2,"runs":[0,0,1],"look":"VVBFRAE="})",
             R"({"format":1,"label":3,"width":2,"height":2,"runs":[0,0,1],"style":{"weights":[]}})"}) {
            QVERIFY_THROWS_EXCEPTION(Error, objectFromJson(text, "file"));
        }
    }

    void tappedKeysSwitchAndHeldKeysReturn() {
        CanvasFixture f;
        f.use("brush");
        QTest::keyClick(&f.view, Qt::Key_E);
        QCOMPARE(f.tools.active().id(), QString("eraser"));
        QTest::keyClick(&f.view, Qt::Key_F);
        QCOMPARE(f.tools.active().id(), QString("fill"));
        // Held and used: the tool before comes back.
        QTest::keyPress(&f.view, Qt::Key_M);
        f.drag({{10, 10}, {30, 30}});
        QTest::keyRelease(&f.view, Qt::Key_M);
        QCOMPARE(f.tools.active().id(), QString("fill"));
        QVERIFY(!f.state.pixelSelection().empty());
        // Held for long, not used.
        QTest::keyPress(&f.view, Qt::Key_H);
        QTest::qWait(450);
        QCOMPARE(f.tools.active().id(), QString("hand"));
        QTest::keyRelease(&f.view, Qt::Key_H);
        QTRY_COMPARE(f.tools.active().id(), QString("fill")); // it might have been a repetition
        // Alt picks while it is down.
        QTest::keyPress(&f.view, Qt::Key_Alt, Qt::AltModifier);
        QCOMPARE(f.tools.active().id(), QString("eyedropper"));
        f.click(5, 5, Qt::AltModifier);
        QTest::keyRelease(&f.view, Qt::Key_Alt);
        QCOMPARE(f.tools.active().id(), QString("fill"));
        QCOMPARE(f.state.currentLabel(), road);
    }

    /// As X servers without detectable repetition send it: a release and a press each time.
    void repetitionIsNoRelease() {
        CanvasFixture f;
        f.use("brush");
        QTest::keyPress(&f.view, Qt::Key_E);
        QTest::qWait(400);
        for (int i = 0; i < 5; ++i) {
            QTest::keyRelease(&f.view, Qt::Key_E);
            QTest::keyPress(&f.view, Qt::Key_E);
            QTest::qWait(30);
            QCOMPARE(f.tools.active().id(), QString("eraser"));
            QVERIFY(f.tools.holding());
        }
        QTest::keyRelease(&f.view, Qt::Key_E);
        QTRY_COMPARE(f.tools.active().id(), QString("brush"));
        // The shapes of a held tool are not finished by a repetition.
        QTest::keyPress(&f.view, Qt::Key_P);
        for (const QPoint corner : {QPoint(10, 10), QPoint(60, 10), QPoint(60, 60)}) {
            f.click(corner.x(), corner.y());
            QTest::qWait(200);
            QTest::keyRelease(&f.view, Qt::Key_P);
            QTest::keyPress(&f.view, Qt::Key_P);
        }
        QCOMPARE(f.document.undoStack().count(), 0);
        QTest::keyRelease(&f.view, Qt::Key_P);
        QTRY_COMPARE(f.tools.active().id(), QString("brush"));
        // A release that was meant is over before the next stroke begins.
        QTest::keyPress(&f.view, Qt::Key_E);
        QTest::qWait(400);
        QTest::keyRelease(&f.view, Qt::Key_E);
        f.click(100, 60);
        QCOMPARE(f.label(100, 60), car);
    }

    void aHeldKeyThatGoesUpDuringAGestureLetsItEnd() {
        CanvasFixture f;
        f.use("brush");
        QTest::keyPress(&f.view, Qt::Key_M);
        f.press(10, 10);
        f.move(29, 29);
        QTest::keyRelease(&f.view, Qt::Key_M);
        f.release(29, 29);
        QCOMPARE(f.state.pixelSelection().area(), 400);
        QCOMPARE(f.tools.active().id(), QString("brush"));
        QCOMPARE(f.document.undoStack().count(), 0);
    }

    void lettersBelongToTextFieldsThatHaveTheFocus() {
        CanvasFixture f;
        f.use("brush");
        QWidget window;
        auto* layout = new QVBoxLayout(&window);
        auto* field = new QLineEdit;
        layout->addWidget(field);
        layout->addWidget(&f.view);
        window.show();
        QVERIFY(QTest::qWaitForWindowExposed(&window));
        field->setFocus();
        QTest::keyClicks(field, "eg");
        QCOMPARE(field->text(), QString("eg"));
        QCOMPARE(f.tools.active().id(), QString("brush"));
        f.view.setParent(nullptr);
    }

    void eachToolRemembersItsSize() {
        CanvasFixture f;
        brush(f, 20);
        QTest::keyClick(&f.view, Qt::Key_BracketRight);
        QCOMPARE(f.tools.active().diameter(), 22);
        QTest::keyClick(&f.view, Qt::Key_BraceLeft, Qt::ShiftModifier);
        QCOMPARE(f.tools.active().diameter(), 12);
        f.wheel({100, 100}, 120, Qt::ControlModifier);
        QCOMPARE(f.tools.active().diameter(), 13);
        f.use("eraser").setDiameter(77);
        QCOMPARE(f.tools.find("brush")->diameter(), 13);
        f.tools.finishWriting();
        ToolController again(f.state);
        QCOMPARE(again.find("brush")->diameter(), 13);
        QCOMPARE(again.find("eraser")->diameter(), 77);
    }

    void theOptionsBarChangesTheTool() {
        CanvasFixture f;
        brush(f, 20);
        const std::unique_ptr<QWidget> bar(f.tools.makeOptionsBar(nullptr));
        auto* size = bar->findChild<QSpinBox*>();
        QVERIFY(size != nullptr);
        QCOMPARE(size->value(), 20);
        size->setValue(31);
        QCOMPARE(f.tools.active().diameter(), 31);
        f.tools.active().setDiameter(50);
        QCOMPARE(size->value(), 50);
        for (Tool* tool : f.tools.tools()) {
            f.tools.activate(*tool);
            QVERIFY(!tool->name().isEmpty() && !tool->hint().isEmpty());
        }
        for (const QWidget* widget : bar->findChildren<QWidget*>()) {
            if (widget->focusPolicy() == Qt::StrongFocus && widget->isEnabledTo(bar.get()) &&
                widget->parentWidget()->inherits("underpaint::ui::OptionsRow")) {
                QVERIFY2(!widget->toolTip().isEmpty() && !widget->accessibleName().isEmpty(),
                         widget->metaObject()->className());
            }
        }
    }

    void zoomAndHandMoveTheView() {
        CanvasFixture f;
        f.use("zoom");
        const double zoom = f.view.zoom();
        f.click(50, 50);
        QCOMPARE(f.view.zoom(), zoom * 2);
        f.click(50, 50, Qt::ControlModifier);
        QCOMPARE(f.view.zoom(), zoom);
        f.use("hand");
        const QPointF from = f.at(50, 50);
        const QPointF grabbed = f.view.toMap(from);
        f.mouse(QEvent::MouseButtonPress, from);
        f.mouse(QEvent::MouseMove, from + QPointF(33, -20));
        f.mouse(QEvent::MouseMove, from + QPointF(60, 10));
        f.mouse(QEvent::MouseButtonRelease, from + QPointF(60, 10));
        QVERIFY(QLineF(f.view.toMap(from + QPointF(60, 10)), grabbed).length() < 0.51);
    }
};

int runToolBoxTests(int argc, char** argv) {
    ToolBoxTest box;
    return QTest::qExec(&box, argc, argv);
}

} // namespace underpaint::ui::test

#include "tool_box_test.moc"
