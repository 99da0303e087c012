// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/command.h"
#include "app/cli/data_pairs.h"
#include "engine/base/geometry.h"
#include "engine/train/styles/style_clusters.h"
#include "engine/translate/translator.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace underpaint::app {

/// All instances of a data set with their features and where they were seen.
struct CollectedStyles {
    struct Place {
        std::size_t pair = 0;
        std::uint32_t instance = 0;
    };
    std::vector<train::StyleInstance> instances;
    std::vector<Place> places; ///< one per instance
};

/// The size at which a photo is encoded: its proportions, as many pixels as `native` has, never
/// enlarged; its own size where `native` is empty.
Size encodingSize(Size photo, Size native);

/// Encodes every instance of every pair: things one by one, stuff by label in each picture.
/// Classes whose instances all vanish at the model's native size are encoded at that of the photo,
/// so that none is left out. Values that are no class of the model are passed over.
CollectedStyles collectStyles(const DataPairs& data, translate::Translator& translator, Size native,
                              Context& context);

} // namespace underpaint::app
