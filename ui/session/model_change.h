// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace underpaint::scene {
struct SceneState;
}

namespace underpaint::ui {

class Editor;
class Services;

/// Loads the model and makes the document use it, as one undo step. Where its classes are others,
/// the maps are brought into these (imaging::mapClasses, with what the user chose for them before);
/// what it does not know becomes unlabelled. Where not all mean the same
/// ModelShelf::classesMapped() says so, and correctClasses() changes it. Styles that the model does
/// not have for their class would leave the scene without a photo: they are taken away in the same
/// step, which is noticed.
void changeModel(Editor& editor, Services& services, const QString& id);

/// False where areas of the scene would mean something else, or nothing, in that model's classes.
bool meansTheSame(const scene::SceneState& state, Services& services, const QString& id);

/// Takes away of what instances wear what the scene's model does not have.
void fitAppearances(scene::SceneState& state, Services& services);

} // namespace underpaint::ui
