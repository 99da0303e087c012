// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/cancel_token.h"
#include "engine/base/progress.h"
#include "engine/scene/scene.h"
#include "engine/translate/translator.h"

#include <cstdint>
#include <vector>

namespace underpaint::app {

/// How fast and how true local photos are (translate::RenderSettings::localIsWelcome).
struct EditBenchmark {
    /// Of the sizes to be measured.
    std::vector<scene::SceneState> scenes;
    /// Of the picture, 0..1.
    std::vector<double> shares;
    /// Edits of each share at each size.
    int runs = 5;
    int reach = 0; ///< see translate::RenderSettings
    std::uint64_t seed = 1;
    CancelToken cancel = {};
    ProgressSink progress = {};
};

/// Medians over the edits of one share at one size.
struct EditBenchmarkRow {
    Size size;
    double share = 0;
    double fullMs = 0;      ///< an exact render
    double keptMs = 0;      ///< an exact render that local ones may follow
    double localMs = 0;     ///< of the edited scene; 0: not possible
    double regionShare = 0; ///< of the picture, that was rendered
    /// Of the local photo to the exact one, within the region that was rendered, in dB.
    double psnr = 0;
    double leastPsnr = 0;
    int runs = 0;

    double ratio() const { return fullMs > 0 ? localMs / fullMs : 0; }
};

/// Discs of another class of the scene are painted at random places.
std::vector<EditBenchmarkRow> benchmarkEdits(translate::Translator& translator,
                                             const EditBenchmark& benchmark);

/// A scene of bands and blobs of some of the classes, for where none is given.
scene::SceneState drawnScene(const scene::LabelSet& labels, Size size, std::uint64_t seed);

} // namespace underpaint::app
