// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/kernels/cuda_launch.h"

namespace underpaint::kernels {

namespace {

using Sum = unsigned long long; // what atomicAdd takes; wraps like the signed number that it holds

constexpr unsigned wholeWarp = 0xffffffffU;
constexpr int warp = 32;
/// Bits of a sum without its sign and one to spare for rounding.
constexpr int sumBits = 62;

/// Operands of a mean that no sum can hold.
enum Special : unsigned { Undefined = 1, Infinite = 2, NegativeInfinite = 4 };

/// Sums [group][channel], sizes [group], special operands [group][channel], the largest finite
/// magnitude. Everything starts at zero.
struct Workspace {
    Sum* sums;
    Sum* sizes;
    unsigned* special;
    unsigned* largest;

    explicit Workspace(const CudaGroupMean& job) {
        const std::int64_t values = job.groups * job.channels;
        sums = static_cast<Sum*>(job.workspace);
        sizes = sums + values;
        special = reinterpret_cast<unsigned*>(sizes + job.groups);
        largest = special + values;
    }
};

/// A thread's pixel of channel blockIdx.y and image blockIdx.z.
struct Place {
    std::int64_t pixel;
    bool inside;
    std::int64_t value;
    std::int64_t group;

    __device__ explicit Place(const CudaGroupMean& job)
        : pixel(std::int64_t{blockIdx.x} * blockDim.x + threadIdx.x),
          inside(pixel < job.pixels),
          value(std::int64_t{blockIdx.z} * job.layout.image +
                std::int64_t{blockIdx.y} * job.layout.channel + pixel * job.layout.pixel),
          group(inside ? job.group[std::int64_t{blockIdx.z} * job.pixels + pixel] : -1) {
        inside = inside && group >= 0 && group < job.groups;
    }
};

/// A maximum does not depend on the order; non-negative floats compare like their bits.
template<class Type>
__global__ void largestKernel(CudaGroupMean job, Workspace workspace) {
    const Place place(job);
    float magnitude = 0;
    if (place.inside) {
        const float x = fabsf(asFloat(static_cast<const Type*>(job.x)[place.value]));
        magnitude = isfinite(x) ? x : 0;
    }
    unsigned most = __float_as_uint(magnitude);
    for (int half = warp / 2; half > 0; half /= 2) {
        most = max(most, __shfl_down_sync(wholeWarp, most, half));
    }
    if (threadIdx.x % warp == 0 && most > 0) {
        atomicMax(workspace.largest, most);
    }
}

/// 2^shift makes integers of which images * pixels add up to less than 2^sumBits.
__device__ int shiftOf(const CudaGroupMean& job, unsigned largest) {
    const int bits = 64 - __clzll(job.images * job.pixels);
    return largest == 0 ? 0 : sumBits - bits - (ilogbf(__uint_as_float(largest)) + 1);
}

__device__ void addWhole(const Workspace& workspace, std::int64_t at, std::int64_t group,
                         bool counts, Sum sum, Sum size) {
    atomicAdd(workspace.sums + at, sum);
    if (counts) {
        atomicAdd(workspace.sizes + group, size);
    }
}

/// Integer additions: the same in any order. A warp within one group, which most are, adds once.
template<class Type>
__global__ void sumKernel(CudaGroupMean job, Workspace workspace) {
    const Place place(job);
    const std::int64_t at = place.group * job.channels + blockIdx.y;
    const bool counts = blockIdx.y == 0;
    long long fixed = 0;
    if (place.inside) {
        const float x = asFloat(static_cast<const Type*>(job.x)[place.value]);
        if (isfinite(x)) {
            const double scaled = ldexp(static_cast<double>(x), shiftOf(job, *workspace.largest));
            fixed = __double2ll_rn(scaled);
        } else {
            atomicOr(workspace.special + at,
                     isnan(x) ? Undefined : (x > 0 ? Infinite : NegativeInfinite));
        }
    }
    const long long first = __shfl_sync(wholeWarp, static_cast<long long>(place.group), 0);
    if (__all_sync(wholeWarp, place.inside && place.group == first)) {
        for (int half = warp / 2; half > 0; half /= 2) {
            fixed += __shfl_down_sync(wholeWarp, fixed, half);
        }
        if (threadIdx.x % warp == 0) {
            addWhole(workspace, at, place.group, counts, static_cast<Sum>(fixed), warp);
        }
    } else if (place.inside) {
        addWhole(workspace, at, place.group, counts, static_cast<Sum>(fixed), 1);
    }
}

template<class Type>
__global__ void meanKernel(CudaGroupMean job, Workspace workspace) {
    const Place place(job);
    if (place.pixel >= job.pixels) {
        return;
    }
    float mean = 0;
    if (place.inside) {
        const std::int64_t at = place.group * job.channels + blockIdx.y;
        const unsigned special = workspace.special[at];
        const bool both = (special & Infinite) != 0 && (special & NegativeInfinite) != 0;
        if ((special & Undefined) != 0 || both) {
            mean = __uint_as_float(0x7fc00000U);
        } else if (special != 0) {
            mean = __uint_as_float((special & Infinite) != 0 ? 0x7f800000U : 0xff800000U);
        } else {
            const auto sum = static_cast<double>(static_cast<long long>(workspace.sums[at]));
            mean = static_cast<float>(ldexp(sum / static_cast<double>(workspace.sizes[place.group]),
                                            -shiftOf(job, *workspace.largest)));
        }
    }
    static_cast<Type*>(job.out)[place.value] = fromFloat<Type>(mean);
}

} // namespace

std::size_t CudaGroupMean::workspaceBytes() const {
    const auto values = static_cast<std::size_t>(groups) * static_cast<std::size_t>(channels);
    return values * (sizeof(Sum) + sizeof(unsigned)) +
           static_cast<std::size_t>(groups) * sizeof(Sum) + sizeof(unsigned);
}

void cudaGroupMean(const CudaGroupMean& job, const CudaQueue& queue) {
    if (job.pixels <= 0 || job.images <= 0 || job.channels <= 0) {
        return;
    }
    const char* where = "instance mean";
    const CudaDeviceScope scope(queue.device);
    const cudaStream_t stream = cudaStreamOf(queue);
    const Workspace workspace(job);
    const dim3 grid = cudaGrid(job.pixels, threadsABlock, job.channels, job.images, where);
    cudaCheck(cudaMemsetAsync(job.workspace, 0, job.workspaceBytes(), stream), where);
    withElement(job.element, [&](auto type) {
        using Type = decltype(type);
        largestKernel<Type><<<grid, threadsABlock, 0, stream>>>(job, workspace);
        sumKernel<Type><<<grid, threadsABlock, 0, stream>>>(job, workspace);
        meanKernel<Type><<<grid, threadsABlock, 0, stream>>>(job, workspace);
    });
    cudaCheck(cudaGetLastError(), where);
}

} // namespace underpaint::kernels
