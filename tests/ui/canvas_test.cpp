// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/canvas_fixture.h"

#include "engine/scene/instances.h"
#include "ui/canvas/navigator.h"
#include "ui/canvas/pane_badge.h"

#include <QPaintEvent>
#include <QSignalSpy>
#include <QStandardPaths>

#include <algorithm>
#include <ctime>
#include <set>
#include <utility>

namespace underpaint::ui::test {

namespace {

/// Remembers what a widget was asked to paint.
class PaintWatch : public QObject {
public:
    explicit PaintWatch(QWidget& widget) { widget.installEventFilter(this); }

    const QRegion& seen() const { return m_region; }
    QRegion take() { return std::exchange(m_region, {}); }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override {
        if (event->type() == QEvent::Paint) {
            m_region += static_cast<QPaintEvent*>(event)->region();
        }
        return QObject::eventFilter(watched, event);
    }

private:
    QRegion m_region;
};

QRgb colourOf(std::uint16_t label) {
    const scene::Colour c = scene::cityscapesLabels().at(label).colour;
    return qRgb(c.red, c.green, c.blue);
}

QImage shot(CanvasView& view) {
    return view.grab().toImage().convertToFormat(QImage::Format_RGB32);
}

/// The colour at a place of the widget, however many pixels the screen has there.
QRgb colourAt(const QImage& image, const CanvasView& view, QPointF place) {
    const double ratio = view.devicePixelRatioF();
    return image.pixel(static_cast<int>(place.x() * ratio), static_cast<int>(place.y() * ratio));
}

/// The picture when everything is painted anew.
QImage freshShot(CanvasView& view) {
    view.setDecorationsVisible(view.decorationsVisible());
    return shot(view);
}

QImage stripedPhoto(QSize size) {
    QImage photo(size, QImage::Format_RGB32);
    for (int y = 0; y < size.height(); ++y) {
        for (int x = 0; x < size.width(); ++x) {
            photo.setPixel(x, y, x < size.width() / 2 ? qRgb(200, 40, 40) : qRgb(40, 40, 200));
        }
    }
    return photo;
}

void paintSquare(CanvasFixture& f, Rect rect, std::uint16_t label, std::uint32_t instance) {
    std::vector<scene::PixelSpan> spans;
    for (int y = rect.y; y < rect.bottom(); ++y) {
        spans.push_back({rect.x, y, rect.width});
    }
    f.document.apply(scene::paintSpans(f.scene(), spans, {label, instance}), "test");
}

} // namespace

class CanvasTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theLargerZoomDecidesHowThePanesLie() {
        CanvasFixture f(plainScene({512, 256}));
        f.view.setMode(ViewMode::SideBySide);
        // With and without the hint above the canvas, at 1366 pixels.
        for (const int height : {612, 652, 560}) {
            f.view.resize(1018, height);
            f.view.fit();
            const double beside = std::min(508.0 / 512, height / 256.0);
            const double stacked = std::min(1018.0 / 512, (height / 2 - 1) / 256.0);
            QVERIFY2(std::abs(f.view.zoom() - 0.96 * std::max(beside, stacked)) < 0.01,
                     qPrintable(QString("%1: %2").arg(height).arg(f.view.zoom())));
        }
    }

    void photosAreSmoothWhereTheirPixelsAreSmall() {
        CanvasFixture f(plainScene({64, 64}));
        QImage stripes(64, 64, QImage::Format_RGB888);
        for (int y = 0; y < 64; ++y) {
            for (int x = 0; x < 64; ++x) {
                stripes.setPixelColor(x, y, x % 2 == 0 ? Qt::black : Qt::white);
            }
        }
        f.photo.setPhoto(stripes, PhotoState::Truth::Exact, 1, 1);
        f.view.setMode(ViewMode::Photo);
        f.view.setDecorationsVisible(false);
        const auto greys = [&](double zoom) {
            f.setView(zoom, {32, 32});
            const QImage shown = f.view.grab().toImage();
            std::set<int> levels;
            for (int x = -20; x <= 20; ++x) {
                levels.insert(qGray(shown.pixel(shown.width() / 2 + x, shown.height() / 2 + 40)));
            }
            return levels.size();
        };
        QVERIFY(greys(1.45) > 4);
        QVERIFY(greys(2.5) > 4);
        QCOMPARE(greys(8), std::size_t{2}); // its pixels, to be looked at
    }

    void theOverviewIsThereWhileSomethingIsOutOfSight() {
        CanvasFixture f(plainScene({200, 120}));
        const Navigator& overview = f.view.navigator();
        QVERIFY(!overview.isVisible()); // a small canvas
        f.view.resize(800, 480);
        f.view.fit();
        QVERIFY(!overview.isVisible());
        f.setView(8, {100, 60});
        QVERIFY(overview.isVisible());
        QVERIFY(f.view.rect().contains(overview.geometry()));
        f.view.navigator().setWanted(false);
        QVERIFY(!overview.isVisible());
        f.view.navigator().setWanted(true);
        QVERIFY(overview.isVisible());
        f.view.fit();
        QVERIFY(!overview.isVisible());
    }

    void theOverviewMovesTheView() {
        CanvasFixture f(plainScene({200, 120}));
        f.view.resize(800, 480);
        f.setView(8, {100, 60});
        Navigator& overview = f.view.navigator();
        const auto middle = [&] { return f.view.toMap(QRectF(f.view.rect()).center()); };
        const auto near = [](QPointF a, QPointF b) {
            return std::abs(a.x() - b.x()) < 1.5 && std::abs(a.y() - b.y()) < 1.5;
        };
        const auto press = [&](QEvent::Type type, QPointF map) {
            const QPointF at = overview.fromMap(map);
            QMouseEvent event(type, at, overview.mapToGlobal(at), Qt::LeftButton, Qt::LeftButton,
                              {});
            QApplication::sendEvent(&overview, &event);
        };
        QVERIFY(near(overview.toMap(overview.fromMap({30, 90})), {30, 90}));
        press(QEvent::MouseButtonPress, {40, 30});
        QVERIFY(near(middle(), {40, 30}));
        press(QEvent::MouseMove, {150, 100});
        QVERIFY(near(middle(), {150, 100}));
        press(QEvent::MouseButtonRelease, {150, 100});
        QVERIFY(f.document.undoStack().count() == 0); // the tool below got nothing
        f.view.setRotation(30);
        press(QEvent::MouseButtonPress, {60, 60});
        QVERIFY(near(middle(), {60, 60}));
        QCOMPARE(f.view.zoom(), 8.0);
    }

    void theOverviewShowsTheMapAndTheFrame() {
        CanvasFixture f(plainScene({200, 120}, sky));
        f.view.resize(800, 480);
        f.setView(8, {50, 30});
        Navigator& overview = f.view.navigator();
        const auto colourAt = [&](QPointF map) {
            return overview.grab().toImage().pixelColor(overview.fromMap(map).toPoint());
        };
        const QColor before = colourAt({180, 100});
        paintSquare(f, {150, 80, 50, 40}, car, 26001);
        QTRY_VERIFY(colourAt({180, 100}) != before);
        // The other view has another picture, at once.
        f.photo.setPhoto(stripedPhoto({200, 120}), PhotoState::Truth::Exact, 1, 1);
        f.view.setMode(ViewMode::Photo);
        f.setView(8, {50, 30});
        QVERIFY(colourAt({80, 100}).red() > 150); // the photo is red there, the map blue
        f.view.setMode(ViewMode::Labels);
        f.setView(8, {50, 30});
        QVERIFY(colourAt({180, 100}) != before && colourAt({20, 100}) == before);
        // White between two black lines at the border of what is seen: 0 … 100 across.
        bool white = false;
        const QImage shown = overview.grab().toImage();
        const QPoint edge = overview.fromMap({100, 30}).toPoint();
        for (int x = edge.x() - 3; x <= edge.x() + 3; ++x) {
            white = white || shown.pixelColor(x, edge.y()).lightness() > 150;
        }
        QVERIFY(white);
    }

    void wheelKeepsThePointUnderTheCursor() {
        CanvasFixture f;
        for (const double rotation : {0.0, 30.0}) {
            f.view.setRotation(rotation);
            for (const int delta : {120, 120, -120, -360, 240}) {
                const QPointF cursor(123, 87);
                const QPointF before = f.view.toMap(cursor);
                const double zoom = f.view.zoom();
                f.wheel(cursor, delta);
                QCOMPARE(f.view.zoom() > zoom, delta > 0);
                QVERIFY(QLineF(before, f.view.toMap(cursor)).length() < 1e-6);
            }
        }
    }

    void pixelsAreDrawnWhereTheyAre() {
        CanvasFixture f;
        f.view.setDecorationsVisible(false);
        paintSquare(f, {10, 20, 3, 2}, car, 26000);
        f.setView(8, {12, 21});
        const QImage image = shot(f.view);
        for (int y = 18; y < 24; ++y) {
            for (int x = 8; x < 16; ++x) {
                const QPointF at = f.at(x, y);
                const bool inside = x >= 10 && x < 13 && y >= 20 && y < 22;
                QCOMPARE(colourAt(image, f.view, at), inside ? colourOf(car) : colourOf(road));
            }
        }
        // Around the map there is a neutral grey.
        f.setView(2, {0, 0});
        const QColor surround(colourAt(shot(f.view), f.view, {5, 5}));
        QCOMPARE(surround.saturation(), 0);
    }

    void smallScalesAverage() {
        CanvasFixture f(plainScene({400, 400}));
        f.view.setDecorationsVisible(false);
        // Every second column: at a quarter of the size a mixture, not one of the two.
        std::vector<scene::PixelSpan> columns;
        for (int y = 0; y < 400; ++y) {
            for (int x = 0; x < 400; x += 2) {
                columns.push_back({x, y, 1});
            }
        }
        f.document.apply(scene::paintSpans(f.scene(), columns, {sky, 23}), "test");
        f.setView(0.25, {200, 200});
        const QColor got(colourAt(shot(f.view), f.view, {200, 120}));
        const QColor a(colourOf(sky));
        const QColor b(colourOf(road));
        QVERIFY(std::abs(got.red() - (a.red() + b.red()) / 2) <= 2);
        QVERIFY(std::abs(got.green() - (a.green() + b.green()) / 2) <= 2);
        QVERIFY(std::abs(got.blue() - (a.blue() + b.blue()) / 2) <= 2);
    }

    void damagedPartsLookLikeAFreshPicture_data() {
        QTest::addColumn<double>("zoom");
        QTest::addColumn<double>("rotation");
        QTest::newRow("large") << 3.7 << 0.0;
        QTest::newRow("full") << 1.0 << 0.0;
        QTest::newRow("reduced") << 0.7 << 0.0;
        QTest::newRow("small") << 0.21 << 0.0;
        QTest::newRow("turned") << 1.6 << 33.0;
        QTest::newRow("small and turned") << 0.4 << -70.0;
    }
    void damagedPartsLookLikeAFreshPicture() {
        QFETCH(double, zoom);
        QFETCH(double, rotation);
        CanvasFixture f(plainScene({600, 500}));
        f.view.setRotation(rotation);
        f.setView(zoom, {300, 250});
        f.state.selectInstances({26000});
        (void)shot(f.view);
        paintSquare(f, {280, 240, 37, 21}, car, 26000);
        QCOMPARE(shot(f.view), freshShot(f.view));
        paintSquare(f, {290, 230, 31, 55}, sky, 23);
        QCOMPARE(shot(f.view), freshShot(f.view));
        f.document.undoStack().undo();
        f.document.undoStack().undo();
        QCOMPARE(shot(f.view), freshShot(f.view));
    }

    void panningLooksLikeAFreshPicture() {
        CanvasFixture f;
        paintSquare(f, {50, 30, 40, 30}, car, 26000);
        for (const ViewMode mode : {ViewMode::Labels, ViewMode::SideBySide, ViewMode::Split}) {
            f.view.setMode(mode);
            f.setView(1.3, {100, 60});
            (void)shot(f.view);
            f.mouse(QEvent::MouseButtonPress, {200, 100}, {}, Qt::MiddleButton);
            f.mouse(QEvent::MouseMove, {231, 88});
            f.mouse(QEvent::MouseMove, {180, 140});
            f.mouse(QEvent::MouseButtonRelease, {180, 140}, {}, Qt::MiddleButton);
            QCOMPARE(shot(f.view), freshShot(f.view));
        }
    }

    void draggingWithTheMiddleButtonPans() {
        CanvasFixture f;
        const QPointF before = f.view.toMap({200, 100});
        f.mouse(QEvent::MouseButtonPress, {200, 100}, {}, Qt::MiddleButton);
        f.mouse(QEvent::MouseMove, {260, 130});
        f.mouse(QEvent::MouseButtonRelease, {260, 130}, {}, Qt::MiddleButton);
        // The view moves by whole pixels of the screen.
        QVERIFY(QLineF(before, f.view.toMap({260, 130})).length() < 0.5);
        QCOMPARE(f.document.undoStack().count(), 0);
    }

    void onlyTheDamagedRectangleRepaints() {
        CanvasFixture f;
        f.tools.find("brush")->setDiameter(6);
        f.press(20, 20);
        f.release(20, 20);
        QTest::qWait(50);
        PaintWatch watch(f.view);
        f.press(60, 40);
        QTest::qWait(20);
        f.move(64, 40);
        QTest::qWait(20);
        f.release(64, 40);
        // The pixels, the brush's outline, and what the outline left.
        const QRectF around(f.at(60, 40), f.at(64, 40));
        const QRegion painted = watch.take();
        QVERIFY(!painted.isEmpty());
        const QRect most = around.normalized().adjusted(-30, -30, 30, 30).toAlignedRect();
        const QRect left =
            QRectF(f.at(20, 20), QSizeF()).adjusted(-30, -30, 30, 30).toAlignedRect();
        QVERIFY2((painted - most - left).isEmpty(), "more than the dab was painted");
    }

    void panesShareZoomAndPlace() {
        CanvasFixture f;
        f.view.setMode(ViewMode::SideBySide);
        f.view.setZoom(1.5);
        // The same point of the map, once in each pane.
        const QPointF first(60, 70);
        const QPointF point = f.view.toMap(first);
        const QPointF second = first + QPointF(f.view.width() / 2.0 + 0.5, 0);
        const QPointF below = first + QPointF(0, f.view.height() / 2.0 + 0.5);
        const double aside = QLineF(f.view.toMap(second), point).length();
        const double under = QLineF(f.view.toMap(below), point).length();
        QVERIFY(std::min(aside, under) < 1);
        // Painting over the photo paints the map.
        f.mouse(QEvent::MouseButtonPress, aside < under ? second : below);
        f.mouse(QEvent::MouseButtonRelease, aside < under ? second : below);
        QCOMPARE(f.label(static_cast<int>(point.x()), static_cast<int>(point.y())), car);
    }

    void theSliderSplitsLabelsAndPhoto() {
        CanvasFixture f;
        f.view.setDecorationsVisible(false);
        f.photo.setPhoto(stripedPhoto({200, 120}), PhotoState::Truth::Exact, 1, 10);
        f.view.setMode(ViewMode::Split);
        QImage image = shot(f.view);
        QCOMPARE(colourAt(image, f.view, {100, 200}), colourOf(road));
        QCOMPARE(colourAt(image, f.view, {300, 200}), qRgb(40, 40, 200));
        f.mouse(QEvent::MouseMove, {200, 120});
        QCOMPARE(f.view.cursor().shape(), Qt::SplitHCursor);
        f.mouse(QEvent::MouseButtonPress, {200, 120});
        f.mouse(QEvent::MouseMove, {40, 120});
        f.mouse(QEvent::MouseButtonRelease, {40, 120});
        QVERIFY(std::abs(f.view.splitPosition() - 0.1) < 0.01);
        image = shot(f.view);
        QCOMPARE(colourAt(image, f.view, {20, 200}), colourOf(road));
        QCOMPARE(colourAt(image, f.view, {100, 200}), qRgb(200, 40, 40));
        QCOMPARE(f.document.undoStack().count(), 0);
    }

    void overlayMixes() {
        CanvasFixture f;
        f.view.setDecorationsVisible(false);
        f.photo.setPhoto(stripedPhoto({100, 60}), PhotoState::Truth::Approximate, 1, 10);
        f.view.setMode(ViewMode::Overlay);
        f.view.setOverlayOpacity(0.25);
        const QColor got(colourAt(shot(f.view), f.view, {50, 200}));
        const QColor label(colourOf(road));
        QVERIFY(std::abs(got.red() - (200 * 3 + label.red()) / 4) <= 2);
        QVERIFY(std::abs(got.blue() - (40 * 3 + label.blue()) / 4) <= 2);
    }

    void hiddenAndSoloLabels() {
        CanvasFixture f;
        paintSquare(f, {50, 30, 40, 30}, car, 26000);
        f.view.setDecorationsVisible(false);
        const QPointF onCar = f.at(60, 40);
        const QPointF onRoad = f.at(10, 40);
        f.state.setLabelVisible(car, false);
        QVERIFY(colourAt(shot(f.view), f.view, onCar) != colourOf(car));
        QCOMPARE(colourAt(shot(f.view), f.view, onRoad), colourOf(road));
        f.state.setLabelVisible(car, true);
        f.state.setSoloLabel(car);
        QCOMPARE(colourAt(shot(f.view), f.view, onCar), colourOf(car));
        QVERIFY(colourAt(shot(f.view), f.view, onRoad) != colourOf(road));
        f.state.setSoloLabel({});
        f.state.setInstanceVisible(26000, false);
        QVERIFY(colourAt(shot(f.view), f.view, onCar) != colourOf(car));
    }

    void selectedInstancesHaveALine() {
        CanvasFixture f;
        paintSquare(f, {50, 30, 40, 30}, car, 26000);
        f.state.selectInstances({26000});
        const QImage image = shot(f.view);
        const QPointF corner = f.view.fromMap({50, 30}) + QPointF(0.1, 0.1);
        QCOMPARE(colourAt(image, f.view, corner), qRgb(255, 255, 255));
        f.view.setDecorationsVisible(false);
        QCOMPARE(colourAt(shot(f.view), f.view, corner), colourOf(car));
    }

    void antsMarchAroundTheSelectionOnly() {
        CanvasFixture f;
        f.state.setPixelSelection(
            scene::PixelSelection({{40, 40, 20}, {40, 41, 20}}, f.scene().bounds()));
        const QImage before = shot(f.view);
        QTest::qWait(100);
        PaintWatch watch(f.view);
        QTRY_VERIFY(!watch.seen().isEmpty());
        QTest::qWait(300);
        const QRect area = QRectF(f.at(40, 40), f.at(60, 42)).toAlignedRect();
        const QRegion painted = watch.take();
        QVERIFY(!painted.isEmpty());
        QVERIFY((painted - area.adjusted(-70, -70, 70, 70)).isEmpty());
        f.view.setDecorationsVisible(false);
        QVERIFY(shot(f.view) != before);
    }

    void theBadgeSaysHowTrueThePhotoIs() {
        PhotoState photo;
        QCOMPARE(truthText(photo), QString("No photo yet"));
        photo.setPhoto(stripedPhoto({20, 10}), PhotoState::Truth::Exact, 3, 41.6);
        QCOMPARE(truthText(photo), QString("Exact · 42 ms"));
        photo.setTruth(PhotoState::Truth::Stale);
        photo.setProgress(0.4);
        QCOMPARE(truthText(photo), QString("Stale · rendering 40 %"));
    }

    void aReleaseThatGoesElsewhereEndsTheStroke() {
        CanvasFixture f;
        f.press(20, 20);
        f.move(30, 20);
        QMouseEvent released(QEvent::MouseMove, f.at(90, 20), f.view.mapToGlobal(f.at(90, 20)),
                             Qt::NoButton, Qt::NoButton, {});
        QApplication::sendEvent(&f.view, &released);
        f.mouse(QEvent::MouseMove, f.at(150, 20));
        QCOMPARE(f.label(30, 20), car);
        QCOMPARE(f.label(150, 20), road);
        QVERIFY(!f.tools.active().busy());
    }

    void theCursorIsReportedOnTheMapOnly() {
        CanvasFixture f;
        QList<std::optional<QPointF>> seen;
        connect(&f.view, &CanvasView::cursorMoved, this,
                [&](std::optional<QPointF> at) { seen << at; });
        f.move(30, 20);
        f.setView(1, {100, 60});
        f.mouse(QEvent::MouseMove, {2, 2});
        QCOMPARE(seen.size(), 2);
        QVERIFY(seen[0] && QLineF(*seen[0], QPointF(30.5, 20.5)).length() < 0.01);
        QVERIFY(!seen[1]);
    }

    void fittingShowsTheWholeMap() {
        CanvasFixture f;
        for (const double rotation : {0.0, 45.0}) {
            f.view.setRotation(rotation);
            f.view.fit();
            for (const QPointF corner : {QPointF(0, 0), QPointF(200, 0), QPointF(0, 120)}) {
                QVERIFY(QRectF(f.view.rect()).contains(f.view.fromMap(corner)));
            }
        }
    }

    /// A printed figure, of the processor's time: that of a clock on the wall says more about what
    /// else the machine does.
    void costOfADab() {
        const auto milliseconds = [] { return 1000.0 * std::clock() / CLOCKS_PER_SEC; };
        for (const double zoom : {1.0, 0.25}) {
            CanvasFixture f(plainScene({4096, 4096}));
            f.view.resize(1600, 1000);
            f.setView(zoom, {2048, 2048});
            f.tools.find("brush")->setDiameter(60);
            (void)shot(f.view);
            QList<double> costs;
            const QPoint start(1700, 1800);
            const double begun = milliseconds();
            f.press(start.x(), start.y());
            const double pressed = milliseconds() - begun;
            (void)shot(f.view);
            for (int i = 1; i <= 150; ++i) {
                const QPoint at(start.x() + 5 * i, start.y() + (i % 20) * 8);
                const double before = milliseconds();
                f.move(at.x(), at.y());
                // What the next frame would paint.
                f.view.repaint(QRectF(f.at(at.x(), at.y()), QSizeF())
                                   .adjusted(-60, -60, 60, 60)
                                   .toAlignedRect());
                costs << milliseconds() - before;
            }
            f.release(start.x() + 750, start.y());
            std::sort(costs.begin(), costs.end());
            qInfo("4096x4096 at %g %%: a dab costs %.2f ms (median; 95 %%: %.2f; most: %.2f), the "
                  "first of a new instance %.2f ms",
                  zoom * 100, costs[75], costs[142], costs.back(), pressed);
            QCOMPARE(f.document.undoStack().count(), 1);
        }
    }

    /// Printed figures, too: what pans and new photos cost.
    void costOfAFrame() {
        const auto milliseconds = [] { return 1000.0 * std::clock() / CLOCKS_PER_SEC; };
        CanvasFixture f(plainScene({4096, 4096}));
        paintSquare(f, {1500, 1500, 900, 900}, car, 26000);
        f.state.selectInstances({26000});
        f.view.resize(1600, 1000);
        QImage photo({4096, 4096}, QImage::Format_RGB32);
        photo.fill(qRgb(90, 120, 30));
        f.photo.setPhoto(photo, PhotoState::Truth::Exact, 1, 1);
        for (const ViewMode mode : {ViewMode::Labels, ViewMode::Photo, ViewMode::Overlay}) {
            for (const double zoom : {2.0, 0.7, 0.2}) {
                f.view.setMode(mode);
                f.setView(zoom, {2048, 2048});
                (void)freshShot(f.view);
                f.view.setDecorationsVisible(true);
                const double begun = milliseconds();
                f.view.repaint();
                qInfo("mode %d at %g %%: 1600x1000 pixels in %.1f ms", static_cast<int>(mode),
                      zoom * 100, milliseconds() - begun);
                QCOMPARE(f.view.mode(), mode);
            }
        }
    }

    /// Pictures for people, when a folder is given.
    void screenshots() {
        const QString folder = qEnvironmentVariable("UNDERPAINT_SCREENSHOTS");
        const QString sample = qEnvironmentVariable("UNDERPAINT_SAMPLE");
        if (folder.isEmpty() || sample.isEmpty()) {
            QSKIP("UNDERPAINT_SCREENSHOTS and UNDERPAINT_SAMPLE name no folders");
        }
        const QImage labels(sample + "/test_label/street.png");
        const QImage ids(sample + "/test_inst/street.png");
        QVERIFY(!labels.isNull() && ids.format() == QImage::Format_Grayscale16);
        scene::SceneState scene;
        scene.labelSet = scene::camvidLabels();
        LabelPlane plane(labels.width(), labels.height());
        InstancePlane instances(labels.width(), labels.height());
        QImage photo(labels.size(), QImage::Format_RGB32);
        for (int y = 0; y < labels.height(); ++y) {
            for (int x = 0; x < labels.width(); ++x) {
                plane.at(x, y) = labels.constScanLine(y)[x];
                instances.at(x, y) = reinterpret_cast<const quint16*>(ids.constScanLine(y))[x];
                const auto c = scene.labelSet.at(plane.at(x, y)).colour;
                const int noise = (x * 7 + y * 13) % 23;
                photo.setPixel(x, y,
                               qRgb(c.red / 2 + 60 + noise, c.green / 3 + 70 + noise,
                                    c.blue / 3 + 60 + noise));
            }
        }
        scene.labels = scene::LabelMap(plane);
        scene.instances = scene::InstanceMap(instances);
        CanvasFixture f(scene);
        f.view.resize(1000, 640);
        f.photo.setPhoto(photo, PhotoState::Truth::Exact, 1, 87);
        f.view.fit();
        for (const auto& info : scene::instancesIn(f.scene())) {
            if (info.id >= scene::instancesPerClass && info.area > 500) {
                f.state.selectInstances({info.id});
                f.state.setPixelSelection(scene::PixelSelection(
                    scene::spansOf(f.scene().labels, std::uint16_t{0}), f.scene().bounds()));
                break;
            }
        }
        const QList<std::pair<ViewMode, const char*>> modes = {{ViewMode::Labels, "labels"},
                                                               {ViewMode::Photo, "photo"},
                                                               {ViewMode::Overlay, "overlay"},
                                                               {ViewMode::SideBySide, "side"},
                                                               {ViewMode::Split, "split"}};
        for (const auto& [mode, name] : modes) {
            f.view.setMode(mode);
            f.view.fit();
            f.move(300, 150);
            QVERIFY(f.view.grab().save(folder + "/canvas-" + name + ".png"));
        }
        f.photo.setTruth(PhotoState::Truth::Stale);
        f.photo.setProgress(0.42);
        f.photo.setMessage("Out of memory: rendering at half size. Close other programs.");
        f.use("move");
        f.view.setMode(ViewMode::SideBySide);
        QTest::keyClick(&f.view, Qt::Key_Right);
        QVERIFY(f.view.grab().save(folder + "/canvas-move.png"));
        QWidget* bar = f.tools.makeOptionsBar(nullptr);
        for (const char* id : {"brush", "move", "stamp", "wand"}) {
            f.use(id);
            QVERIFY(bar->grab().save(folder + "/options-" + id + ".png"));
        }
        delete bar;
    }
};

} // namespace underpaint::ui::test

int main(int argc, char** argv) {
    QStandardPaths::setTestModeEnabled(true);
    QCoreApplication::setOrganizationName("underpaint-tests");
    QCoreApplication::setApplicationName("test_ui_canvas");
    const QApplication application(argc, argv);
    underpaint::ui::test::CanvasTest canvas;
    return QTest::qExec(&canvas, argc, argv) + underpaint::ui::test::runToolTests(argc, argv) +
           underpaint::ui::test::runToolBoxTests(argc, argv) +
           underpaint::ui::test::runPaintingTests(argc, argv);
}

#include "canvas_test.moc"
