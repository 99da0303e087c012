// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/run/work.h"
#include "engine/translate/photo_translator.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace underpaint::run {

/// What a model turns into what.
struct TranslationWay {
    translate::Direction direction = translate::Direction::AToB;
    std::string from;
    std::string to;
    bool instances = false; ///< masks become others, too; else they are a selection
};

/// Models that translate photos, without LibTorch for those who ask.
struct PhotoTranslators {
    /// What the model of a package can do; empty: it does not translate photos.
    std::function<std::vector<TranslationWay>(const project::Manifest& manifest)> ways;
    /// Loads it, on the engine thread. Throws Error.
    std::function<std::shared_ptr<translate::PhotoTranslator>(
        const std::filesystem::path& package, const translate::EngineSettings& settings)>
        open;
};

/// Asks for a photo's translation. The model stays loaded for the next request with its package.
struct TranslationRequest {
    PhotoTranslators translators;
    std::filesystem::path package;
    translate::EngineSettings settings = {};
    translate::PhotoTranslationRequest what;
    DocumentId document = 0;
    std::uint64_t group = 0;
};

Work<translate::PhotoTranslation> translatePhoto(TranslationRequest request);

} // namespace underpaint::run
