// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/translate/system.h"

namespace underpaint::translate {

/// What the import of models between two domains has in common.
/// @{
/// Their generators take photos.
nets::InputChannels composeOfPhotos(const ImportedPart& generator, const ImportRequest& request,
                                    std::optional<std::int64_t> features);
/// The domains are the classes of the model: those of --labels, or what the options domain_a and
/// domain_b say.
void nameDomains(const std::vector<ImportedPart>& parts, const ImportRequest& request,
                 project::Manifest& manifest);
/// @}

} // namespace underpaint::translate
