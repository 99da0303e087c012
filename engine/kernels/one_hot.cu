// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/kernels/cuda_launch.h"

namespace underpaint::kernels {

namespace {

template<class Type>
__global__ void oneHotKernel(CudaOneHot job) {
    const std::int64_t index = std::int64_t{blockIdx.x} * blockDim.x + threadIdx.x;
    if (index >= job.pixels * job.classes) {
        return;
    }
    const CudaPlace place = placeOf(index, job.layout, job.classes, job.pixels);
    const std::int64_t image = blockIdx.z;
    const bool hot = job.labels[image * job.pixels + place.pixel] == place.channel;
    static_cast<Type*>(job.out)[image * job.layout.image + place.channel * job.layout.channel +
                                place.pixel * job.layout.pixel] = fromFloat<Type>(hot ? 1 : 0);
}

} // namespace

void cudaOneHot(const CudaOneHot& job, const CudaQueue& queue) {
    if (job.pixels <= 0 || job.images <= 0 || job.classes <= 0) {
        return;
    }
    const char* where = "one-hot labels";
    const CudaDeviceScope scope(queue.device);
    const dim3 grid = cudaGrid(job.pixels * job.classes, threadsABlock, 1, job.images, where);
    withElement(job.element, [&](auto type) {
        oneHotKernel<decltype(type)><<<grid, threadsABlock, 0, cudaStreamOf(queue)>>>(job);
    });
    cudaCheck(cudaGetLastError(), where);
}

} // namespace underpaint::kernels
