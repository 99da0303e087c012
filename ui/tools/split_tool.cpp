// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tools/split_tool.h"

#include "engine/scene/instance_edits.h"
#include "engine/scene/span_parts.h"
#include "ui/document/document.h"
#include "ui/document/editor_state.h"
#include "ui/tools/area_tool.h"
#include "ui/tools/painting.h"
#include "ui/tools/two_tone.h"

#include <QLineF>

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>
#include <vector>

namespace underpaint::ui {

SplitTool::SplitTool(EditorState& state, QObject* parent) : Tool(state, parent) {}

QString SplitTool::hint() const {
    return tr(
        "Drag across an object to cut it in two · Shift: straight in 45° steps · Esc: cancel");
}

void SplitTool::press(const PointerEvent& event) {
    m_line = {event.position};
    Q_EMIT overlayChanged();
}

void SplitTool::move(const PointerEvent& event) {
    if (m_line.isEmpty()) {
        return;
    }
    if (event.modifiers.testFlag(Qt::ShiftModifier)) {
        m_line = {m_line.front(), constrainedTo45(m_line.front(), event.position)};
    } else {
        m_line.push_back(event.position);
    }
    Q_EMIT overlayChanged();
}

void SplitTool::release(const PointerEvent& event) {
    if (m_line.isEmpty()) {
        return;
    }
    move(event);
    cut();
    cancel();
}

bool SplitTool::cancel() {
    const bool active = !std::exchange(m_line, {}).isEmpty();
    Q_EMIT overlayChanged();
    return active;
}

std::uint32_t SplitTool::crossed() const {
    const scene::SceneState& scene = state().document().scene();
    std::map<std::uint32_t, int> lengths;
    for (qsizetype i = 1; i < m_line.size(); ++i) {
        const QLineF part(m_line[i - 1], m_line[i]);
        const int steps = std::max(1, static_cast<int>(std::ceil(part.length())));
        for (int step = 0; step < steps; ++step) {
            const Point at = pixelAt(part.pointAt(1.0 * step / steps));
            if (scene.bounds().contains(at) && isObject(scene, at)) {
                ++lengths[scene.instances.at(at)];
            }
        }
    }
    const auto& selected = state().selectedInstances();
    const bool amongSelected = std::any_of(selected.begin(), selected.end(),
                                           [&](auto id) { return lengths.contains(id); });
    std::uint32_t found = 0;
    int longest = 0;
    for (const auto& [id, length] : lengths) {
        const bool allowed =
            !amongSelected || std::find(selected.begin(), selected.end(), id) != selected.end();
        if (allowed && length > longest) {
            found = id;
            longest = length;
        }
    }
    return found;
}

void SplitTool::cut() {
    const std::uint32_t instance = crossed();
    if (instance == 0) {
        Q_EMIT noticed(
            tr("There is no object under the line. It cuts cars, people and other things "
               "that have numbers."));
        return;
    }
    if (state().lockedInstances().contains(instance)) {
        Q_EMIT noticed(tr("This object is locked."));
        return;
    }
    Document& document = state().document();
    const scene::SceneState& scene = document.scene();
    std::vector<Point> line;
    line.reserve(static_cast<std::size_t>(m_line.size()));
    for (const QPointF& vertex : m_line) {
        line.push_back(pixelAt(vertex));
    }
    const auto parts = scene::cutApart(scene::spansOf(scene.instances, instance), line);
    if (parts.size() < 2) {
        Q_EMIT noticed(tr("The line has to go right through the object, from side to side."));
        return;
    }
    const scene::InstanceSplit split =
        scene::splitInstance(scene, instance, parts, state().lockedLabels());
    if (split.made.empty()) {
        Q_EMIT noticed(tr("The label of this object is locked."));
        return;
    }
    document.apply(
        split.edit,
        tr("Split: %1").arg(labelName(state(), scene.labels.at(parts[0][0].x, parts[0][0].y))));
    std::vector<std::uint32_t> selected{instance};
    selected.insert(selected.end(), split.made.begin(), split.made.end());
    state().selectInstances(std::move(selected));
}

void SplitTool::paint(QPainter& painter, const QTransform& mapToWidget) const {
    if (m_line.size() > 1) {
        QPainterPath path;
        path.addPolygon(mapToWidget.map(m_line));
        drawTwoTone(painter, path, Qt::DashLine);
    }
}

QRectF SplitTool::bounds(const QTransform& mapToWidget) const {
    constexpr double pen = 3;
    return m_line.size() > 1 ? mapToWidget.map(m_line).boundingRect().adjusted(-pen, -pen, pen, pen)
                             : QRectF();
}

} // namespace underpaint::ui
