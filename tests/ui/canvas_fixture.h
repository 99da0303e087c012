// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/scene/builtin_label_sets.h"
#include "ui/canvas/canvas_view.h"
#include "ui/document/document.h"
#include "ui/document/editor_state.h"
#include "ui/document/photo_state.h"
#include "ui/tools/stroke_tool.h"
#include "ui/tools/tool.h"
#include "ui/tools/tool_controller.h"

#include <QApplication>
#include <QMouseEvent>
#include <QSettings>
#include <QTabletEvent>
#include <QTest>
#include <QWheelEvent>

#include <set>
#include <utility>

namespace underpaint::ui::test {

/// Classes of Cityscapes.
inline constexpr std::uint16_t road = 7;
inline constexpr std::uint16_t sky = 23;
inline constexpr std::uint16_t car = 26;

inline scene::SceneState plainScene(Size size, std::uint16_t label = road) {
    return scene::Scene(scene::cityscapesLabels(), size, label).state();
}

/// A canvas with tools on a scene, shown, at 200 % with the map's corner in the widget's.
struct CanvasFixture {
    explicit CanvasFixture(scene::SceneState scene = plainScene({200, 120}))
        : document(freshSettings(std::move(scene))) {
        view.setTools(&tools);
        view.resize(400, 240);
        view.setMode(ViewMode::Labels);
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        view.setFocus();
        setView(2, {100, 60});
        state.setCurrentLabel(car);
        QObject::connect(&tools, &ToolController::noticed,
                         [this](const QString& text) { notices << text; });
    }

    /// Zoom and the map point in the middle of the view.
    void setView(double zoom, QPointF centre) {
        view.setZoom(zoom);
        view.panBy(QRectF(view.rect()).center() - view.fromMap(centre));
    }

    /// The middle of a pixel, in the widget.
    QPointF at(int x, int y) const { return view.fromMap(QPointF(x + 0.5, y + 0.5)); }

    void mouse(QEvent::Type type, QPointF position, Qt::KeyboardModifiers modifiers = {},
               Qt::MouseButton button = Qt::LeftButton) {
        const bool moving = type == QEvent::MouseMove;
        const bool up = type == QEvent::MouseButtonRelease;
        m_buttons = up ? Qt::NoButton : (moving ? m_buttons : button);
        QMouseEvent event(type, position, view.mapToGlobal(position),
                          moving ? Qt::NoButton : button, m_buttons, modifiers);
        QApplication::sendEvent(&view, &event);
    }
    void press(int x, int y, Qt::KeyboardModifiers modifiers = {}) {
        mouse(QEvent::MouseButtonPress, at(x, y), modifiers);
    }
    void move(int x, int y, Qt::KeyboardModifiers modifiers = {}) {
        mouse(QEvent::MouseMove, at(x, y), modifiers);
    }
    void release(int x, int y, Qt::KeyboardModifiers modifiers = {}) {
        mouse(QEvent::MouseButtonRelease, at(x, y), modifiers);
    }
    void click(int x, int y, Qt::KeyboardModifiers modifiers = {}) {
        press(x, y, modifiers);
        release(x, y, modifiers);
    }
    void drag(const QList<QPoint>& way, Qt::KeyboardModifiers modifiers = {}) {
        press(way.front().x(), way.front().y(), modifiers);
        for (const QPoint& point : way.sliced(1)) {
            move(point.x(), point.y(), modifiers);
        }
        release(way.back().x(), way.back().y(), modifiers);
    }
    void pen(QEvent::Type type, QPointF position, double pressure,
             QPointingDevice::PointerType pointer = QPointingDevice::PointerType::Pen) {
        const QPointingDevice device("pen", 1, QInputDevice::DeviceType::Stylus, pointer,
                                     QInputDevice::Capability::Pressure, 1, 1);
        const bool moving = type == QEvent::TabletMove;
        QTabletEvent event(type, &device, position, view.mapToGlobal(position), pressure, 0, 0, 0,
                           0, 0, {}, moving ? Qt::NoButton : Qt::LeftButton,
                           type == QEvent::TabletRelease ? Qt::NoButton : Qt::LeftButton);
        QApplication::sendEvent(&view, &event);
    }
    void wheel(QPointF position, int delta, Qt::KeyboardModifiers modifiers = {}) {
        QWheelEvent event(position, view.mapToGlobal(position), {}, {0, delta}, Qt::NoButton,
                          modifiers, Qt::NoScrollPhase, false);
        QApplication::sendEvent(&view, &event);
    }

    Tool& use(const char* id) {
        Tool* tool = tools.find(QString::fromLatin1(id));
        tools.activate(*tool);
        return *tool;
    }
    const scene::SceneState& scene() const { return document.scene(); }
    std::uint16_t label(int x, int y) const { return scene().labels.at(x, y); }
    std::uint32_t instance(int x, int y) const { return scene().instances.at(x, y); }
    long long count(std::uint16_t label) const {
        long long pixels = 0;
        for (const scene::PixelSpan& span : scene::spansOf(scene().labels, label)) {
            pixels += span.length;
        }
        return pixels;
    }

    Document document;
    EditorState state{document};
    PhotoState photo;
    ToolController tools{state};
    CanvasView view{state, photo};
    QStringList notices;

private:
    /// Before the tools read theirs.
    static scene::SceneState freshSettings(scene::SceneState scene) {
        QSettings().clear();
        return scene;
    }

    Qt::MouseButtons m_buttons;
};

/// The active brush from now on, of this size.
inline StrokeTool& brush(CanvasFixture& f, int diameter) {
    auto& tool = static_cast<StrokeTool&>(f.use("brush"));
    tool.setDiameter(diameter);
    return tool;
}

/// A car of 20x12 pixels at (40, 30), half on the road and half on the pavement left of it.
inline scene::SceneState streetScene() {
    scene::Scene scene(scene::cityscapesLabels(), {200, 120}, road);
    const auto fill = [&](Rect rect, scene::PaintValue value) {
        std::vector<scene::PixelSpan> spans;
        for (int y = rect.y; y < rect.bottom(); ++y) {
            spans.push_back({rect.x, y, rect.width});
        }
        scene.apply(scene::paintSpans(*scene, spans, value));
    };
    fill({0, 0, 50, 120}, {8, 8});
    fill({40, 30, 20, 12}, {car, 26000});
    fill({150, 30, 10, 10}, {car, 26001});
    return scene.state();
}

/// (x, y) of all pixels of an instance.
inline std::set<std::pair<int, int>> pixelsWith(const CanvasFixture& f, std::uint32_t instance) {
    std::set<std::pair<int, int>> pixels;
    for (const scene::PixelSpan& span : scene::spansOf(f.scene().instances, instance)) {
        for (int x = span.x; x < span.x + span.length; ++x) {
            pixels.emplace(x, span.y);
        }
    }
    return pixels;
}

inline QRect around(const std::set<std::pair<int, int>>& pixels) {
    QRect box;
    for (const auto& [x, y] : pixels) {
        box |= QRect(x, y, 1, 1);
    }
    return box;
}

/// Parts of the program's tests; each returns the number of failures.
/// @{
int runToolTests(int argc, char** argv);
int runToolBoxTests(int argc, char** argv);
int runPaintingTests(int argc, char** argv);
/// @}

} // namespace underpaint::ui::test
