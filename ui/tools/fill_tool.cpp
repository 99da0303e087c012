// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tools/fill_tool.h"

#include "engine/scene/fill.h"
#include "ui/document/document.h"
#include "ui/document/editor_state.h"
#include "ui/shortcuts/shortcut_book.h"
#include "ui/tools/options_row.h"
#include "ui/tools/painting.h"

#include <QSettings>

#include <algorithm>
#include <utility>

namespace underpaint::ui {

FillTool::FillTool(EditorState& state, QObject* parent) : Tool(state, parent) {}

QString FillTool::hint() const {
    switch (m_extent) {
    case Extent::Contiguous:
        return tr("Click to fill the area or object under the cursor · Ctrl: with the background");
    case Extent::WholeClass:
        return tr("Click to fill every pixel of the class under the cursor · Ctrl: with the "
                  "background");
    case Extent::Selection:
        return tr("Click to fill the selection · Ctrl: with the background");
    }
    return {};
}

void FillTool::press(const PointerEvent& event) {
    const scene::SceneState& scene = state().document().scene();
    const Point at = pixelAt(event.position);
    if (!scene.bounds().contains(at)) {
        return;
    }
    if (m_extent == Extent::Selection && state().pixelSelection().empty()) {
        const QString keys = keyed(state().shortcuts(),
                                   tr("Nothing is selected. Select an area first (%1, %2 or %3)."),
                                   {"tool.select", "tool.lasso", "tool.wand"});
        Q_EMIT noticed(keys.isEmpty() ? tr("Nothing is selected. Select an area first.") : keys);
        return;
    }
    std::vector<scene::PixelSpan> area;
    switch (m_extent) {
    case Extent::Contiguous:
        area = scene::contiguousSpans(scene, at,
                                      isObject(scene, at) ? scene::FillMatch::LabelAndInstance
                                                          : scene::FillMatch::Label);
        break;
    case Extent::WholeClass:
        area = scene::spansOf(scene.labels, scene.labels.at(at));
        break;
    case Extent::Selection:
        area = state().pixelSelection().spans();
        break;
    }
    const bool erase = event.modifiers.testFlag(Qt::ControlModifier);
    const PaintTarget target = erase ? backgroundTarget(state()) : foregroundTarget(state());
    const scene::InstanceMap before = scene.instances;
    const bool painted =
        paintArea(state(), std::move(area), target, name(), state().document().newGesture());
    const QString notice = painted ? strayNotice(state(), target, before) : refusalAt(state(), at);
    if (!notice.isEmpty()) {
        Q_EMIT noticed(notice);
    }
}

void FillTool::move(const PointerEvent& /*event*/) {}

void FillTool::release(const PointerEvent& /*event*/) {}

QRectF FillTool::bounds(const QTransform& /*mapToWidget*/) const {
    return {};
}

void FillTool::setExtent(Extent extent) {
    if (std::exchange(m_extent, extent) != extent) {
        Q_EMIT settingsChanged();
    }
}

QWidget* FillTool::makeOptions(QWidget* parent) {
    auto* row = new OptionsRow(*this, parent);
    row->addChoice(
        {tr("Fills"), tr("What a click fills")},
        {tr("Area or object"), tr("Whole class"), tr("Selection")},
        [this] { return static_cast<int>(m_extent); },
        [this](int index) { setExtent(static_cast<Extent>(index)); });
    row->finish();
    return row;
}

void FillTool::readSettings(const QSettings& settings) {
    m_extent = static_cast<Extent>(std::clamp(settings.value("extent", 0).toInt(), 0, 2));
}

void FillTool::writeSettings(QVariantMap& settings) const {
    settings.insert("extent", static_cast<int>(m_extent));
}

} // namespace underpaint::ui
