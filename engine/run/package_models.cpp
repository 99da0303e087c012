// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/run/package_models.h"

#include "engine/project/package/model_package.h"
#include "engine/translate/segmentation.h"

#include <memory>

namespace underpaint::run {

ModelSource packageModels() {
    return [](const std::filesystem::path& package, const translate::EngineSettings& settings) {
        return translate::openTranslator(project::ModelPackage::open(package), settings);
    };
}

SegmenterSource packageSegmenters() {
    return [](const std::filesystem::path& package, const translate::EngineSettings& settings) {
        // Shared, since functions are copied and segmenters are not.
        const auto segmentation = std::make_shared<translate::Segmentation>(
            project::ModelPackage::open(package), settings);
        return [segmentation](const Image& photo, const CancelToken& cancel,
                              const ProgressSink& progress) {
            return segmentation->segment(photo, {}, cancel, progress);
        };
    };
}

} // namespace underpaint::run
