// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/kernels/cuda_launch.h"

namespace underpaint::kernels {

namespace {

__global__ void edgesKernel(CudaInstanceEdges job) {
    const std::int64_t pixels = std::int64_t{job.width} * job.height;
    const std::int64_t pixel = std::int64_t{blockIdx.x} * blockDim.x + threadIdx.x;
    if (pixel >= pixels) {
        return;
    }
    const std::int64_t y = quotient(pixel, job.width);
    const std::int64_t x = pixel - y * job.width;
    const std::int64_t at = std::int64_t{blockIdx.z} * pixels + pixel;
    const std::uint32_t id = job.ids[at];
    const bool edge = (x > 0 && job.ids[at - 1] != id) ||
                      (x + 1 < job.width && job.ids[at + 1] != id) ||
                      (y > 0 && job.ids[at - job.width] != id) ||
                      (y + 1 < job.height && job.ids[at + job.width] != id);
    job.edges[at] = edge ? 1.0F : 0.0F;
}

} // namespace

void cudaInstanceEdges(const CudaInstanceEdges& job, const CudaQueue& queue) {
    const std::int64_t pixels = std::int64_t{job.width} * job.height;
    if (pixels <= 0 || job.images <= 0) {
        return;
    }
    const char* where = "instance edges";
    const CudaDeviceScope scope(queue.device);
    const dim3 grid = cudaGrid(pixels, threadsABlock, 1, job.images, where);
    edgesKernel<<<grid, threadsABlock, 0, cudaStreamOf(queue)>>>(job);
    cudaCheck(cudaGetLastError(), where);
}

} // namespace underpaint::kernels
