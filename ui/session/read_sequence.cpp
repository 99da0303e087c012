// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/read_sequence.h"

#include "engine/imaging/codec.h"
#include "engine/imaging/motion/frame_follower.h"
#include "engine/scene/instance_ids.h"
#include "ui/session/moving_frames.h"

#include <memory>
#include <optional>
#include <system_error>
#include <utility>

namespace underpaint::ui {

namespace fs = std::filesystem;

imaging::SequenceListing sequenceIn(const fs::path& folder) {
    std::error_code ignored; // of what is not there
    const auto inside = [&](const char* name) {
        return fs::is_directory(folder / name, ignored) ? folder / name : fs::path();
    };
    const fs::path labels = inside("labels");
    return labels.empty() ? imaging::listSequence(folder, {}, {})
                          : imaging::listSequence(labels, inside("instances"), inside("photos"));
}

scene::Sequence readSequence(const imaging::SequenceListing& listing, const MapReader& reader,
                             const scene::SceneState& like, const CancelToken& cancel,
                             const ProgressSink& progress) {
    std::optional<scene::Sequence> sequence;
    imaging::FrameFollower follower(imaging::usualCut, /*renumber=*/true);
    for (std::size_t i = 0; i < listing.frames.size(); ++i) {
        cancel.check();
        const imaging::SequenceFiles& files = listing.frames[i];
        const imaging::ImportedMaps maps = reader(files.labels, files.instances);
        scene::SceneState state = like;
        state.labels = scene::LabelMap(maps.labels);
        state.instances = maps.instances ? scene::InstanceMap(*maps.instances)
                                         : scene::instancesFromLabels(state.labels);
        if (files.instances.empty()) {
            imaging::MovingFrame now = movingFrame(state, false);
            follower.follow(now);
            state.instances = scene::InstanceMap(now.instances);
        }
        if (!files.photo.empty()) {
            state.referencePhoto = std::make_shared<const Image>(imaging::readPhoto(files.photo));
        }
        if (sequence) {
            sequence->apply(scene::InsertFrames{i, {std::move(state)}});
        } else {
            sequence.emplace(std::move(state));
        }
        if (progress) {
            progress(static_cast<double>(i + 1) / static_cast<double>(listing.frames.size()),
                     files.name);
        }
    }
    return std::move(*sequence);
}

} // namespace underpaint::ui
