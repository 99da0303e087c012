// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/random.h"
#include "engine/scene/brush.h"
#include "tests/ui/canvas_fixture.h"
#include "ui/tools/fill_tool.h"
#include "ui/tools/move_tool.h"
#include "ui/tools/outline_tools.h"
#include "ui/tools/pick_tools.h"
#include "ui/tools/shape_tool.h"

#include <set>

namespace underpaint::ui::test {

class ToolsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void strokesHaveNoGaps() {
        for (std::uint64_t seed = 1; seed <= 4; ++seed) {
            Random random(seed);
            CanvasFixture f;
            const scene::SceneState before = f.scene();
            StrokeTool& tool = brush(f, 3 + 2 * static_cast<int>(seed));
            tool.setShape(seed % 2 == 0 ? scene::BrushShape::Round : scene::BrushShape::Square);
            QList<QPoint> way;
            for (int i = 0; i < 6; ++i) {
                way << QPoint(static_cast<int>(random.below(200)),
                              static_cast<int>(random.below(120)));
            }
            f.drag(way);
            std::set<std::pair<int, int>> expected;
            for (int i = 0; i + 1 < way.size(); ++i) {
                const auto spans = scene::normalised(
                    scene::strokeSpans({tool.shape(), tool.diameter()}, {way[i].x(), way[i].y()},
                                       {way[i + 1].x(), way[i + 1].y()}),
                    f.scene().bounds());
                for (const scene::PixelSpan& span : spans) {
                    for (int x = span.x; x < span.x + span.length; ++x) {
                        expected.emplace(x, span.y);
                    }
                }
            }
            QCOMPARE(pixelsWith(f, 26000), expected);
            QCOMPARE(f.document.undoStack().count(), 1);
            QCOMPARE(f.document.undoStack().text(0), QString("Brush: car"));
            f.document.undoStack().undo();
            QVERIFY(f.scene() == before);
        }
    }

    void aStrokeExtendsTheSelectedInstanceUntilANewOneIsAskedFor() {
        CanvasFixture f;
        brush(f, 9);
        f.drag({{30, 50}, {50, 50}});
        QCOMPARE(f.state.selectedInstances(), std::vector<std::uint32_t>{26000});
        f.drag({{50, 50}, {60, 50}});
        QCOMPARE(f.instance(62, 50), 26000U);
        f.state.setNewInstanceNext(true);
        // The next car begins where the other ends.
        f.drag({{70, 50}, {90, 50}});
        QVERIFY(!f.state.newInstanceNext());
        QCOMPARE(f.instance(64, 50), 26000U);
        QCOMPARE(f.instance(80, 50), 26001U);
        QCOMPARE(f.state.selectedInstances(), std::vector<std::uint32_t>{26001});
        QCOMPARE(f.document.undoStack().count(), 3);
        f.drag({{90, 50}, {100, 50}});
        QCOMPARE(f.instance(100, 50), 26001U);
        // Another class starts one of its own, stuff does not.
        f.state.setCurrentLabel(24);
        f.click(20, 100);
        QCOMPARE(f.instance(20, 100), 24000U);
        f.state.setCurrentLabel(sky);
        f.click(20, 20);
        QCOMPARE(f.instance(20, 20), 23U);
        QCOMPARE(f.state.selectedInstances(), std::vector<std::uint32_t>{24000});
    }

    void stuffBecomesAnObjectWhereOneIsAskedFor() {
        CanvasFixture f;
        brush(f, 9);
        f.state.setCurrentLabel(sky);
        f.state.setNewInstanceNext(true);
        f.drag({{30, 50}, {50, 50}});
        QVERIFY(!f.state.newInstanceNext());
        QCOMPARE(f.instance(40, 50), 23000U);
        QCOMPARE(f.state.selectedInstances(), std::vector<std::uint32_t>{23000});
        f.drag({{50, 50}, {60, 50}}); // more of it
        QCOMPARE(f.instance(60, 50), 23000U);
        QVERIFY(isObject(f.scene(), {60, 50}));
        f.state.setNewInstanceNext(true);
        f.click(100, 50);
        QCOMPARE(f.instance(100, 50), 23001U);
        f.state.selectInstances({});
        f.click(100, 90);
        QCOMPARE(f.instance(100, 90), 23U);
        QVERIFY(!isObject(f.scene(), {100, 90}));
        f.document.undoStack().setIndex(0);
        QVERIFY(!isObject(f.scene(), {40, 50}));
    }

    void locksAndSelectionLimitEveryTool_data() {
        QTest::addColumn<QByteArray>("tool");
        for (const char* id : {"brush", "eraser", "fill", "shape", "polygon", "lasso"}) {
            QTest::newRow(id) << QByteArray(id);
        }
    }
    void locksAndSelectionLimitEveryTool() {
        QFETCH(QByteArray, tool);
        for (const int limit : {0, 1, 2}) {
            CanvasFixture f(streetScene());
            f.state.setCurrentLabel(sky);
            f.state.setBackgroundLabel(sky);
            if (limit == 0) {
                f.state.setLabelLocked(car, true);
            } else if (limit == 1) {
                f.state.setInstanceLocked(26000, true);
                f.state.setInstanceLocked(26001, true);
            } else {
                f.state.setPixelSelection(
                    scene::PixelSelection({{0, 30, 200}, {0, 31, 200}}, f.scene().bounds())
                        .inverted(f.scene().bounds()));
            }
            const auto first = pixelsWith(f, 26000);
            Tool& used = f.use(tool.constData());
            used.setDiameter(60);
            if (auto* area = qobject_cast<AreaTool*>(&used)) {
                area->setUse(AreaTool::Use::Paint);
            }
            if (auto* fill = qobject_cast<FillTool*>(&used)) {
                fill->setExtent(FillTool::Extent::WholeClass);
                f.click(100, 60);
                f.click(10, 60);
                f.click(45, 35);
            } else if (tool == "polygon") {
                for (const QPoint at : {QPoint(5, 5), QPoint(190, 5), QPoint(190, 110)}) {
                    f.click(at.x(), at.y());
                }
                f.click(5, 110);
                QTest::keyClick(&f.view, Qt::Key_Return);
            } else if (tool == "lasso") {
                f.drag({{5, 5}, {190, 5}, {190, 110}, {5, 110}});
            } else {
                f.drag({{10, 10}, {190, 100}});
                f.drag({{30, 50}, {60, 20}});
            }
            QVERIFY(f.count(sky) > 500);
            if (limit < 2) {
                QCOMPARE(pixelsWith(f, 26000), first);
            } else {
                for (int x = 0; x < 200; ++x) {
                    QVERIFY(f.label(x, 30) != sky && f.label(x, 31) != sky);
                }
            }
        }
    }

    void aRefusedStrokeSaysWhy() {
        CanvasFixture f(streetScene());
        brush(f, 3);
        f.state.setLabelLocked(car, true);
        f.click(45, 35);
        QCOMPARE(f.document.undoStack().count(), 0);
        QCOMPARE(f.notices.size(), 1);
        QVERIFY(f.notices[0].contains("car"));
    }

    void shiftClickDrawsAStraightLine() {
        CanvasFixture f;
        brush(f, 1);
        f.click(10, 10);
        f.click(50, 30, Qt::ShiftModifier);
        std::set<std::pair<int, int>> expected;
        for (const Point p : scene::linePoints({10, 10}, {50, 30})) {
            expected.emplace(p.x, p.y);
        }
        QCOMPARE(pixelsWith(f, 26000), expected);
    }

    void escapeTakesTheStrokeBack() {
        CanvasFixture f;
        const scene::SceneState before = f.scene();
        brush(f, 9);
        f.press(20, 20);
        f.move(50, 50);
        QTest::keyClick(&f.view, Qt::Key_Escape);
        f.move(90, 50);
        f.release(90, 50);
        QVERIFY(f.scene() == before);
    }

    void pressureMakesThePenThickAndItsEndErases() {
        CanvasFixture f;
        brush(f, 40);
        f.state.setBackgroundLabel(sky);
        f.pen(QEvent::TabletPress, f.at(30, 60), 0.1);
        f.pen(QEvent::TabletMove, f.at(150, 60), 1.0);
        f.pen(QEvent::TabletRelease, f.at(150, 60), 0);
        const auto height = [&](int x) {
            int pixels = 0;
            for (int y = 0; y < 120; ++y) {
                pixels += f.label(x, y) == car ? 1 : 0;
            }
            return pixels;
        };
        QVERIFY(height(30) < 10);
        QCOMPARE(height(150), 40);
        for (int x = 31; x <= 150; ++x) {
            QVERIFY(height(x) >= height(x - 1) - 2);
        }
        QCOMPARE(f.document.undoStack().count(), 1);
        f.pen(QEvent::TabletPress, f.at(150, 60), 0.5, QPointingDevice::PointerType::Eraser);
        f.pen(QEvent::TabletRelease, f.at(150, 60), 0, QPointingDevice::PointerType::Eraser);
        QCOMPARE(f.label(150, 60), sky);
        QCOMPARE(f.label(150, 45), car);
    }

    void fillsAnAreaAClassOrTheSelection() {
        CanvasFixture f(streetScene());
        auto& fill = static_cast<FillTool&>(f.use("fill"));
        f.state.setCurrentLabel(24);
        fill.setExtent(FillTool::Extent::Contiguous);
        f.click(45, 35);
        QCOMPARE(pixelsWith(f, 24000).size(), std::size_t{240});
        QCOMPARE(f.instance(152, 32), 26001U);
        f.document.undoStack().undo();
        fill.setExtent(FillTool::Extent::WholeClass);
        f.click(45, 35);
        QCOMPARE(pixelsWith(f, 24000).size(), std::size_t{340});
        f.document.undoStack().undo();
        fill.setExtent(FillTool::Extent::Selection);
        f.click(45, 35);
        QCOMPARE(f.notices.size(), 1);
        f.state.setPixelSelection(scene::PixelSelection({{3, 3, 7}}, f.scene().bounds()));
        f.click(45, 35);
        QCOMPARE(pixelsWith(f, 24000).size(), std::size_t{7});
    }

    void shapesPaint() {
        CanvasFixture f;
        auto& shape = static_cast<ShapeTool&>(f.use("shape"));
        shape.setUse(AreaTool::Use::Paint);
        shape.setShape(ShapeTool::Shape::Rectangle);
        f.drag({{20, 20}, {40, 29}});
        QCOMPARE(around(pixelsWith(f, 26000)), QRect(20, 20, 21, 10));
        QCOMPARE(f.count(car), 210);
        f.drag({{60, 20}, {70, 24}}, Qt::ShiftModifier);
        QCOMPARE(f.count(car), 210 + 121);
        // Ctrl: the background.
        f.drag({{60, 20}, {80, 40}}, Qt::ControlModifier);
        QCOMPARE(f.count(car), 210);
        shape.setShape(ShapeTool::Shape::Ellipse);
        f.drag({{100, 60}, {139, 79}});
        const double area = static_cast<double>(f.count(car) - 210);
        QVERIFY(std::abs(area / (3.14159 * 20 * 10) - 1) < 0.03);
        f.press(10, 100);
        f.move(50, 110);
        QTest::keyClick(&f.view, Qt::Key_Escape);
        f.release(50, 110);
        QCOMPARE(f.label(20, 105), road);
    }

    void polygonsGrowVertexByVertex() {
        CanvasFixture f;
        auto& polygon = static_cast<PolygonTool&>(f.use("polygon"));
        polygon.setUse(AreaTool::Use::Paint);
        f.click(20, 20);
        f.click(60, 20);
        f.click(150, 100);
        QTest::keyClick(&f.view, Qt::Key_Backspace);
        f.click(60, 50);
        f.click(20, 50);
        QCOMPARE(f.document.undoStack().count(), 0);
        QTest::keyClick(&f.view, Qt::Key_Return);
        QCOMPARE(f.count(car), 41 * 31);
        QVERIFY(!polygon.busy());
        // The first vertex closes too, and Escape forgets.
        f.click(100, 20);
        f.click(120, 20);
        f.click(120, 40);
        f.click(101, 21);
        QVERIFY(!polygon.busy());
        QCOMPARE(f.document.undoStack().count(), 2);
        f.click(100, 80);
        f.click(120, 80);
        QTest::keyClick(&f.view, Qt::Key_Escape);
        QVERIFY(!polygon.busy());
        QCOMPARE(f.document.undoStack().count(), 2);
        // Panning in between does not lose the vertices.
        f.click(100, 80);
        QTest::keyPress(&f.view, Qt::Key_Space);
        f.drag({{50, 50}, {55, 55}});
        QTest::keyRelease(&f.view, Qt::Key_Space);
        QVERIFY(polygon.busy());
        QCOMPARE(&f.tools.active(), &polygon);
    }

    void selectionsCombine() {
        CanvasFixture f;
        f.use("select");
        f.drag({{10, 10}, {19, 19}});
        QCOMPARE(f.state.pixelSelection().area(), 100);
        f.drag({{15, 10}, {24, 19}}, Qt::ShiftModifier);
        QCOMPARE(f.state.pixelSelection().area(), 150);
        f.drag({{10, 10}, {24, 14}}, Qt::ControlModifier);
        QCOMPARE(f.state.pixelSelection().box().y, 15);
        f.drag({{0, 0}, {12, 60}}, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(f.state.pixelSelection().area(), 15);
        f.click(80, 80);
        QVERIFY(f.state.pixelSelection().empty());
        QCOMPARE(f.document.undoStack().count(), 0);
        static_cast<LassoTool&>(f.use("lasso")).setUse(AreaTool::Use::Select);
        f.drag({{10, 10}, {30, 10}, {30, 30}, {10, 30}});
        QCOMPARE(f.state.pixelSelection().area(), 21 * 21);
    }

    void theWandLooksAtLabelsOrAtThePhoto() {
        CanvasFixture f(streetScene());
        auto& wand = static_cast<WandTool&>(f.use("wand"));
        wand.setSource(WandTool::Source::Labels);
        wand.setContiguous(true);
        f.click(45, 35);
        QCOMPARE(f.state.pixelSelection().area(), 240);
        wand.setContiguous(false);
        f.click(45, 35);
        QCOMPARE(f.state.pixelSelection().area(), 340);
        wand.setSource(WandTool::Source::Photo);
        f.click(45, 35);
        QCOMPARE(f.notices.size(), 1);
        QImage photo(100, 60, QImage::Format_RGB32);
        photo.fill(qRgb(100, 100, 100));
        for (int y = 0; y < 60; ++y) {
            photo.setPixel(70, y, qRgb(120, 100, 100));
            photo.setPixel(90, y, qRgb(200, 100, 100));
        }
        f.photo.setPhoto(photo, PhotoState::Truth::Exact, 1, 1);
        wand.setTolerance(10);
        wand.setContiguous(true);
        f.click(45, 35);
        QCOMPARE(f.state.pixelSelection().box().width, 140);
        wand.setTolerance(20);
        f.click(45, 35);
        QCOMPARE(f.state.pixelSelection().box().width, 180);
    }

    void theEyedropperPicksLabelAndInstance() {
        CanvasFixture f(streetScene());
        f.state.setCurrentLabel(sky);
        f.use("eyedropper");
        f.click(152, 32);
        QCOMPARE(f.state.currentLabel(), car);
        QCOMPARE(f.state.selectedInstances(), std::vector<std::uint32_t>{26001});
        f.click(100, 100);
        QCOMPARE(f.state.currentLabel(), road);
        QVERIFY(f.state.selectedInstances().empty());
    }

    void movingHealsTheHoleAndIsUndoneExactly() {
        CanvasFixture f(streetScene());
        const scene::SceneState before = f.scene();
        f.use("move");
        f.drag({{45, 35}, {75, 65}});
        QCOMPARE(f.state.selectedInstances(), std::vector<std::uint32_t>{26000});
        QCOMPARE(around(pixelsWith(f, 26000)), QRect(70, 60, 20, 12));
        QCOMPARE(f.count(car), 340);
        // Half of the hole is pavement again, the other half road.
        QCOMPARE(f.label(42, 35), 8);
        QCOMPARE(f.label(58, 35), road);
        QCOMPARE(f.instance(42, 35), 8U);
        // A second drag is a step of its own, and so are the arrows together.
        f.drag({{75, 65}, {75, 45}});
        QTest::keyClick(&f.view, Qt::Key_Right);
        QTest::keyClick(&f.view, Qt::Key_Right);
        QTest::keyClick(&f.view, Qt::Key_Left);
        QCOMPARE(around(pixelsWith(f, 26000)), QRect(71, 40, 20, 12));
        QCOMPARE(f.label(75, 68), road);
        QCOMPARE(f.document.undoStack().count(), 3);
        f.document.undoStack().undo();
        QCOMPARE(around(pixelsWith(f, 26000)), QRect(70, 40, 20, 12));
        f.document.undoStack().undo();
        QCOMPARE(around(pixelsWith(f, 26000)), QRect(70, 60, 20, 12));
        f.document.undoStack().undo();
        QVERIFY(f.scene() == before);
        f.document.undoStack().setIndex(3);
        QCOMPARE(around(pixelsWith(f, 26000)), QRect(71, 40, 20, 12));
        // After Enter a new step begins; Escape takes it back.
        QTest::keyClick(&f.view, Qt::Key_Return);
        const scene::SceneState moved = f.scene();
        f.drag({{75, 45}, {120, 100}});
        f.drag({{120, 100}, {90, 90}});
        QCOMPARE(f.document.undoStack().count(), 5);
        QTest::keyClick(&f.view, Qt::Key_Escape);
        QVERIFY(f.scene() == moved);
    }

    void lockedObjectsStayWhereTheyAre() {
        CanvasFixture f(streetScene());
        const scene::SceneState before = f.scene();
        f.use("move");
        f.state.setInstanceLocked(26000, true);
        f.drag({{45, 35}, {75, 65}});
        QVERIFY(f.scene() == before);
        QVERIFY(!f.notices.isEmpty());
        // Nor are locked things painted over by what moves.
        f.state.selectInstances({26001});
        f.drag({{155, 35}, {50, 35}});
        QCOMPARE(pixelsWith(f, 26000).size(), std::size_t{240});
        QVERIFY(!pixelsWith(f, 26001).empty() || f.count(car) == 240);
    }

    void handlesScaleTurnAndFlip() {
        CanvasFixture f(streetScene());
        auto& tool = static_cast<MoveTool&>(f.use("move"));
        f.click(45, 35);
        // The lower right corner of the frame lies between pixels.
        const QPointF corner = f.view.fromMap({60, 42});
        f.mouse(QEvent::MouseButtonPress, corner);
        f.mouse(QEvent::MouseMove, corner + QPointF(80, 24));
        f.mouse(QEvent::MouseButtonRelease, f.view.fromMap({100, 54}));
        QCOMPARE(around(pixelsWith(f, 26000)), QRect(40, 30, 60, 24));
        QCOMPARE(pixelsWith(f, 26000).size(), std::size_t{60 * 24});
        const auto wide = pixelsWith(f, 26000);
        tool.flip(Qt::Horizontal);
        tool.flip(Qt::Horizontal);
        QCOMPARE(pixelsWith(f, 26000), wide);
        tool.rotate(90);
        QCOMPARE(around(pixelsWith(f, 26000)), QRect(58, 12, 24, 60));
        tool.rotate(-90);
        QCOMPARE(pixelsWith(f, 26000), wide);
        // Each of them is undone by itself.
        f.document.undoStack().undo();
        QCOMPARE(around(pixelsWith(f, 26000)), QRect(58, 12, 24, 60));
        f.document.undoStack().setIndex(1);
        QCOMPARE(pixelsWith(f, 26000), wide);
        f.document.undoStack().undo();
        QCOMPARE(around(pixelsWith(f, 26000)), QRect(40, 30, 20, 12));
    }

    void whatIsDraggedAcrossComesBackAlsoAfterUndo() {
        CanvasFixture f(streetScene());
        const auto other = pixelsWith(f, 26001);
        f.use("move");
        f.drag({{45, 35}, {155, 35}}); // onto the other car
        QVERIFY(pixelsWith(f, 26001) != other);
        f.drag({{155, 35}, {100, 80}});
        QCOMPARE(pixelsWith(f, 26001), other);
        f.document.undoStack().undo();
        QVERIFY(pixelsWith(f, 26001) != other);
        f.drag({{155, 35}, {100, 100}});
        QCOMPARE(pixelsWith(f, 26001), other);
        QCOMPARE(pixelsWith(f, 26000).size(), std::size_t{240});
    }

    void nothingIsDraggedOffTheCanvas() {
        CanvasFixture f(streetScene());
        f.use("move");
        for (const QPoint target : {QPoint(-300, 35), QPoint(600, 35), QPoint(45, -400),
                                    QPoint(45, 700), QPoint(-500, -500)}) {
            f.drag({{45, 35}, target});
            QVERIFY(!pixelsWith(f, 26000).empty());
            QTest::keyClick(&f.view, Qt::Key_Escape);
            QCOMPARE(pixelsWith(f, 26000).size(), std::size_t{240});
        }
        for (int i = 0; i < 40; ++i) {
            QTest::keyClick(&f.view, Qt::Key_Left, Qt::ShiftModifier);
        }
        QVERIFY(!pixelsWith(f, 26000).empty());
        for (int i = 0; i < 10; ++i) {
            QTest::keyClick(&f.view, Qt::Key_Right, Qt::ShiftModifier);
        }
        QCOMPARE(pixelsWith(f, 26000).size(), std::size_t{240}); // it is whole again
        QVERIFY(f.notices.isEmpty());
    }

    void aCopyFloatsUntilItIsPutDown() {
        // Two cars side by side, on a street that is full of them.
        scene::Scene scene(scene::cityscapesLabels(), {200, 120}, road);
        const auto fill = [&](Rect rect, scene::PaintValue value) {
            std::vector<scene::PixelSpan> spans;
            for (int y = rect.y; y < rect.bottom(); ++y) {
                spans.push_back({rect.x, y, rect.width});
            }
            scene.apply(scene::paintSpans(*scene, spans, value));
        };
        fill({0, 30, 200, 60}, {car, 26009});
        fill({40, 40, 30, 20}, {car, 26000});
        fill({70, 40, 30, 20}, {car, 26001});
        scene.apply({scene::SetStyle{{{26000, scene::ClusterStyle{2}}}}});
        scene::Exemplar exemplar;
        exemplar.id = "photo";
        exemplar.photo = std::make_shared<const Image>(4, 4, 3, std::uint8_t{9});
        exemplar.target = {scene::ExemplarTarget::Kind::Instance, 26000};
        exemplar.pins = {{{50, 50}, {1, 2}}};
        scene.apply({scene::SetExemplar{exemplar}});
        CanvasFixture f(scene.state());
        const scene::SceneState before = f.scene();
        auto& tool = static_cast<MoveTool&>(f.use("move"));
        f.click(45, 45);
        tool.floatCopies();
        QCOMPARE(f.document.undoStack().count(), 1);
        QCOMPARE(f.state.selectedInstances(), std::vector<std::uint32_t>{26010});
        QCOMPARE(pixelsWith(f, 26010).size(), std::size_t{600});
        QVERIFY(*f.scene().styleOf(26010) == scene::Style(scene::ClusterStyle{2}));
        // Its exemplar is its own, and pinned where the copy is.
        const Point pin = f.scene().findExemplar("photo 2")->pins.front().scene;
        QCOMPARE(f.instance(pin.x, pin.y), 26010U);
        QVERIFY(*f.scene().findExemplar("photo") == exemplar);
        QCOMPARE(pixelsWith(f, 26000).size(), std::size_t{600});
        QVERIFY(tool.hint().contains("Enter"));
        // Onto the neighbour and away from it.
        const QRect box = around(pixelsWith(f, 26010));
        f.drag({box.center(), {85, 50}});
        QVERIFY(pixelsWith(f, 26001).size() < 600);
        f.drag({{85, 50}, {150, 100}});
        QCOMPARE(pixelsWith(f, 26001).size(), std::size_t{600});
        QCOMPARE(pixelsWith(f, 26000).size(), std::size_t{600});
        // Another look does not put it down.
        f.document.apply({scene::SetStyle{{{26010, scene::ClusterStyle{1}}}}}, "style");
        f.drag({{150, 100}, {160, 15}});
        QCOMPARE(f.label(150, 105), road);
        QTest::keyClick(&f.view, Qt::Key_Return);
        QVERIFY(!tool.hint().contains("Enter: put"));
        QCOMPARE(pixelsWith(f, 26010).size(), std::size_t{600});
        // All of it can be undone.
        f.document.undoStack().setIndex(0);
        QVERIFY(f.scene() == before);
    }

    void aPartThatTouchesNothingIsRemarkedOn() {
        CanvasFixture f;
        brush(f, 9);
        f.click(30, 50);
        f.drag({{34, 50}, {44, 50}});
        QVERIFY(f.notices.isEmpty());
        f.click(120, 60); // far away, the same car
        QCOMPARE(f.instance(120, 60), 26000U);
        QCOMPARE(f.notices.size(), 1);
        QVERIFY(f.notices.front().contains("car"));
        f.drag({{120, 60}, {130, 60}});
        f.state.setNewInstanceNext(true);
        f.click(160, 20);
        f.use("shape");
        f.state.setNewInstanceNext(true);
        f.drag({{150, 90}, {170, 110}});
        QCOMPARE(f.notices.size(), 1);
        f.drag({{10, 90}, {20, 110}}); // of another tool too
        QCOMPARE(f.notices.size(), 2);
    }

    void sizeMayFollowTheZoom() {
        CanvasFixture f;
        StrokeTool& tool = brush(f, 20);
        tool.setSizeFollowsZoom(true);
        f.click(60, 60);
        QCOMPARE(around(pixelsWith(f, 26000)).width(), 10);
    }
};

int runToolTests(int argc, char** argv) {
    ToolsTest tools;
    return QTest::qExec(&tools, argc, argv);
}

} // namespace underpaint::ui::test

#include "tools_test.moc"
