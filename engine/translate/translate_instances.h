// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/translate/photo_translator.h"

#include <functional>
#include <vector>

namespace underpaint::translate {

/// A part of a photo with the masks of its instances, all of one size.
struct PhotoPart {
    Image photo;
    std::vector<Image> masks;
};

/// What a model makes of a part; the result has its size and number of masks.
using PartTranslator = std::function<PhotoPart(const PhotoPart& part, const ProgressSink&)>;

/// Instance after instance, or step after step, each on what the steps before have made, pasted
/// where its masks were and are. Fills in photo, masks, changed, notes and steps. Throws Error when
/// the request is wrong in itself.
PhotoTranslation translateInstances(const PhotoTranslationRequest& request, Size native,
                                    const PartTranslator& translate, const CancelToken& cancel,
                                    const ProgressSink& progress);

/// Throws Error unless it is a photo with masks of its size and legal settings.
void checkRequest(const PhotoTranslationRequest& request);

} // namespace underpaint::translate
