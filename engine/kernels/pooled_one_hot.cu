// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/kernels/cuda_launch.h"

namespace underpaint::kernels {

namespace {

template<class Type>
__global__ void pooledKernel(CudaPooledOneHot job) {
    const CudaPainted& in = job.in;
    const int width = (in.width + 1) / 2;
    const std::int64_t pixels = std::int64_t{width} * ((in.height + 1) / 2);
    const int channels = in.classes + in.planeCount;
    const std::int64_t index = std::int64_t{blockIdx.x} * blockDim.x + threadIdx.x;
    if (index >= pixels * channels) {
        return;
    }
    const CudaPlace place = placeOf(index, job.layout, channels, pixels);
    const auto y = static_cast<int>(quotient(place.pixel, width));
    const auto x = static_cast<int>(place.pixel - std::int64_t{y} * width);
    const int left = max(0, 2 * x - 1);
    const int right = min(in.width, 2 * x + 2);
    const int top = max(0, 2 * y - 1);
    const int bottom = min(in.height, 2 * y + 2);
    const std::int64_t inPixels = std::int64_t{in.width} * in.height;
    const std::int64_t image = blockIdx.z;
    float sum = 0;
    if (place.channel < in.classes) {
        const std::int32_t* labels = in.labels + image * inPixels;
        for (int row = top; row < bottom; ++row) {
            for (int column = left; column < right; ++column) {
                sum += labels[std::int64_t{row} * in.width + column] == place.channel ? 1.0F : 0.0F;
            }
        }
    } else {
        const float* plane =
            in.planes + (image * in.planeCount + place.channel - in.classes) * inPixels;
        for (int row = top; row < bottom; ++row) {
            for (int column = left; column < right; ++column) {
                sum += plane[std::int64_t{row} * in.width + column];
            }
        }
    }
    const float share = 1.0F / static_cast<float>((right - left) * (bottom - top));
    static_cast<Type*>(job.out)[image * job.layout.image + place.channel * job.layout.channel +
                                place.pixel * job.layout.pixel] = fromFloat<Type>(sum * share);
}

} // namespace

void cudaPooledOneHot(const CudaPooledOneHot& job, const CudaQueue& queue) {
    const std::int64_t count = std::int64_t{(job.in.width + 1) / 2} * ((job.in.height + 1) / 2) *
                               (job.in.classes + job.in.planeCount);
    if (count <= 0 || job.in.images <= 0) {
        return;
    }
    const char* where = "pooled labels";
    const CudaDeviceScope scope(queue.device);
    const dim3 grid = cudaGrid(count, threadsABlock, 1, job.in.images, where);
    withElement(job.element, [&](auto type) {
        pooledKernel<decltype(type)><<<grid, threadsABlock, 0, cudaStreamOf(queue)>>>(job);
    });
    cudaCheck(cudaGetLastError(), where);
}

} // namespace underpaint::kernels
