// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/scene/record_stream.h"
#include "engine/scene/tiled_map.h"

namespace underpaint::scene {

/// A map as its size and its tiles. A tile repeats the tile before, repeats an earlier tile of one
/// colour, or is new: palette and packed indices of 1, 2, 4 or 8 bits, or plain cells. A new tile
/// takes at least 512 bytes even where it is of one colour, so that a small hostile file cannot
/// ask for many tiles.
/// @{
void writeMap(RecordWriter& writer, const LabelMap& map);
void writeMap(RecordWriter& writer, const InstanceMap& map);
LabelMap readLabelMap(RecordReader& reader);
InstanceMap readInstanceMap(RecordReader& reader);
/// @}

} // namespace underpaint::scene
