// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/imaging/mapped_scene.h"
#include "engine/scene/label_set.h"
#include "engine/scene/scene.h"

#include <vector>

namespace underpaint::imaging {

/// A frame of a sequence before its classes changed, and after.
struct MappedFrame {
    scene::SceneState before;
    MappedScene after;
};

/// Each frame was mapped by itself and has numbers of its own: an object that had one number in
/// several frames gets one in all of them. Numbers that objects kept stay. `renamed` of each frame
/// then tells of the objects of all.
void numberAlike(std::vector<MappedFrame>& frames, const scene::LabelSet& classes);

/// What became of the classes that pixels of any frame had; without maps, but with the label set.
MappedScene mappedClassesOf(const std::vector<MappedFrame>& frames);

/// Packs the maps: of many frames they would take much memory.
void packMaps(MappedScene& mapped);

} // namespace underpaint::imaging
