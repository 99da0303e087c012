// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/imaging/dataset_folders.h"

#include <string>

namespace CLI { // NOLINT(readability-identifier-naming): the library's name
class App;
}

namespace underpaint::app {

/// The options of all commands that read data sets, under the same names everywhere.
class DatasetOptions {
public:
    /// Declares all of them. `usualPhase` says which part is read without --phase, `layout` under
    /// which other name the layout may be given.
    void declare(CLI::App& app, const std::string& usualPhase, const std::string& layout = {});
    /// The same for commands that have --labels and --format for something else.
    void declareFolders(CLI::App& app, const std::string& usualPhase,
                        const std::string& layout = {});

    /// What was typed. Throws Error on unknown names and unreadable label sets.
    imaging::DatasetReading reading() const;
    /// True when something but a phase was typed that only data sets have.
    bool nameLayout() const;

    /// The names of the layouts, for help texts.
    static const char* layouts();

private:
    std::string m_layout = "auto";
    std::string m_phase;
    std::string m_labels;
    std::string m_format = "auto";
    bool m_labelsLeft = false;
    std::string m_photosIn;
    std::string m_labelsIn;
    std::string m_instancesIn;
};

} // namespace underpaint::app
