// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/kernels/cuda_launch.h"

namespace underpaint::kernels {

namespace {

/// Queries of a block, and keys that they look at together: a thread a pair.
constexpr int side = 16;
/// Channels that are in shared memory at once.
constexpr int depth = 32;
constexpr float nothing = -3e38F;
constexpr const char* where = "streaming attention";

struct SharedMaps {
    float query[side][depth + 1];
    float key[side][depth + 1];
    float weight[side][side];
    float rescale[side];
};

/// A channel of the place that lies (dx, dy) from place `index`; 0 beyond the map.
__device__ float valueBeside(const PlaceMap& map, std::int64_t index, int dx, int dy, int channel) {
    const std::int64_t row = quotient(index, map.width);
    const int y = static_cast<int>(row) + dy;
    const int x = static_cast<int>(index - row * map.width) + dx;
    if (index >= map.places() || channel >= map.channels || x < 0 || y < 0 || x >= map.width ||
        y >= map.height) {
        return 0;
    }
    return map.values[(std::int64_t{y} * map.width + x) * map.channels + channel];
}

/// The sum of products over the window, by the block: one pair a thread.
__device__ float windowProduct(const StreamingAttention& a, SharedMaps& shared,
                               std::int64_t firstQuery, std::int64_t firstKey) {
    const int reach = a.window / 2;
    const int row = threadIdx.x / side;
    const int column = threadIdx.x % side;
    float sum = 0;
    for (int dy = -reach; dy <= reach; ++dy) {
        for (int dx = -reach; dx <= reach; ++dx) {
            for (int channel = 0; channel < a.query.channels; channel += depth) {
                __syncthreads();
                for (int i = threadIdx.x; i < side * depth; i += blockDim.x) {
                    const int place = i / depth;
                    const int c = i % depth;
                    shared.query[place][c] =
                        valueBeside(a.query, firstQuery + place, dx, dy, channel + c);
                    shared.key[place][c] =
                        valueBeside(a.key, firstKey + place, dx, dy, channel + c);
                }
                __syncthreads();
                for (int c = 0; c < depth; ++c) {
                    sum += shared.query[row][c] * shared.key[column][c];
                }
            }
        }
    }
    return sum;
}

__device__ float termOf(const float* values, std::int64_t index, float otherwise) {
    return values == nullptr ? otherwise : values[index];
}

__device__ float logitOf(const StreamingAttention& a, std::int64_t query, std::int64_t key,
                         float product) {
    if (a.ofKey.group != nullptr) {
        const std::int32_t own =
            a.ofQuery.group == nullptr ? StreamingAttention::anyGroup : a.ofQuery.group[query];
        const std::int32_t other = a.ofKey.group[key];
        if (other == StreamingAttention::noGroup ||
            (own != StreamingAttention::anyGroup && own != other)) {
            return nothing;
        }
    }
    float logit = product;
    logit += termOf(a.ofQuery.factor, query, 0) * termOf(a.ofKey.factor, key, 0);
    logit += termOf(a.ofQuery.term, query, 0) + termOf(a.ofKey.term, key, 0);
    logit *= termOf(a.ofQuery.scale, query, 1) * termOf(a.ofKey.scale, key, 1);
    for (int r = 0; r < a.biases; ++r) {
        logit +=
            a.ofQuery.bias[r * a.query.places() + query] * a.ofKey.bias[r * a.key.places() + key];
    }
    return logit;
}

/// Over the 16 threads that share a query; all of them get the result.
template<class Combine>
__device__ float combined(float x, Combine combine) {
    for (int step = side / 2; step > 0; step /= 2) {
        x = combine(x, __shfl_xor_sync(0xffffffffU, x, step, side));
    }
    return x;
}

/// What a query has seen so far; the threads that share it keep the same.
struct QueryState {
    float largest = -1e30F;
    float sum = 0;
    float weighted = 0;
    std::int64_t best = -1;
};

/// Takes one more key a thread in; its weight stays in shared memory.
__device__ void takeIn(float logit, std::int64_t key, QueryState& state, SharedMaps& shared) {
    const int row = threadIdx.x / side;
    const int column = threadIdx.x % side;
    const float highest = combined(logit, [](float a, float b) { return fmaxf(a, b); });
    float rescale = 1;
    if (highest > state.largest) {
        const float step = state.largest - highest;
        rescale = expf(step);
        state.weighted = state.sum > 0 ? rescale * (state.weighted + state.sum * step) : 0;
        state.sum *= rescale;
        state.largest = highest;
        // The first of those that are as large, as on the CPU.
        const float first = combined(logit == highest ? static_cast<float>(column) : side,
                                     [](float a, float b) { return fminf(a, b); });
        state.best = key - column + static_cast<int>(first);
    }
    const float below = logit - state.largest;
    const float weight = expf(below);
    const auto add = [](float a, float b) { return a + b; };
    state.sum += combined(weight, add);
    state.weighted += combined(weight > 0 ? weight * below : 0, add);
    shared.weight[row][column] = weight;
    if (column == 0) {
        shared.rescale[row] = rescale;
    }
}

__global__ void attentionKernel(StreamingAttention a) {
    extern __shared__ float sums[]; // [side][values]
    __shared__ SharedMaps shared;
    const int row = threadIdx.x / side;
    const int column = threadIdx.x % side;
    const int channels = a.values.channels;
    const std::int64_t firstQuery = std::int64_t{blockIdx.x} * side;
    const std::int64_t query = firstQuery + row;
    const std::int64_t queries = a.query.places();
    const std::int64_t keys = a.key.places();
    for (int i = threadIdx.x; i < side * channels; i += blockDim.x) {
        sums[i] = 0;
    }
    QueryState state;
    for (std::int64_t firstKey = 0; firstKey < keys; firstKey += side) {
        const std::int64_t key = firstKey + column;
        const float product = windowProduct(a, shared, firstQuery, firstKey);
        const bool pair = query < queries && key < keys;
        takeIn(pair ? logitOf(a, query, key, product) : nothing, key, state, shared);
        __syncthreads();
        const int there = static_cast<int>(min(std::int64_t{side}, keys - firstKey));
        for (int i = threadIdx.x; i < side * channels; i += blockDim.x) {
            const int of = i / channels;
            const int c = i - of * channels;
            float sum = sums[i] * shared.rescale[of];
            for (int k = 0; k < there; ++k) {
                sum += shared.weight[of][k] * a.values.values[(firstKey + k) * channels + c];
            }
            sums[i] = sum;
        }
        __syncthreads();
    }
    if (query >= queries) {
        return;
    }
    const bool seen = state.sum > 0;
    const float share = seen ? 1 / state.sum : 0;
    for (int c = column; c < channels; c += side) {
        a.out[query * channels + c] = sums[row * channels + c] * share;
    }
    if (column != 0) {
        return;
    }
    if (a.match != nullptr) {
        a.match[query] = seen ? state.best : -1;
    }
    if (a.probability != nullptr) {
        a.probability[query] = share;
    }
    if (a.entropy != nullptr) {
        a.entropy[query] = seen ? fmaxf(0, logf(state.sum) - state.weighted / state.sum) : 0;
    }
}

} // namespace

void cudaStreamAttention(const StreamingAttention& attention, const CudaQueue& queue) {
    constexpr int mostChannels = 512; // sums of a block have to fit into shared memory
    if (attention.query.places() <= 0 || attention.key.places() <= 0) {
        return;
    }
    if (attention.values.channels > mostChannels) {
        throw Error("an attention carries at most 512 channels on a GPU", where);
    }
    const CudaDeviceScope scope(queue.device);
    const dim3 grid = cudaGrid(attention.query.places(), side, 1, 1, where);
    const std::size_t bytes =
        sizeof(float) * side * static_cast<std::size_t>(attention.values.channels);
    attentionKernel<<<grid, side * side, bytes, cudaStreamOf(queue)>>>(attention);
    cudaCheck(cudaGetLastError(), where);
}

} // namespace underpaint::kernels
