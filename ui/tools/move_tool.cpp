// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tools/move_tool.h"

#include "engine/scene/instance_transform.h"
#include "engine/scene/pixel_spans.h"
#include "ui/document/document.h"
#include "ui/document/editor_state.h"
#include "ui/tools/options_row.h"
#include "ui/tools/painting.h"
#include "ui/tools/two_tone.h"

#include <QLineF>
#include <QScopedValueRollback>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace underpaint::ui {

namespace {

/// In pixels of the screen.
constexpr double gripReach = 8;
constexpr double knobDistance = 26;

/// The eight corners and sides of the frame.
constexpr std::array<QPoint, 8> sides = {QPoint(-1, -1), QPoint(0, -1), QPoint(1, -1),
                                         QPoint(1, 0),   QPoint(1, 1),  QPoint(0, 1),
                                         QPoint(-1, 1),  QPoint(-1, 0)};

/// `inner` between two translations, so that it acts around a point.
QTransform around(QPointF middle, const QTransform& inner) {
    return QTransform::fromTranslate(-middle.x(), -middle.y()) * inner *
           QTransform::fromTranslate(middle.x(), middle.y());
}

} // namespace

MoveTool::MoveTool(EditorState& state, QObject* parent) : Tool(state, parent) {
    connect(&state.document(), &Document::regionChanged, this, &MoveTool::followDocument);
    connect(&state, &EditorState::selectedInstancesChanged, this, [this] {
        if (!m_placing) {
            restart();
        }
        Q_EMIT settingsChanged();
    });
}

MoveTool::~MoveTool() = default;

QString MoveTool::hint() const {
    if (m_session && m_session->floats()) {
        return tr("A copy floats here: drag it to its place · Enter: put it down · Esc: no copy");
    }
    return tr(
        "Drag an object to move it · handles: scale, turn · Shift: straight · arrows: one pixel "
        "· Enter: done · Esc: back");
}

QString MoveTool::stepName() const {
    const auto& ids = m_session->instances();
    if (ids.size() > 1) {
        return tr("Move: %n objects", nullptr, static_cast<int>(ids.size()));
    }
    const auto label = scene::labelOfInstance(state().document().scene(), *ids.begin());
    return tr("Move: %1").arg(labelName(state(), label.value_or(0)));
}

bool MoveTool::begin(bool asked) {
    if (m_session && m_session->follow()) {
        return true;
    }
    if (state().selectedInstances().empty()) {
        return false;
    }
    m_session = std::make_unique<TransformSession>(state(), state().selectedInstances());
    if (m_session->empty()) {
        m_session.reset();
        if (asked) {
            Q_EMIT noticed(tr("The selected instances are locked."));
        }
        return false;
    }
    return true;
}

void MoveTool::end() {
    const bool floated = m_session && m_session->floats();
    m_nudging = false;
    m_session.reset();
    m_preview.reset();
    m_drag = Grip::None;
    if (floated) {
        Q_EMIT settingsChanged(); // another hint
    }
}

void MoveTool::restart() {
    end();
    if (m_active) {
        begin(false);
    }
    Q_EMIT overlayChanged();
}

void MoveTool::followDocument() {
    if (!m_session || m_placing) {
        return;
    }
    if (m_session->follow()) {
        Q_EMIT overlayChanged();
    } else {
        restart();
    }
}

QPointF MoveTool::gripPoint(QPoint side) const {
    const QRectF box = m_session->box();
    const QPointF half(box.width() / 2, box.height() / 2);
    return m_preview.value_or(m_session->placed())
        .map(box.center() + QPointF(side.x() * half.x(), side.y() * half.y()));
}

QPointF MoveTool::knobPoint(double zoom) const {
    const QPointF top = gripPoint({0, -1});
    QLineF arm(gripPoint({0, 0}), top);
    if (arm.isNull()) {
        return top;
    }
    arm.setLength(arm.length() + knobDistance / zoom);
    return arm.p2();
}

MoveTool::Hold MoveTool::holdAt(const PointerEvent& event) const {
    const auto near = [&](QPointF point) {
        return QLineF(point, event.position).length() * event.zoom <= gripReach;
    };
    if (near(knobPoint(event.zoom))) {
        return {Grip::Turn, {}};
    }
    // A small object is moved by its inside, or its handles would leave nothing to move it by.
    const QRectF box = m_session->placed().mapRect(m_session->box());
    const double inset = gripReach / 2 / event.zoom;
    if (std::min(box.width(), box.height()) * event.zoom < 4 * gripReach &&
        box.adjusted(inset, inset, -inset, -inset).contains(event.position)) {
        return {};
    }
    for (const QPoint side : sides) {
        if (near(gripPoint(side))) {
            return {Grip::Scale, side};
        }
    }
    return {};
}

void MoveTool::selectAt(const PointerEvent& event) {
    const scene::SceneState& scene = state().document().scene();
    const Point at = pixelAt(event.position);
    const bool add = event.modifiers.testFlag(Qt::ShiftModifier);
    if (!isObject(scene, at)) {
        if (!add) {
            state().selectInstances({});
        }
        return;
    }
    const std::uint32_t id = scene.instances.at(at);
    std::vector<std::uint32_t> selected = state().selectedInstances();
    const auto found = std::find(selected.begin(), selected.end(), id);
    if (add && found != selected.end()) {
        selected.erase(found);
    } else if (add) {
        selected.push_back(id);
    } else if (found == selected.end()) {
        selected = {id};
    }
    state().selectInstances(std::move(selected));
}

void MoveTool::press(const PointerEvent& event) {
    m_from = event.position;
    m_drag = Grip::None;
    m_nudging = false;
    m_preview.reset();
    if (begin()) {
        const Hold hold = holdAt(event);
        m_drag = hold.grip;
        m_side = hold.side;
    }
    if (m_drag == Grip::None) {
        selectAt(event);
        const Point at = pixelAt(event.position);
        const scene::SceneState& scene = state().document().scene();
        const auto& selected = state().selectedInstances();
        if (isObject(scene, at) &&
            std::binary_search(selected.begin(), selected.end(), scene.instances.at(at)) &&
            begin()) {
            m_drag = Grip::Body;
        }
    }
    Q_EMIT overlayChanged();
}

QTransform MoveTool::scaled(const PointerEvent& event) const {
    // In the frame's own directions, away from the opposite side, or with Ctrl from the middle.
    const QTransform& placed = m_session->placed();
    const QRectF box = m_session->box();
    const bool central = event.modifiers.testFlag(Qt::ControlModifier);
    const QPointF half(box.width() / 2, box.height() / 2);
    const auto corner = [&](QPoint side) {
        return box.center() + QPointF(side.x() * half.x(), side.y() * half.y());
    };
    const QPointF anchor = central ? box.center() : corner(-m_side);
    const QPointF grip = corner(m_side) - anchor;
    const QTransform inverse = placed.inverted();
    const QPointF now = corner(m_side) + inverse.map(event.position) - inverse.map(m_from) - anchor;
    const auto factor = [](double to, double from) {
        // No thinner than a pixel, and not flat.
        const double least = std::min(1.0, 1 / std::max(1.0, std::abs(from)));
        const double wanted = to / from;
        return std::abs(wanted) < least ? std::copysign(least, wanted) : wanted;
    };
    double x = m_side.x() != 0 ? factor(now.x(), grip.x()) : 1;
    double y = m_side.y() != 0 ? factor(now.y(), grip.y()) : 1;
    if (event.modifiers.testFlag(Qt::ShiftModifier) && m_side.x() != 0 && m_side.y() != 0) {
        const double both = std::max(std::abs(x), std::abs(y));
        x = std::copysign(both, x);
        y = std::copysign(both, y);
    }
    return around(anchor, QTransform::fromScale(x, y)) * placed;
}

QTransform MoveTool::dragged(const PointerEvent& event) const {
    const QTransform& placed = m_session->placed();
    const bool shift = event.modifiers.testFlag(Qt::ShiftModifier);
    if (m_drag == Grip::Scale) {
        return scaled(event);
    }
    if (m_drag == Grip::Turn) {
        const QPointF middle = placed.map(m_session->box().center());
        double angle = QLineF(middle, m_from).angle() - QLineF(middle, event.position).angle();
        constexpr double notch = 15;
        angle = shift ? std::round(angle / notch) * notch : angle;
        return placed * around(middle, QTransform().rotate(angle));
    }
    // Whole pixels, so that the shape stays what it is.
    QPointF way = event.position - m_from;
    if (shift) {
        way = std::abs(way.x()) >= std::abs(way.y()) ? QPointF(way.x(), 0) : QPointF(0, way.y());
    }
    return shifted(placed, {std::round(way.x()), std::round(way.y())});
}

QTransform MoveTool::shifted(const QTransform& placed, QPointF way) const {
    // Off the canvas an object would be gone, which is what Delete is for.
    const Size map = state().document().scene().size();
    const QRectF box = placed.mapRect(m_session->box()).translated(way);
    const auto back = [](double from, double to, double extent) {
        constexpr double least = 8;
        const double stays = std::min(least, to - from);
        return to < stays ? std::ceil(stays - to)
                          : (from > extent - stays ? std::floor(extent - stays - from) : 0);
    };
    return placed * QTransform::fromTranslate(way.x() + back(box.left(), box.right(), map.width),
                                              way.y() + back(box.top(), box.bottom(), map.height));
}

void MoveTool::move(const PointerEvent& event) {
    if (m_drag != Grip::None && m_session) {
        m_preview = dragged(event);
        Q_EMIT overlayChanged();
    }
}

void MoveTool::release(const PointerEvent& event) {
    if (m_drag == Grip::None || !m_session) {
        return;
    }
    const QTransform target = dragged(event);
    m_drag = Grip::None;
    m_preview.reset();
    if (target != m_session->placed()) {
        place(target);
    }
    Q_EMIT overlayChanged();
}

bool MoveTool::place(const QTransform& transform, TransformSession::Step step, QString name) {
    const QScopedValueRollback placing(m_placing, true);
    name = name.isEmpty() ? stepName() : name;
    const bool placed = m_session->place(transform, name, step);
    if (!placed) {
        Q_EMIT noticed(
            tr("Nothing of it would be left on the canvas, so it stays. Del deletes it."));
    }
    Q_EMIT overlayChanged();
    return placed;
}

QPointF MoveTool::freePlace() const {
    const scene::SceneState& scene = state().document().scene();
    const QRectF box = m_session->box();
    std::vector<scene::PixelSpan> shape;
    for (const std::uint32_t id : state().selectedInstances()) {
        const auto spans = scene::spansOf(scene.instances, id);
        shape.insert(shape.end(), spans.begin(), spans.end());
    }
    const auto cost = [&](QPoint step) {
        long long pixels = 0;
        for (const scene::PixelSpan& span : shape) {
            for (int x = span.x; x < span.x + span.length; ++x) {
                const Point at{x + step.x(), span.y + step.y()};
                pixels += !scene.bounds().contains(at) || isObject(scene, at) ? 1 : 0;
            }
        }
        return pixels;
    };
    // Beside the original, on the side that has more room; above and below, and farther off.
    const int side = box.center().x() < scene.size().width / 2.0 ? 1 : -1;
    const int right = side * std::max(1, static_cast<int>(box.width()));
    const int down = std::max(1, static_cast<int>(box.height()));
    QPoint best(right, 0);
    long long least = cost(best);
    for (const QPoint step : {QPoint(-right, 0), QPoint(2 * right, 0), QPoint(-2 * right, 0),
                              QPoint(0, down), QPoint(0, -down), QPoint(right, down),
                              QPoint(-right, down), QPoint(right, -down), QPoint(-right, -down)}) {
        if (const long long pixels = cost(step); pixels < least) {
            least = pixels;
            best = step;
        }
    }
    return best;
}

void MoveTool::floatCopies() {
    finish();
    const std::vector<std::uint32_t> originals = state().selectedInstances();
    auto session =
        std::make_unique<TransformSession>(state(), originals, TransformSession::What::Copies);
    if (session->empty()) {
        Q_EMIT noticed(tr("The selected instances are locked."));
        return;
    }
    m_session = std::move(session);
    const QPointF way = freePlace();
    if (!place(shifted({}, way), TransformSession::Step::Own, tr("Duplicate"))) {
        restart();
        return;
    }
    const QScopedValueRollback placing(m_placing, true);
    const auto& copies = m_session->instances();
    state().selectInstances({copies.begin(), copies.end()});
}

bool MoveTool::finish() {
    const bool active = m_session != nullptr;
    end();
    Q_EMIT overlayChanged();
    return active;
}

bool MoveTool::cancel() {
    if (!m_session) {
        return false;
    }
    if (std::exchange(m_drag, Grip::None) == Grip::None) {
        // Nothing is being dragged: take the whole session back.
        const QScopedValueRollback placing(m_placing, true);
        m_session->undo();
        end();
    }
    m_preview.reset();
    Q_EMIT overlayChanged();
    return true;
}

bool MoveTool::nudge(QPoint pixels) {
    if (!begin()) {
        return false;
    }
    const QTransform target = shifted(m_session->placed(), pixels);
    if (target != m_session->placed()) {
        place(target, m_nudging ? TransformSession::Step::WithLast : TransformSession::Step::Own);
        m_nudging = true; // what follows joins this step
    }
    return true;
}

void MoveTool::activated() {
    m_active = true;
    begin(false);
    Q_EMIT overlayChanged();
}

void MoveTool::deactivated() {
    m_active = false;
    finish();
}

void MoveTool::flip(Qt::Orientation direction) {
    m_nudging = false;
    if (begin()) {
        const QPointF middle = m_session->placed().map(m_session->box().center());
        const bool sideways = direction == Qt::Horizontal;
        place(m_session->placed() *
              around(middle, QTransform::fromScale(sideways ? -1 : 1, sideways ? 1 : -1)));
    }
}

void MoveTool::rotate(double degrees) {
    m_nudging = false;
    if (begin()) {
        const QPointF middle = m_session->placed().map(m_session->box().center());
        place(m_session->placed() * around(middle, QTransform().rotate(degrees)));
    }
}

void MoveTool::paint(QPainter& painter, const QTransform& mapToWidget) const {
    if (!m_session) {
        return;
    }
    const QTransform shape = m_preview.value_or(m_session->placed());
    const QRectF box = m_session->box();
    painter.setRenderHint(QPainter::Antialiasing);
    if (m_preview && !m_session->picture().isNull()) {
        painter.save();
        painter.setTransform(QTransform::fromTranslate(box.x(), box.y()) * shape * mapToWidget,
                             true);
        constexpr double seeThrough = 0.75;
        painter.setOpacity(seeThrough);
        painter.drawImage(0, 0, m_session->picture());
        painter.restore();
    }
    QPainterPath frame;
    frame.addPolygon(shape.map(QPolygonF(box)));
    frame.closeSubpath();
    const double zoom = std::hypot(mapToWidget.m11(), mapToWidget.m12());
    const QPointF knob = mapToWidget.map(knobPoint(zoom));
    QPainterPath lines = mapToWidget.map(frame);
    lines.moveTo(mapToWidget.map(gripPoint({0, -1})));
    lines.lineTo(knob);
    drawTwoTone(painter, lines);
    painter.setPen(QPen(Qt::black, 1));
    painter.setBrush(Qt::white);
    constexpr double half = 4;
    for (const QPoint side : sides) {
        const QPointF at = mapToWidget.map(gripPoint(side));
        painter.drawRect(QRectF(at.x() - half, at.y() - half, 2 * half, 2 * half));
    }
    painter.drawEllipse(knob, half + 1, half + 1);
}

QWidget* MoveTool::makeOptions(QWidget* parent) {
    auto* row = new OptionsRow(*this, parent);
    const auto any = [this] { return !state().selectedInstances().empty(); };
    row->addButton(
        {tr("Flip sideways"), tr("Mirror left and right. Select an object first.")},
        [this] { flip(Qt::Horizontal); }, any);
    row->addButton(
        {tr("Flip upside down"), tr("Mirror top and bottom. Select an object first.")},
        [this] { flip(Qt::Vertical); }, any);
    row->addButton(
        {tr("Turn left"), tr("A quarter turn against the clock. Select an object first.")},
        [this] { rotate(-90); }, any);
    row->addButton(
        {tr("Turn right"), tr("A quarter turn with the clock. Select an object first.")},
        [this] { rotate(90); }, any);
    row->finish();
    return row;
}

} // namespace underpaint::ui
