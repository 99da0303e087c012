// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/command.h"
#include "app/cli/script_outputs.h"
#include "engine/project/package/model_package.h"
#include "engine/run/loaded_model.h"
#include "engine/script/script_host.h"

#include <filesystem>
#include <map>
#include <memory>
#include <string>

namespace underpaint::app {

/// Files and models for the scripts of the command line.
class ScriptWorld final : public script::ScriptHost {
public:
    ScriptWorld(Context& context, ScriptOutputs outputs);

    project::Project openProject(const std::filesystem::path& file) override;
    Image readPhoto(const std::filesystem::path& file) override;
    void readMaps(const script::MapFiles& files, scene::SceneState& state) override;
    scene::LabelSet labelSet(const std::string& name) override;
    project::Manifest manifest(const std::string& model) override;
    int codeSize(const std::string& model) override;
    scene::LatentCode encodeCode(const std::string& model, const Image& photo) override;
    std::map<std::uint32_t, std::vector<float>>
    encodeStyles(const std::string& model, const Image& photo,
                 const InstancePlane& instances) override;
    LabelPlane segment(const std::string& model, const Image& photo) override;
    script::Report render(const scene::SceneState& state,
                          const script::RenderOrder& order) override;
    void write(const std::filesystem::path& file, std::span<const std::byte> content) override;

private:
    translate::EngineSettings settings() const;
    std::filesystem::path packageOf(const std::string& model);
    /// Loads it, unless it is the one that was asked for last.
    run::LoadedModel& loaded(const std::string& model);

    Context& m_context;
    ScriptOutputs m_outputs;
    std::map<std::string, std::filesystem::path> m_packages; ///< by what they were called
    std::filesystem::path m_package;                         ///< of the model that is loaded
    std::unique_ptr<run::LoadedModel> m_loaded;
};

} // namespace underpaint::app
