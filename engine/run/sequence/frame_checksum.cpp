// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/run/sequence/frame_checksum.h"

#include "engine/scene/checksum.h"
#include "engine/scene/edit_codec.h"
#include "engine/scene/whole_state.h"

#include <cstddef>
#include <span>
#include <utility>
#include <vector>

namespace underpaint::run {

namespace {

template<class T>
std::uint32_t checksumOfPlane(const Plane<T>& plane) {
    return scene::crc32(std::as_bytes(plane.values()));
}

/// Of what the photo depends on beside maps and photos.
std::uint32_t checksumOfLooks(const scene::SceneState& scene) {
    scene::EditGroup looks;
    for (scene::Edit& look : scene::lookEdits(scene)) {
        const bool shows =
            !std::holds_alternative<scene::SetClassChoices>(look.kind) &&
            (scene.keep.on || !std::holds_alternative<scene::SetPhotoMaps>(look.kind));
        if (shows) {
            looks.edits.push_back(std::move(look));
        }
    }
    // They end with the same checksum of all before it: over both it would always be one number.
    const std::vector<std::byte> bytes = scene::serialise({std::move(looks)});
    return scene::crc32(std::span(bytes).first(bytes.size() - sizeof(std::uint32_t)));
}

} // namespace

std::uint32_t checksumOf(const SequenceFrame& frame) {
    std::vector<std::uint32_t> parts{static_cast<std::uint32_t>(frame.scene.size().width),
                                     static_cast<std::uint32_t>(frame.scene.size().height),
                                     checksumOfPlane(frame.scene.labels.toPlane()),
                                     checksumOfPlane(frame.scene.instances.toPlane()),
                                     checksumOfPlane(frame.photo),
                                     checksumOfLooks(frame.scene)};
    if (frame.scene.referencePhoto) {
        parts.push_back(checksumOfPlane(*frame.scene.referencePhoto));
    }
    return scene::crc32(std::as_bytes(std::span(parts)));
}

} // namespace underpaint::run
