// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

namespace underpaint::ui {

class PhotoState;
class Tool;
class ToolController;

/// All tools of the editor in the order of the tool box, owned by the controller and wired to its
/// signals. `photo` is where the controller keeps the pointer to the photo that is shown.
std::vector<Tool*> makeTools(ToolController& controller, const PhotoState* const& photo);

} // namespace underpaint::ui
