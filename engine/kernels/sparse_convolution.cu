// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/kernels/cuda_launch.h"

namespace underpaint::kernels {

namespace {

/// A warp has one pixel and 32 output channels: its label is one broadcast, its column of weights
/// one line of memory.
constexpr int channelLanes = 32;
constexpr int pixelLanes = threadsABlock / channelLanes;

/// Terms are added in the order of the CPU's kernel.
template<class Type>
__global__ void stemKernel(CudaPaintedStem job, int width, std::int64_t pixels) {
    const std::int64_t pixel = std::int64_t{blockIdx.x} * pixelLanes + threadIdx.x / channelLanes;
    const int out = static_cast<int>(blockIdx.y) * channelLanes + threadIdx.x % channelLanes;
    if (pixel >= pixels || out >= job.outs) {
        return;
    }
    const CudaPainted& in = job.in;
    const auto y = static_cast<int>(quotient(pixel, width));
    const auto x = static_cast<int>(pixel - std::int64_t{y} * width);
    const std::int64_t image = blockIdx.z;
    const std::int64_t inPixels = std::int64_t{in.width} * in.height;
    const std::int64_t perChannel = std::int64_t{job.kernel} * job.kernel * job.outs;
    const std::int32_t* labels = in.labels + image * inPixels;
    const float* planes = in.planes + image * in.planeCount * inPixels;
    const Type* columns = static_cast<const Type*>(job.columns) + out;
    float sum = job.bias == nullptr ? 0.0F : asFloat(static_cast<const Type*>(job.bias)[out]);
    for (int ky = 0; ky < job.kernel; ++ky) {
        const int sourceY = continued(y * job.stride + ky - job.padding, in.height, job.beyond);
        if (sourceY < 0) {
            continue;
        }
        for (int kx = 0; kx < job.kernel; ++kx) {
            const int sourceX = continued(x * job.stride + kx - job.padding, in.width, job.beyond);
            if (sourceX < 0) {
                continue;
            }
            const std::int64_t source = std::int64_t{sourceY} * in.width + sourceX;
            const Type* tap = columns + std::int64_t{ky * job.kernel + kx} * job.outs;
            const std::int32_t label = labels[source];
            if (label >= 0 && label < in.classes) {
                sum += asFloat(tap[label * perChannel]);
            }
            for (int p = 0; p < in.planeCount; ++p) {
                const float value = planes[p * inPixels + source];
                if (value != 0) {
                    sum += value * asFloat(tap[(in.classes + p) * perChannel]);
                }
            }
        }
    }
    static_cast<Type*>(
        job.out)[image * job.layout.image + out * job.layout.channel + pixel * job.layout.pixel] =
        fromFloat<Type>(sum);
}

} // namespace

void cudaPaintedStem(const CudaPaintedStem& job, const CudaQueue& queue) {
    const int width = job.outWidth();
    const int height = job.outHeight();
    if (width <= 0 || height <= 0 || job.outs <= 0 || job.in.images <= 0) {
        return;
    }
    const char* where = "painted stem";
    const std::int64_t pixels = std::int64_t{width} * height;
    const CudaDeviceScope scope(queue.device);
    const dim3 grid = cudaGrid(pixels, pixelLanes, (job.outs + channelLanes - 1) / channelLanes,
                               job.in.images, where);
    withElement(job.element, [&](auto type) {
        stemKernel<decltype(type)>
            <<<grid, threadsABlock, 0, cudaStreamOf(queue)>>>(job, width, pixels);
    });
    cudaCheck(cudaGetLastError(), where);
}

} // namespace underpaint::kernels
