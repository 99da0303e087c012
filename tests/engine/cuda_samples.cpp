// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/engine/cuda_samples.h"

#include "tests/support/engine_test.h"

#include <cmath>
#include <cstring>

namespace underpaint::test {

using kernels::CudaBuffer;
using kernels::CudaLayout;
using kernels::Element;

namespace {

std::uint16_t halfBits(float value) {
    const std::uint16_t sign = std::signbit(value) ? 0x8000 : 0;
    const float magnitude = std::abs(value);
    if (std::isnan(value)) {
        return 0x7e00;
    }
    if (magnitude >= 65520) {
        return sign | 0x7c00;
    }
    if (magnitude == 0) {
        return sign;
    }
    // Steps of a binade, of the smallest normal one for all below it. A carry out of the mantissa
    // moves on to the next exponent by itself.
    const int exponent = std::max(std::ilogb(magnitude), -14);
    const auto steps = static_cast<int>(std::nearbyint(std::ldexp(magnitude, 10 - exponent)));
    return static_cast<std::uint16_t>(sign + ((exponent + 14) << 10) + steps);
}

float halfValue(std::uint16_t bits) {
    const int exponent = (bits >> 10) & 31;
    const int mantissa = bits & 1023;
    float magnitude = 0;
    if (exponent == 31) {
        magnitude = mantissa == 0 ? INFINITY : NAN;
    } else {
        magnitude = std::ldexp(static_cast<float>(exponent == 0 ? mantissa : mantissa + 1024),
                               std::max(exponent, 1) - 25);
    }
    return (bits & 0x8000) != 0 ? -magnitude : magnitude;
}

std::uint16_t bfloatBits(float value) {
    std::uint32_t bits = 0;
    std::memcpy(&bits, &value, sizeof(bits));
    if (std::isnan(value)) {
        return 0x7fc0;
    }
    return static_cast<std::uint16_t>((bits + 0x7fff + ((bits >> 16) & 1)) >> 16);
}

float bfloatValue(std::uint16_t bits) {
    const std::uint32_t wide = std::uint32_t{bits} << 16;
    float value = 0;
    std::memcpy(&value, &wide, sizeof(value));
    return value;
}

std::size_t bytesOf(Element element) {
    return element == Element::Float32 ? sizeof(float) : sizeof(std::uint16_t);
}

std::size_t indexOf(const CudaLayout& layout, std::int64_t n, std::int64_t p, std::int64_t c) {
    return static_cast<std::size_t>(n * layout.image + c * layout.channel + p * layout.pixel);
}

} // namespace

std::string CudaKind::name() const {
    const char* type = element == Element::Float32   ? "float32"
                       : element == Element::Float16 ? "float16"
                                                     : "bfloat16";
    return std::string(type) + (channelsLast ? " channels-last" : " contiguous");
}

double CudaKind::rounding() const {
    return element == Element::Float32 ? 0x1p-24 : element == Element::Float16 ? 0x1p-11 : 0x1p-8;
}

CudaLayout CudaKind::layout(std::int64_t channels, std::int64_t pixels) const {
    return channelsLast ? CudaLayout::channelsLast(channels, pixels)
                        : CudaLayout::contiguous(channels, pixels);
}

std::vector<CudaKind> cudaKinds() {
    std::vector<CudaKind> kinds;
    for (const Element element : {Element::Float32, Element::Float16, Element::BFloat16}) {
        kinds.push_back({element, true});
        kinds.push_back({element, false});
    }
    return kinds;
}

std::vector<std::uint8_t> encoded(const std::vector<float>& values, Element element) {
    const std::size_t size = bytesOf(element);
    std::vector<std::uint8_t> bits(values.size() * size);
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (element == Element::Float32) {
            std::memcpy(bits.data() + i * size, &values[i], size);
        } else {
            const std::uint16_t one =
                element == Element::Float16 ? halfBits(values[i]) : bfloatBits(values[i]);
            std::memcpy(bits.data() + i * size, &one, size);
        }
    }
    return bits;
}

std::vector<float> decoded(const std::vector<std::uint8_t>& bits, Element element) {
    const std::size_t size = bytesOf(element);
    std::vector<float> values(bits.size() / size);
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (element == Element::Float32) {
            std::memcpy(&values[i], bits.data() + i * size, size);
        } else {
            std::uint16_t one = 0;
            std::memcpy(&one, bits.data() + i * size, size);
            values[i] = element == Element::Float16 ? halfValue(one) : bfloatValue(one);
        }
    }
    return values;
}

std::vector<float> rounded(const std::vector<float>& values, Element element) {
    return decoded(encoded(values, element), element);
}

CudaBuffer uploaded(const HostTensor& tensor, const CudaKind& kind) {
    const CudaLayout layout = kind.layout(tensor.channels, tensor.pixels);
    std::vector<float> ordered(tensor.values.size());
    for (std::int64_t n = 0; n < tensor.images; ++n) {
        for (std::int64_t p = 0; p < tensor.pixels; ++p) {
            for (std::int64_t c = 0; c < tensor.channels; ++c) {
                ordered[indexOf(layout, n, p, c)] = tensor.values[tensor.at(n, p, c)];
            }
        }
    }
    return CudaBuffer::of(encoded(ordered, kind.element));
}

HostTensor downloaded(const CudaBuffer& buffer, const CudaKind& kind, int images, int channels,
                      std::int64_t pixels) {
    const CudaLayout layout = kind.layout(channels, pixels);
    const std::vector<float> ordered = decoded(buffer.values<std::uint8_t>(), kind.element);
    HostTensor tensor{.images = images,
                      .channels = channels,
                      .pixels = pixels,
                      .values = std::vector<float>(ordered.size())};
    for (std::int64_t n = 0; n < images; ++n) {
        for (std::int64_t p = 0; p < pixels; ++p) {
            for (std::int64_t c = 0; c < channels; ++c) {
                tensor.values[tensor.at(n, p, c)] = ordered[indexOf(layout, n, p, c)];
            }
        }
    }
    return tensor;
}

CudaBuffer unwritten(const CudaKind& kind, std::int64_t values) {
    return CudaBuffer::of(
        std::vector<std::uint8_t>(static_cast<std::size_t>(values) * bytesOf(kind.element), 0xff));
}

void requireCuda() {
    if (!kernels::cudaAvailable()) {
        skip("there is no GPU here that the CUDA kernels of this build run on");
    }
}

} // namespace underpaint::test
