// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tools/tool_set.h"

#include "ui/tools/stroke_tool.h"
#include "ui/tools/tool_controller.h"

namespace underpaint::ui {

std::vector<Tool*> makeTools(ToolController& controller, const PhotoState* const& photo) {
    EditorState& state = controller.state();
    (void)photo;
    return {new StrokeTool(StrokeTool::Kind::Brush, state, &controller),
            new StrokeTool(StrokeTool::Kind::Eraser, state, &controller)};
}

} // namespace underpaint::ui
