// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/nets/run/run.h"

namespace underpaint::nets {

Tensor Run::stem(const Scope& scope, const NetworkInput& input, const Convolution& spec) {
    return convolution(scope, input.dense(), spec);
}

Tensor Run::normaliseAdd(const Scope& scope, const Tensor& x, Norm norm, const Tensor& residual) {
    return add(residual, normalise(scope, x, norm, Activation::None));
}

NetworkInput Run::averagePool(const NetworkInput& input) {
    return averagePool(input.dense());
}

NetworkInput Run::halve(const NetworkInput& input) {
    return halve(input.dense());
}

Tensor Run::spread(const Tensor& x, std::int64_t height, std::int64_t width) {
    return x.expand({x.size(0), x.size(1), height, width});
}

void Run::mark(std::string_view /*name*/, const Tensor& /*x*/) {}

} // namespace underpaint::nets
