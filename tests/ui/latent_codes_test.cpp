// SPDX-License-Identifier: GPL-3.0-or-later
// Arithmetic of codes, without a window.
#include "engine/base/error.h"
#include "engine/scene/drawn_code.h"
#include "engine/scene/templates/scene_templates.h"
#include "tests/ui/window_tests.h"
#include "ui/session/kept_codes.h"
#include "ui/session/latent_codes.h"

#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>

namespace latent_codes_test {

using namespace underpaint;
using scene::LatentCode;

namespace {

QString whyNotCode(const QString& text, int size) {
    try {
        ui::codeFromText(text, size);
    } catch (const Error& failure) {
        return QString::fromStdString(failure.message());
    }
    return {};
}

bool near(double a, double b) {
    constexpr double rounding = 1e-5;
    return std::abs(a - b) < rounding;
}

/// A photo of two halves that a code of three values changes: the second value by most, the first
/// by less, the third not at all.
QImage photoOf(const LatentCode& code) {
    QImage photo(64, 64, QImage::Format_RGB888);
    for (int y = 0; y < 64; ++y) {
        for (int x = 0; x < 64; ++x) {
            const double shift = x < 32 ? 40 * code.values[1] : 10 * code.values[0];
            const int grey = 128 + static_cast<int>(std::lround(shift));
            photo.setPixelColor(x, y, QColor(grey, grey, grey));
        }
    }
    return photo;
}

} // namespace

class LatentCodesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void textAndBack();
    void whatIsNoCodeIsSaid();
    void drawsLeaveLockedValues();
    void aSceneWithoutItsOwnCodeHasThatOfItsSeed();
    void thePadMovesAlongItsAxesOnly();
    void thePadKeepsLockedValues();
    void theLargestChangesAreFound();
    void damagedSettingsLoseNothingElse();
};

void LatentCodesTest::textAndBack() {
    const LatentCode code = scene::drawnCode(5, 8);
    QCOMPARE(ui::codeFromText(ui::codeText(code), 8), code);
    QCOMPARE(ui::codeText({{0.5F, -1.25F, 0}}), QString("0.5, -1.25, 0"));
    QCOMPARE(ui::codeFromText(" 0.5;-1.25\n0 ", 3), (LatentCode{{0.5F, -1.25F, 0}}));
    const LatentCode fine{{0.1F, 1e-20F, 2.99999976F}};
    QCOMPARE(ui::codeFromText(ui::codeText(fine), 3), fine);
}

void LatentCodesTest::whatIsNoCodeIsSaid() {
    QVERIFY(whyNotCode("1, 2, 3", 3).isEmpty());
    QVERIFY(whyNotCode("1, 2", 3).contains("2 values"));
    QVERIFY(whyNotCode("", 3).contains("no text"));
    QVERIFY(whyNotCode("1, two, 3", 3).contains("two"));
    QVERIFY(whyNotCode("1, nan, 3", 3).contains("nan"));
    QVERIFY(whyNotCode("1, 1e99, 3", 3).contains("1e99"));
    QVERIFY(whyNotCode(QString(200000, 'x'), 3).size() < 200);
    QVERIFY(!whyNotCode("\x1b[31m", 1).contains('\x1b'));
}

void LatentCodesTest::drawsLeaveLockedValues() {
    Random random(3);
    const LatentCode code{{1, 2, 3, 4}};
    const LatentCode drawn = ui::redrawn(code, {false, true}, random);
    QCOMPARE(drawn.values[1], 2.0F);
    for (const std::size_t other : {0U, 2U, 3U}) {
        QVERIFY(drawn.values[other] != code.values[other]);
    }
}

void LatentCodesTest::aSceneWithoutItsOwnCodeHasThatOfItsSeed() {
    // What is seen first, of an empty scene and of landscapes and house fronts, is near the mean of
    // what a model paints.
    scene::SceneState state;
    for (const char* id : {"", "horizon", "valley", "shore", "facade"}) {
        const scene::SceneTemplate* one = scene::findTemplate(id);
        QVERIFY(one != nullptr || *id == 0);
        state.seed = one != nullptr ? one->seed : 0;
        float length = 0;
        for (const float value : ui::paintedCode(state, 8).values) {
            length += value * value;
        }
        QVERIFY2(std::sqrt(length) < 1.5F, id);
    }
    state.seed = 7;
    QCOMPARE(ui::paintedCode(state, 4), scene::drawnCode(7, 4));
    state.appearance.code = {{1, 2, 3, 4}};
    QCOMPARE(ui::paintedCode(state, 4), state.appearance.code);
    QCOMPARE(ui::paintedCode(state, 8), scene::drawnCode(7, 8)); // of another model
}

void LatentCodesTest::thePadMovesAlongItsAxesOnly() {
    const LatentCode code{{0.5F, 1, -2}};
    const LatentCode moved =
        ui::movedTo(code, ui::valueAxis(0, 3), 1.5, ui::valueAxis(2, 3), 0.25, {});
    QCOMPARE(moved, (LatentCode{{1.5F, 1, 0.25F}}));
    // Axes that stand askew: both coordinates are met, and nothing else changes.
    const double part = std::sqrt(0.5);
    const ui::CodeAxis slanted{part, part, 0};
    const LatentCode other = ui::movedTo(code, slanted, -0.75, ui::valueAxis(0, 3), 2, {});
    QVERIFY(near(ui::along(other, slanted), -0.75));
    QVERIFY(near(other.values[0], 2));
    QCOMPARE(other.values[2], -2.0F);
    // One axis twice.
    const ui::CodeAxis first = ui::valueAxis(0, 3);
    QVERIFY(near(ui::movedTo(code, first, 2, first, 2, {}).values[0], 2));
}

void LatentCodesTest::thePadKeepsLockedValues() {
    const LatentCode code{{0.5F, 1, -2}};
    const LatentCode moved = ui::movedTo(code, ui::valueAxis(0, 3), 1.5, ui::valueAxis(2, 3), 0.25,
                                         {true, false, false});
    QCOMPARE(moved, (LatentCode{{0.5F, 1, 0.25F}}));
}

void LatentCodesTest::theLargestChangesAreFound() {
    const auto probes = ui::probesAround({{0.25F, -0.5F, 1}});
    QCOMPARE(probes.size(), std::size_t{6});
    QCOMPARE(probes[2], (LatentCode{{0.25F, 0.5F, 1}}));
    QCOMPARE(probes[3], (LatentCode{{0.25F, -1.5F, 1}}));
    std::vector<QImage> photos;
    for (const LatentCode& probe : probes) {
        photos.push_back(photoOf(probe));
    }
    const auto axes = ui::largestChanges(photos, 2);
    QCOMPARE(axes.size(), std::size_t{2});
    constexpr double nearlyOne = 0.999;
    QVERIFY(axes[0][1] > nearlyOne);
    QVERIFY(axes[1][0] > nearlyOne);
    // The third value changes nothing, so there is no third direction.
    QCOMPARE(ui::largestChanges(photos, 3).size(), std::size_t{2});
    QVERIFY(ui::largestChanges({QImage(), QImage()}, 2).empty());
    QVERIFY(ui::largestChanges({}, 2).empty());
}

void LatentCodesTest::damagedSettingsLoseNothingElse() {
    const QTemporaryDir folder;
    QSettings settings(folder.filePath("kept.ini"), QSettings::IniFormat);
    QImage picture(200, 100, QImage::Format_RGB888);
    picture.fill(Qt::darkCyan);
    ui::setKeptCodes(settings, "some", {{{{1, 2}}, picture, {}}, {{{3, 4}}, {}, "dusk"}});
    const auto kept = ui::keptCodes(settings, "some", 2);
    QCOMPARE(kept.size(), std::size_t{2});
    QCOMPARE(kept[0].code, (LatentCode{{1, 2}}));
    QVERIFY(kept[0].name.isEmpty());
    QCOMPARE(kept[1].name, QString("dusk"));
    QCOMPARE(kept[0].picture.size(), QSize(96, 48));
    QVERIFY(kept[1].picture.isNull());
    QVERIFY(ui::keptCodes(settings, "other", 2).empty());
    QVERIFY(ui::keptCodes(settings, "some", 3).empty());
    settings.setValue("variations/kept/some",
                      QStringList{"1, 2", "no picture", "junk", "", "5, 6"});
    QCOMPARE(ui::keptCodes(settings, "some", 2).size(), std::size_t{1});
    ui::setKeptCodes(settings, "some", {});
    QVERIFY(!settings.contains("variations/kept/some"));
}

} // namespace latent_codes_test

int underpaint::test::runLatentCodesTests(int argc, char** argv) {
    latent_codes_test::LatentCodesTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "latent_codes_test.moc"
