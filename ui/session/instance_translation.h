// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/scene/edit.h"
#include "engine/scene/scene.h"
#include "engine/translate/photo_translator.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace underpaint::ui {

class Editor;

// A photo with the selected instances turned into something else. The photo that comes of it
// becomes the scene's photo layer, and the maps say what it shows: classes and shapes of the
// instances are the new ones.

/// The instances that would be translated: those that are selected and not locked.
std::vector<std::uint32_t> translatedInstances(const Editor& editor);

/// Masks of instances at the size of a photo of the scene, 255 on the instance.
std::vector<Image> instanceMasks(const scene::SceneState& scene,
                                 const std::vector<std::uint32_t>& instances, Size size);

/// The class that instances have afterwards, by the name of the domain; nothing where the scene's
/// label set has none: then they stay what they are.
std::optional<std::uint16_t> translatedClass(const scene::SceneState& scene,
                                             const std::string& domain);

/// An edit and the instances that are there in place of the translated ones.
struct TranslationEdit {
    scene::Edit edit;
    std::vector<std::uint32_t> instances;
};

/// One step of the undo stack: the photo, and (where `moves`) what it shows. `instances`, in the
/// order of the request, are what the masks of the result belong to; where a mask is empty, the
/// instance is gone. Pixels that an instance leaves take what surrounds it. Throws Error when an
/// instance is not in the scene any more.
TranslationEdit translationEdit(const scene::SceneState& scene,
                                const std::vector<std::uint32_t>& instances,
                                const translate::PhotoTranslation& made, bool moves,
                                const std::string& domain);

/// The photo of the scene before a translation; a value that another thread can work on.
struct PhotoBefore {
    scene::SceneState scene;
    std::shared_ptr<const Image> shown;   ///< the exact photo, or null
    std::shared_ptr<const Image> painted; ///< all of it that the model painted, or null

    /// Whether there is one.
    bool any() const;
    /// Where untouched pixels are kept, the photo layer with what was touched in the model's paint;
    /// else the photo layer, and where there is none what the model painted. In the size of the
    /// photo layer or the scene. Throws Error.
    Image photo() const;
};

} // namespace underpaint::ui
