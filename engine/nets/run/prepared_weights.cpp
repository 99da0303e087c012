// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/nets/run/prepared_weights.h"

#include "engine/base/error.h"
#include "engine/nets/run/prepared_state.h"
#include "engine/nets/systems/spectral_norm.h"

#include <algorithm>

namespace underpaint::nets {

namespace {

Precision resolved(Precision precision, at::Device device) {
    if (precision == Precision::Auto) {
        const bool half = !device.is_cpu() || kernels::hasHalfArithmetic();
        return half ? Precision::Fp16 : Precision::Fp32;
    }
    if (precision == Precision::Fp16 && device.is_cpu() && !kernels::hasHalfArithmetic()) {
        throw Error("this processor has no half-precision arithmetic", {},
                    "Choose the precision fp32, bf16 or auto");
    }
    return precision;
}

at::ScalarType storageType(Precision precision, at::Device device) {
    if (device.is_cpu() || precision == Precision::Fp32) {
        return at::kFloat;
    }
    return precision == Precision::Bf16 ? at::kBFloat16 : at::kHalf;
}

/// Seconds of an average machine; only their ratios matter.
double expectedSeconds(double multiplyAdds, double weightBytes, kernels::Arithmetic arithmetic) {
    const double rate = arithmetic == kernels::Arithmetic::Half ? 150e9 : 75e9;
    constexpr double memoryRate = 25e9;
    return multiplyAdds / rate + weightBytes / memoryRate;
}

} // namespace

Method chooseMethod(const kernels::ConvolutionShape& shape, std::int64_t width, std::int64_t height,
                    kernels::Arithmetic arithmetic) {
    if (kernels::ThinConvolution::suits(shape)) {
        return Method::Thin;
    }
    const bool minimal = shape.kernel == 3 && shape.stride == 1 && shape.padding == 1 &&
                         kernels::WinogradConvolution::suits(shape.in, shape.out);
    if (!minimal) {
        return Method::Direct;
    }
    const auto pairs = static_cast<double>(shape.in) * shape.out;
    const auto operand = static_cast<double>(kernels::operandBytes(arithmetic));
    const auto seconds = [&](std::int64_t tile, double positions) {
        const std::int64_t across = (width + tile - 1) / tile;
        const std::int64_t down = (height + tile - 1) / tile;
        const auto tiles = static_cast<double>(across * down);
        return expectedSeconds(tiles * positions * pairs, positions * pairs * operand, arithmetic);
    };
    const double direct = seconds(1, 9);
    const double two = seconds(2, 16);
    // Four times the weights in single precision would be gigabytes for the widest layers.
    const bool affordable = arithmetic == kernels::Arithmetic::Half || pairs <= 512 * 512;
    const double four = affordable ? seconds(4, 36) : direct;
    if (direct <= std::min(two, four)) {
        return Method::Direct;
    }
    return two <= four ? Method::Winograd2 : Method::Winograd4;
}

PreparedWeights::State::State(const ParamStore& given, at::Device where, Precision wanted)
    : weights(foldedSpectralNorms(given)),
      device(where),
      precision(resolved(wanted, where)),
      converted(weights.to(where, storageType(precision, where))) {}

PreparedWeights::PreparedWeights(const ParamStore& weights, at::Device device, Precision precision)
    : m_state(std::make_unique<State>(weights, device, precision)) {}

PreparedWeights::~PreparedWeights() = default;
PreparedWeights::PreparedWeights(PreparedWeights&&) noexcept = default;
PreparedWeights& PreparedWeights::operator=(PreparedWeights&&) noexcept = default;

const ParamStore& PreparedWeights::weights() const {
    return m_state->weights;
}

at::Device PreparedWeights::device() const {
    return m_state->device;
}

Precision PreparedWeights::precision() const {
    return m_state->precision;
}

void PreparedWeights::releaseScratch() {
    m_state->workspace.clear();
    m_state->pool->trim(); // what the last pass had no use for ...
    m_state->pool->trim(); // ... and what it had
}

std::int64_t PreparedWeights::bytes() const {
    std::size_t sum = m_state->workspace.bytes();
    for (const auto& [key, prepared] : m_state->prepared) {
        sum += std::visit([](const auto& kind) { return kind.bytes(); }, prepared);
    }
    for (const auto& [key, tensor] : m_state->bf16) {
        sum += tensor.nbytes();
    }
    return m_state->converted.bytes() + m_state->pool->bytes() + static_cast<std::int64_t>(sum);
}

} // namespace underpaint::nets
