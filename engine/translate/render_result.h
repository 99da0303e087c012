// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/deep_image.h"
#include "engine/base/plane.h"
#include "engine/translate/exemplar_matches.h"

#include <cstdint>
#include <map>
#include <memory>
#include <string>

namespace underpaint::translate {

struct RenderSettings {
    /// Size of the photo; empty = the scene's own.
    Size size;
    /// The official pix2pix test behaviour: batch norm by this picture's statistics, and dropout
    /// drawn from the scene's seed. Otherwise stored statistics and no dropout.
    bool paperBehaviour = false;
    /// Edits will follow: what local photos of them need is kept, where the model and the memory
    /// allow it. Changes no byte of the photo.
    bool keepsForEdits = false;
    /// A photo of the scene's own size in which only the surroundings of what changed since the
    /// last one were rendered will do. Where there is none, a photo as without this.
    bool localIsWelcome = false;
    /// How many pixels beyond an edit a local photo is rendered; 0: as the model needs it.
    int reach = 0;
    /// RenderResult::deep is wanted, too. Not of local photos.
    bool deep = false;
};

/// A finished photo and what it took.
struct RenderResult {
    Image photo; ///< 8-bit RGB
    /// The same with 16 bits a channel, before it was cut to 8; empty unless it was asked for.
    DeepImage deep = {};
    std::uint64_t revision = 0;
    /// Only a region was rendered. Outside of `changed` it is the last exact photo, to the byte.
    bool local = false;
    Rect changed = {};
    /// Local photos may follow.
    bool keptForEdits = false;
    double seconds = 0;
    /// Seconds by stage ("prepare", "network", "finish").
    std::map<std::string, double> stages;
    /// Where its look came from, of models that take exemplars; else null.
    std::shared_ptr<const ExemplarMatches> matches = {};
    /// Highest resident memory of the process so far (a GPU's own memory is not part of it).
    std::int64_t peakBytes = 0;
    std::string device;
    std::string precision;
};

} // namespace underpaint::translate
