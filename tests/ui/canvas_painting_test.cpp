// SPDX-License-Identifier: GPL-3.0-or-later
// What is painted when little changed, against what is painted anew.
#include "tests/ui/canvas_fixture.h"

#include "engine/base/random.h"
#include "ui/canvas/level_tiles.h"
#include "ui/canvas/resample.h"

#include <QPaintEvent>

#include <algorithm>
#include <array>
#include <cmath>

namespace underpaint::ui::test {

namespace {

int drawn(Random& random, int least, int most) {
    return least + static_cast<int>(random.uniform() * (most - least + 1));
}

PixelBlock noise(const QRect& rect, Random& random, bool opaque) {
    PixelBlock block;
    block.reset(rect);
    for (int y = rect.top(); y <= rect.bottom(); ++y) {
        for (int x = 0; x < rect.width(); ++x) {
            const auto c = [&] { return drawn(random, 0, 255); };
            const bool clear = !opaque && random.uniform() < 0.3;
            block.row(y)[x] = clear ? 0 : qRgb(c(), c(), c());
        }
    }
    return block;
}

/// The four channels of the picture at a place, between pixels where `smooth`.
std::array<double, 4> expectedAt(const PixelBlock& picture, QPointF place, bool smooth) {
    std::array<double, 4> sum{};
    const double x = smooth ? place.x() - 0.5 : std::floor(place.x());
    const double y = smooth ? place.y() - 0.5 : std::floor(place.y());
    for (const int dx : {0, 1}) {
        for (const int dy : {0, 1}) {
            const int left = static_cast<int>(std::floor(x)) + dx;
            const int top = static_cast<int>(std::floor(y)) + dy;
            const double wx = dx == 0 ? 1 - (x - std::floor(x)) : x - std::floor(x);
            const double wy = dy == 0 ? 1 - (y - std::floor(y)) : y - std::floor(y);
            const QRgb colour = picture.row(
                std::clamp(top, 0, picture.height() - 1))[std::clamp(left, 0, picture.width() - 1)];
            for (int c = 0; c < 4; ++c) {
                sum[static_cast<std::size_t>(c)] += wx * wy * ((colour >> (8 * c)) & 0xff);
            }
        }
    }
    return sum;
}

QTransform randomTransform(Random& random, QSize frame, QSize picture, bool turned) {
    const double zoom = std::exp2(random.uniform() * 5 - 3);
    QTransform pictureToFrame;
    pictureToFrame.translate(frame.width() * random.uniform(), frame.height() * random.uniform());
    pictureToFrame.rotate(turned ? 360 * random.uniform() : 0);
    pictureToFrame.scale(zoom, zoom);
    pictureToFrame.translate(-picture.width() * random.uniform(),
                             -picture.height() * random.uniform());
    return pictureToFrame.inverted();
}

QImage greyFrame(QSize size) {
    QImage frame(size, QImage::Format_RGB32);
    frame.fill(0xff556677);
    return frame;
}

void drawWhole(QImage& frame, const QRect& rect, const QTransform& transform,
               const PixelBlock& picture, const Layer& layer) {
    Resampler resampler;
    const QRect needed = Resampler::needed(rect, transform, picture.rect().size());
    if (needed.isEmpty()) {
        return;
    }
    PixelBlock part;
    part.reset(needed);
    for (int y = needed.top(); y <= needed.bottom(); ++y) {
        std::copy_n(picture.row(y) + needed.left(), needed.width(), part.row(y));
    }
    resampler.draw(frame, rect, transform, part, picture.rect().size(), layer);
}

/// Everything found and painted again.
QImage anew(CanvasView& view) {
    view.setZoom(view.zoom());
    return view.grab().toImage();
}

/// Classes, things and holes all over the map.
scene::SceneState speckledScene(Size size, std::uint64_t seed) {
    scene::Scene scene(scene::cityscapesLabels(), size, road);
    Random random(seed);
    for (int i = 0; i < 60; ++i) {
        const int side = drawn(random, 1, 40);
        const int left = drawn(random, 0, size.width - side);
        const int top = drawn(random, 0, size.height - side);
        std::vector<scene::PixelSpan> spans;
        for (int y = 0; y < side; ++y) {
            spans.push_back({left, top + y, drawn(random, 1, side)});
        }
        const bool thing = i % 2 == 0;
        const scene::PaintValue value =
            thing ? scene::PaintValue{car, 26000U + static_cast<std::uint32_t>(i)}
                  : scene::PaintValue{sky, 23};
        scene.apply(scene::paintSpans(*scene, spans, value));
    }
    return scene.state();
}

QImage noisyPhoto(QSize size, std::uint64_t seed) {
    Random random(seed);
    const PixelBlock block = noise(QRect(QPoint(), size), random, true);
    QImage photo(size, QImage::Format_RGB888);
    for (int y = 0; y < size.height(); ++y) {
        for (int x = 0; x < size.width(); ++x) {
            photo.setPixel(x, y, block.row(y)[x]);
        }
    }
    return photo;
}

} // namespace

class PaintingTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void picturesAreScaledAndTurned() {
        Random random(11);
        for (int round = 0; round < 120; ++round) {
            const QSize size(drawn(random, 1, 50), drawn(random, 1, 40));
            const bool smooth = round % 2 == 0;
            const PixelBlock picture = noise(QRect(QPoint(), size), random, true);
            const QTransform transform = randomTransform(random, {60, 40}, size, round % 3 == 0);
            QImage frame = greyFrame({60, 40});
            drawWhole(frame, frame.rect(), transform, picture, {.smooth = smooth});
            for (int y = 0; y < frame.height(); ++y) {
                for (int x = 0; x < frame.width(); ++x) {
                    const QPointF from = transform.map(QPointF(x + 0.5, y + 0.5));
                    const QRgb got = frame.pixel(x, y);
                    // On the border itself the rounding decides.
                    constexpr double edge = 1e-5;
                    if (!QRectF(-edge, -edge, size.width() + 2 * edge, size.height() + 2 * edge)
                             .contains(from)) {
                        QCOMPARE(got, 0xff556677U);
                    } else if (QRectF(edge, edge, size.width() - 2 * edge, size.height() - 2 * edge)
                                   .contains(from)) {
                        const QPointF near =
                            from - QPointF(std::round(from.x()), std::round(from.y()));
                        if (!smooth && (std::abs(near.x()) < edge || std::abs(near.y()) < edge)) {
                            continue;
                        }
                        const auto wanted = expectedAt(picture, from, smooth);
                        for (int c = 0; c < 3; ++c) {
                            const double off =
                                ((got >> (8 * c)) & 0xff) - wanted[static_cast<std::size_t>(c)];
                            QVERIFY2(std::abs(off) <= (smooth ? 4.0 : 0.0),
                                     qPrintable(QString("round %1, %2").arg(round).arg(off)));
                        }
                    }
                }
            }
        }
    }

    void partsOfPicturesFitTogether() {
        Random random(12);
        for (int round = 0; round < 80; ++round) {
            const QSize size(drawn(random, 2, 70), drawn(random, 2, 70));
            const Layer layer{.smooth = round % 2 == 0,
                              .opacity = round % 4 < 2 ? 256U : 97U,
                              .opaque = round % 8 < 4};
            const PixelBlock picture = noise(QRect(QPoint(), size), random, layer.opaque);
            const QTransform transform = randomTransform(random, {90, 60}, size, round % 3 == 0);
            QImage whole = greyFrame({90, 60});
            drawWhole(whole, whole.rect(), transform, picture, layer);
            QImage pieces = greyFrame({90, 60});
            const int width = drawn(random, 1, 40);
            const int height = drawn(random, 1, 30);
            for (int top = 0; top < 60; top += height) {
                for (int left = 0; left < 90; left += width) {
                    drawWhole(pieces, QRect(left, top, width, height).intersected(pieces.rect()),
                              transform, picture, layer);
                }
            }
            QCOMPARE(pieces, whole);
        }
    }

    void damagedTilesAreMadeAgain() {
        LevelTiles tiles;
        const Size size{1000, 700};
        int value = 1;
        const auto make = [&](const QRect& rect, QRgb* pixels, std::ptrdiff_t stride) {
            for (int y = 0; y < rect.height(); ++y) {
                std::fill_n(pixels + y * stride, rect.width(), static_cast<QRgb>(value));
            }
        };
        PixelBlock block;
        block.reset({0, 0, 500, 350});
        tiles.read(block, 1, size, make);
        QCOMPARE(tiles.madePixels(), 500 * 350);
        value = 2;
        tiles.damage({401, 301, 10, 1});
        tiles.read(block, 1, size, make);
        QCOMPARE(tiles.madePixels(), 500 * 350 + 6);
        QCOMPARE(block.row(150)[200], 2U);
        QCOMPARE(block.row(150)[205], 2U);
        QCOMPARE(block.row(150)[206], 1U);
        QCOMPARE(block.row(149)[203], 1U);
        tiles.clear();
        tiles.read(block, 1, size, make);
        QCOMPARE(block.row(349)[499], 2U);
    }

    void panningIsExact_data() {
        QTest::addColumn<double>("zoom");
        QTest::addColumn<double>("rotation");
        QTest::newRow("large") << 3.7 << 0.0;
        QTest::newRow("reduced") << 0.73 << 0.0;
        QTest::newRow("small") << 0.21 << 0.0;
        QTest::newRow("turned") << 1.6 << 33.0;
        QTest::newRow("small and turned") << 0.6 << -70.0;
    }
    /// Also several times between two frames, with the border of a selection, in all views.
    void panningIsExact() {
        QFETCH(double, zoom);
        QFETCH(double, rotation);
        CanvasFixture f(speckledScene({512, 384}, 21));
        f.photo.setPhoto(noisyPhoto({512, 384}, 22), PhotoState::Truth::Exact, 1, 1);
        f.state.selectInstances({26000, 26010});
        std::vector<scene::PixelSpan> spans;
        for (int y = 40; y < 330; ++y) {
            spans.push_back({60 + y % 17, y, 300 + y % 5});
        }
        f.state.setPixelSelection(scene::PixelSelection(spans, f.scene().bounds()));
        f.view.setRotation(rotation);
        Random random(23);
        for (const ViewMode mode : {ViewMode::Labels, ViewMode::Photo, ViewMode::Overlay,
                                    ViewMode::SideBySide, ViewMode::Split}) {
            f.view.setMode(mode);
            f.setView(zoom, {256, 192});
            (void)f.view.grab();
            for (int i = 0; i < 12; ++i) {
                f.view.panBy({random.uniform() * 60 - 30, random.uniform() * 40 - 20});
                if (i % 3 == 1) {
                    continue;
                }
                QCOMPARE(f.view.grab().toImage(), anew(f.view));
            }
        }
    }

    void panningPaintsWhatComesIntoView() {
        CanvasFixture f(speckledScene({512, 384}, 31));
        f.state.setPixelSelection(scene::PixelSelection({{10, 10, 400}}, f.scene().bounds()));
        f.setView(1.5, {200, 150});
        (void)f.view.grab();
        const long long before = f.view.paintedPixels();
        f.view.panBy({5, 0});
        f.view.panBy({4, -3});
        (void)f.view.grab();
        const double ratio = f.view.devicePixelRatioF();
        // Where a pixel of the screen is shared by two panes, the border is painted as well.
        const double border = ratio == std::floor(ratio) ? 0 : 4;
        const auto most = static_cast<long long>(
            ((9 + border) * f.view.height() + (3 + border) * f.view.width()) * ratio * ratio * 1.1);
        const long long painted = f.view.paintedPixels() - before;
        QVERIFY2(painted > 0 && painted <= most, qPrintable(QString::number(painted)));
    }

    void theSplitSliderPaintsItsWayOnly() {
        CanvasFixture f(speckledScene({200, 120}, 41));
        f.photo.setPhoto(noisyPhoto({200, 120}, 42), PhotoState::Truth::Exact, 1, 1);
        f.state.setPixelSelection(scene::PixelSelection({{10, 10, 150}}, f.scene().bounds()));
        f.view.setMode(ViewMode::Split);
        f.setView(2, {100, 60});
        (void)f.view.grab();
        for (const double position : {0.52, 0.47, 0.5, 0.61}) {
            f.view.setSplitPosition(position);
            QCOMPARE(f.view.grab().toImage(), anew(f.view));
        }
        f.view.setSplitPosition(0.6);
        (void)f.view.grab();
        const long long last = f.view.paintedPixels();
        f.view.setSplitPosition(0.61);
        (void)f.view.grab();
        const long long painted = f.view.paintedPixels() - last;
        const double ratio = f.view.devicePixelRatioF();
        QVERIFY(painted > 0 && painted < 8 * ratio * ratio * f.view.height());
    }

    void anotherSelectionLeavesNoTrace() {
        CanvasFixture f(speckledScene({200, 120}, 51));
        Random random(52);
        for (int i = 0; i < 10; ++i) {
            std::vector<scene::PixelSpan> spans;
            const int top = drawn(random, 0, 60);
            for (int y = top; i % 4 != 3 && y < top + 50; ++y) {
                spans.push_back({drawn(random, 0, 30), y, drawn(random, 1, 120)});
            }
            f.state.setPixelSelection(scene::PixelSelection(spans, f.scene().bounds()));
            QCOMPARE(f.view.grab().toImage(), anew(f.view));
        }
    }

    /// However large the window is, no frame takes long, and in the end everything is there.
    void hugeWindowsAreFinishedFrameByFrame() {
        CanvasFixture f(speckledScene({512, 384}, 61));
        f.view.resize(5200, 3000);
        f.setView(7.3, {256, 192});
        QTRY_VERIFY(f.view.paintedPixels() > 0);
        long long painted = -1;
        while (painted != f.view.paintedPixels()) {
            painted = f.view.paintedPixels();
            QTest::qWait(50);
        }
        const QImage shown = f.view.grab().toImage();
        QCOMPARE(f.view.paintedPixels(), painted); // nothing was left to paint
        QCOMPARE(shown, anew(f.view));
    }

    void hiddenThingsAreHiddenAtAllScales() {
        CanvasFixture f(speckledScene({300, 200}, 71));
        f.view.setDecorationsVisible(false);
        for (const double zoom : {2.0, 0.8, 0.4, 0.2}) {
            f.setView(zoom, {150, 100});
            const QImage before = f.view.grab().toImage();
            f.state.setInstanceVisible(26058, false);
            QVERIFY(f.view.grab().toImage() != before);
            QCOMPARE(f.view.grab().toImage(), anew(f.view));
            f.state.setInstanceVisible(26058, true);
            QCOMPARE(f.view.grab().toImage(), before);
        }
    }
};

int runPaintingTests(int argc, char** argv) {
    PaintingTest test;
    return QTest::qExec(&test, argc, argv);
}

} // namespace underpaint::ui::test

#include "canvas_painting_test.moc"
