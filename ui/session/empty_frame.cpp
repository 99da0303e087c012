// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/empty_frame.h"

#include "engine/scene/instance_ids.h"

namespace underpaint::ui {

scene::SceneState emptyFrame(const scene::SceneState& like, std::uint16_t label) {
    scene::SceneState frame = like;
    frame.labels = scene::LabelMap(like.size(), label);
    frame.instances = scene::InstanceMap(like.size(), scene::stuffInstance(label));
    frame.referencePhoto = nullptr;
    frame.photoMaps = nullptr;
    const auto unpin = [](scene::Appearance& worn) {
        for (auto& [id, exemplar] : worn.exemplars) {
            exemplar.pins.clear();
        }
    };
    unpin(frame.appearance);
    for (auto& [instance, worn] : frame.appearances) {
        unpin(worn);
    }
    return frame;
}

} // namespace underpaint::ui
