// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/engine/kernels_samples.h"

#include <cmath>

namespace underpaint::test {

std::vector<float> normals(std::size_t count, Random& random) {
    std::vector<float> values(count);
    for (float& value : values) {
        value = static_cast<float>(random.normal());
    }
    return values;
}

std::vector<float> referenceConvolution(const kernels::ConvolutionShape& shape,
                                        const kernels::Picture& in,
                                        const std::vector<float>& weights,
                                        const std::vector<float>& bias) {
    const int width = (in.width + 2 * shape.padding - shape.kernel) / shape.stride + 1;
    const int height = (in.height + 2 * shape.padding - shape.kernel) / shape.stride + 1;
    std::vector<float> out;
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            for (int o = 0; o < shape.out; ++o) {
                double sum = static_cast<double>(bias[static_cast<std::size_t>(o)]);
                for (int k = 0; k < shape.kernel * shape.kernel; ++k) {
                    const int sourceY =
                        kernels::continued(y * shape.stride + k / shape.kernel - shape.padding,
                                           in.height, shape.beyond);
                    const int sourceX =
                        kernels::continued(x * shape.stride + k % shape.kernel - shape.padding,
                                           in.width, shape.beyond);
                    if (sourceX < 0 || sourceY < 0) {
                        continue;
                    }
                    for (int c = 0; c < shape.in; ++c) {
                        const int index = (o * shape.in + c) * shape.kernel * shape.kernel + k;
                        sum += static_cast<double>(in.at(sourceX, sourceY)[c]) *
                               static_cast<double>(weights[static_cast<std::size_t>(index)]);
                    }
                }
                out.push_back(static_cast<float>(sum));
            }
        }
    }
    return out;
}

std::vector<float> referenceTransposed(const kernels::ConvolutionShape& shape,
                                       const kernels::Picture& in,
                                       const std::vector<float>& weights,
                                       const std::vector<float>& bias) {
    const auto grown = [&](int extent) {
        return (extent - 1) * shape.stride - 2 * shape.padding + shape.kernel + shape.outputPadding;
    };
    const int width = grown(in.width);
    const int height = grown(in.height);
    std::vector<double> sums;
    for (int i = 0; i < width * height; ++i) {
        sums.insert(sums.end(), bias.begin(), bias.end());
    }
    for (int i = 0; i < in.width * in.height * shape.in * shape.kernel * shape.kernel; ++i) {
        const int kx = i % shape.kernel;
        const int ky = i / shape.kernel % shape.kernel;
        const int c = i / (shape.kernel * shape.kernel) % shape.in;
        const int pixel = i / (shape.kernel * shape.kernel * shape.in);
        const int x = pixel % in.width * shape.stride - shape.padding + kx;
        const int y = pixel / in.width * shape.stride - shape.padding + ky;
        if (x < 0 || y < 0 || x >= width || y >= height) {
            continue;
        }
        const double value = static_cast<double>(in.values[pixel * shape.in + c]);
        for (int o = 0; o < shape.out; ++o) {
            const int index = ((c * shape.out + o) * shape.kernel + ky) * shape.kernel + kx;
            sums[static_cast<std::size_t>((y * width + x) * shape.out + o)] +=
                value * static_cast<double>(weights[static_cast<std::size_t>(index)]);
        }
    }
    return {sums.begin(), sums.end()};
}

double relativeError(const std::vector<float>& values, const std::vector<float>& reference) {
    if (values.size() != reference.size()) {
        return INFINITY;
    }
    double error = 0;
    double size = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const auto r = static_cast<double>(reference[i]);
        error += std::pow(static_cast<double>(values[i]) - r, 2);
        size += r * r;
    }
    return std::sqrt(error / size);
}

kernels::Parallel backwards() {
    return [](std::int64_t tasks, const std::function<void(std::int64_t, std::int64_t)>& body) {
        for (std::int64_t i = tasks; i-- > 0;) {
            body(i, i + 1);
        }
    };
}

} // namespace underpaint::test
