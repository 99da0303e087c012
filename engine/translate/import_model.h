// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/geometry.h"
#include "engine/nets/run/precision.h"
#include "engine/project/package/model_package.h"
#include "engine/scene/label_set.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

// No LibTorch here: the command line includes this.
namespace underpaint::translate {

/// Official checkpoints that together are one model.
struct ImportRequest {
    /// Weights (PyTorch's containers or safetensors) and `features_clustered_*.npy`.
    std::vector<std::filesystem::path> files;
    /// One of importableKinds(), or empty: what the generator's weights say.
    std::string kind;
    /// label_nc, use_instance, feat_num, and constructor options that replace deduced ones: of the
    /// generator, or of another network with its role in front ("E.norm").
    project::Options options;
    /// Of files that hold several sets of weights: the wanted one, by the key that leads to it or
    /// by the prefix of its names ("g_ema").
    std::string set;
    /// The classes; absent: as many as there are label channels, named by their number.
    std::optional<scene::LabelSet> labels;
    std::string name; ///< empty: the name of the output
    std::string licence;
    std::string data;
    std::string notes;
    /// The size that the model was trained for; empty = unknown.
    Size nativeSize;
    /// How weights are stored; Auto = fp32.
    nets::Precision stored = nets::Precision::Auto;
};

/// What became of one file of weights.
struct ImportedNetwork {
    std::filesystem::path file;
    std::string role; ///< "G", "E" or "D"
    std::string network;
    project::Options options;
    /// Options that no shape decides, with the value that was taken.
    std::vector<std::string> assumptions;
    std::vector<std::string> missing;
    std::vector<std::string> surplus;
    std::vector<std::string> misshapen;
    /// Stale statistics and the like, harmless.
    std::vector<std::string> ignored;

    bool whole() const { return missing.empty() && misshapen.empty(); }
};

struct ImportOutcome {
    std::vector<ImportedNetwork> networks;
    /// Of the package that was written; absent when a network is not whole, and then nothing was.
    std::optional<project::Manifest> written;

    bool whole() const { return written.has_value(); }
};

/// The kinds of models that checkpoints can be imported as: "pix2pix", "pix2pixhd" …
std::vector<std::string> importableKinds();

/// Makes a model package of official checkpoints. Options are deduced from names and shapes.
/// Throws Error when a file cannot be read, when options that nothing tells are missing (it names
/// them), when the parts do not fit together, or when the package cannot be written.
ImportOutcome importModel(const ImportRequest& request, const std::filesystem::path& output,
                          bool overwrite);

} // namespace underpaint::translate
