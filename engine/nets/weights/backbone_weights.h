// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/weights/param_store.h"

#include <filesystem>
#include <string>

namespace underpaint::nets {

class Network;

/// The pretrained weights of a backbone (Network name "backbone.efficientnet_lite0" or
/// "backbone.squeezenet_1_1") that ship as 16-bit safetensors in `folder`, in float32. Throws Error
/// when they are not there or not whole.
ParamStore backboneWeights(const std::filesystem::path& folder, const std::string& network,
                           at::Device device);

/// Puts those weights where the network says that it has them (NetworkDefinition::backbone), if it
/// does, into its `weights`.
void setBackbone(ParamStore& weights, const Network& network, const std::filesystem::path& folder);

} // namespace underpaint::nets
