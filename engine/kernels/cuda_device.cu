// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/kernels/cuda_buffer.h"
#include "engine/kernels/cuda_launch.h"

namespace underpaint::kernels {

bool cudaAvailable(int device) noexcept {
    int count = 0;
    int major = 0;
    int minor = 0;
    const bool found =
        cudaGetDeviceCount(&count) == cudaSuccess && device >= 0 && device < count &&
        cudaDeviceGetAttribute(&major, cudaDevAttrComputeCapabilityMajor, device) == cudaSuccess &&
        cudaDeviceGetAttribute(&minor, cudaDevAttrComputeCapabilityMinor, device) == cudaSuccess;
    if (!found) {
        (void)cudaGetLastError(); // else the next launch would report it
        return false;
    }
    return 10 * major + minor >= UNDERPAINT_CUDA_LEAST_ARCHITECTURE;
}

namespace {

void* allocated(std::size_t bytes, int device) {
    const CudaDeviceScope scope(device);
    void* memory = nullptr;
    cudaCheck(cudaMalloc(&memory, bytes), "cudaMalloc");
    return memory;
}

} // namespace

CudaBuffer::CudaBuffer(std::size_t bytes, int device)
    : m_bytes(bytes), m_memory(allocated(bytes, device), Free{device}) {}

void CudaBuffer::Free::operator()(void* memory) const noexcept {
    // Fails only where an earlier error, already reported, has destroyed the whole context.
    (void)cudaFree(memory);
}

void CudaBuffer::upload(const void* from) {
    const CudaDeviceScope scope(m_memory.get_deleter().device);
    cudaCheck(cudaMemcpy(m_memory.get(), from, m_bytes, cudaMemcpyHostToDevice), "upload");
}

void CudaBuffer::download(void* to) const {
    const CudaDeviceScope scope(m_memory.get_deleter().device);
    cudaCheck(cudaMemcpy(to, m_memory.get(), m_bytes, cudaMemcpyDeviceToHost), "download");
}

} // namespace underpaint::kernels
