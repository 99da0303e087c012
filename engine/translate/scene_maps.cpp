// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/translate/scene_maps.h"

#include "engine/base/error.h"
#include "engine/imaging/resize.h"

namespace underpaint::translate {

namespace {

/// The size of the photo; checks it.
Size photoSize(Size own, Size wanted) {
    const Size size = wanted == Size{} ? own : wanted;
    if (own.empty()) {
        throw Error("the scene is empty", "scene", "Give it a label map or a photo");
    }
    if (size.empty() || size.width > scene::maxMapExtent || size.height > scene::maxMapExtent) {
        throw Error("a photo of " + std::to_string(size.width) + "x" + std::to_string(size.height) +
                        " pixels cannot be made",
                    {}, "Each side must be between 1 and " + std::to_string(scene::maxMapExtent));
    }
    return size;
}

} // namespace

SceneMaps mapsOf(const scene::SceneSnapshot& scene, Size size) {
    const Size wanted = photoSize(scene->size(), size);
    SceneMaps maps{scene->labels.toPlane(), scene->instances.toPlane()};
    if (wanted != scene->size()) {
        maps.labels = imaging::resizeNearest(maps.labels, wanted);
        maps.instances = imaging::resizeNearest(maps.instances, wanted);
    }
    return maps;
}

Image photoOf(const scene::SceneSnapshot& scene, Size size) {
    if (!scene->referencePhoto) {
        throw Error("this model translates a photo, and the scene has none", "scene",
                    "Give it a reference photo (--photo)");
    }
    const Image& photo = *scene->referencePhoto;
    if (photo.channels() != 3) {
        throw Error("the reference photo is not RGB", "scene");
    }
    return imaging::resizeBicubic(photo, photoSize(photo.size(), size));
}

} // namespace underpaint::translate
