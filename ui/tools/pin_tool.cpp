// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tools/pin_tool.h"

#include "ui/document/document.h"
#include "ui/document/editor_state.h"
#include "ui/document/photo_state.h"
#include "ui/tools/painting.h"
#include "ui/tools/pin_marks.h"

#include <algorithm>
#include <cmath>

namespace underpaint::ui {

PinTool::PinTool(EditorState& state, const PhotoState* const& photo, QObject* parent)
    : Tool(state, parent), m_photo(photo) {
    connect(&state, &EditorState::currentExemplarChanged, this, &Tool::overlayChanged);
    connect(&state.document(), &Document::stylesChanged, this, &Tool::overlayChanged);
}

QString PinTool::hint() const {
    return tr("Click to tie a place to one of the exemplar · drag: move the pin · Ctrl: remove it "
              "· its other end is in the panel Exemplars");
}

const scene::Exemplar* PinTool::exemplar() const {
    return state().document().scene().findExemplar(state().currentExemplar());
}

std::optional<std::size_t> PinTool::pinAt(const PointerEvent& event) const {
    const scene::Exemplar* one = exemplar();
    if (one == nullptr) {
        return std::nullopt;
    }
    std::optional<std::size_t> nearest;
    double distance = pin_marks::reach / event.zoom;
    for (std::size_t i = 0; i < one->pins.size(); ++i) {
        const QPointF to = pin_marks::middleOf(one->pins[i].scene) - event.position;
        if (const double here = std::hypot(to.x(), to.y()); here <= distance) {
            distance = here;
            nearest = i;
        }
    }
    return nearest;
}

Point PinTool::partnerOf(Point pixel, const scene::Exemplar& exemplar) const {
    const Size map = state().document().scene().size();
    const Size photo = exemplar.photo->size();
    if (m_photo != nullptr && m_photo->parts().matches) {
        if (const auto known = m_photo->parts().matches->partnerOf(pixel, map, exemplar.id)) {
            return *known;
        }
    }
    return scaledPoint(pixel, map, photo);
}

void PinTool::apply(std::vector<scene::Pin> pins, const QString& text) {
    state().document().apply(
        {scene::SetPins{state().currentExemplar(), std::move(pins)}, m_gesture}, text);
}

void PinTool::press(const PointerEvent& event) {
    const scene::Exemplar* one = exemplar();
    if (one == nullptr) {
        Q_EMIT noticed(tr("There is no exemplar to pin to. Add a photo in the panel Exemplars."));
        return;
    }
    const Point at = pixelAt(event.position);
    const auto found = pinAt(event);
    m_gesture = state().document().newGesture();
    std::vector<scene::Pin> pins = one->pins;
    if (event.modifiers.testFlag(Qt::ControlModifier)) {
        if (found) {
            pins.erase(pins.begin() + static_cast<std::ptrdiff_t>(*found));
            apply(std::move(pins), tr("Remove a pin"));
        }
        return;
    }
    if (found) {
        m_dragged = found;
        return;
    }
    if (!state().document().scene().bounds().contains(at)) {
        return;
    }
    if (pins.size() >= scene::mostPins) {
        Q_EMIT noticed(tr("An exemplar has at most %1 pins.").arg(scene::mostPins));
        return;
    }
    pins.push_back({at, partnerOf(at, *one)});
    m_dragged = pins.size() - 1;
    apply(std::move(pins), tr("Pin"));
}

void PinTool::move(const PointerEvent& event) {
    const scene::Exemplar* one = exemplar();
    if (!m_dragged || one == nullptr || *m_dragged >= one->pins.size()) {
        return;
    }
    const Size map = state().document().scene().size();
    const Point at = pixelAt(event.position);
    const Point inside{std::clamp(at.x, 0, map.width - 1), std::clamp(at.y, 0, map.height - 1)};
    std::vector<scene::Pin> pins = one->pins;
    if (pins[*m_dragged].scene != inside) {
        pins[*m_dragged].scene = inside;
        apply(std::move(pins), tr("Move a pin"));
    }
}

void PinTool::release(const PointerEvent& event) {
    move(event);
    m_dragged.reset();
}

void PinTool::paint(QPainter& painter, const QTransform& mapToWidget) const {
    if (const scene::Exemplar* one = exemplar()) {
        for (std::size_t i = 0; i < one->pins.size(); ++i) {
            pin_marks::draw(painter, mapToWidget.map(pin_marks::middleOf(one->pins[i].scene)),
                            static_cast<int>(i) + 1);
        }
    }
}

QRectF PinTool::bounds(const QTransform& mapToWidget) const {
    QRectF all;
    if (const scene::Exemplar* one = exemplar()) {
        for (const scene::Pin& pin : one->pins) {
            all |= pin_marks::bounds(mapToWidget.map(pin_marks::middleOf(pin.scene)));
        }
    }
    return all;
}

} // namespace underpaint::ui
