// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <cstdint>

namespace underpaint::ui {

class Editor;

// What can be done with the selected instances. Each is one step of the undo stack and leaves what
// came of it selected. Locked labels and instances keep their pixels. Throws Error when the scene
// does not allow it; does nothing when whyNot…() has an answer.

/// "car 8003": the class and number of an instance, "sky" for what has no number.
QString instanceName(const Editor& editor, std::uint32_t instance);

/// Why that is not possible now, for a disabled action; empty: it is.
/// @{
QString whyNotInstances(const Editor& editor);
QString whyNotMerge(const Editor& editor);
/// @}

/// All pixels become those of the first selected instance.
void mergeInstances(Editor& editor);
/// Parts that do not hang together become instances of their own; the largest keeps the id. Returns
/// how many were made.
int splitInstances(Editor& editor);
void deleteInstances(Editor& editor);
/// Gives the selected instances the current class.
void relabelInstances(Editor& editor);
/// Selects the next (+1) or previous (-1) instance of a thing class.
void stepInstance(Editor& editor, int direction);

} // namespace underpaint::ui
