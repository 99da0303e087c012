// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/nets/run/primitives.h"

#include "engine/base/error.h"

namespace underpaint::nets {

std::int64_t reach(const Convolution& spec) {
    return spec.dilation * (spec.kernel - 1) + 1;
}

std::int64_t outputExtent(std::int64_t extent, const Convolution& spec) {
    if (spec.border == Border::Same) {
        return (extent + spec.stride - 1) / spec.stride;
    }
    return (extent + 2 * spec.padding - reach(spec)) / spec.stride + 1;
}

std::int64_t outputExtent(std::int64_t extent, const Pooling& spec) {
    const std::int64_t room = extent - spec.kernel;
    return (spec.ceil ? room + spec.stride - 1 : room) / spec.stride + 1;
}

bool isPiecewiseLinear(Activation activation) {
    return activation == Activation::None || activation == Activation::Relu ||
           activation == Activation::LeakyRelu;
}

float negativeSlope(Activation activation) {
    switch (activation) {
    case Activation::None:
        return 1;
    case Activation::Relu:
        return 0;
    case Activation::LeakyRelu:
        return leakySlope;
    case Activation::Relu6:
    case Activation::Elu:
    case Activation::Tanh:
    case Activation::Sigmoid:
        break;
    }
    throw Error("this activation is not piecewise linear");
}

} // namespace underpaint::nets
