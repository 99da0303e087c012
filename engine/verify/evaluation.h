// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/network.h"
#include "engine/verify/case_context.h"

#include <string>
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

/// Evaluators by the files that hold them.
/// @{
Evaluation evaluateResizeNearest(CaseContext&);
Evaluation evaluateResizeBicubic(CaseContext&);
Evaluation evaluateNormalise(CaseContext&);
Evaluation evaluateToU8(CaseContext&);
Evaluation evaluatePreprocess(CaseContext&);

Evaluation evaluateEdgeMap(CaseContext&);
Evaluation evaluateEncodeInput(CaseContext&);
Evaluation evaluateAveragePyramid(CaseContext&);
Evaluation evaluateReadLabelMap(CaseContext&);
Evaluation evaluateReadInstanceMap(CaseContext&);
Evaluation evaluateReadClusters(CaseContext&);
Evaluation evaluateSampleFeatures(CaseContext&);

Evaluation evaluateVggWeights(CaseContext&);
Evaluation evaluateVggFeatures(CaseContext&);
Evaluation evaluateVggLoss(CaseContext&);
Evaluation evaluatePix2PixLosses(CaseContext&);
Evaluation evaluateGanLoss(CaseContext&);
Evaluation evaluatePix2PixHdLosses(CaseContext&);

Evaluation evaluateInference(CaseContext&);
Evaluation evaluateEncodeFeatures(CaseContext&);
Evaluation evaluateUi(CaseContext&);

Evaluation evaluateImagePool(CaseContext&);
Evaluation evaluatePix2PixTrainStep(CaseContext&);
Evaluation evaluatePix2PixHdTrainStep(CaseContext&);
/// @}

} // namespace underpaint::verify
