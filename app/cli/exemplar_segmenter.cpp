// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/exemplar_segmenter.h"

#include "app/cli/model_folders.h"
#include "engine/base/error.h"
#include "engine/project/package/suitable_model.h"
#include "engine/translate/segmentation.h"

namespace underpaint::app {

LabelPlane segmentedFor(const project::ModelPackage& model, const Image& photo,
                        const translate::EngineSettings& settings, const std::string& remedy,
                        const CancelToken& cancel, const ProgressSink& progress) {
    const auto segmentedBy = [&](const project::ModelPackage& package) {
        translate::Segmentation segmenter(package, settings);
        return segmenter.segment(photo, {}, cancel, progress).labels;
    };
    if (project::segmentsFor(model.manifest(), model.manifest())) {
        return segmentedBy(model);
    }
    const std::filesystem::path found = findSegmenter(model.manifest());
    if (found.empty()) {
        throw Error("there is no segmenter of its classes that could say what a photo shows",
                    model.manifest().name, remedy);
    }
    return segmentedBy(project::ModelPackage::open(found));
}

} // namespace underpaint::app
