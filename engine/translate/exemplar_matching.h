// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/run/attention.h"
#include "engine/scene/style.h"

#include <functional>
#include <span>

namespace underpaint::translate {

/// What lies at the places of a scene or of an exemplar: (1, h, w) int32 on the CPU.
struct MatchedPlaces {
    nets::Tensor classes;   ///< channels of the network
    nets::Tensor instances; ///< ids; one id in two classes is two instances
    /// Of an exemplar: not 0 where it lends nothing. Undefined: nowhere.
    nets::Tensor hidden = {};
};

/// A pinned pair, in places; the middle of the first one is 0.
struct PinnedPlaces {
    double sceneX = 0;
    double sceneY = 0;
    double exemplarX = 0;
    double exemplarY = 0;
};

/// What a user says of the matches with one exemplar.
struct MatchRules {
    scene::MatchWithin within = scene::MatchWithin::Photo;
    double temperature = 1; ///< times that of the question
    std::span<const PinnedPlaces> pins = {};
};

/// How a question is answered: attendPlainly(), a Run …
using Attend = std::function<nets::AttentionResult(const nets::Attention&)>;

/// The question with these rules in it, of one picture (N = 1): as groups, biases and temperature,
/// so that whatever answers it keeps to them. Places of a class that the exemplar does not show see
/// nothing and get zeros, whatever the rules are, and nobody sees what is hidden.
///
/// Within MatchWithin::Instance `attend` is asked first, by classes; then each instance of the
/// scene gets that instance of the exemplar in which its places found most, by their probabilities.
/// A pin from the one into the other decides it.
nets::Attention ruledQuestion(nets::Attention question, const MatchedPlaces& scene,
                              const MatchedPlaces& exemplar, const MatchRules& rules,
                              const Attend& attend);

} // namespace underpaint::translate
