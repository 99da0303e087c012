// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/plane.h"
#include "engine/kernels/patch_match.h"
#include "engine/scene/style.h"
#include "engine/translate/class_channels.h"

#include <cstdint>
#include <map>
#include <utility>
#include <vector>

namespace underpaint::translate {

/// An exemplar as texture is taken from it. Made once and used while the exemplar stays the same:
/// its strength, pins and target do not matter here.
class TextureSheet {
public:
    /// For a photo of that size. `exemplar` has labels. Throws Error for classes that the model
    /// does not have.
    TextureSheet(const scene::Exemplar& exemplar, Size photo, const ClassChannels& channels);

    bool isOf(const scene::Exemplar& exemplar, Size photo) const;
    Size size() const { return {m_levels.front().width(), m_levels.front().height()}; }
    const std::vector<kernels::PatchPicture>& levels() const { return m_levels; }
    /// Of the exemplar's photo, where kinds are instances (MatchWithin::Instance); null: they are
    /// classes.
    const InstancePlane* instances() const;
    /// The kind of a class, or of one of its instances; 0: it has no pixel of it that lends
    /// anything.
    std::uint32_t kindOf(std::int32_t channel, std::uint32_t instance) const;
    int pixelsOf(std::uint32_t kind) const;

private:
    scene::Exemplar m_of;
    Size m_photo;
    std::map<std::pair<std::int32_t, std::uint32_t>, std::uint32_t> m_kinds;
    std::vector<int> m_pixels; ///< by kind
    std::vector<kernels::PatchPicture> m_levels;
};

} // namespace underpaint::translate
