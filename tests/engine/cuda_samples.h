// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/kernels/cuda_buffer.h"
#include "engine/kernels/cuda_kernels.h"

#include <cstdint>
#include <string>
#include <vector>

namespace underpaint::test {

/// A kind of tensor that the CUDA kernels are tried with.
struct CudaKind {
    kernels::Element element = kernels::Element::Float32;
    bool channelsLast = true;

    std::string name() const;
    /// Half the distance of neighbouring values around 1: relative rounding error.
    double rounding() const;
    kernels::CudaLayout layout(std::int64_t channels, std::int64_t pixels) const;
};
std::vector<CudaKind> cudaKinds();

/// Values of a batch on the host: always [image][pixel][channel].
struct HostTensor {
    int images = 1;
    int channels = 0;
    std::int64_t pixels = 0;
    std::vector<float> values;

    std::size_t at(std::int64_t image, std::int64_t pixel, std::int64_t channel) const {
        return static_cast<std::size_t>((image * pixels + pixel) * channels + channel);
    }
};

/// Elements as bits, rounded to the nearest.
std::vector<std::uint8_t> encoded(const std::vector<float>& values, kernels::Element element);
std::vector<float> decoded(const std::vector<std::uint8_t>& bits, kernels::Element element);

/// What is left of values that are stored as this element.
std::vector<float> rounded(const std::vector<float>& values, kernels::Element element);

/// To and from the device, reordered.
/// @{
kernels::CudaBuffer uploaded(const HostTensor& tensor, const CudaKind& kind);
HostTensor downloaded(const kernels::CudaBuffer& buffer, const CudaKind& kind, int images,
                      int channels, std::int64_t pixels);
/// @}

/// Room for a tensor, filled with bytes that no kernel writes.
kernels::CudaBuffer unwritten(const CudaKind& kind, std::int64_t values);

/// Skips the running test where the kernels cannot run.
void requireCuda();

} // namespace underpaint::test
