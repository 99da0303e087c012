// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/photo_output.h"

#include "app/cli/output_pattern.h"
#include "engine/base/atomic_file.h"
#include "engine/imaging/codec.h"
#include "engine/layers/layered_tiff.h"

namespace underpaint::app {

void checkLayeredOutput(const std::filesystem::path& path) {
    // Where the one can be written, the other can.
    std::filesystem::path asPicture = path;
    checkPhotoOutput(layers::isLayeredName(path) ? asPicture.replace_extension(".png") : asPicture);
}

std::optional<layers::LayerKind> layersNamed(const std::string& name) {
    return name.empty() ? std::nullopt : std::optional(layers::layerKindFromName(name));
}

void writePhotoOutput(const std::filesystem::path& path, const run::FinishedRender& photo,
                      const scene::SceneState& scene, std::optional<layers::LayerKind> kind) {
    if (photo.deep) {
        imaging::writeDeepPhoto(path, *photo.deep);
    } else if (layers::isLayeredName(path)) {
        const auto of = kind.value_or(layers::LayerKind::Class);
        writeFileAtomically(path, layers::encodeSceneLayers(scene, *photo.image, of));
    } else if (kind && layers::canBeLayered(path)) {
        writeFileAtomically(path, layers::encodeLayeredTiff(scene, *photo.image, *kind));
    } else {
        imaging::writePhoto(path, *photo.image);
    }
}

} // namespace underpaint::app
