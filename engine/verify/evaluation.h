// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/network.h"
#include "engine/verify/case_context.h"

#include <string>
#include <string_view>
#include <vector>

namespace underpaint::verify {

/// What a case computed.
struct Evaluation {
    /// Every result under its canonical name, internal values too.
    nets::TensorMap results = {};
    /// The same results as the renderer's own path computes them, where that is another one; the
    /// larger difference counts.
    nets::TensorMap rendered = {};
    /// Names of internal values in the order of computation.
    std::vector<std::string> order = {};
    /// Why a result of the case's official_defects is not compared; empty: it is compared like the
    /// others, and may differ.
    std::string deliberate = {};
};

/// How a function or procedure is computed with this program's own code.
using Evaluator = Evaluation (*)(CaseContext&);

/// The evaluator of a canonical name, or nullptr for one of another system.
Evaluator evaluatorOf(const std::string& name);

/// A network case: one forward pass (after the warm-up ones) with the plain operators and one
/// with the renderer's.
Evaluation evaluateNetwork(CaseContext& context);

/// Evaluators of one file by canonical name.
struct NamedEvaluator {
    std::string_view name;
    Evaluator evaluate;
};
using Evaluators = std::vector<NamedEvaluator>;

/// @{
Evaluators imageEvaluators();
Evaluators sceneEvaluators();
Evaluators lossEvaluators();
Evaluators inferenceEvaluators();
Evaluators trainEvaluators();
Evaluators uiEvaluators();
Evaluators bicycleGanEvaluators();
Evaluators cocosnetEvaluators();
Evaluators cocosnetLossEvaluators();
Evaluators cycleGanEvaluators();
Evaluators instaGanEvaluators();
Evaluators vid2vidEvaluators();
Evaluators vid2vidLossEvaluators();
/// @}

} // namespace underpaint::verify
