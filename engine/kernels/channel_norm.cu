// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/kernels/cuda_launch.h"

namespace underpaint::kernels {

namespace {

/// Values that a thread adds up in single precision.
constexpr int pixelsAThread = 64;
constexpr int warp = 32;

/// How the threads of a block spread: `channelLanes` channels that lie side by side (32 in
/// channels-last memory, 1 where pixels lie side by side) times pixels. A thread stays at its
/// channel.
template<int channelLanes>
struct Spread {
    static constexpr int pixelLanes = threadsABlock / channelLanes;
    static constexpr int pixelsABlock = pixelLanes * pixelsAThread;

    int pixelLane;
    int channel;
    std::int64_t firstPixel;

    __device__ Spread()
        : pixelLane(static_cast<int>(threadIdx.x) / channelLanes),
          channel(static_cast<int>(blockIdx.y) * channelLanes +
                  static_cast<int>(threadIdx.x) % channelLanes),
          firstPixel(std::int64_t{blockIdx.x} * pixelsABlock) {}

    static dim3 grid(const CudaNorm& job) {
        return cudaGrid(job.pixels, pixelsABlock, (job.channels + channelLanes - 1) / channelLanes,
                        job.images, "normalisation");
    }
};

bool isChannelsLast(const CudaNorm& job) {
    return job.layout.channel == 1;
}

std::int64_t chunksOf(const CudaNorm& job) {
    const int size = isChannelsLast(job) ? Spread<warp>::pixelsABlock : Spread<1>::pixelsABlock;
    return (job.pixels + size - 1) / size;
}

int groupsOf(const CudaNorm& job) {
    return job.statistics == CudaStatistics::EachImage ? job.images : 1;
}

/// Factors come first, since they are always there: scale and shift [group][channel], then sums and
/// squares [image][chunk][channel].
struct Workspace {
    float* scale;
    float* shift;
    float* sums;
    float* squares;

    explicit Workspace(const CudaNorm& job) {
        const std::int64_t factors = std::int64_t{groupsOf(job)} * job.channels;
        const std::int64_t partials = job.images * chunksOf(job) * job.channels;
        scale = static_cast<float*>(job.workspace);
        shift = scale + factors;
        sums = shift + factors;
        squares = sums + partials;
    }
};

/// The value that sums are taken around: statistics are then independent of a common offset.
template<class Type>
__device__ float pivotOf(const CudaNorm& job, std::int64_t image, int channel) {
    const std::int64_t first = job.statistics == CudaStatistics::Batch ? 0 : image;
    return asFloat(
        static_cast<const Type*>(job.x)[first * job.layout.image + channel * job.layout.channel]);
}

/// Each thread adds up to pixelsAThread values, and the block its threads by halving: no atomics,
/// one order.
template<class Type, int channelLanes>
__global__ void partialKernel(CudaNorm job, Workspace workspace) {
    using Lanes = Spread<channelLanes>;
    const Lanes lanes;
    const std::int64_t image = blockIdx.z;
    float sum = 0;
    float squares = 0;
    if (lanes.channel < job.channels) {
        const float pivot = pivotOf<Type>(job, image, lanes.channel);
        const Type* x = static_cast<const Type*>(job.x) + image * job.layout.image +
                        lanes.channel * job.layout.channel;
        const std::int64_t end = min(job.pixels, lanes.firstPixel + Lanes::pixelsABlock);
        for (std::int64_t p = lanes.firstPixel + lanes.pixelLane; p < end; p += Lanes::pixelLanes) {
            const float value = asFloat(x[p * job.layout.pixel]) - pivot;
            sum += value;
            squares += value * value;
        }
    }
    __shared__ float shared[2][threadsABlock];
    shared[0][threadIdx.x] = sum;
    shared[1][threadIdx.x] = squares;
    __syncthreads();
    for (int half = Lanes::pixelLanes / 2; half > 0; half /= 2) {
        if (lanes.pixelLane < half) {
            const int other = static_cast<int>(threadIdx.x) + half * channelLanes;
            shared[0][threadIdx.x] += shared[0][other];
            shared[1][threadIdx.x] += shared[1][other];
        }
        __syncthreads();
    }
    if (lanes.pixelLane == 0 && lanes.channel < job.channels) {
        const std::int64_t at =
            (image * gridDim.x + std::int64_t{blockIdx.x}) * job.channels + lanes.channel;
        workspace.sums[at] = shared[0][threadIdx.x];
        workspace.squares[at] = shared[1][threadIdx.x];
    }
}

/// `flat`: all values are the same.
__device__ void setFactors(const CudaNorm& job, const Workspace& workspace, std::int64_t group,
                           int channel, double mean, double variance, bool flat) {
    double scale = flat ? 0 : 1 / sqrt(variance + job.epsilon);
    double shift = -mean * scale;
    if (job.weight != nullptr) {
        const double weight = job.weight[channel];
        scale *= weight;
        shift *= weight;
    }
    if (job.bias != nullptr) {
        shift += static_cast<double>(job.bias[channel]);
    }
    workspace.scale[group * job.channels + channel] = static_cast<float>(scale);
    workspace.shift[group * job.channels + channel] = static_cast<float>(shift);
}

/// A warp for every group (grid z) and channel (grid y): partial sums in double precision, lane by
/// lane and then by halving.
template<class Type>
__global__ void factorsKernel(CudaNorm job, Workspace workspace, std::int64_t chunks) {
    const std::int64_t group = blockIdx.z;
    const int channel = static_cast<int>(blockIdx.x);
    const bool batch = job.statistics == CudaStatistics::Batch;
    // The chunks of a group's images follow each other.
    const std::int64_t count = batch ? job.images * chunks : chunks;
    const std::int64_t first = group * count;
    double sum = 0;
    double squares = 0;
    for (std::int64_t i = threadIdx.x; i < count; i += warp) {
        const std::int64_t at = (first + i) * job.channels + channel;
        sum += static_cast<double>(workspace.sums[at]);
        squares += static_cast<double>(workspace.squares[at]);
    }
    for (int half = warp / 2; half > 0; half /= 2) {
        sum += __shfl_down_sync(0xffffffffU, sum, half);
        squares += __shfl_down_sync(0xffffffffU, squares, half);
    }
    if (threadIdx.x == 0) {
        const double pixels = static_cast<double>(job.pixels) * (batch ? job.images : 1);
        const double mean = sum / pixels;
        const double centred = squares / pixels - mean * mean;
        const double variance = centred < 0 ? 0 : centred; // not a number stays what it is
        const double whole = mean + static_cast<double>(pivotOf<Type>(job, group, channel));
        // What differs by rounding only has a norm of 0, not that rounding 300 times as large.
        constexpr double rounding = 4 * 1.1920929e-7;
        setFactors(job, workspace, group, channel, whole, variance,
                   variance <= rounding * rounding * whole * whole);
    }
}

__global__ void givenFactorsKernel(CudaNorm job, Workspace workspace) {
    const int channel = static_cast<int>(blockIdx.x * blockDim.x + threadIdx.x);
    if (channel < job.channels) {
        setFactors(job, workspace, 0, channel, job.mean[channel], job.variance[channel], false);
    }
}

template<class Type, int channelLanes>
__global__ void affineKernel(CudaNorm job, Workspace workspace) {
    using Lanes = Spread<channelLanes>;
    const Lanes lanes;
    if (lanes.channel >= job.channels) {
        return;
    }
    const std::int64_t image = blockIdx.z;
    const std::int64_t group = job.statistics == CudaStatistics::EachImage ? image : 0;
    const float scale = workspace.scale[group * job.channels + lanes.channel];
    const float shift = workspace.shift[group * job.channels + lanes.channel];
    const std::int64_t start = image * job.layout.image + lanes.channel * job.layout.channel;
    const Type* x = static_cast<const Type*>(job.x);
    const Type* residual = static_cast<const Type*>(job.residual);
    Type* out = static_cast<Type*>(job.out);
    const std::int64_t end = min(job.pixels, lanes.firstPixel + Lanes::pixelsABlock);
    for (std::int64_t p = lanes.firstPixel + lanes.pixelLane; p < end; p += Lanes::pixelLanes) {
        const std::int64_t at = start + p * job.layout.pixel;
        float value = asFloat(x[at]) * scale + shift;
        if (residual != nullptr) {
            value += asFloat(residual[at]);
        }
        if (value < 0) {
            value = job.slope == 0 ? 0.0F : value * job.slope; // ReLU of -infinity is 0
        }
        out[at] = fromFloat<Type>(value);
    }
}

template<class Type, int channelLanes>
void launch(const CudaNorm& job, cudaStream_t stream) {
    const Workspace workspace(job);
    const dim3 grid = Spread<channelLanes>::grid(job);
    if (job.statistics == CudaStatistics::Given) {
        const dim3 blocks = cudaGrid(job.channels, threadsABlock, 1, 1, "normalisation");
        givenFactorsKernel<<<blocks, threadsABlock, 0, stream>>>(job, workspace);
    } else {
        partialKernel<Type, channelLanes><<<grid, threadsABlock, 0, stream>>>(job, workspace);
        const dim3 groups = cudaGrid(job.channels, 1, 1, groupsOf(job), "normalisation");
        factorsKernel<Type><<<groups, warp, 0, stream>>>(job, workspace, grid.x);
    }
    affineKernel<Type, channelLanes><<<grid, threadsABlock, 0, stream>>>(job, workspace);
    cudaCheck(cudaGetLastError(), "normalisation");
}

} // namespace

std::size_t CudaNorm::workspaceBytes() const {
    std::int64_t floats = std::int64_t{2} * groupsOf(*this) * channels;
    if (statistics != CudaStatistics::Given) {
        floats += 2 * images * chunksOf(*this) * channels;
    }
    return static_cast<std::size_t>(floats) * sizeof(float);
}

void cudaNorm(const CudaNorm& job, const CudaQueue& queue) {
    if (job.pixels <= 0 || job.images <= 0 || job.channels <= 0) {
        return;
    }
    const CudaDeviceScope scope(queue.device);
    withElement(job.element, [&](auto type) {
        if (isChannelsLast(job)) {
            launch<decltype(type), warp>(job, cudaStreamOf(queue));
        } else {
            launch<decltype(type), 1>(job, cudaStreamOf(queue));
        }
    });
}

} // namespace underpaint::kernels
