// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/optimise/gradient_length.h"

#include <cmath>

namespace underpaint::train {

void shortenGradients(const std::vector<at::Tensor>& gradients, double longest) {
    if (longest <= 0) {
        return;
    }
    double squares = 0;
    for (const at::Tensor& gradient : gradients) {
        squares += gradient.defined() ? std::pow(gradient.norm().item<double>(), 2) : 0;
    }
    const double length = std::sqrt(squares);
    for (const at::Tensor& gradient : gradients) {
        if (gradient.defined() && length > longest) {
            gradient.mul_(longest / length);
        }
    }
}

} // namespace underpaint::train
