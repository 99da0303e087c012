// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tools/tool_set.h"

#include "ui/tools/fill_tool.h"
#include "ui/tools/move_tool.h"
#include "ui/tools/navigation_tools.h"
#include "ui/tools/outline_tools.h"
#include "ui/tools/pick_tools.h"
#include "ui/tools/pin_tool.h"
#include "ui/tools/shape_tool.h"
#include "ui/tools/split_tool.h"
#include "ui/tools/stamp_tool.h"
#include "ui/tools/stroke_tool.h"
#include "ui/tools/tool_controller.h"

namespace underpaint::ui {

std::vector<Tool*> makeTools(ToolController& controller, const PhotoState* const& photo) {
    EditorState& state = controller.state();
    auto* hand = new HandTool(state, &controller);
    auto* zoom = new ZoomTool(state, &controller);
    QObject::connect(hand, &HandTool::panned, &controller, &ToolController::panned);
    QObject::connect(zoom, &ZoomTool::zoomed, &controller, &ToolController::zoomed);
    QObject::connect(zoom, &ZoomTool::framed, &controller, &ToolController::framed);
    return {new StrokeTool(StrokeTool::Kind::Brush, state, &controller),
            new StrokeTool(StrokeTool::Kind::Eraser, state, &controller),
            new FillTool(state, &controller),
            new PolygonTool(state, &controller),
            new ShapeTool(AreaTool::Use::Paint, state, &controller),
            new LassoTool(state, &controller),
            new ShapeTool(AreaTool::Use::Select, state, &controller),
            new WandTool(state, photo, &controller),
            new MoveTool(state, &controller),
            new SplitTool(state, &controller),
            new StampTool(state, controller.objects(), &controller),
            new EyedropperTool(state, &controller),
            new PinTool(state, photo, &controller),
            hand,
            zoom};
}

} // namespace underpaint::ui
