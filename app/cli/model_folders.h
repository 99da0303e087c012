// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/project/package/model_package.h"
#include "engine/scene/label_set.h"

#include <filesystem>
#include <string>
#include <vector>

namespace underpaint::app {

/// Where models are looked for: the folders of $UNDERPAINT_MODELS (separated by ':'), the user's
/// data folder, and the folders beside the program and its resources (resource_folder.h).
std::vector<std::filesystem::path> modelFolders();

/// Where models go that the user makes: the first of them that is the user's.
std::filesystem::path userModelFolder();

/// Opens the package at that path, or else the one of that id or name in the model folders.
/// Throws Error when there is none or it is damaged.
project::ModelPackage openModel(const std::string& pathOrId);

/// The folder of the pretrained backbones that ship; empty when no model folder has one.
std::filesystem::path backboneFolder();

/// The path of that package. A folder without a manifest is no package, whatever its name.
std::filesystem::path findModel(const std::string& pathOrId);

/// The package of the model folders that suits scenes of these classes best. Throws Error when none
/// has them.
std::filesystem::path findSuitableModel(const scene::LabelSet& labels);

/// A package of the model folders that segments photos into the classes of a model and no others;
/// empty when there is none.
std::filesystem::path findSegmenter(const project::Manifest& model);

/// Where a changed package goes: `output`, or where that is empty the place of the model itself,
/// which stays what it is, a folder or a file. Throws Error when something else is there, unless
/// `overwrite`.
std::filesystem::path packageOutput(const std::filesystem::path& model, const std::string& output,
                                    bool overwrite);

} // namespace underpaint::app
