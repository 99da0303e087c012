// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/nets/run/cuda_primitives.h"

#include "engine/base/error.h"
#include "engine/kernels/cuda_kernels.h"

#include <algorithm>
#include <limits>
#include <string>

#ifdef UNDERPAINT_TORCH_CUDA_STREAMS
#include <c10/cuda/CUDAStream.h>
#endif

namespace underpaint::nets {

namespace {

/// LibTorch's current stream: work is ordered with its operators, and memory of its allocator may
/// be freed as soon as a kernel that uses it is enqueued.
kernels::CudaQueue queueOf(const Tensor& x) {
#ifdef UNDERPAINT_TORCH_CUDA_STREAMS
    const at::Device device = x.device();
    return {.device = device.index(),
            .stream = c10::cuda::getCurrentCUDAStream(device.index()).stream()};
#else
    throw Error("this build cannot tell the stream of a CUDA tensor", x.device().str(),
                "Use --device cpu");
#endif
}

kernels::Element elementOf(at::ScalarType type) {
    switch (type) {
    case at::kFloat:
        return kernels::Element::Float32;
    case at::kHalf:
        return kernels::Element::Float16;
    case at::kBFloat16:
        return kernels::Element::BFloat16;
    default:
        throw Error("the CUDA kernels compute in float32, half and bf16 only");
    }
}

int checkedExtent(std::int64_t extent) {
    if (extent < 1 || extent > std::numeric_limits<int>::max()) {
        throw Error("the picture is too small or too large for this network", {},
                    "Use another size");
    }
    return static_cast<int>(extent);
}

Tensor channelsLastLike(const Tensor& x, at::ScalarType type) {
    return x.to(type).contiguous(at::MemoryFormat::ChannelsLast);
}

kernels::CudaLayout layoutOf(const Tensor& channelsLast) {
    return kernels::CudaLayout::channelsLast(channelsLast.size(1),
                                             channelsLast.size(2) * channelsLast.size(3));
}

Tensor emptyChannelsLast(at::IntArrayRef sizes, const Tensor& like, at::ScalarType type) {
    return at::empty(sizes, like.options().dtype(type), at::MemoryFormat::ChannelsLast);
}

Tensor emptyBytes(std::size_t count, const Tensor& like) {
    return at::empty({static_cast<std::int64_t>(count)}, like.options().dtype(at::kByte));
}

/// A layer's stored tensor as `type`. The kernels read it by the network's sizes.
Tensor stored(const Scope& scope, const char* name, at::IntArrayRef shape, at::ScalarType type) {
    const Tensor& tensor = scope.get(name);
    if (tensor.sizes() != shape) {
        throw Error("the weights have another shape than the network", scope.path(),
                    "Import the checkpoint again with the right options");
    }
    return tensor.to(type).contiguous();
}

/// The tensors behind a CudaPainted.
struct PaintedTensors {
    Tensor labels;
    Tensor planes;

    explicit PaintedTensors(const NetworkInput& input) : labels(input.labels().contiguous()) {
        if (input.planes().defined() && input.planes().size(1) > 0) {
            planes = input.planes().to(labels.device(), at::kFloat).contiguous();
        }
    }
    kernels::CudaPainted painted(std::int64_t classes) const {
        return {.labels = labels.data_ptr<std::int32_t>(),
                .planes = planes.defined() ? planes.data_ptr<float>() : nullptr,
                .images = checkedExtent(labels.size(0)),
                .width = checkedExtent(labels.size(2)),
                .height = checkedExtent(labels.size(1)),
                .classes = checkedExtent(classes),
                .planeCount = planes.defined() ? checkedExtent(planes.size(1)) : 0};
    }
};

} // namespace

bool ownCudaKernels(at::Device device) {
#ifdef UNDERPAINT_TORCH_CUDA_STREAMS
    return device.is_cuda() && kernels::cudaAvailable(device.has_index() ? device.index() : 0);
#else
    (void)device;
    return false;
#endif
}

Tensor cudaOneHot(const Tensor& given, std::int64_t classes) {
    const Tensor labels = given.contiguous();
    const std::int64_t pixels = labels.size(1) * labels.size(2);
    Tensor hot = at::empty({labels.size(0), classes, labels.size(1), labels.size(2)},
                           labels.options().dtype(at::kFloat));
    kernels::cudaOneHot({.labels = labels.data_ptr<std::int32_t>(),
                         .images = checkedExtent(labels.size(0)),
                         .pixels = pixels,
                         .classes = checkedExtent(classes),
                         .out = hot.data_ptr(),
                         .layout = kernels::CudaLayout::contiguous(classes, pixels)},
                        queueOf(labels));
    return hot;
}

Tensor cudaPooledOneHot(const NetworkInput& input, at::ScalarType type) {
    const PaintedTensors tensors(input);
    Tensor pooled = emptyChannelsLast(
        {input.batch(), input.channels(), (input.height() + 1) / 2, (input.width() + 1) / 2},
        tensors.labels, type);
    kernels::cudaPooledOneHot({.in = tensors.painted(input.classes()),
                               .out = pooled.data_ptr(),
                               .element = elementOf(type),
                               .layout = layoutOf(pooled)},
                              queueOf(tensors.labels));
    return pooled;
}

Tensor cudaStem(const Scope& scope, const NetworkInput& input, const Convolution& spec) {
    const bool reflect = spec.border == Border::Reflect;
    const std::int64_t least = reflect ? spec.padding + 1 : spec.kernel - 2 * spec.padding;
    if (std::min(input.width(), input.height()) < least) {
        throw Error("the picture is too small for this network (" + std::to_string(input.width()) +
                        " x " + std::to_string(input.height()) + " at layer " + scope.path() + ")",
                    {}, "Use a larger scene");
    }
    const at::ScalarType type = scope.get("weight").scalar_type();
    const Tensor columns =
        stored(scope, "weight", {spec.out, input.channels(), spec.kernel, spec.kernel}, type)
            .permute({1, 2, 3, 0})
            .contiguous();
    const Tensor bias = spec.bias ? stored(scope, "bias", {spec.out}, type) : Tensor();
    const PaintedTensors tensors(input);
    kernels::CudaPaintedStem job{.in = tensors.painted(input.classes()),
                                 .outs = checkedExtent(spec.out),
                                 .kernel = checkedExtent(spec.kernel),
                                 .stride = checkedExtent(spec.stride),
                                 .padding = static_cast<int>(spec.padding),
                                 .beyond =
                                     reflect ? kernels::Beyond::Reflect : kernels::Beyond::Zero,
                                 .columns = columns.data_ptr(),
                                 .bias = bias.defined() ? bias.data_ptr() : nullptr,
                                 .element = elementOf(type)};
    Tensor out = emptyChannelsLast(
        {input.batch(), spec.out, checkedExtent(job.outHeight()), checkedExtent(job.outWidth())},
        tensors.labels, type);
    job.out = out.data_ptr();
    job.layout = layoutOf(out);
    kernels::cudaPaintedStem(job, queueOf(out));
    return out;
}

Tensor cudaNormalise(const Scope& scope, const Tensor& given, Norm norm, Activation activation,
                     const Tensor& residual, bool batchStatistics) {
    const at::ScalarType type = given.scalar_type();
    const Tensor x = channelsLastLike(given, type);
    const Tensor added = residual.defined() ? channelsLastLike(residual, type) : Tensor();
    if (added.defined() && added.sizes() != x.sizes()) {
        throw Error("the two paths of a residual block have different sizes", scope.path());
    }
    Tensor out = emptyChannelsLast(x.sizes(), x, type);
    kernels::CudaNorm job{.x = x.data_ptr(),
                          .residual = added.defined() ? added.data_ptr() : nullptr,
                          .out = out.data_ptr(),
                          .element = elementOf(type),
                          .layout = layoutOf(x),
                          .images = checkedExtent(x.size(0)),
                          .channels = checkedExtent(x.size(1)),
                          .pixels = x.size(2) * x.size(3),
                          .epsilon = normEpsilon,
                          .slope = negativeSlope(activation)};
    Tensor mean;
    Tensor variance;
    if (!batchStatistics && norm != Norm::Instance) {
        mean = stored(scope, "running_mean", {x.size(1)}, at::kFloat);
        variance = stored(scope, "running_var", {x.size(1)}, at::kFloat);
        job.statistics = kernels::CudaStatistics::Given;
        job.mean = mean.data_ptr<float>();
        job.variance = variance.data_ptr<float>();
    } else if (norm == Norm::Batch) {
        job.statistics = kernels::CudaStatistics::Batch;
    }
    Tensor weight;
    Tensor bias;
    if (norm == Norm::Batch) {
        weight = stored(scope, "weight", {x.size(1)}, at::kFloat);
        bias = stored(scope, "bias", {x.size(1)}, at::kFloat);
        job.weight = weight.data_ptr<float>();
        job.bias = bias.data_ptr<float>();
    }
    const Tensor workspace = emptyBytes(job.workspaceBytes(), x);
    job.workspace = workspace.data_ptr();
    kernels::cudaNorm(job, queueOf(x));
    return out;
}

Tensor cudaGroupMean(const Tensor& given, const Tensor& group, std::int64_t groups) {
    const Tensor x = channelsLastLike(given, given.scalar_type());
    const Tensor indices = group.contiguous();
    Tensor out = emptyChannelsLast(x.sizes(), x, x.scalar_type());
    kernels::CudaGroupMean job{.x = x.data_ptr(),
                               .out = out.data_ptr(),
                               .element = elementOf(x.scalar_type()),
                               .layout = layoutOf(x),
                               .images = checkedExtent(x.size(0)),
                               .channels = checkedExtent(x.size(1)),
                               .pixels = x.size(2) * x.size(3),
                               .group = indices.data_ptr<std::int64_t>(),
                               .groups = groups};
    const Tensor workspace = emptyBytes(job.workspaceBytes(), x);
    job.workspace = workspace.data_ptr();
    kernels::cudaGroupMean(job, queueOf(x));
    return out;
}

} // namespace underpaint::nets
