// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/run/package_models.h"

#include "engine/project/package/model_package.h"
#include "engine/translate/segmentation.h"

#include <memory>
#include <vector>

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
            return segmentation->segment(photo, {.size = {}, .confidence = true}, cancel, progress);
        };
    };
}

PhotoTranslators packagePhotoTranslators() {
    PhotoTranslators translators;
    translators.ways = [](const project::Manifest& manifest) {
        std::vector<TranslationWay> ways;
        if (!translate::translatesPhotos(manifest.kind)) {
            return ways;
        }
        const translate::Domains domains = translate::domainsOf(manifest);
        for (const auto direction : {translate::Direction::AToB, translate::Direction::BToA}) {
            if (manifest.networks.contains(translate::generatorRoleOf(direction))) {
                ways.push_back({direction, domains.from(direction), domains.to(direction),
                                translate::translatesInstances(manifest.kind)});
            }
        }
        return ways;
    };
    translators.open = [](const std::filesystem::path& package,
                          const translate::EngineSettings& settings) {
        return std::shared_ptr<translate::PhotoTranslator>(
            translate::openPhotoTranslator(project::ModelPackage::open(package), settings));
    };
    return translators;
}

} // namespace underpaint::run
