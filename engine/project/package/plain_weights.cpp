// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/project/package/plain_weights.h"

#include "engine/base/atomic_file.h"
#include "engine/base/error.h"
#include "engine/base/file_name.h"
#include "engine/base/make_folder.h"
#include "engine/project/package/manifest_json.h"
#include "engine/project/tensors/safetensors.h"

#include <utility>

namespace underpaint::project {

std::vector<std::filesystem::path> writePlainWeights(const ModelPackage& package,
                                                     const std::filesystem::path& folder,
                                                     const std::string& name) {
    checkName(name, "the name of the files", folder.string());
    makeFolder(folder);
    const std::filesystem::path description = folder / (name + ".json");
    const std::vector<PackageWeights> weights = weightsOf(package);
    std::vector<std::filesystem::path> files{description};
    for (const PackageWeights& network : weights) {
        files.push_back(folder / (name + "." + network.role + ".safetensors"));
    }
    for (const std::filesystem::path& file : files) {
        if (std::filesystem::exists(file)) {
            throw Error("is there already", file.string(), "Choose another name or folder");
        }
    }
    Manifest manifest = package.manifest();
    manifest.sha256.clear();
    manifest.styleThumbnails.clear();
    for (std::size_t i = 0; i < weights.size(); ++i) {
        const PackageNetwork& network = manifest.networks.at(weights[i].role);
        writeSafetensors(files[i + 1], weights[i].tensors,
                         {{"model", manifest.name},
                          {"network", network.network},
                          {"licence", manifest.licence}});
        manifest.networks.at(weights[i].role).weights = files[i + 1].filename().string();
    }
    writeFileAtomically(description, writeManifest(manifest));
    return files;
}

} // namespace underpaint::project
