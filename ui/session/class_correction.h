// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/imaging/mapped_scene.h"

#include <QString>

#include <vector>

namespace underpaint::ui {

class Editor;

/// How each frame came into the classes that it has now; nullptr: they had them from the beginning,
/// or they came with the maps. Valid until the next change of model.
const std::vector<imaging::ClassChange>* presentClassChange(const Editor& editor);

/// What its classes became, with what the user chose.
imaging::ClassMapping presentMapping(const Editor& editor, const imaging::ClassChange& change);

/// What the user says that classes become instead (those of the mapping that are Chosen): the scene
/// remembers it for the next time that the two label sets meet, and all its frames are brought into
/// it where they were not painted since. One undo step; none where nothing is otherwise than
/// before. Throws Error.
void correctClasses(Editor& editor, const std::vector<imaging::ClassChange>& change,
                    const imaging::ClassMapping& corrected);

/// One line for people of what a change of model did to the classes; empty: they mean the same.
QString classNotice(const imaging::MappedScene& mapped);

} // namespace underpaint::ui
