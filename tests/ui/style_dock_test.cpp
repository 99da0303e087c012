// SPDX-License-Identifier: GPL-3.0-or-later
// The panel of styles in the real window, with a fake model that paints features as colours.
#include "engine/project/package/default_style.h"
#include "engine/scene/instances.h"
#include "tests/support/window_panel.h"
#include "tests/ui/window_fixture.h"
#include "tests/ui/window_tests.h"
#include "ui/docks/style_dock.h"
#include "ui/docks/style_source_view.h"
#include "ui/docks/style_tile.h"
#include "ui/docks/value_slider.h"
#include "ui/session/style_sources.h"

#include <QAction>
#include <QApplication>
#include <QFile>
#include <QLabel>
#include <QSlider>
#include <QTest>
#include <QUndoStack>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace style_dock_test {

using namespace underpaint;

namespace {

constexpr int patience = test::windowPatience;
constexpr std::uint16_t road = 3;
constexpr std::uint16_t car = 8;

} // namespace

class StyleDockTest : public underpaint::test::WindowFixture {
    Q_OBJECT

private Q_SLOTS:
    void slidersSayWhatTheirEndsLookLike();
    void aDirectionMovesNothingElse();
    void theWheelScrollsThePanelOnly();
    void theStyleInForceIsMarked();
    void thePhotoOfAStyleIsShown();
    void aCopiedStyleNamesWhoseItIs();

private:
    ui::StyleDock& dock() { return test::panel<ui::StyleDock>(*m_window); }
    /// The texts beside a slider.
    static QStringList textsOf(const ui::ValueSlider& slider);
    std::vector<float> featuresOf(std::uint32_t instance);
    /// Two cars of the scene.
    std::vector<std::uint32_t> cars();
};

QStringList StyleDockTest::textsOf(const ui::ValueSlider& slider) {
    QStringList texts;
    for (const auto* label : slider.findChildren<QLabel*>()) {
        if (label->pixmap().isNull() && !label->text().isEmpty()) {
            texts << label->text();
        }
    }
    return texts;
}

std::vector<float> StyleDockTest::featuresOf(std::uint32_t instance) {
    const scene::Style* style = scene().styleOf(instance);
    return style != nullptr && std::holds_alternative<scene::FeatureStyle>(*style)
               ? std::get<scene::FeatureStyle>(*style).values
               : std::vector<float>();
}

std::vector<std::uint32_t> StyleDockTest::cars() {
    std::vector<std::uint32_t> ids;
    for (const scene::InstanceInfo& info : scene::instancesIn(scene())) {
        if (info.label == car) {
            ids.push_back(info.id);
        }
    }
    return ids;
}

void StyleDockTest::slidersSayWhatTheirEndsLookLike() {
    m_behaviour->features = true;
    waitForExact();
    select(anInstanceOf(road));
    const auto& sliders = dock().directions();
    QCOMPARE(sliders.size(), std::size_t{3});
    // The first feature of the fake is light, the second one warmth; the road's styles differ in
    // both, as (1, -1), more than as (1, 1).
    QTRY_COMPARE_WITH_TIMEOUT(textsOf(*sliders[0]).size(), 2, patience);
    QTRY_VERIFY_WITH_TIMEOUT(textsOf(*sliders[0]).front() == "darker" &&
                                 textsOf(*sliders[0]).back() == "lighter",
                             patience);
    QTRY_VERIFY_WITH_TIMEOUT(textsOf(*sliders[1]).front() == "cooler" &&
                                 textsOf(*sliders[1]).back() == "warmer",
                             patience);
    // The third feature does nothing.
    QTRY_COMPARE_WITH_TIMEOUT(textsOf(*sliders[2]).front(), QString("hardly visible"), patience);
    int pictures = 0;
    for (const auto* label : sliders[0]->findChildren<QLabel*>()) {
        pictures += label->isVisibleTo(sliders[0]) && !label->pixmap().isNull() ? 1 : 0;
    }
    QCOMPARE(pictures, 2);
    QCOMPARE(sliders[0]->findChild<QSlider*>()->accessibleName(), QString("darker to lighter"));
    // What they say holds: at the upper end the road is lighter.
    auto* slider = sliders[0]->findChild<QSlider*>();
    const auto lightness = [&] {
        waitForExact();
        const QImage photo = m_session->rendering().photo().photo();
        for (int y = 0; y < photo.height(); ++y) {
            for (int x = 0; x < photo.width(); ++x) {
                if (scene().labels.at(x, y) == road) {
                    return photo.pixelColor(x, y).lightness();
                }
            }
        }
        return -1;
    };
    slider->setFocus();
    QTest::keyClick(slider, Qt::Key_Home);
    const int dark = lightness();
    QTest::keyClick(slider, Qt::Key_End);
    QVERIFY(lightness() > dark);
}

void StyleDockTest::aDirectionMovesNothingElse() {
    m_behaviour->features = true;
    waitForExact();
    const std::uint32_t instance = anInstanceOf(road);
    document().apply({scene::SetStyle{{{instance, scene::FeatureStyle{{0.2F, 0.1F, -0.05F}}}}}},
                     "style");
    select(instance);
    const auto& sliders = dock().directions();
    const double second = sliders[1]->value();
    const double third = sliders[2]->value();
    auto* slider = sliders[0]->findChild<QSlider*>();
    const int steps = stack().index();
    slider->setSliderDown(true);
    for (int value = 20; value <= 180; value += 40) {
        slider->setSliderPosition(value);
    }
    slider->setSliderDown(false);
    QCOMPARE(stack().index(), steps + 1);
    QVERIFY(featuresOf(instance).front() != 0.2F);
    QCOMPARE(featuresOf(instance).back(), -0.05F); // to the last bit
    QVERIFY(std::abs(dock().directions()[1]->value() - second) < 0.01);
    QVERIFY(std::abs(dock().directions()[2]->value() - third) < 0.01);
    stack().undo();
    QCOMPARE(featuresOf(instance).front(), 0.2F);
}

void StyleDockTest::theWheelScrollsThePanelOnly() {
    waitForExact();
    select(anInstanceOf(road));
    const auto handles = dock().findChildren<QSlider*>();
    QVERIFY(handles.size() > 3);
    for (QSlider* handle : handles) {
        const QPointF middle = handle->rect().center();
        QWheelEvent wheel(middle, handle->mapToGlobal(middle), {}, QPoint(0, -120), Qt::NoButton,
                          Qt::NoModifier, Qt::NoScrollPhase, false);
        QApplication::sendEvent(handle, &wheel);
    }
    QCOMPARE(stack().count(), 0);
}

void StyleDockTest::theStyleInForceIsMarked() {
    waitForExact();
    const std::uint32_t instance = anInstanceOf(car);
    document().apply({scene::SetStyle{{{instance, std::nullopt}}}}, "none");
    select(instance);
    const auto marked = [&] {
        std::vector<std::size_t> found;
        const auto& tiles = dock().tiles();
        for (std::size_t i = 0; i < tiles.size(); ++i) {
            if (tiles[i]->isChecked()) {
                found.push_back(i);
            }
        }
        return found;
    };
    // Where nothing was chosen it is the one that the model takes by itself, and it says so.
    const std::size_t byItself = project::defaultCluster(instance, 2, scene().seed);
    QCOMPARE(marked(), std::vector<std::size_t>{byItself});
    const auto* tile = dock().tiles()[byItself];
    QVERIFY(tile->accessibleDescription().contains("by itself"));
    QVERIFY(tile->toolTip().contains(tile->accessibleDescription()));
    QTest::mouseClick(dock().tiles()[1 - byItself], Qt::LeftButton);
    QCOMPARE(marked(), std::vector<std::size_t>{1 - byItself});
    QCOMPARE(dock().tiles()[1 - byItself]->accessibleDescription(), QString("In force."));
    QCOMPARE(tile->accessibleDescription(), QString());
    // A second click is no other choice.
    const int steps = stack().index();
    QTest::mouseClick(dock().tiles()[1 - byItself], Qt::LeftButton);
    QCOMPARE(marked(), std::vector<std::size_t>{1 - byItself});
    QCOMPARE(stack().index(), steps);
    document().apply({scene::SetStyle{{{instance, scene::FeatureStyle{{0.1F, 0.2F, 0.3F}}}}}},
                     "features");
    QVERIFY(marked().empty());
}

void StyleDockTest::thePhotoOfAStyleIsShown() {
    waitForExact();
    const std::uint32_t instance = anInstanceOf(road);
    select(instance);
    QVERIFY(!dock().source().isVisibleTo(&dock()));
    const QString name = photo("a beach.png");
    m_session->appearances().encodeStyles(name.toStdString(), "a beach.png",
                                          ui::StyleOrigin::AnotherPhoto);
    QTRY_VERIFY_WITH_TIMEOUT(!featuresOf(instance).empty(), patience);
    QVERIFY2(dock().source().text().contains("a beach.png"), qPrintable(dock().source().text()));
    QVERIFY(dock().source().isVisibleTo(&dock()));
    QTRY_VERIFY_WITH_TIMEOUT(!dock().source().picture().isNull(), patience);
    // The place of the road is marked in it: white within black.
    const auto source = ui::styleSource(m_window->editor(), instance);
    const scene::InstanceInfo* info = m_window->editor().watch().find(instance);
    QCOMPARE(source->place.x(), 1.0 * info->box.x / scene().size().width);
    QCOMPARE(source->place.height(), 1.0 * info->box.height / scene().size().height);
    const QImage& picture = dock().source().picture();
    int white = 0;
    for (int x = 0; x < picture.width(); ++x) {
        const int y = static_cast<int>(source->place.top() * picture.height()) + 1;
        white += picture.pixelColor(x, std::min(y, picture.height() - 1)) == Qt::white ? 1 : 0;
    }
    QVERIFY(white > picture.width() / 4);
    // Undo takes it away, redo brings it back, another style is from nowhere.
    stack().undo();
    QVERIFY(!dock().source().isVisibleTo(&dock()));
    stack().redo();
    QVERIFY(dock().source().text().contains("a beach.png"));
    // It is kept with the project, also when the photo is gone.
    const QString file = m_home->filePath("beach.underpaint");
    document().saveAs(file.toStdString());
    QVERIFY(m_window->close());
    QVERIFY(QFile::remove(name));
    open(file);
    waitForExact();
    select(instance);
    QTRY_VERIFY_WITH_TIMEOUT(dock().source().text().contains("not there any more"), patience);
    QVERIFY(dock().source().text().contains("a beach.png"));
    QVERIFY(dock().source().picture().isNull());
    QTest::mouseClick(dock().tiles()[0], Qt::LeftButton);
    QVERIFY(!dock().source().isVisibleTo(&dock()));
}

void StyleDockTest::aCopiedStyleNamesWhoseItIs() {
    waitForExact();
    const std::vector<std::uint32_t> ids = cars();
    QVERIFY(ids.size() >= 2);
    select(ids[0]);
    QTest::mouseClick(dock().tiles()[1], Qt::LeftButton);
    action("style.copy").trigger();
    select(ids[1]);
    action("style.paste").trigger();
    const QString text = dock().source().text();
    QVERIFY2(text.contains(QString::number(ids[0] % 1000 + 1)) || text.contains("car"),
             qPrintable(text));
    // A style that was chosen by itself is from nobody.
    QTest::mouseClick(dock().tiles()[0], Qt::LeftButton);
    QVERIFY(!dock().source().isVisibleTo(&dock()));
    QTest::mouseClick(dock().tiles()[1], Qt::LeftButton);
    QVERIFY(!dock().source().isVisibleTo(&dock()));
    // A copy of a style from a photo names both.
    select(ids[0]);
    const QString name = photo("a beach.png");
    m_session->appearances().encodeStyles(name.toStdString(), "a beach.png",
                                          ui::StyleOrigin::AnotherPhoto);
    QTRY_VERIFY_WITH_TIMEOUT(!featuresOf(ids[0]).empty(), patience);
    action("style.copy").trigger();
    select(ids[1]);
    action("style.paste").trigger();
    QVERIFY2(dock().source().text().contains("a beach.png") &&
                 dock().source().text().contains("which has it"),
             qPrintable(dock().source().text()));
    select(ids[0]);
    QVERIFY(!dock().source().text().contains("which has it"));
}

} // namespace style_dock_test

int underpaint::test::runStyleDockTests(int argc, char** argv) {
    style_dock_test::StyleDockTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "style_dock_test.moc"
