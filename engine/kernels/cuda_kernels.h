// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/kernels/picture.h"
#include "engine/kernels/streaming_attention.h"

#include <cstddef>
#include <cstdint>

// CUDA twins of the CPU's kernels. Pointers lead to the device's memory unless said otherwise, and
// nothing here includes a CUDA header. Calls enqueue and return; they neither allocate nor wait.
// Results repeat bit by bit: no floating-point atomics, sums in an order that depends on sizes
// only. Throw Error with the runtime's own explanation, or where the build has no CUDA kernels.
namespace underpaint::kernels {

/// Whether the kernels run on this device. False without a driver, with one that is older than the
/// CUDA runtime of this build, and in builds without CUDA; it is safe to ask anywhere.
bool cudaAvailable(int device = 0) noexcept;

/// A device's stream (a cudaStream_t; null: the legacy default stream) that work is added to.
struct CudaQueue {
    int device = 0;
    void* stream = nullptr;
};

/// What tensors consist of. Arithmetic is single precision or better.
enum class Element { Float32, Float16, BFloat16 };

/// Value (image n, channel c, pixel p = y * width + x) lies at n * image + c * channel + p * pixel,
/// counted in elements. One of channel and pixel is 1 in a tensor that is read at full speed.
struct CudaLayout {
    std::int64_t image = 0;
    std::int64_t channel = 0;
    std::int64_t pixel = 0;

    static CudaLayout contiguous(std::int64_t channels, std::int64_t pixels) {
        return {channels * pixels, pixels, 1};
    }
    static CudaLayout channelsLast(std::int64_t channels, std::int64_t pixels) {
        return {channels * pixels, 1, channels};
    }
};

/// instanceEdges (instance_edges.h) of `images` id maps, one after another.
struct CudaInstanceEdges {
    const std::uint32_t* ids = nullptr;
    float* edges = nullptr;
    int images = 1;
    int width = 0;
    int height = 0;
};
void cudaInstanceEdges(const CudaInstanceEdges& job, const CudaQueue& queue);

/// streamAttention (streaming_attention.h) with all pointers in the device's memory; carries at
/// most 512 channels. In single precision, one pair of places a thread.
void cudaStreamAttention(const StreamingAttention& attention, const CudaQueue& queue);

/// The planes of `classes` classes: 1 where the label is the plane's, else 0. Labels outside of
/// 0..classes-1 give zeros. `labels` are images x pixels.
struct CudaOneHot {
    const std::int32_t* labels = nullptr;
    int images = 1;
    std::int64_t pixels = 0;
    int classes = 0;
    void* out = nullptr;
    Element element = Element::Float32;
    CudaLayout layout = {};
};
void cudaOneHot(const CudaOneHot& job, const CudaQueue& queue);

/// A painted scene: labels (images x height x width) followed by dense planes (images x planeCount
/// x height x width, or null).
struct CudaPainted {
    const std::int32_t* labels = nullptr;
    const float* planes = nullptr;
    int images = 1;
    int width = 0;
    int height = 0;
    int classes = 0;
    int planeCount = 0;
};

/// pooledOneHot (pooled_one_hot.h): `out` has classes + planeCount channels of ((height + 1) / 2) x
/// ((width + 1) / 2) pixels.
struct CudaPooledOneHot {
    CudaPainted in = {};
    void* out = nullptr;
    Element element = Element::Float32;
    CudaLayout layout = {};
};
void cudaPooledOneHot(const CudaPooledOneHot& job, const CudaQueue& queue);

/// SparseConvolution (sparse_convolution.h) straight from the labels, of any stride: every output
/// gathers one column of weights a painted pixel under the kernel. `columns` is (classes +
/// planeCount, kernel, kernel, outs), `bias` (outs) or null; both and `out` are of `element`.
/// The output is outWidth() x outHeight().
struct CudaPaintedStem {
    CudaPainted in = {};
    int outs = 0;
    int kernel = 1;
    int stride = 1;
    int padding = 0;
    Beyond beyond = Beyond::Zero;
    const void* columns = nullptr;
    const void* bias = nullptr;
    void* out = nullptr;
    Element element = Element::Float32;
    CudaLayout layout = {};

    int outWidth() const { return extent(in.width); }
    int outHeight() const { return extent(in.height); }

private:
    /// 0 where the kernel does not fit.
    int extent(int size) const {
        const int room = size + 2 * padding - kernel;
        return room < 0 ? 0 : room / stride + 1;
    }
};
void cudaPaintedStem(const CudaPaintedStem& job, const CudaQueue& queue);

/// Where a normalisation's mean and variance come from.
enum class CudaStatistics { EachImage, Batch, Given };

/// channelMoments and channelAffine (channel_norm.h) in one: out = activation((x - mean) /
/// sqrt(variance + epsilon) * weight + bias + residual), negative results times `slope` (1: no
/// activation, 0: ReLU). The variance is the biased one. x, residual and out share `element` and
/// `layout`; `out` may be `x` or `residual`.
struct CudaNorm {
    const void* x = nullptr;
    const void* residual = nullptr; ///< or null
    void* out = nullptr;
    Element element = Element::Float32;
    CudaLayout layout = {};
    int images = 1;
    int channels = 0;
    std::int64_t pixels = 0;
    CudaStatistics statistics = CudaStatistics::EachImage;
    const float* mean = nullptr;     ///< (channels), when Given
    const float* variance = nullptr; ///< (channels), when Given
    const float* weight = nullptr;   ///< (channels) or null: 1
    const float* bias = nullptr;     ///< (channels) or null: 0
    double epsilon = 1e-5;
    float slope = 1;
    void* workspace = nullptr; ///< workspaceBytes(), aligned to 16 bytes

    std::size_t workspaceBytes() const;
};
void cudaNorm(const CudaNorm& job, const CudaQueue& queue);

/// Every pixel gets the mean of its group, channel by channel (instance-wise average pooling,
/// pix2pixHD). `group` is images x pixels, indices 0..groups-1; pixels with others get zeros.
///
/// Sums are fixed-point numbers of 64 bits, whose unit is the largest magnitude of the whole
/// tensor times less than images * pixels / 2^60: integer atomics give the same sum in any order. A
/// mean with an infinite or undefined operand is what IEEE addition makes of it.
struct CudaGroupMean {
    const void* x = nullptr;
    void* out = nullptr;
    Element element = Element::Float32;
    CudaLayout layout = {}; ///< of x and out
    int images = 1;
    int channels = 0;
    std::int64_t pixels = 0;
    const std::int64_t* group = nullptr;
    std::int64_t groups = 0;
    void* workspace = nullptr; ///< workspaceBytes(), aligned to 16 bytes

    std::size_t workspaceBytes() const;
};
void cudaGroupMean(const CudaGroupMean& job, const CudaQueue& queue);

} // namespace underpaint::kernels
