// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/nets/weights/initialise.h"

#include "engine/base/random.h"

#include <cmath>

namespace underpaint::nets {

namespace {

template<class Draw>
Tensor filled(const ParamSpec& spec, Draw draw) {
    Tensor values = at::empty(spec.shape, at::kFloat);
    float* data = values.data_ptr<float>();
    for (std::int64_t i = 0; i < values.numel(); ++i) {
        data[i] = static_cast<float>(draw());
    }
    return values;
}

/// Of the weights of a convolution or a linear layer.
double usualDeviation(const ParamSpec& spec, Initialisation how) {
    const auto fan = static_cast<double>(spec.fanIn);
    if (how == Initialisation::Scaled) {
        return std::sqrt(2.0 / fan);
    }
    if (how != Initialisation::BicycleGan) {
        return 0.02;
    }
    std::int64_t both = spec.shape.at(0) + spec.shape.at(1); // in and out, in either order
    for (std::size_t axis = 2; axis < spec.shape.size(); ++axis) {
        both *= spec.shape[axis];
    }
    return 0.02 * std::sqrt(2.0 / static_cast<double>(both));
}

Tensor initial(const ParamSpec& spec, Initialisation how, Random& random) {
    const auto fan = static_cast<double>(spec.fanIn);
    switch (spec.role) {
    case ParamRole::ConvolutionWeight: {
        const double usual = usualDeviation(spec, how);
        const double deviation = spec.deviation > 0 ? spec.deviation : usual;
        return filled(spec, [&] { return deviation * random.normal(); });
    }
    case ParamRole::FixedWeight:
        return filled(spec, [&] { return random.normal() / std::sqrt(fan); });
    case ParamRole::SingularVector:
        return filled(spec, [&] { return random.normal(); });
    case ParamRole::ConvolutionBias: {
        const bool zero = how == Initialisation::Pix2Pix || how == Initialisation::BicycleGan ||
                          spec.deviation > 0;
        const double bound = zero ? 0 : 1 / std::sqrt(fan);
        return filled(spec, [&] { return bound * (2 * random.uniform() - 1); });
    }
    case ParamRole::NormWeight:
        return filled(spec, [&] { return 1 + 0.02 * random.normal(); });
    case ParamRole::Slope:
        return at::full(spec.shape, 0.25, at::kFloat);
    case ParamRole::RunningVariance:
        return at::ones(spec.shape, at::kFloat);
    case ParamRole::BatchCount:
        return at::zeros(spec.shape, at::kLong);
    case ParamRole::FixedBias:
    case ParamRole::NormBias:
    case ParamRole::Share:
    case ParamRole::RunningMean:
        break;
    }
    return at::zeros(spec.shape, at::kFloat);
}

} // namespace

ParamStore initialWeights(const Network& network, Initialisation how, std::uint64_t seed) {
    ParamStore weights;
    std::uint64_t stream = 0;
    for (const ParamSpec& spec : network.parameters()) {
        // A stream a tensor: adding a layer leaves the others as they were.
        Random random(deriveSeed(seed, stream++));
        weights.set(spec.key, initial(spec, how, random));
    }
    return weights;
}

} // namespace underpaint::nets
