// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/train/optimise/adam.h"
#include "engine/train/optimise/trained_network.h"
#include "engine/train/step_report.h"
#include "engine/verify/case_context.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>

// What the procedures that train have in common.
namespace underpaint::verify {

/// Networks in training by role.
using Networks = std::map<std::string, const train::TrainedNetwork*>;

/// "step2.", what the names of a step's results begin with.
std::string stepName(std::int64_t step);

/// Adds what one step computed: losses, values, gradients, and weights where the case asks.
void addReport(const CaseContext& context, const train::StepReport& report,
               const Networks& networks, std::int64_t number, nets::TensorMap& results);

/// An argument of one step ("step2.A"), else of all ("A"); pictures must be (N, C, H, W).
/// @{
at::Tensor stepInput(CaseContext& context, std::int64_t step, const std::string& name);
at::Tensor stepPlainInput(CaseContext& context, std::int64_t step, const std::string& name);
/// @}

/// How many steps a case makes, and with what optimiser.
struct Schedule {
    std::int64_t steps = 1;
    /// Absent: losses and gradients without any update.
    std::optional<train::AdamOptions> optimiser;
};

Schedule scheduleOf(CaseContext& context);

/// The network of a role with its weights.
train::TrainedNetwork trained(CaseContext& context, const std::string& role);

} // namespace underpaint::verify
