// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/render_scene.h"
#include "app/cli/reporter.h"
#include "engine/base/cancel_token.h"
#include "engine/project/package/model_package.h"
#include "engine/translate/translator.h"

#include <filesystem>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace underpaint::app {

/// The photos that lend the scenes of a render their look.
class ExemplarOptions {
public:
    /// --exemplar, --exemplar-labels, --exemplar-instances, --exemplar-hidden, --exemplar-strength,
    /// --exemplar-match, --exemplar-temperature, --exemplar-texture.
    void declare(CLI::App& app);
    bool named() const { return !m_exemplars.empty(); }
    /// The names of the options, for those that exclude them.
    static std::vector<std::string> names();
    /// Files that a photo may not replace.
    std::vector<std::filesystem::path> inputs() const;

    /// What is needed to read them.
    struct Source {
        project::ModelPackage package;
        translate::EngineSettings settings;
        const SceneRequest& request; ///< format and classes of the label maps
    };
    /// Reads all of them. Without a label map a segmenter of the model's classes estimates one.
    /// Throws Error naming the file or option that is wrong.
    std::vector<NamedExemplar> read(const Source& source, const CancelToken& cancel,
                                    Reporter& reporter) const;

private:
    scene::Exemplar readOne(std::size_t number, const Source& source, const CancelToken& cancel,
                            Reporter& reporter) const;

    std::vector<std::string> m_exemplars;
    std::vector<std::string> m_labels;
    std::vector<std::string> m_instances;
    std::vector<std::string> m_hidden;
    std::vector<double> m_strengths;
    std::vector<std::string> m_matches;
    std::vector<double> m_temperatures;
    bool m_texture = false;
};

} // namespace underpaint::app
