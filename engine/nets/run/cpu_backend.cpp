// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/nets/run/cpu_backend.h"

#include "engine/base/error.h"
#include "engine/kernels/channel_norm.h"
#include "engine/kernels/pooled_one_hot.h"
#include "engine/kernels/simd_kernels.h"
#include "engine/nets/run/picture_part.h"
#include "engine/nets/run/streamed_attention.h"

#include <ATen/Parallel.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace underpaint::nets {

namespace {

/// Below this share of non-zero values the sum over these beats the product with all.
constexpr double sparseDensity = 0.2;
constexpr std::int64_t leastSparseChannels = 8;

int checkedExtent(std::int64_t extent) {
    if (extent < 1 || extent > std::numeric_limits<int>::max()) {
        throw Error("the picture is too small or too large for this network", {},
                    "Use another size");
    }
    return static_cast<int>(extent);
}

void requireShape(const Scope& scope, const Tensor& weights, at::IntArrayRef shape) {
    if (weights.sizes() != shape) {
        throw Error("the weights have another shape than the network", scope.path(),
                    "Import the checkpoint again with the right options");
    }
}

/// A layer's weights as the kernels take them.
struct LayerWeights {
    Tensor weight;
    Tensor bias;

    LayerWeights(const Scope& scope, bool hasBias, at::IntArrayRef shape, std::int64_t out)
        : weight(scope.get("weight").contiguous()) {
        requireShape(scope, weight, shape);
        if (hasBias) {
            bias = scope.get("bias").contiguous();
            requireShape(scope, bias, {out});
        }
    }
    const float* values() const { return weight.data_ptr<float>(); }
    const float* biases() const { return bias.defined() ? bias.data_ptr<float>() : nullptr; }
};

kernels::ConvolutionShape shapeOf(std::int64_t in, const Convolution& spec) {
    const bool reflect = spec.border == Border::Reflect;
    return {.in = checkedExtent(in),
            .out = checkedExtent(spec.out),
            .kernel = checkedExtent(spec.kernel),
            .stride = checkedExtent(spec.stride),
            .padding = static_cast<int>(spec.padding),
            .beyond = reflect ? kernels::Beyond::Reflect : kernels::Beyond::Zero};
}

void requireSize(const Scope& scope, std::int64_t width, std::int64_t height,
                 const Convolution& spec) {
    const bool reflect = spec.border == Border::Reflect;
    const std::int64_t least = reflect ? spec.padding + 1 : spec.kernel - 2 * spec.padding;
    if (width < least || height < least) {
        throw Error("the picture is too small for this network (" + std::to_string(width) + " x " +
                        std::to_string(height) + " at layer " + scope.path() + ")",
                    {}, "Use a larger scene");
    }
}

kernels::Picture pictureOf(const Tensor& x, std::int64_t image) {
    const std::int64_t values = x.size(1) * x.size(2) * x.size(3);
    return {.values = x.data_ptr<float>() + image * values,
            .width = checkedExtent(x.size(3)),
            .height = checkedExtent(x.size(2)),
            .channels = checkedExtent(x.size(1))};
}

float* imageOf(const Tensor& x, std::int64_t image) {
    return x.data_ptr<float>() + image * x.size(1) * x.size(2) * x.size(3);
}

/// Whether a channel's values differ by no more than the rounding of what made them: zeros before
/// the first frame of a sequence, for instance. Its norm is 0; as a scaled difference it would be
/// that rounding, 300 times as large.
bool isConstant(double mean, double variance) {
    constexpr double rounding = 4 * std::numeric_limits<float>::epsilon();
    return variance <= rounding * rounding * mean * mean;
}

/// (x - mean) / sqrt(variance + eps) * weight + bias as x * scale + shift.
struct AffineNorm {
    std::vector<float> scale;
    std::vector<float> shift;

    /// Of moments that are known, and of those of the picture itself.
    /// @{
    static AffineNorm given(const kernels::ChannelMoments& moments) {
        return {moments, normEpsilon, false};
    }
    static AffineNorm measured(const kernels::ChannelMoments& moments,
                               double epsilon = normEpsilon) {
        return {moments, epsilon, true};
    }
    /// @}

    AffineNorm(const kernels::ChannelMoments& moments, double epsilon, bool own)
        : scale(moments.mean.size()), shift(moments.mean.size()) {
        for (std::size_t c = 0; c < scale.size(); ++c) {
            const bool flat = own && isConstant(moments.mean[c], moments.variance[c]);
            const double factor = flat ? 0 : 1 / std::sqrt(moments.variance[c] + epsilon);
            scale[c] = static_cast<float>(factor);
            shift[c] = static_cast<float>(-moments.mean[c] * factor);
        }
    }
    void then(const Tensor& weight, const Tensor& bias) {
        const Tensor w = weight.contiguous();
        const Tensor b = bias.contiguous();
        for (std::size_t c = 0; c < scale.size(); ++c) {
            const float factor = w.data_ptr<float>()[c];
            scale[c] *= factor;
            shift[c] = shift[c] * factor + b.data_ptr<float>()[c];
        }
    }
};

kernels::ChannelMoments storedMoments(const Scope& scope, std::int64_t channels) {
    const Tensor mean = scope.get("running_mean").to(at::kDouble).contiguous();
    const Tensor variance = scope.get("running_var").to(at::kDouble).contiguous();
    requireShape(scope, mean, {channels});
    requireShape(scope, variance, {channels});
    const double* m = mean.data_ptr<double>();
    const double* v = variance.data_ptr<double>();
    return {.mean = std::vector<double>(m, m + channels),
            .variance = std::vector<double>(v, v + channels)};
}

} // namespace

kernels::Parallel parallelOn(CancelToken cancel) {
    return kernels::onThreads(at::get_num_threads(),
                              [cancel = std::move(cancel)] { cancel.check(); });
}

Tensor channelsLast(const Tensor& x) {
    return x.to(at::kCPU, at::kFloat).contiguous(at::MemoryFormat::ChannelsLast);
}

CpuBackend::CpuBackend(PreparedWeights::State& prepared, const Options& options)
    : Backend(prepared, options), m_parallel(parallelOn(options.cancel)) {}

namespace {

/// Stored norms are folded before a network runs here.
bool hasPlainWeight(const Convolution& spec) {
    return spec.spectral == Spectral::None || spec.spectral == Spectral::Stored;
}

} // namespace

Tensor CpuBackend::convolution(const Scope& scope, const Tensor& x, const Convolution& spec) {
    if (prepared().precision == Precision::Bf16 && hasPlainWeight(spec)) {
        return bf16Convolution(onDevice(scope), x, spec);
    }
    return isOwn(spec) ? ownConvolution(onDevice(scope), x, spec)
                       : Backend::convolution(scope, x, spec);
}

Tensor CpuBackend::convolutionPart(const Scope& scope, const Tensor& x, const Convolution& spec,
                                   const Rect& part) {
    return isOwn(spec) ? ownConvolution(onDevice(scope), x, spec, part)
                       : Backend::convolutionPart(scope, x, spec, part);
}

bool CpuBackend::isOwn(const Convolution& spec) const {
    // Kernels of our own are for what networks that paint consist of.
    return prepared().precision != Precision::Bf16 && spec.groups == 1 && spec.dilation == 1 &&
           hasPlainWeight(spec) && spec.border != Border::Same;
}

namespace {

/// Whether products of bf16 are added up in fp32: oneDNN does so where the processor has AVX-512.
/// Elsewhere LibTorch 1.13 adds them up in bf16, and smooth areas come out in steps.
bool addsUpBf16InFloat() {
    static const bool known =
        std::ranges::any_of(kernels::runnableSimdKernels(), [](const kernels::SimdKernels* set) {
            return std::string_view(set->name).starts_with("avx512");
        });
    return known;
}

} // namespace

Tensor CpuBackend::bf16Convolution(const Scope& scope, const Tensor& input,
                                   const Convolution& spec) {
    const std::int64_t p = spec.padding;
    const bool reflect = spec.border == Border::Reflect && p > 0;
    Tensor x = channelsLast(input);
    if (reflect) {
        if (x.size(2) <= p || x.size(3) <= p) {
            throw Error("the picture is too small for this network", scope.path(),
                        "Use a larger scene");
        }
        x = at::reflection_pad2d(x, {p, p, p, p});
    }
    const std::int64_t zeros = reflect ? 0 : p;
    Tensor& weight = prepared().bf16[scope.path()];
    if (!weight.defined()) {
        weight = scope.get("weight").to(at::kBFloat16);
    }
    x = x.to(at::kBFloat16);
    const auto type = addsUpBf16InFloat() ? at::kBFloat16 : at::kFloat; // of rounded values
    const Tensor y = at::conv2d(x.to(type), weight.to(type), {}, {spec.stride, spec.stride},
                                {zeros, zeros}, {spec.dilation, spec.dilation}, spec.groups)
                         .to(at::kFloat);
    return spec.bias ? y + scope.get("bias").view({1, -1, 1, 1}) : y;
}

Tensor CpuBackend::ownConvolution(const Scope& scope, const Tensor& x, const Convolution& spec) {
    requireSize(scope, x.size(3), x.size(2), spec);
    return ownConvolution(scope, x, spec,
                          {0, 0, checkedExtent(outputExtent(x.size(3), spec)),
                           checkedExtent(outputExtent(x.size(2), spec))});
}

Tensor CpuBackend::ownConvolution(const Scope& scope, const Tensor& input, const Convolution& spec,
                                  const Rect& part) {
    const Tensor x = channelsLast(input);
    const kernels::ConvolutionShape shape = shapeOf(x.size(1), spec);
    const kernels::Arithmetic arithmetic = prepared().arithmetic();
    const Tensor y = prepared().pool->tensor(x.size(0), spec.out, part.height, part.width);
    const auto weights = [&] {
        return LayerWeights(scope, spec.bias, {spec.out, x.size(1), spec.kernel, spec.kernel},
                            spec.out);
    };
    const auto run = [&](const auto& kernel) {
        for (std::int64_t n = 0; n < x.size(0); ++n) {
            kernel.run(pictureOf(x, n), part, imageOf(y, n), prepared().workspace, m_parallel);
        }
    };
    const std::string key = scope.path();
    const Method method = chooseMethod(shape, part.width, part.height, arithmetic);
    switch (method) {
    case Method::Direct:
        run(prepared().get<kernels::DirectConvolution>(key, "direct", [&] {
            const LayerWeights w = weights();
            return kernels::DirectConvolution(shape, w.values(), w.biases(), arithmetic);
        }));
        break;
    case Method::Thin:
        run(prepared().get<kernels::ThinConvolution>(key, "thin", [&] {
            const LayerWeights w = weights();
            return kernels::ThinConvolution(shape, w.values(), w.biases(), arithmetic);
        }));
        break;
    case Method::Winograd2:
    case Method::Winograd4: {
        const bool two = method == Method::Winograd2;
        run(prepared().get<kernels::WinogradConvolution>(key, two ? "winograd2" : "winograd4", [&] {
            const LayerWeights w = weights();
            return kernels::WinogradConvolution(shape.in, shape.out, shape.beyond, two ? 2 : 4,
                                                w.values(), w.biases(), arithmetic, m_parallel);
        }));
        break;
    }
    }
    return y;
}

Tensor CpuBackend::stem(const Scope& scope, const NetworkInput& input, const Convolution& spec) {
    if (spec.stride != 1) {
        return ownConvolution(onDevice(scope), input.dense(), spec);
    }
    if (input.isPainted()) {
        return sparseStem(onDevice(scope), input, {}, spec);
    }
    const Tensor x = channelsLast(input.dense());
    if (x.size(1) >= leastSparseChannels) {
        double share = 0;
        for (std::int64_t n = 0; n < x.size(0); ++n) {
            share = std::max(share, kernels::density(pictureOf(x, n)));
        }
        if (share < sparseDensity) {
            return sparseStem(onDevice(scope), input, x, spec);
        }
    }
    return ownConvolution(onDevice(scope), x, spec);
}

Tensor CpuBackend::sparseStem(const Scope& scope, const NetworkInput& input, const Tensor& dense,
                              const Convolution& spec) {
    requireSize(scope, input.width(), input.height(), spec);
    const kernels::ConvolutionShape shape = shapeOf(input.channels(), spec);
    const auto& kernel = prepared().get<kernels::SparseConvolution>(scope.path(), "sparse", [&] {
        const LayerWeights w(scope, spec.bias,
                             {spec.out, input.channels(), spec.kernel, spec.kernel}, spec.out);
        return kernels::SparseConvolution(shape, w.values(), w.biases());
    });
    const std::int64_t grown = 2 * spec.padding - spec.kernel + 1;
    const Tensor y = prepared().pool->tensor(input.batch(), spec.out, input.height() + grown,
                                             input.width() + grown);
    const Tensor labels =
        input.isPainted() ? input.labels().to(at::kCPU, at::kInt).contiguous() : Tensor();
    const Tensor planes =
        input.planes().defined() ? input.planes().to(at::kCPU, at::kFloat).contiguous() : Tensor();
    const std::int64_t pixels = input.height() * input.width();
    const std::int64_t planeCount = planes.defined() ? planes.size(1) : 0;
    for (std::int64_t n = 0; n < input.batch(); ++n) {
        const kernels::SparsePicture picture =
            input.isPainted()
                ? kernels::sparseFromLabels(
                      labels.data_ptr<std::int32_t>() + n * pixels, checkedExtent(input.width()),
                      checkedExtent(input.height()), static_cast<int>(input.classes()),
                      planeCount > 0 ? planes.data_ptr<float>() + n * planeCount * pixels : nullptr,
                      static_cast<int>(planeCount))
                : kernels::sparseFromDense(pictureOf(dense, n));
        kernel.run(picture, imageOf(y, n), m_parallel);
    }
    return y;
}

const kernels::PhasedConvolution& CpuBackend::phased(const Scope& scope, std::int64_t in,
                                                     const TransposedConvolution& spec) {
    const kernels::ConvolutionShape shape{.in = checkedExtent(in),
                                          .out = checkedExtent(spec.out),
                                          .kernel = checkedExtent(spec.kernel),
                                          .stride = checkedExtent(spec.stride),
                                          .padding = static_cast<int>(spec.padding),
                                          .outputPadding = static_cast<int>(spec.outputPadding)};
    return prepared().get<kernels::PhasedConvolution>(scope.path(), "transposed", [&] {
        const LayerWeights w(scope, spec.bias, {in, spec.out, spec.kernel, spec.kernel}, spec.out);
        return kernels::PhasedConvolution(shape, w.values(), w.biases(), prepared().arithmetic());
    });
}

Tensor CpuBackend::transposedConvolutionPart(const Scope& scope, const Tensor& input,
                                             const TransposedConvolution& spec, const Rect& part) {
    const Tensor x = channelsLast(input);
    const auto& kernel = phased(onDevice(scope), x.size(1), spec);
    const int beforeX = part.x % checkedExtent(spec.stride);
    const int beforeY = part.y % checkedExtent(spec.stride);
    const Rect whole{part.x - beforeX, part.y - beforeY, part.width + beforeX,
                     part.height + beforeY};
    const Tensor y = prepared().pool->tensor(x.size(0), spec.out, whole.height, whole.width);
    for (std::int64_t n = 0; n < x.size(0); ++n) {
        kernel.run(pictureOf(x, n), whole, imageOf(y, n), prepared().workspace, m_parallel);
    }
    return partOf(y, {beforeX, beforeY, part.width, part.height});
}

Tensor CpuBackend::transposedConvolution(const Scope& scope, const Tensor& input,
                                         const TransposedConvolution& spec) {
    const Tensor x = channelsLast(input);
    const auto& kernel = phased(onDevice(scope), x.size(1), spec);
    const Tensor y = prepared().pool->tensor(
        x.size(0), spec.out, checkedExtent(kernel.outHeight(checkedExtent(x.size(2)))),
        checkedExtent(kernel.outWidth(checkedExtent(x.size(3)))));
    for (std::int64_t n = 0; n < x.size(0); ++n) {
        kernel.run(pictureOf(x, n), imageOf(y, n), prepared().workspace, m_parallel);
    }
    return y;
}

Tensor CpuBackend::normalise(const Scope& scope, const Tensor& x, Norm norm,
                             Activation activation) {
    return isPiecewiseLinear(activation) && norm != Norm::Positional
               ? normalised(onDevice(scope), x, norm, activation, {})
               : Backend::normalise(scope, x, norm, activation);
}

Tensor CpuBackend::normaliseAdd(const Scope& scope, const Tensor& x, Norm norm,
                                const Tensor& residual) {
    return norm == Norm::Positional
               ? Backend::normaliseAdd(scope, x, norm, residual)
               : normalised(onDevice(scope), x, norm, Activation::None, residual);
}

Tensor CpuBackend::normalised(const Scope& scope, const Tensor& input, Norm norm,
                              Activation activation, const Tensor& residual) {
    const Tensor x = channelsLast(input);
    const Tensor added = residual.defined() ? channelsLast(residual) : Tensor();
    const Tensor y = prepared().pool->tensor(x.size(0), x.size(1), x.size(2), x.size(3));
    const std::int64_t pixels = x.size(2) * x.size(3);
    const int channels = checkedExtent(x.size(1));
    const auto apply = [&](const AffineNorm& affine, std::int64_t image, std::int64_t images) {
        kernels::channelAffine(
            {.x = pictureOf(x, image).values,
             .scale = affine.scale.data(),
             .shift = affine.shift.data(),
             .residual = added.defined() ? pictureOf(added, image).values : nullptr,
             .slope = negativeSlope(activation),
             .out = imageOf(y, image),
             .pixels = images * pixels,
             .channels = channels},
            m_parallel);
    };
    const bool stored = !batchStatistics() && (norm == Norm::Batch || norm == Norm::PlainBatch ||
                                               norm == Norm::TrackedInstance);
    if (norm == Norm::None || norm == Norm::Batch || norm == Norm::PlainBatch || stored) {
        AffineNorm affine =
            norm == Norm::None
                ? AffineNorm::given({.mean = std::vector<double>(x.size(1), 0.0),
                                     .variance = std::vector<double>(x.size(1), 1 - normEpsilon)})
            : stored ? AffineNorm::given(storedMoments(scope, x.size(1)))
                     : AffineNorm::measured(kernels::channelMoments(
                           x.data_ptr<float>(), x.size(0) * pixels, channels, m_parallel));
        if (norm == Norm::Batch) {
            requireShape(scope, scope.get("weight"), {x.size(1)});
            requireShape(scope, scope.get("bias"), {x.size(1)});
            affine.then(scope.get("weight"), scope.get("bias"));
        }
        apply(affine, 0, x.size(0));
        return y;
    }
    for (std::int64_t n = 0; n < x.size(0); ++n) {
        apply(AffineNorm::measured(momentsOf(x, n)), n, 1);
    }
    return y;
}

kernels::ChannelMoments CpuBackend::momentsOf(const Tensor& x, std::int64_t image) {
    const auto index = static_cast<std::size_t>(image);
    if (moments() != nullptr && index < moments()->size()) {
        return (*moments())[index];
    }
    kernels::ChannelMoments own = kernels::channelMoments(
        pictureOf(x, image).values, x.size(2) * x.size(3), checkedExtent(x.size(1)), m_parallel);
    if (moments() != nullptr) {
        moments()->push_back(own);
    }
    return own;
}

Tensor CpuBackend::normaliseModulated(const Tensor& input, ModulatedNorm form,
                                      const Tensor& modulation, Activation activation,
                                      const Tensor& residual) {
    const Tensor x = channelsLast(input);
    const Tensor planes = channelsLast(modulation);
    const Tensor added = residual.defined() ? channelsLast(residual) : Tensor();
    const Tensor y = prepared().pool->tensor(x.size(0), x.size(1), x.size(2), x.size(3));
    const std::int64_t pixels = x.size(2) * x.size(3);
    const int channels = checkedExtent(x.size(1));
    for (std::int64_t n = 0; n < x.size(0); ++n) {
        const float* values = pictureOf(x, n).values;
        kernels::ChannelModulation modulated{
            .affine = {.x = values,
                       .residual = added.defined() ? pictureOf(added, n).values : nullptr,
                       .slope = negativeSlope(activation),
                       .out = imageOf(y, n),
                       .pixels = pixels,
                       .channels = channels},
            .modulation = pictureOf(planes, n).values};
        if (form == ModulatedNorm::Pixel) {
            kernels::pixelModulate(modulated, modulatedNormEpsilon, m_parallel);
            continue;
        }
        const AffineNorm norm = AffineNorm::measured(momentsOf(x, n), modulatedNormEpsilon);
        modulated.affine.scale = norm.scale.data();
        modulated.affine.shift = norm.shift.data();
        kernels::channelModulate(modulated, m_parallel);
    }
    return y;
}

Tensor CpuBackend::modulate(const Tensor& x, const Tensor& scale, const Tensor& shift) {
    // With one new tensor: at full size each of them takes hundreds of megabytes.
    return (x + shift).addcmul_(x, scale);
}

AttentionResult CpuBackend::attend(const Attention& attention) {
    return attendStreamed(attention, m_parallel);
}

NetworkInput CpuBackend::averagePool(const NetworkInput& input) {
    return input.isPainted() ? NetworkInput(pooledOneHot(input)) : Backend::averagePool(input);
}

Tensor CpuBackend::pooledOneHot(const NetworkInput& input) {
    const Tensor labels = input.labels().to(at::kCPU, at::kInt).contiguous();
    const Tensor planes =
        input.planes().defined() ? input.planes().to(at::kCPU, at::kFloat).contiguous() : Tensor();
    const Tensor y = prepared().pool->tensor(input.batch(), input.channels(),
                                             (input.height() + 1) / 2, (input.width() + 1) / 2);
    const std::int64_t pixels = input.height() * input.width();
    const std::int64_t planeCount = planes.defined() ? planes.size(1) : 0;
    for (std::int64_t n = 0; n < input.batch(); ++n) {
        kernels::pooledOneHot({.labels = labels.data_ptr<std::int32_t>() + n * pixels,
                               .width = checkedExtent(input.width()),
                               .height = checkedExtent(input.height()),
                               .classes = static_cast<int>(input.classes()),
                               .planes = planeCount > 0
                                             ? planes.data_ptr<float>() + n * planeCount * pixels
                                             : nullptr,
                               .planeCount = static_cast<int>(planeCount),
                               .out = imageOf(y, n)},
                              m_parallel);
    }
    return y;
}

} // namespace underpaint::nets
