// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/scene/label_set.h"

#include <filesystem>

namespace underpaint::imaging {

/// How much of a label map's file means the same in these classes, from 0 to 1: the share of its
/// pixels that has a class of this name or meaning there, whatever set the file is written in.
/// Classes that are only kin count half, and so does a file that its name or its folders say to be
/// of another set. 0 where it cannot be read. For choosing a model that goes with a map.
double understoodShare(const std::filesystem::path& labels, const scene::LabelSet& classes);

} // namespace underpaint::imaging
