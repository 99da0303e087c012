// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/deep_image.h"
#include "engine/base/plane.h"
#include "engine/scene/scene.h"

#include <memory>
#include <optional>

namespace underpaint::imaging {

/// How much of each pixel of the scene's photo is new: 1 where the scene was touched
/// (scene::touchedPixels()), falling to 0 over KeepSettings::feather pixels around it, 0 where the
/// reference photo is kept. Of the scene's size. scene::knowsPhoto() must hold.
Plane<float> newShare(const scene::SceneState& scene);

/// Puts what a model painted into the reference photo of a scene, and keeps the rest of it to the
/// byte. Remembers the photo in the sizes in which it was asked for last. Not thread-safe.
class PhotoKeeper {
public:
    /// `painted` shows the scene, RGB of any size; so does the result, of `size`: where newShare()
    /// is 0 it is the reference photo (resized when that has another size). With
    /// KeepSettings::matchColours the new part is shifted by the difference of both photos around
    /// what was touched, carried inwards smoothly (convolution pyramids, Farbman et al. 2011).
    /// scene::knowsPhoto() must hold. Throws Error, in builds without OpenCV always.
    ///
    /// `changes`, where it is asked for, becomes what the model changed beyond what was touched, of
    /// the scene's size: the reference photo in pale grey and, the more the painted photo differs
    /// where newShare() is 0, the more it glows, from dark red to white.
    Image kept(const Image& painted, const scene::SceneState& scene, Size size,
               Image* changes = nullptr);
    /// The same with 16 bits a channel; what is kept has the steps of the 8 bits that it has.
    DeepImage kept(const DeepImage& painted, const scene::SceneState& scene, Size size);

private:
    /// The reference photo in one size, RGB.
    struct Sized {
        std::shared_ptr<const Image> source;
        Image photo;
    };
    /// How much of each pixel of the result is new, and what is added to that; of its size.
    struct Seam;
    Seam seamOf(const Image& freshOfMaps, const scene::SceneState& scene, Size size,
                Image* changes);
    const Image& sized(const std::shared_ptr<const Image>& photo, Size size, Sized& memory);

    Sized m_small; ///< of the size of the maps
    Sized m_whole; ///< of that of the result
};

} // namespace underpaint::imaging
