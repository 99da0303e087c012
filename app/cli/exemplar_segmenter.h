// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/cancel_token.h"
#include "engine/base/plane.h"
#include "engine/base/progress.h"
#include "engine/project/package/model_package.h"
#include "engine/translate/translator.h"

#include <string>

namespace underpaint::app {

/// What a photo shows, in the classes of a model: by the segmenter of its package, or by one of the
/// model folders that knows no other classes. Throws Error, with `remedy`, when there is none.
LabelPlane segmentedFor(const project::ModelPackage& model, const Image& photo,
                        const translate::EngineSettings& settings, const std::string& remedy,
                        const CancelToken& cancel, const ProgressSink& progress);

} // namespace underpaint::app
