// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/geometry.h"
#include "engine/base/plane.h"
#include "engine/project/file/project_file.h"
#include "engine/project/package/model_package.h"
#include "engine/scene/appearance.h"
#include "engine/scene/label_set.h"
#include "engine/scene/scene.h"

#include <nlohmann/json.hpp>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <span>
#include <string>

namespace underpaint::script {

/// What commands report, in the order in which it was put together.
using Report = nlohmann::ordered_json;

/// A label map that a script names.
struct MapFiles {
    std::filesystem::path labels;
    std::filesystem::path instances; ///< empty: derived
    std::string classes;             ///< a known set or a file of one; empty: found out
    std::string format = "auto";     ///< as of `render --format`
    bool repair = false;             ///< values without a class become unlabelled
};

/// A photo that a script wants.
struct RenderOrder {
    std::filesystem::path file;
    std::string model; ///< path, id or name; empty: the scene's
    Size size = {};    ///< empty: the scene's
    /// class or instance: those of an OpenRaster or TIFF file; empty: a TIFF file has none
    std::string layers = {};
    std::optional<std::uint64_t> seed = {}; ///< nothing: the scene's
};

/// The world outside of the scene that a script works on: files, models, photos. All throw Error.
class ScriptHost {
public:
    virtual ~ScriptHost() = default;
    ScriptHost(const ScriptHost&) = delete;
    ScriptHost& operator=(const ScriptHost&) = delete;

    virtual project::Project openProject(const std::filesystem::path& file) = 0;
    virtual Image readPhoto(const std::filesystem::path& file) = 0;
    /// Reads a label map into a scene, into its classes where it has any.
    virtual void readMaps(const MapFiles& files, scene::SceneState& state) = 0;
    /// A known label set, or a file of one.
    virtual scene::LabelSet labelSet(const std::string& name) = 0;
    /// Of a package: by its path, its id or its name.
    virtual project::Manifest manifest(const std::string& model) = 0;
    /// How many values the codes of a model have; 0: it takes none.
    virtual int codeSize(const std::string& model) = 0;
    virtual scene::LatentCode encodeCode(const std::string& model, const Image& photo) = 0;
    /// Features of the instances of a map, of its size, by id.
    virtual std::map<std::uint32_t, std::vector<float>>
    encodeStyles(const std::string& model, const Image& photo, const InstancePlane& instances) = 0;
    /// What a photo shows, by the segmenter of a model.
    virtual LabelPlane segment(const std::string& model, const Image& photo) = 0;

    /// Renders and writes; reports file, size, seed and time.
    virtual Report render(const scene::SceneState& state, const RenderOrder& order) = 0;
    /// Writes a file, all of it or nothing.
    virtual void write(const std::filesystem::path& file, std::span<const std::byte> content) = 0;

protected:
    ScriptHost() = default;
};

} // namespace underpaint::script
