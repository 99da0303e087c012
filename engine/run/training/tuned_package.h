// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/project/package/model_package.h"
#include "engine/run/training/training_plan.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>

namespace underpaint::run {

/// What is known of a fine-tuned model that becomes a package of its own.
struct TunedCard {
    std::string name = {};
    TrainingPlan plan = {};
    std::int64_t steps = 0; ///< that were done
    /// Measures of the pairs before and after, as CurvePoint has them; may be empty.
    /// @{
    std::map<std::string, double> before = {};
    std::map<std::string, double> after = {};
    /// @}
};

/// The manifest of the model that `trained` holds, with what is true of it: terms and data of the
/// base besides its own, what was done to it, and the base's styles where its encoder is the same.
project::Manifest tunedManifest(const project::Manifest& trained, const project::Manifest& base,
                                const TunedCard& card);

/// Writes such a package; `trained` is what a trainer exported, or a package that this wrote.
/// Throws Error when the base is gone, and when something is there already and `overwrite` is
/// false.
project::Manifest writeTunedPackage(const std::filesystem::path& trained,
                                    const std::filesystem::path& output, const TunedCard& card,
                                    bool overwrite = false);

} // namespace underpaint::run
