// SPDX-License-Identifier: GPL-3.0-or-later
// What builds without a CUDA compiler have instead of the .cu files.
#include "engine/base/error.h"
#include "engine/kernels/cuda_buffer.h"
#include "engine/kernels/cuda_kernels.h"

namespace underpaint::kernels {

namespace {

[[noreturn]] void absent() {
    throw Error("this build has no CUDA kernels", {},
                "Use --device cpu, or build where CMake finds nvcc");
}

} // namespace

bool cudaAvailable(int /*device*/) noexcept {
    return false;
}

void cudaInstanceEdges(const CudaInstanceEdges& /*job*/, const CudaQueue& /*queue*/) {
    absent();
}

void cudaOneHot(const CudaOneHot& /*job*/, const CudaQueue& /*queue*/) {
    absent();
}

void cudaPooledOneHot(const CudaPooledOneHot& /*job*/, const CudaQueue& /*queue*/) {
    absent();
}

void cudaPaintedStem(const CudaPaintedStem& /*job*/, const CudaQueue& /*queue*/) {
    absent();
}

void cudaNorm(const CudaNorm& /*job*/, const CudaQueue& /*queue*/) {
    absent();
}

std::size_t CudaNorm::workspaceBytes() const {
    absent();
}

void cudaStreamAttention(const StreamingAttention& /*attention*/, const CudaQueue& /*queue*/) {
    absent();
}

void cudaGroupMean(const CudaGroupMean& /*job*/, const CudaQueue& /*queue*/) {
    absent();
}

std::size_t CudaGroupMean::workspaceBytes() const {
    absent();
}

CudaBuffer::CudaBuffer(std::size_t bytes, int device)
    : m_bytes(bytes), m_memory(nullptr, Free{device}) {
    absent();
}

void CudaBuffer::Free::operator()(void* /*memory*/) const noexcept {}

void CudaBuffer::upload(const void* /*from*/) {
    absent();
}

void CudaBuffer::download(void* /*to*/) const {
    absent();
}

} // namespace underpaint::kernels
