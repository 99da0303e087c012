// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/reporter.h"
#include "engine/imaging/dataset_items.h"
#include "engine/scene/scene.h"
#include "engine/translate/translator.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace underpaint::app {

/// An exemplar that waits for a scene.
struct NamedExemplar {
    std::string where; ///< an instance id or the name of a class; empty: the whole scene
    scene::Exemplar exemplar;
    /// Nothing: as closely as it is restricted itself.
    std::optional<scene::MatchWithin> within;
};

/// Files and settings that make one scene.
struct SceneRequest {
    std::filesystem::path labels;    ///< empty for models that translate a photo
    std::filesystem::path instances; ///< may be empty: derived from the labels
    std::filesystem::path photo;     ///< reference photo, may be empty
    /// Format and, of the files of a data set, layout; its classes are those of the model.
    imaging::ItemReader reader;
    /// The classes that the label map is in, where they are not the model's: they are mapped.
    std::optional<scene::LabelSet> fileClasses = {};
    /// Pixels without a class become unlabelled instead of an Error.
    bool repair = false;
    /// "ID=CLUSTER", ID an instance id or the name of a class.
    std::vector<std::string> styles;
    /// An instance id without pixels is an Error (not so in a batch).
    bool strictStyles = true;
    std::filesystem::path styleFrom; ///< photo whose instances lend their styles, may be empty
    std::vector<NamedExemplar> exemplars;
};

/// The numbers of an instance file that stand for other ids in the scene.
using Renumbered = std::map<std::uint32_t, std::vector<std::uint32_t>>;

/// Reads the maps of a scene whose label set and choices of classes are known. Reports and throws
/// like readScene().
Renumbered readSceneMaps(const SceneRequest& request, Reporter& reporter, scene::SceneState& state);

/// Reads the files and applies the styles as far as the model can use them. What was repaired is
/// reported. Throws Error naming the file or argument that is wrong.
scene::SceneState readScene(const SceneRequest& request, translate::Translator& translator,
                            Reporter& reporter);

/// The scene of a project file. Throws Error.
scene::SceneState readProjectScene(const std::filesystem::path& project);

} // namespace underpaint::app
