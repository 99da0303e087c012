// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/scene/label_set.h"

#include <string>
#include <string_view>
#include <vector>

namespace underpaint::scene {

/// The 35 ids 0..34 of Cityscapes labelIds with the palette of the data set; 34 stands for the
/// licence plate (id -1 in the data set). Names are those of the data set.
LabelSet cityscapesLabels();
/// CamVid reduced to 12 classes, 0 sky … 11 unlabelled.
LabelSet camvidLabels();
/// The 59 classes of Clothing Co-Parsing, 0 null … 58 wedges.
LabelSet clothingLabels();
/// The 12 classes 1..12 of the CMP facade data set with the colours of its published label images.
LabelSet facadeLabels();
/// ADE20K: 0 other, 1..150 generated.
LabelSet ade20kLabels();
/// COCO-Stuff: 182 classes 0..181 generated, 255 unlabelled.
LabelSet cocoStuffLabels();
/// `count` classes "class 0" … with the colours of the Pascal VOC bit interleaving; 0..65536.
LabelSet generatedLabels(int count);

/// Bits 0, 1, 2 of the id become bit 7 of r, g, b, the next three bit 6, and so on.
Colour interleavedColour(unsigned id);

/// Names that builtinLabels() knows: cityscapes, camvid, ccp, facades, ade20k, coco-stuff.
std::vector<std::string> builtinLabelSetNames();
/// Also "generated-N" with N classes. Throws Error that lists the known names.
LabelSet builtinLabels(std::string_view name);

} // namespace underpaint::scene
