// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/run/package_models.h"

#include "engine/project/model_package.h"

namespace underpaint::run {

ModelSource packageModels() {
    return [](const std::filesystem::path& package, const translate::EngineSettings& settings) {
        return translate::openTranslator(project::ModelPackage::open(package), settings);
    };
}

} // namespace underpaint::run
