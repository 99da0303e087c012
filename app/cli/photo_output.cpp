// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/photo_output.h"

#include "app/cli/output_pattern.h"
#include "engine/base/atomic_file.h"
#include "engine/imaging/codec.h"

namespace underpaint::app {

void checkLayeredOutput(const std::filesystem::path& path) {
    // Where the one can be written, the other can.
    std::filesystem::path asPicture = path;
    checkPhotoOutput(layers::isLayeredName(path) ? asPicture.replace_extension(".png") : asPicture);
}

void writePhotoOutput(const std::filesystem::path& path, const Image& photo,
                      const scene::SceneState& scene, layers::LayerKind kind) {
    if (layers::isLayeredName(path)) {
        writeFileAtomically(path, layers::encodeSceneLayers(scene, photo, kind));
    } else {
        imaging::writePhoto(path, photo);
    }
}

} // namespace underpaint::app
