// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/systems/segmenter.h"
#include "engine/nets/weights/param_store.h"
#include "engine/project/package/model_package.h"

#include <string>

namespace underpaint::train {

/// A segmenter of our own that a loss asks; it does not learn.
struct LoadedSegmenter {
    std::string name; ///< for people: "segmenter nature-segmenter"
    nets::Segmenter network;
    nets::ParamStore weights; ///< fp32
};

/// Of the package of a recipe of kind "segmenter"; throws Error when it is another one.
LoadedSegmenter loadSegmenter(const project::ModelPackage& package, at::Device device);

} // namespace underpaint::train
