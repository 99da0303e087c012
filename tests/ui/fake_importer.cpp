// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/fake_importer.h"

#include "engine/base/error.h"
#include "engine/project/package/model_package.h"

#include <utility>

namespace underpaint::test {

app::ModelImporter fakeImporter(std::filesystem::path package) {
    const auto import = [package = std::move(package)](const translate::ImportRequest& request,
                                                       const std::filesystem::path& output) {
        for (const std::filesystem::path& file : request.files) {
            if (!std::filesystem::exists(file)) {
                throw Error("is not there", file.string(), "Check the path");
            }
        }
        const auto opened = project::ModelPackage::open(package);
        project::Manifest manifest = opened.manifest();
        manifest.id.clear();
        manifest.name = request.name;
        manifest.licence = request.licence;
        translate::ImportedNetwork network;
        network.file = request.files.front();
        network.role = "G";
        network.network = "pix2pixhd.global_generator";
        network.options = request.options;
        network.assumptions = {"norm=instance"};
        translate::ImportOutcome outcome;
        outcome.networks = {network};
        outcome.written =
            project::writePackage(output, std::move(manifest), project::weightsOf(opened));
        return outcome;
    };
    return {{"pix2pixhd"}, import};
}

} // namespace underpaint::test
