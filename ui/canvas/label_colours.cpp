// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/label_colours.h"

#include "ui/document/document.h"
#include "ui/document/editor_state.h"

namespace underpaint::ui {

LabelColours::LabelColours(const EditorState& state)
    : m_colours(std::size_t{1} << 16, qRgb(0, 0, 0)),
      m_hidden(state.hiddenInstances().begin(), state.hiddenInstances().end()),
      m_opaque(state.hiddenInstances().empty()) {
    for (const scene::LabelClass& label : state.document().scene().labelSet.classes()) {
        const scene::Colour c = label.colour;
        const bool visible = state.labelVisible(label.id);
        m_colours[label.id] = visible ? qRgb(c.red, c.green, c.blue) : QRgb{0};
        m_opaque = m_opaque && visible;
    }
}

} // namespace underpaint::ui
