// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/trained_package.h"

#include "engine/nets/weights/tensors_to_write.h"

#include <utility>

namespace underpaint::train {

void writeTrainedPackage(const std::filesystem::path& path, project::Manifest manifest,
                         const std::vector<TrainedRole>& roles) {
    std::vector<nets::TensorsToWrite> tensors;
    std::vector<project::PackageWeights> weights;
    for (const TrainedRole& trained : roles) {
        manifest.networks[trained.role] = {
            .network = trained.network.name(), .options = trained.network.options(), .weights = {}};
        nets::TensorsToWrite& own = tensors.emplace_back();
        for (const auto& [key, value] : trained.weights.to(at::kCPU, at::kHalf)) {
            own.add(key, value);
        }
        weights.push_back({trained.role, own.views()});
    }
    project::writePackage(path, std::move(manifest), weights, /*overwrite=*/true);
}

} // namespace underpaint::train
