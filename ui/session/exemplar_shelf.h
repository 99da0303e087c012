// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/scene/label_set.h"

#include <QString>

#include <filesystem>
#include <string>
#include <vector>

namespace underpaint::ui {

class Editor;

/// An exemplar that ships with the program beside the sample scenes, in the classes of their
/// `labels.json`: `exemplars/NAME.jpg` and the label map `exemplars/NAME.png`.
struct ShelfExemplar {
    std::filesystem::path photo;
    std::filesystem::path labels;
    std::string name; ///< of the files
};

/// Those below the folder of the sample scenes that are in these classes, by name.
std::vector<ShelfExemplar> exemplarShelf(const std::filesystem::path& scenes,
                                         const scene::LabelSet& classes);

/// For people.
QString shownName(const ShelfExemplar& exemplar);

/// Lends the whole scene its look, in the place of another one of the shelf that did: one step of
/// the undo stack, none where it does so already. Returns the exemplar's id. Throws Error.
std::string takeFromShelf(Editor& editor, const ShelfExemplar& exemplar,
                          const std::vector<ShelfExemplar>& shelf);

} // namespace underpaint::ui
