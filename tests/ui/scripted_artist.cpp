// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/scripted_artist.h"
#include "tests/support/window_panel.h"

#include "ui/docks/style_dock.h"
#include "ui/docks/style_tile.h"
#include "ui/docks/value_slider.h"
#include "ui/tools/tool.h"
#include "ui/tools/tool_controller.h"
#include "ui/window/main_window.h"

#include <QAction>
#include <QApplication>
#include <QElapsedTimer>
#include <QFileDialog>
#include <QLineEdit>
#include <QMessageBox>
#include <QMouseEvent>
#include <QPushButton>
#include <QSlider>
#include <QTest>
#include <QWheelEvent>

#include <array>
#include <cmath>
#include <memory>
#include <numbers>
#include <utility>

namespace underpaint::test {

namespace {

constexpr int patience = 60000; // ms, for what happens besides the events

} // namespace

DialogAnswerer::DialogAnswerer(QString projectFile) : m_file(std::move(projectFile)) {
    connect(&m_timer, &QTimer::timeout, this, &DialogAnswerer::look);
    constexpr int often = 10;
    m_timer.start(often);
}

void DialogAnswerer::look() {
    QWidget* modal = QApplication::activeModalWidget();
    if (auto* dialog = qobject_cast<QFileDialog*>(modal)) {
        dialog->findChild<QLineEdit*>()->setText(m_file);
        QMetaObject::invokeMethod(dialog, "accept");
        return;
    }
    auto* box = qobject_cast<QMessageBox*>(modal);
    if (box == nullptr) {
        return;
    }
    for (QAbstractButton* button : box->buttons()) {
        const QMessageBox::ButtonRole role = box->buttonRole(button);
        if (role == QMessageBox::AcceptRole || role == QMessageBox::YesRole) {
            button->click();
            return;
        }
    }
}

/// A kind of deed and how often it is done.
struct ScriptedArtist::Deed {
    const char* name;
    int weight;
    void (ScriptedArtist::*plan)();
    bool Rules::*allowed;
};

ScriptedArtist::ScriptedArtist(ui::MainWindow& window, std::uint64_t seed, QString projectFile,
                               Rules rules)
    : m_window(window),
      m_random(seed),
      m_file(std::move(projectFile)),
      m_rules(rules),
      m_document(window.editor().document().id()),
      m_revision(window.editor().document().revision()) {}

void ScriptedArtist::step() {
    if (QApplication::activeWindow() == nullptr) {
        // A window manager gives the window the keys back when a dialog has gone.
        m_window.activateWindow();
        m_window.canvas().setFocus();
        return;
    }
    if (m_plan.empty()) {
        plan();
    }
    // Kept alive by itself: a nested event loop may run while it works.
    const Step next = m_plan.front();
    if (next()) {
        m_plan.pop_front();
    }
}

void ScriptedArtist::plan() {
    static constexpr bool Rules::*always = nullptr;
    static constexpr std::array deeds{
        Deed{"stroke", 34, &ScriptedArtist::brush, always},
        Deed{"straight line", 3, &ScriptedArtist::straightLine, always},
        Deed{"eraser", 5, &ScriptedArtist::eraser, always},
        Deed{"fill", 4, &ScriptedArtist::fill, always},
        Deed{"shape", 4, &ScriptedArtist::shape, always},
        Deed{"polygon", 3, &ScriptedArtist::polygon, always},
        Deed{"lasso", 3, &ScriptedArtist::lasso, always},
        Deed{"selection", 3, &ScriptedArtist::paintInSelection, always},
        Deed{"wand", 2, &ScriptedArtist::wand, always},
        Deed{"style", 9, &ScriptedArtist::pickAndStyle, always},
        Deed{"mixture", 3, &ScriptedArtist::mixStyles, always},
        Deed{"move", 5, &ScriptedArtist::moveInstance, always},
        Deed{"instance", 5, &ScriptedArtist::instanceDeed, always},
        Deed{"undo and redo", 9, &ScriptedArtist::undoAndRedo, always},
        Deed{"label keys", 5, &ScriptedArtist::labelKeys, always},
        Deed{"render keys", 1, &ScriptedArtist::renderKeys, always},
        Deed{"view", 6, &ScriptedArtist::look, &Rules::views},
        Deed{"save", 2, &ScriptedArtist::planSave, &Rules::files},
        Deed{"reload", 1, &ScriptedArtist::reload, &Rules::files},
    };
    int sum = 0;
    for (const Deed& deed : deeds) {
        sum += deed.weight;
    }
    int drawn = upTo(sum);
    const Deed* chosen = deeds.data();
    while (drawn >= chosen->weight) {
        drawn -= chosen->weight;
        ++chosen;
    }
    const bool allowed = chosen->allowed == nullptr || m_rules.*(chosen->allowed);
    if (m_rules.onlyStrokes || !allowed) {
        chosen = deeds.data();
    }
    m_deed = chosen->name;
    (this->*chosen->plan)();
    planSettle();
    if (m_rules.savesOften && chance(0.15)) {
        planSave();
    }
}

void ScriptedArtist::planSettle() {
    m_plan.emplace_back([this] {
        const ui::Document& document = m_window.editor().document();
        const bool another = document.id() != m_document;
        const bool changed = !another && document.revision() != m_revision;
        m_document = document.id();
        m_revision = document.revision();
        if (changed) {
            ++m_edits;
            Q_EMIT edited();
        }
        return true;
    });
}

void ScriptedArtist::planKey(int key, Qt::KeyboardModifiers modifiers) {
    m_plan.emplace_back([this, key, modifiers] {
        QTest::keyClick(&m_window.canvas(), static_cast<Qt::Key>(key), modifiers);
        return true;
    });
}

void ScriptedArtist::planMouse(QEvent::Type type, QPointF at, Qt::KeyboardModifiers modifiers,
                               Qt::MouseButton button) {
    m_plan.emplace_back([this, type, at, modifiers, button] {
        const bool moving = type == QEvent::MouseMove;
        if (type == QEvent::MouseButtonPress) {
            m_buttons = button;
        } else if (type == QEvent::MouseButtonRelease) {
            m_buttons = Qt::NoButton;
        } else if (m_buttons == Qt::LeftButton) {
            Q_EMIT dragging();
        }
        ui::CanvasView& canvas = m_window.canvas();
        QMouseEvent event(type, at, canvas.mapToGlobal(at), moving ? Qt::NoButton : button,
                          m_buttons, modifiers);
        QCoreApplication::sendEvent(&canvas, &event);
        return true;
    });
}

void ScriptedArtist::planClick(QPointF at, Qt::KeyboardModifiers modifiers) {
    planMouse(QEvent::MouseMove, at, modifiers);
    planMouse(QEvent::MouseButtonPress, at, modifiers);
    planMouse(QEvent::MouseButtonRelease, at, modifiers);
}

void ScriptedArtist::planDrag(const std::vector<QPointF>& way, Qt::KeyboardModifiers modifiers,
                              Qt::MouseButton button) {
    planMouse(QEvent::MouseMove, way.front(), modifiers, button);
    planMouse(QEvent::MouseButtonPress, way.front(), modifiers, button);
    for (std::size_t i = 1; i < way.size(); ++i) {
        planMouse(QEvent::MouseMove, way[i], modifiers, button);
    }
    planMouse(QEvent::MouseButtonRelease, way.back(), modifiers, button);
}

void ScriptedArtist::planWheel(QPointF at, int steps, Qt::KeyboardModifiers modifiers) {
    m_plan.emplace_back([this, at, steps, modifiers] {
        constexpr int notch = 120;
        ui::CanvasView& canvas = m_window.canvas();
        QWheelEvent event(at, canvas.mapToGlobal(at), {}, {0, steps * notch}, Qt::NoButton,
                          modifiers, Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(&canvas, &event);
        return true;
    });
}

std::optional<QPointF> ScriptedArtist::spot() {
    const ui::CanvasView& canvas = m_window.canvas();
    const Size map = m_window.editor().scene().size();
    constexpr int tries = 60;
    for (int i = 0; i < tries; ++i) {
        const QPointF at{m_random.uniform() * canvas.width(), m_random.uniform() * canvas.height()};
        const QPointF pixel = canvas.toMap(at);
        if (QRectF(0, 0, map.width, map.height).contains(pixel)) {
            return at;
        }
    }
    planKey(Qt::Key_0, Qt::ControlModifier); // lost: the whole map into the view
    return std::nullopt;
}

std::vector<QPointF> ScriptedArtist::wayFrom(QPointF start, int moves, double stride) {
    std::vector<QPointF> way{start};
    double direction = m_random.uniform() * 2 * std::numbers::pi;
    for (int i = 0; i < moves; ++i) {
        direction += (m_random.uniform() - 0.5);
        const double length = stride * (0.5 + m_random.uniform());
        way.push_back(way.back() + QPointF(std::cos(direction), std::sin(direction)) * length);
    }
    return way;
}

void ScriptedArtist::planStroke(int moves) {
    if (const auto start = spot()) {
        planDrag(wayFrom(*start, moves, 6));
        m_plan.emplace_back([this] {
            Q_EMIT lifted();
            return true;
        });
        planSettle();
    }
}

void ScriptedArtist::brush() {
    planKey(Qt::Key_B);
    if (chance(0.4)) {
        planKey(Qt::Key_0 + upTo(10));
    }
    if (chance(0.2)) {
        planKey(Qt::Key_N);
    }
    const auto start = spot();
    if (!start) {
        return;
    }
    if (chance(0.3)) {
        // Back to a usual size when it has gone to an end.
        const int diameter = m_window.tools().active().diameter();
        const bool smaller = diameter > m_rules.largestBrush || (diameter > 4 && chance(0.5));
        planWheel(*start, smaller ? -1 : 1, Qt::ControlModifier);
    }
    planStroke(5 + upTo(25));
}

void ScriptedArtist::straightLine() {
    planKey(Qt::Key_B);
    const auto from = spot();
    const auto to = spot();
    if (from && to) {
        planClick(*from);
        planSettle();
        planClick(*to, Qt::ShiftModifier);
    }
}

void ScriptedArtist::eraser() {
    planKey(Qt::Key_E);
    planStroke(4 + upTo(12));
    planKey(Qt::Key_B);
}

void ScriptedArtist::fill() {
    planKey(chance(0.5) ? Qt::Key_G : Qt::Key_F);
    planKey(Qt::Key_0 + upTo(10));
    if (const auto at = spot()) {
        planClick(*at);
    }
}

void ScriptedArtist::shape() {
    planKey(Qt::Key_U);
    planKey(Qt::Key_0 + upTo(10));
    if (const auto at = spot()) {
        planDrag(wayFrom(*at, 4, 12), chance(0.3) ? Qt::ShiftModifier : Qt::NoModifier);
    }
}

void ScriptedArtist::polygon() {
    planKey(Qt::Key_P);
    if (const auto at = spot()) {
        for (const QPointF& corner : wayFrom(*at, 3 + upTo(4), 24)) {
            planClick(corner);
        }
        if (chance(0.3)) {
            planKey(Qt::Key_Backspace);
        }
        planKey(chance(0.85) ? Qt::Key_Return : Qt::Key_Escape);
    }
}

void ScriptedArtist::lasso() {
    planKey(Qt::Key_L);
    if (const auto at = spot()) {
        planDrag(wayFrom(*at, 12, 10));
    }
    planSettle();
    planKey(Qt::Key_D, Qt::ControlModifier);
}

void ScriptedArtist::paintInSelection() {
    planKey(Qt::Key_M);
    const auto corner = spot();
    if (!corner) {
        return;
    }
    planDrag({*corner, *corner + QPointF(40, 20), *corner + QPointF(20 + upTo(160), 90)});
    if (chance(0.2)) {
        planKey(Qt::Key_I, Qt::ControlModifier | Qt::ShiftModifier);
    }
    planKey(Qt::Key_B);
    planDrag(wayFrom(*corner, 14, 10));
    planSettle();
    planKey(Qt::Key_D, Qt::ControlModifier);
}

void ScriptedArtist::wand() {
    planKey(Qt::Key_W);
    if (const auto at = spot()) {
        planClick(*at);
        planKey(Qt::Key_B);
        planDrag(wayFrom(*at, 8, 10));
        planSettle();
    }
    planKey(Qt::Key_D, Qt::ControlModifier);
}

void ScriptedArtist::pickAndStyle() {
    const auto at = spot();
    if (!at) {
        return;
    }
    m_plan.emplace_back([this] {
        QTest::keyPress(&m_window.canvas(), Qt::Key_Alt);
        return true;
    });
    planClick(*at, Qt::AltModifier);
    m_plan.emplace_back([this] {
        QTest::keyRelease(&m_window.canvas(), Qt::Key_Alt);
        return true;
    });
    switch (upTo(4)) {
    case 0:
        planKey(chance(0.5) ? Qt::Key_Period : Qt::Key_Comma);
        break;
    case 1:
        planKey(Qt::Key_R);
        break;
    case 2:
        if (chance(0.2)) {
            planKey(Qt::Key_R, Qt::ShiftModifier);
            break;
        }
        [[fallthrough]];
    default:
        m_plan.emplace_back([this, drawn = m_random.bits()] {
            const auto& tiles = test::panel<ui::StyleDock>(m_window).tiles();
            if (!tiles.empty()) {
                QTest::mouseClick(tiles[drawn % tiles.size()], Qt::LeftButton);
            }
            return true;
        });
    }
}

void ScriptedArtist::mixStyles() {
    planKey(Qt::Key_BracketRight, Qt::AltModifier); // the next instance
    const auto slider = [this](std::uint64_t drawn) -> QSlider* {
        const auto all = test::panel<ui::StyleDock>(m_window).findChildren<ui::ValueSlider*>();
        return all.isEmpty()
                   ? nullptr
                   : all[static_cast<qsizetype>(drawn) % all.size()]->findChild<QSlider*>();
    };
    const std::uint64_t drawn = m_random.below(100);
    const auto send = [this, slider, drawn](QEvent::Type type, double share) {
        m_plan.emplace_back([slider, drawn, type, share] {
            if (QSlider* one = slider(drawn)) {
                const QPointF at(share * one->width(), one->height() / 2.0);
                const bool moving = type == QEvent::MouseMove;
                QMouseEvent event(
                    type, at, one->mapToGlobal(at), moving ? Qt::NoButton : Qt::LeftButton,
                    type == QEvent::MouseButtonRelease ? Qt::NoButton : Qt::LeftButton, {});
                QCoreApplication::sendEvent(one, &event);
            }
            return true;
        });
    };
    // Beside the handle a click is a page step, on it the drag begins.
    send(QEvent::MouseButtonPress, 0.02);
    for (int i = 0; i < 6; ++i) {
        send(QEvent::MouseMove, 0.1 + 0.8 * m_random.uniform());
    }
    send(QEvent::MouseButtonRelease, 0.5);
}

void ScriptedArtist::moveInstance() {
    if (chance(0.5)) {
        planKey(Qt::Key_BracketRight, Qt::AltModifier);
    }
    planKey(Qt::Key_V);
    if (const auto at = spot()) {
        planDrag(wayFrom(*at, 6, 8));
        if (chance(0.3)) {
            planKey(Qt::Key_Left);
            planKey(Qt::Key_Up, Qt::ShiftModifier);
        }
    }
    planKey(chance(0.9) ? Qt::Key_Return : Qt::Key_Escape);
    planSettle(); // all until Enter is one step
    planKey(Qt::Key_B);
}

void ScriptedArtist::instanceDeed() {
    if (const auto at = spot(); at && chance(0.5)) {
        planKey(Qt::Key_V);
        planClick(*at);
        if (const auto other = spot()) {
            planClick(*other, Qt::ShiftModifier);
        }
        planKey(Qt::Key_B);
    } else {
        planKey(chance(0.5) ? Qt::Key_BracketLeft : Qt::Key_BracketRight, Qt::AltModifier);
    }
    planSettle();
    switch (upTo(5)) {
    case 0:
        planKey(Qt::Key_J, Qt::ControlModifier);
        break;
    case 1:
        planKey(Qt::Key_E, Qt::ControlModifier);
        break;
    case 2:
        planKey(Qt::Key_Delete);
        break;
    default:
        const char* id = chance(0.5) ? "instance.split" : "instance.relabel";
        m_plan.emplace_back([this, id] {
            m_window.actionBook().at(id)->trigger();
            return true;
        });
    }
}

void ScriptedArtist::undoAndRedo() {
    const int back = 1 + upTo(5);
    for (int i = 0; i < back; ++i) {
        planKey(Qt::Key_Z, Qt::ControlModifier);
        planSettle();
    }
    const int again = upTo(back + 2);
    for (int i = 0; i < again; ++i) {
        if (chance(0.5)) {
            planKey(Qt::Key_Y, Qt::ControlModifier);
        } else {
            planKey(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
        }
        planSettle();
    }
}

void ScriptedArtist::labelKeys() {
    planKey(Qt::Key_0 + upTo(10));
    planKey(Qt::Key_X);
    if (m_locked > 0) {
        // Locked labels keep their pixels: too many, and nothing can be painted any more.
        m_plan.emplace_back([this] {
            ui::EditorState& state = m_window.editor().state();
            for (const auto& label : m_window.editor().scene().labelSet.classes()) {
                state.setLabelLocked(label.id, false);
            }
            return true;
        });
        m_locked = 0;
    } else if (chance(0.5)) {
        planKey(Qt::Key_K);
        ++m_locked;
    }
    planKey(Qt::Key_0 + upTo(10));
}

void ScriptedArtist::look() {
    const auto at = spot();
    if (!at) {
        return;
    }
    switch (upTo(8)) {
    case 0:
        planKey(Qt::Key_C); // the next view mode
        break;
    case 1:
        planKey(Qt::Key_0, Qt::ControlModifier);
        break;
    case 2:
        planKey(Qt::Key_H, Qt::ControlModifier);
        break;
    case 3:
        planKey(Qt::Key_O, chance(0.5) ? Qt::ShiftModifier : Qt::NoModifier);
        break;
    case 4:
        planDrag(wayFrom(*at, 10, 8), {}, Qt::MiddleButton);
        break;
    case 5:
        planDrag(wayFrom(*at, 4, 4), Qt::ShiftModifier, Qt::MiddleButton); // turns
        planKey(Qt::Key_0, Qt::ControlModifier);
        break;
    default:
        const int steps = chance(0.5) ? 1 : -1;
        for (int i = 0; i < 1 + upTo(4); ++i) {
            planWheel(*at, steps);
        }
    }
}

void ScriptedArtist::renderKeys() {
    switch (upTo(3)) {
    case 0:
        planKey(Qt::Key_Return, Qt::ControlModifier);
        break;
    case 1:
        planKey(Qt::Key_X, Qt::ShiftModifier);
        break;
    default:
        planKey(Qt::Key_F8);
        planKey(Qt::Key_F8);
    }
}

void ScriptedArtist::planSave() {
    saveAnd(chance(0.5));
}

void ScriptedArtist::saveAnd(bool wait) {
    const auto until = [this](bool (*done)(const ui::Document&)) {
        auto since = std::make_shared<QElapsedTimer>();
        m_plan.emplace_back([this, since, done] {
            if (!since->isValid()) {
                since->start();
            }
            if (done(m_window.editor().document())) {
                return true;
            }
            if (since->elapsed() > patience) {
                m_problem = QStringLiteral("the project is not saved");
            }
            return !m_problem.isEmpty();
        });
    };
    until([](const ui::Document& document) { return !document.saving(); });
    m_plan.emplace_back([this] {
        Q_EMIT aboutToSave();
        return true;
    });
    planKey(Qt::Key_S, Qt::ControlModifier);
    if (wait) {
        until([](const ui::Document& document) { return !document.modified(); });
    }
    m_plan.emplace_back([this] {
        ++m_saves;
        return true;
    });
}

void ScriptedArtist::reload() {
    saveAnd(true);
    m_plan.emplace_back([this] {
        if (m_window.editor().document().path().empty()) {
            return true; // nothing was changed since the start, so that nothing was saved
        }
        const std::uint64_t before = m_window.editor().document().id();
        QTest::keyPress(&m_window.canvas(), Qt::Key_O, Qt::ControlModifier);
        // The canvas that took the key is gone.
        QTest::keyRelease(&m_window.canvas(), Qt::Key_O, Qt::ControlModifier);
        if (m_window.editor().document().id() == before) {
            m_problem = QStringLiteral("the project is not opened again");
            return true;
        }
        ++m_reloads;
        Q_EMIT reloaded();
        return true;
    });
}

} // namespace underpaint::test
