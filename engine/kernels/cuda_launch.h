// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// For .cu files only: what all launches share.
#include "engine/base/out_of_memory.h"
#include "engine/kernels/cuda_kernels.h"

#include <cuda_bf16.h>
#include <cuda_fp16.h>
#include <cuda_runtime.h>

#include <string>

namespace underpaint::kernels {

inline constexpr int threadsABlock = 256;
/// Blocks along the second and third dimension of a grid.
inline constexpr int mostLayers = 65535;

inline void cudaCheck(cudaError_t status, const char* where) {
    if (status == cudaErrorMemoryAllocation) {
        throw OutOfMemory(where);
    }
    if (status != cudaSuccess) {
        throw Error(std::string("the GPU reports: ") + cudaGetErrorString(status), where,
                    "Use --device cpu, or check the driver with nvidia-smi");
    }
}

/// Makes a device current on this thread and puts back the one that was.
class CudaDeviceScope {
public:
    explicit CudaDeviceScope(int device) {
        cudaCheck(cudaGetDevice(&m_before), "cudaGetDevice");
        if (device != m_before) {
            cudaCheck(cudaSetDevice(device), "cudaSetDevice");
            m_changed = true;
        }
    }
    ~CudaDeviceScope() {
        if (m_changed) {
            // It was current before: there is nothing that a failure could tell anyone here.
            (void)cudaSetDevice(m_before);
        }
    }
    CudaDeviceScope(const CudaDeviceScope&) = delete;
    CudaDeviceScope& operator=(const CudaDeviceScope&) = delete;

private:
    int m_before = 0;
    bool m_changed = false;
};

/// The blocks of one launch: `items` in x (each block takes `itemsABlock`), layers in y and z.
/// Throws where a grid cannot be that large.
inline dim3 cudaGrid(std::int64_t items, std::int64_t itemsABlock, std::int64_t y, std::int64_t z,
                     const char* where) {
    const std::int64_t x = (items + itemsABlock - 1) / itemsABlock;
    if (x > INT32_MAX || y > mostLayers || z > mostLayers) {
        throw Error("the tensor is too large for one GPU kernel", where, "Use a smaller scene");
    }
    return {static_cast<unsigned>(x), static_cast<unsigned>(y), static_cast<unsigned>(z)};
}

inline cudaStream_t cudaStreamOf(const CudaQueue& queue) {
    return static_cast<cudaStream_t>(queue.stream);
}

/// action(Type()) with the C++ type of an element.
template<class Action>
void withElement(Element element, Action action) {
    switch (element) {
    case Element::Float32:
        return action(float());
    case Element::Float16:
        return action(__half());
    case Element::BFloat16:
        return action(__nv_bfloat16());
    }
}

__device__ inline float asFloat(float x) {
    return x;
}
__device__ inline float asFloat(__half x) {
    return __half2float(x);
}
__device__ inline float asFloat(__nv_bfloat16 x) {
    return __bfloat162float(x);
}

template<class Type>
__device__ Type fromFloat(float x);
template<>
__device__ inline float fromFloat<float>(float x) {
    return x;
}
template<>
__device__ inline __half fromFloat<__half>(float x) {
    return __float2half_rn(x);
}
template<>
__device__ inline __nv_bfloat16 fromFloat<__nv_bfloat16>(float x) {
    return __float2bfloat16_rn(x);
}

/// Division of non-negative numbers: several times faster where 32 bits are enough.
__device__ inline std::int64_t quotient(std::int64_t a, std::int64_t b) {
    if (((a | b) >> 32) == 0) {
        return static_cast<std::uint32_t>(a) / static_cast<std::uint32_t>(b);
    }
    return a / b;
}

/// A thread's place in an image of `channels` x `pixels` values: threads that follow each other
/// write to addresses that do.
struct CudaPlace {
    std::int64_t pixel = 0;
    int channel = 0;
};
__device__ inline CudaPlace placeOf(std::int64_t index, const CudaLayout& layout, int channels,
                                    std::int64_t pixels) {
    if (layout.channel == 1) {
        const std::int64_t pixel = quotient(index, channels);
        return {pixel, static_cast<int>(index - pixel * channels)};
    }
    const std::int64_t channel = quotient(index, pixels);
    return {index - channel * pixels, static_cast<int>(channel)};
}

} // namespace underpaint::kernels
