// SPDX-License-Identifier: GPL-3.0-or-later
// No test: prints how long the canvas keeps the thread of the user interface, for windows, zooms
// and views of all kinds. Two builds are compared by running their programs one after the other.
#include "tests/ui/canvas_fixture.h"

#include "engine/base/random.h"
#include "engine/scene/paint_pixels.h"

#include <QStandardPaths>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string>
#include <time.h>

namespace underpaint::ui::test {

namespace {

/// Of this thread: a clock on the wall says more about what else the machine does.
double processorMilliseconds() {
    timespec time = {};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) * 1e-6;
}

/// Times the paint events of a widget.
class PaintClock : public QObject {
public:
    explicit PaintClock(QWidget& widget) : m_widget(widget) { widget.installEventFilter(this); }

    struct Times {
        double longest = 0; ///< of one event, in ms
        double all = 0;     ///< until everything is drawn, in ms
        int events = 0;
    };
    /// Draws until nothing is left to be drawn.
    Times drawn() {
        m_times = {};
        constexpr int calmRounds = 3;
        for (int calm = 0; calm < calmRounds; ++calm) {
            const int before = m_times.events;
            QCoreApplication::processEvents();
            calm = m_times.events > before ? -1 : calm;
        }
        return m_times;
    }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override {
        if (event->type() != QEvent::Paint || m_inside) {
            return QObject::eventFilter(watched, event);
        }
        m_inside = true;
        const double begun = processorMilliseconds();
        QCoreApplication::sendEvent(&m_widget, event);
        const double took = processorMilliseconds() - begun;
        m_inside = false;
        m_times.longest = std::max(m_times.longest, took);
        m_times.all += took;
        ++m_times.events;
        return true;
    }

private:
    QWidget& m_widget;
    Times m_times;
    bool m_inside = false;
};

scene::SceneState busyScene(int side) {
    scene::Scene scene(scene::cityscapesLabels(), {side, side}, road);
    Random random(7);
    const std::vector<std::uint16_t> classes = {8, 11, 21, sky, 24, car};
    for (int i = 0; i < 600; ++i) {
        const int size = 20 + static_cast<int>(random.uniform() * side / 8);
        const int left = static_cast<int>(random.uniform() * (side - size));
        const int top = static_cast<int>(random.uniform() * (side - size));
        const std::uint16_t label = classes[static_cast<std::size_t>(i) % classes.size()];
        const std::uint32_t id =
            label >= 24 ? label * 1000U + static_cast<std::uint32_t>(i) : label;
        std::vector<scene::PixelSpan> spans;
        for (int y = 0; y < size; ++y) {
            const int inset = std::abs(y - size / 2) / 2;
            spans.push_back({left + inset, top + y, size - 2 * inset});
        }
        scene.apply(scene::paintSpans(*scene, spans, {label, id}));
    }
    return scene.state();
}

QImage noisePhoto(int side) {
    QImage photo(side, side, QImage::Format_RGB888);
    for (int y = 0; y < side; ++y) {
        uchar* line = photo.scanLine(y);
        for (int x = 0; x < 3 * side; ++x) {
            line[x] = static_cast<uchar>((x * 7 + y * 13 + x * y / 64) & 0xff);
        }
    }
    return photo;
}

void report(const std::string& what, const std::function<void()>& deed, PaintClock& clock) {
    constexpr int rounds = 5;
    std::vector<double> longest;
    std::vector<double> all;
    int events = 0;
    for (int i = 0; i < rounds; ++i) {
        (void)clock.drawn();
        const double begun = processorMilliseconds();
        deed();
        const double before = processorMilliseconds() - begun;
        const PaintClock::Times times = clock.drawn();
        longest.push_back(std::max(before, times.longest));
        all.push_back(before + times.all);
        events = times.events;
    }
    std::sort(longest.begin(), longest.end());
    std::sort(all.begin(), all.end());
    std::printf("%-44s longest block %6.1f ms, in all %6.1f ms, %d events\n", what.c_str(),
                longest[rounds / 2], all[rounds / 2], events);
    std::fflush(stdout);
}

void measure(CanvasFixture& f, QSize window, int side) {
    f.view.resize(window);
    PaintClock clock(f.view);
    const QPointF middle(side / 2.0, side / 2.0);
    const auto name = [&](const std::string& what) {
        return std::to_string(window.width()) + "x" + std::to_string(window.height()) + " " + what;
    };
    const std::vector<std::pair<ViewMode, std::string>> modes = {{ViewMode::Labels, "labels"},
                                                                 {ViewMode::Photo, "photo"},
                                                                 {ViewMode::Overlay, "overlay"},
                                                                 {ViewMode::Split, "split"}};
    for (const auto& [mode, modeName] : modes) {
        f.view.setMode(mode);
        for (const double rotation : {0.0, 30.0}) {
            f.view.setRotation(rotation);
            for (const double zoom : {2.0, 0.9, 0.52, 0.3}) {
                f.setView(zoom, middle);
                char text[64];
                std::snprintf(text, sizeof text, "%s %3.0f %%%s", modeName.c_str(), zoom * 100,
                              rotation != 0 ? " turned" : "");
                report(
                    name(text), [&] { f.view.setDecorationsVisible(true); }, clock);
            }
        }
    }
    f.view.setRotation(0);
    f.view.setMode(ViewMode::Labels);
    std::vector<scene::PixelSpan> spans;
    for (int y = side / 4; y < 3 * side / 4; ++y) {
        spans.push_back({side / 4 + y % 32, y, side / 2});
    }
    for (const bool ants : {false, true}) {
        f.state.setPixelSelection(ants ? scene::PixelSelection(spans, f.scene().bounds())
                                       : scene::PixelSelection());
        f.setView(0.7, middle);
        const std::string with = ants ? ", with marching ants" : "";
        report(
            name("pan at 70 %" + with),
            [&] {
                f.view.panBy({9, 5});
            },
            clock);
        report(
            name("two pans in a frame at 70 %" + with),
            [&] {
                f.view.panBy({9, 5});
                f.view.panBy({4, -5});
            },
            clock);
    }
    f.state.setPixelSelection({});
    f.view.setMode(ViewMode::SideBySide);
    f.view.fit();
    const QImage photo = noisePhoto(side);
    report(
        name("a new photo, whole map"),
        [&] { f.photo.setPhoto(photo, PhotoState::Truth::Exact, 1, 1); }, clock);
    report(
        name("visibility of a class, whole map"),
        [&] { f.state.setLabelVisible(car, !f.state.labelVisible(car)); }, clock);
}

} // namespace

} // namespace underpaint::ui::test

int main(int argc, char** argv) {
    using namespace underpaint::ui::test;
    QStandardPaths::setTestModeEnabled(true);
    QCoreApplication::setOrganizationName("underpaint-tests");
    QCoreApplication::setApplicationName("bench_ui_fluidity");
    const QApplication application(argc, argv);
    const int side = argc > 1 ? std::atoi(argv[1]) : 2048;
    CanvasFixture f(busyScene(side));
    f.photo.setPhoto(noisePhoto(side), underpaint::ui::PhotoState::Truth::Exact, 1, 1);
    measure(f, {1600, 1000}, side);
    measure(f, {2560, 1440}, side);
    return 0;
}
