// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/command.h"
#include "engine/base/plane.h"
#include "engine/imaging/dataset_folders.h"
#include "engine/project/package/model_package.h"

#include <cstddef>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace underpaint::app {

/// One photo with its maps, all of one size.
struct DataPair {
    std::string stem;
    Image photo; ///< RGB
    LabelPlane labels;
    InstancePlane instances;
};

/// Which data set to open and how.
struct DataRequest {
    std::filesystem::path path; ///< a packed file, or a folder in a known layout
    /// Of a folder; phase empty: the only one, or `usualPhase` where there are several.
    imaging::DatasetReading reading;
    std::string usualPhase;
};

/// The pairs of a data set, read one at a time.
class DataPairs {
public:
    /// Throws Error when there is no data set, its classes are not known, or, for a folder, this
    /// build has no image library. Unpaired files are shown and stop it, too. Where a folder does
    /// not name its classes, they are those of the model.
    static DataPairs open(const DataRequest& request, const project::Manifest& model,
                          Context& context);

    std::size_t size() const { return m_stems.size(); }
    const std::string& stem(std::size_t index) const { return m_stems[index]; }
    const std::vector<project::PackageClass>& classes() const { return m_classes; }
    /// Throws Error naming the file that cannot be read.
    DataPair load(std::size_t index) const { return m_load(index); }

private:
    DataPairs() = default;

    void openPack(const DataRequest& request);
    void openFolder(const DataRequest& request, const project::Manifest& model, Context& context);

    std::vector<std::string> m_stems;
    std::vector<project::PackageClass> m_classes;
    std::function<DataPair(std::size_t)> m_load;
};

/// Warns when classes of the data set have other names in the model: then one of the two is not
/// what the user means.
void warnOfOtherClasses(const DataPairs& data, const project::Manifest& model, Reporter& reporter);

} // namespace underpaint::app
