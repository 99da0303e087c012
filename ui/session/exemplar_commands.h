// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/scene/edit.h"
#include "engine/scene/scene.h"

#include <QString>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>

namespace underpaint::ui {

class Editor;
struct LabelledPhoto;

/// Photos that lend the scene their look. Each function is one step of the undo stack.

/// Real photos lend their fine texture, pictures that a model has painted have none to lend.
enum class LentTexture { Own, None };

/// A photo with its labels as an exemplar under an id that is free, as addExemplar() adds it.
/// Throws Error when there are no labels.
scene::Exemplar newExemplar(const scene::SceneState& scene, const LabelledPhoto& photo,
                            LentTexture texture);

/// Adds a photo with its labels, which are in the classes of the scene, for the whole scene; its
/// places are matched within their class. Returns the exemplar's id, which is made of the file's
/// name. Throws Error when there are no labels.
std::string addExemplar(Editor& editor, const LabelledPhoto& photo,
                        LentTexture texture = LentTexture::Own);

/// A photo from a file with a label map from another, of any size and in any classes that can be
/// brought into those of the scene. Throws Error.
LabelledPhoto readExemplar(const std::filesystem::path& photo, const std::filesystem::path& labels,
                           const scene::SceneState& scene);

/// Another label map for one that is there. Throws Error.
void relabelExemplar(Editor& editor, const std::string& id, const std::filesystem::path& labels);

/// Other maps for one that is there.
void setExemplarMaps(Editor& editor, scene::SetExemplarMaps maps);

void removeExemplar(Editor& editor, const std::string& id);

/// How it acts now.
scene::SetExemplarRules rulesOf(const scene::Exemplar& exemplar);
/// Nothing happens where it acts so already.
void setExemplarRules(Editor& editor, const scene::SetExemplarRules& rules, const QString& text,
                      std::uint64_t gesture = 0);

/// Moves the end of a pin in the exemplar's photo; `pin` counts from 0 and must be there, the place
/// is brought inside the photo.
void movePin(Editor& editor, const std::string& id, std::size_t pin, Point to,
             std::uint64_t gesture);
void removePins(Editor& editor, const std::string& id);

/// What an exemplar is for, in words.
QString targetName(const Editor& editor, const scene::ExemplarTarget& target);

} // namespace underpaint::ui
