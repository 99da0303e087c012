// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/cancel_token.h"
#include "engine/base/progress.h"
#include "engine/scene/sequence.h"

#include <cstddef>
#include <map>
#include <vector>

namespace underpaint::ui {

/// What was painted in one frame, and where it shall go.
struct CarryPlan {
    scene::Sequence before; ///< the frames before anything was painted by hand
    scene::Sequence now;    ///< as many
    std::size_t frame = 0;  ///< whose edit is carried
    /// The range, `last` is part of it. It ends sooner where another scene begins.
    std::size_t first = 0;
    std::size_t last = 0;
};

struct CarriedEdit {
    scene::SequenceEdit edit;
    std::vector<std::size_t> keys;           ///< frames that were edited by hand, which stay
    std::map<std::size_t, double> certainty; ///< of the frames that change: 0..1
};

/// Carries what was painted in the frame through the range along the motion
/// (imaging::carryEdits()). Other frames of the range that were painted by hand correct it. Throws
/// Error when nothing was painted or nothing changes, and Cancelled.
CarriedEdit carriedEdit(const CarryPlan& plan, const CancelToken& cancel,
                        const ProgressSink& progress);

} // namespace underpaint::ui
