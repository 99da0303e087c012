// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tools/area_tool.h"

#include "ui/document/document.h"
#include "ui/document/editor_state.h"
#include "ui/tools/options_row.h"
#include "ui/tools/painting.h"

#include <QLineF>
#include <QSettings>
#include <QTransform>

#include <cmath>
#include <utility>

namespace underpaint::ui {

AreaTool::AreaTool(Use use, EditorState& state, QObject* parent)
    : Tool(state, parent), m_use(use) {}

void AreaTool::setUse(Use use) {
    if (std::exchange(m_use, use) != use) {
        Q_EMIT settingsChanged();
    }
}

void AreaTool::apply(std::vector<scene::PixelSpan> area, Qt::KeyboardModifiers modifiers) {
    if (m_use == Use::Select) {
        combineSelection(state(), std::move(area), modifiers);
        return;
    }
    const bool erase = modifiers.testFlag(Qt::ControlModifier);
    const PaintTarget target = erase ? backgroundTarget(state()) : foregroundTarget(state());
    const bool inside = !area.empty();
    const scene::InstanceMap before = state().document().scene().instances;
    const bool painted =
        paintArea(state(), std::move(area), target, name(), state().document().newGesture());
    if (!painted && inside) {
        Q_EMIT noticed(tr("Nothing changed there: the pixels have this label already, are locked, "
                          "or lie outside of the selection."));
    } else if (const QString stray = strayNotice(state(), target, before); !stray.isEmpty()) {
        Q_EMIT noticed(stray);
    }
}

void AreaTool::addUseOption(OptionsRow& row) {
    row.addChoice(
        {tr("Use"), tr("What happens with the enclosed area")}, {tr("Paint it"), tr("Select it")},
        [this] { return m_use == Use::Paint ? 0 : 1; },
        [this](int index) { setUse(index == 0 ? Use::Paint : Use::Select); });
}

QRectF AreaTool::bounds(const QTransform& mapToWidget) const {
    const QRectF box = extent();
    if (box.isNull()) {
        return {};
    }
    constexpr double line = 8;
    return mapToWidget.mapRect(box).adjusted(-line, -line, line, line);
}

void AreaTool::readSettings(const QSettings& settings) {
    const int use = settings.value("use", static_cast<int>(m_use)).toInt();
    m_use = use == static_cast<int>(Use::Select) ? Use::Select : Use::Paint;
}

void AreaTool::writeSettings(QVariantMap& settings) const {
    settings.insert("use", static_cast<int>(m_use));
}

QPointF constrainedTo45(QPointF from, QPointF to) {
    QLineF line(from, to);
    line.setAngle(std::round(line.angle() / 45) * 45);
    return line.p2();
}

} // namespace underpaint::ui
