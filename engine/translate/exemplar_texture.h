// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/plane.h"
#include "engine/kernels/parallel.h"
#include "engine/scene/scene.h"
#include "engine/translate/class_channels.h"
#include "engine/translate/exemplar_matches.h"
#include "engine/translate/texture_kinds.h"
#include "engine/translate/texture_sheet.h"

#include <vector>

namespace underpaint::translate {

/// Gives a photo the fine texture of the exemplars that its look comes from, where these ask for it
/// (scene::Exemplar::texture): correspondences of places become correspondences of pixels from
/// coarse to fine, each level beginning with what the coarser one has found (after Zhou et al.,
/// "CoCosNet v2", CVPR 2021), but compared by the colours of photo and exemplar, since a map has no
/// detail to compare; and what the pixels around each found is averaged (Kwatra et al., "Texture
/// optimization", SIGGRAPH 2005). Memory grows with the pixels, not with their square.
class ExemplarTexture {
public:
    struct Request {
        const scene::SceneState& scene;
        TexturedMaps maps;              ///< of the photo's size
        const ExemplarMatches& matches; ///< of the photo
        Rect part;                      ///< of the photo: no other pixel changes
    };

    /// `channels` must live as long.
    explicit ExemplarTexture(const ClassChannels& channels) : m_channels(channels) {}

    static bool isWanted(const scene::SceneState& scene);
    /// `photo`: RGB. Pixels keep what they have where no exemplar with texture lends them anything
    /// or it shows nothing of their class (with MatchWithin::Instance: of their instance's
    /// partner).
    void paint(const Request& request, Image& photo, const kernels::Parallel& parallel);

private:
    const TextureSheet& sheetOf(const scene::Exemplar& exemplar, Size photo);

    const ClassChannels& m_channels;
    /// Of the last scene, the newest last: while it is edited, its exemplars stay the same.
    std::vector<TextureSheet> m_sheets;
};

} // namespace underpaint::translate
