// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/verify/evaluation.h"

#include <string>

namespace underpaint::verify {

/// The argument as a leaf of the autograd graph.
at::Tensor leaf(const at::Tensor& argument);

/// Adds the gradients that the case asks for: `grad.ARG` of the loss named `mainLoss`, `grad_X.ARG`
/// of the loss X. `losses` are scalars of the graph, `arguments` its leaves.
void addGradients(const CaseContext& context, const nets::TensorMap& losses,
                  const nets::TensorMap& arguments, const std::string& mainLoss,
                  Evaluation& evaluation);

} // namespace underpaint::verify
