// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/kernels/channel_norm.h"
#include "engine/kernels/instance_edges.h"
#include "engine/kernels/pooled_one_hot.h"
#include "engine/kernels/simd_kernels.h"
#include "engine/kernels/sparse_convolution.h"
#include "engine/kernels/winograd.h"
#include "engine/metrics/psnr.h"
#include "tests/engine/kernels_samples.h"
#include "tests/support/engine_test.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>

using namespace underpaint;
using namespace underpaint::kernels;
using namespace underpaint::test;

namespace {

constexpr double singleError = 2e-6;
constexpr double halfError = 2e-3;

std::vector<Arithmetic> arithmetics() {
    return hasHalfArithmetic() ? std::vector{Arithmetic::Single, Arithmetic::Half}
                               : std::vector{Arithmetic::Single};
}
double allowed(Arithmetic arithmetic) {
    return arithmetic == Arithmetic::Half ? halfError : singleError;
}

std::size_t size(int a, int b, int c = 1, int d = 1) {
    return static_cast<std::size_t>(a) * static_cast<std::size_t>(b) * static_cast<std::size_t>(c) *
           static_cast<std::size_t>(d);
}

/// A random picture, weights and bias for a shape.
struct Layer {
    std::vector<float> values;
    std::vector<float> weights;
    std::vector<float> bias;
    Picture picture;

    Layer(const ConvolutionShape& shape, int width, int height, Random& random)
        : values(normals(size(width, height, shape.in), random)),
          weights(normals(size(shape.in, shape.out, shape.kernel, shape.kernel), random)),
          bias(normals(size(shape.out, 1), random)),
          picture{.values = values.data(), .width = width, .height = height, .channels = shape.in} {
    }
};

template<class Kernel>
std::vector<float> run(const Kernel& kernel, const Picture& picture, std::size_t count,
                       const Parallel& parallel = serial()) {
    Workspace workspace;
    std::vector<float> out(count, NAN);
    kernel.run(picture, out.data(), workspace, parallel);
    return out;
}

/// Random parts of the output are what the whole has there; their left and top are multiples of
/// `step`.
template<class Kernel>
void checkParts(const Kernel& kernel, const Picture& picture, Size whole, int channels, int step,
                double error, Random& random) {
    const std::vector<float> all = run(kernel, picture, size(whole.width, whole.height, channels));
    const auto draw = [&](int extent) {
        return static_cast<int>(random.below(static_cast<std::uint64_t>(extent)));
    };
    for (int i = 0; i < 6; ++i) {
        const int x = draw(whole.width) / step * step;
        const int y = draw(whole.height) / step * step;
        const Rect part{x, y, 1 + draw(whole.width - x), 1 + draw(whole.height - y)};
        std::vector<float> expected;
        for (int row = y; row < part.bottom(); ++row) {
            const auto begin = all.begin() + (std::ptrdiff_t{1} * row * whole.width + x) * channels;
            expected.insert(expected.end(), begin, begin + part.width * channels);
        }
        Workspace workspace;
        std::vector<float> out(expected.size(), NAN);
        kernel.run(picture, part, out.data(), workspace, serial());
        CHECK(relativeError(out, expected) < error);
    }
}

ConvolutionShape randomShape(Random& random, int kernel, int stride) {
    return {.in = 1 + static_cast<int>(random.below(21)),
            .out = 1 + static_cast<int>(random.below(70)),
            .kernel = kernel,
            .stride = stride,
            .padding = static_cast<int>(random.below(static_cast<std::uint64_t>(kernel))),
            .beyond = random.below(2) == 0 ? Beyond::Zero : Beyond::Reflect};
}

} // namespace

UNDERPAINT_TEST(kernels_products_of_every_instruction_set_agree) {
    Random random(1);
    for (const SimdKernels* simd : runnableSimdKernels()) {
        for (int count = 1; count <= simd->rows; ++count) {
            const int taps = 1 + static_cast<int>(random.below(4));
            const int depth = 2 * (1 + static_cast<int>(random.below(150)));
            const int columns = 1 + static_cast<int>(random.below(panelColumns));
            const std::vector<float> a = normals(size(taps, count, depth), random);
            const std::vector<float> b = normals(size(taps, depth, panelColumns), random);
            const std::vector<float> scale = normals(panelColumns, random);
            const std::vector<float> offset = normals(panelColumns, random);
            std::vector<float> expected;
            for (int r = 0; r < count; ++r) {
                for (int c = 0; c < columns; ++c) {
                    double sum = 0;
                    for (int i = 0; i < taps * depth; ++i) {
                        const int row = (i / depth * count + r) * depth + i % depth;
                        sum +=
                            static_cast<double>(a[static_cast<std::size_t>(row)]) *
                            static_cast<double>(b[static_cast<std::size_t>(i * panelColumns + c)]);
                    }
                    const auto column = static_cast<std::size_t>(c);
                    expected.push_back(static_cast<float>(sum * static_cast<double>(scale[column]) +
                                                          static_cast<double>(offset[column])));
                }
            }
            for (const Arithmetic arithmetic : {Arithmetic::Single, Arithmetic::Half}) {
                const bool half = arithmetic == Arithmetic::Half;
                if (half && simd->multiplyHalf == nullptr) {
                    continue;
                }
                std::vector<Binary16> brief(a.size());
                simd->toHalf(a.data(), 1, brief.data(), static_cast<std::int64_t>(a.size()));
                PanelMatrix panel(arithmetic, taps, depth, panelColumns);
                for (int i = 0; i < taps * depth; i += 2) {
                    const float* row = b.data() + std::ptrdiff_t{1} * i * panelColumns;
                    panel.setPair(0, i / depth, i % depth, row, row + panelColumns);
                }
                std::vector<float> out(expected.size());
                std::array<float*, maxRows> targets{};
                std::vector<const void*> rows(size(taps, count));
                for (int r = 0; r < count; ++r) {
                    targets[static_cast<std::size_t>(r)] =
                        out.data() + std::ptrdiff_t{1} * r * columns;
                }
                for (std::size_t i = 0; i < rows.size(); ++i) {
                    const std::size_t first = i * static_cast<std::size_t>(depth);
                    rows[i] = half ? static_cast<const void*>(brief.data() + first)
                                   : static_cast<const void*>(a.data() + first);
                }
                const PanelProduct product{.rows = rows.data(),
                                           .rowCount = count,
                                           .taps = taps,
                                           .depth = depth,
                                           .panel = panel.panel(0),
                                           .scale = scale.data(),
                                           .offset = offset.data(),
                                           .out = targets.data(),
                                           .columns = columns};
                half ? simd->multiplyHalf(product) : simd->multiply(product);
                CHECK(relativeError(out, expected) < allowed(arithmetic));
            }
        }
    }
}

UNDERPAINT_TEST(kernels_half_conversion_is_the_nearest_on_every_instruction_set) {
    // Exact values, halfway cases, the subnormal range, the largest finite value and beyond.
    const std::vector<float> values{
        0.0F,         -0.0F,    1.0F,  1.00048828125F, 1.0014648F,    65504.0F,
        65519.9F,     65520.0F, -1e9F, 6.1e-5F,        5.9604645e-8F, 2.9802322e-8F,
        8.940697e-8F, -3e-6F,   0.1F,  INFINITY,       -INFINITY,     2.98024e-8F};
    const std::vector<Binary16> expected{0x0000, 0x8000, 0x3c00, 0x3c00, 0x3c02, 0x7bff,
                                         0x7bff, 0x7c00, 0xfc00, 0x03ff, 0x0001, 0x0000,
                                         0x0002, 0x8032, 0x2e66, 0x7c00, 0xfc00, 0x0001};
    for (const SimdKernels* simd : runnableSimdKernels()) {
        std::vector<Binary16> out(values.size());
        simd->toHalf(values.data(), 1, out.data(), static_cast<std::int64_t>(values.size()));
        for (std::size_t i = 0; i < values.size(); ++i) {
            CHECK_EQUAL(out[i], expected[i]);
        }
    }
}

UNDERPAINT_TEST(kernels_largest_sees_signs_and_invalid_values) {
    for (const SimdKernels* simd : runnableSimdKernels()) {
        std::vector<float> values(37, 0.5F);
        values[33] = -3;
        CHECK_EQUAL(simd->largest(values.data(), 37), 3.0F);
        values[2] = NAN;
        CHECK(std::isinf(simd->largest(values.data(), 37)));
        CHECK_EQUAL(simd->largest(values.data(), 0), 0.0F);
    }
}

UNDERPAINT_TEST(kernels_direct_convolution_follows_the_definition) {
    Random random(2);
    for (int i = 0; i < 60; ++i) {
        const int kernel = 1 + static_cast<int>(random.below(7));
        const ConvolutionShape shape =
            randomShape(random, kernel, 1 + static_cast<int>(random.below(3)));
        const int least = std::max(1, kernel - 2 * shape.padding);
        const int width = least + static_cast<int>(random.below(18));
        const int height = least + static_cast<int>(random.below(9));
        const Layer layer(shape, width, height, random);
        const std::vector<float> expected =
            referenceConvolution(shape, layer.picture, layer.weights, layer.bias);
        for (const Arithmetic arithmetic : arithmetics()) {
            const DirectConvolution direct(shape, layer.weights.data(), layer.bias.data(),
                                           arithmetic);
            CHECK_EQUAL(size(direct.outWidth(width), direct.outHeight(height), shape.out),
                        expected.size());
            CHECK(relativeError(run(direct, layer.picture, expected.size()), expected) <
                  allowed(arithmetic));
            checkParts(direct, layer.picture, {direct.outWidth(width), direct.outHeight(height)},
                       shape.out, 1, 10 * allowed(arithmetic), random);
        }
    }
}

UNDERPAINT_TEST(kernels_thin_convolution_follows_the_definition) {
    Random random(3);
    for (int i = 0; i < 12; ++i) {
        const ConvolutionShape shape{.in = 8 + static_cast<int>(random.below(60)),
                                     .out = 1 + i % 4,
                                     .kernel = 3 + i % 5,
                                     .padding = i % 3,
                                     .beyond = i % 2 == 0 ? Beyond::Reflect : Beyond::Zero};
        CHECK(ThinConvolution::suits(shape));
        const int width = shape.kernel + static_cast<int>(random.below(30));
        const int height = shape.kernel + static_cast<int>(random.below(5));
        const Layer layer(shape, width, height, random);
        const std::vector<float> expected =
            referenceConvolution(shape, layer.picture, layer.weights, layer.bias);
        for (const Arithmetic arithmetic : arithmetics()) {
            const ThinConvolution thin(shape, layer.weights.data(), layer.bias.data(), arithmetic);
            CHECK(relativeError(run(thin, layer.picture, expected.size()), expected) <
                  allowed(arithmetic));
            const int grown = 2 * shape.padding - shape.kernel + 1;
            checkParts(thin, layer.picture, {width + grown, height + grown}, shape.out, 1,
                       10 * allowed(arithmetic), random);
        }
    }
}

UNDERPAINT_TEST(kernels_transposed_convolution_follows_the_definition) {
    Random random(4);
    const std::vector<std::array<int, 4>> forms{{3, 2, 1, 1}, {4, 2, 1, 0}, {2, 2, 0, 0},
                                                {3, 1, 1, 0}, {5, 3, 1, 2}, {4, 2, 0, 1}};
    for (int i = 0; i < 36; ++i) {
        const auto& [kernel, stride, padding, outputPadding] =
            forms[static_cast<std::size_t>(i) % forms.size()];
        ConvolutionShape shape = randomShape(random, kernel, stride);
        shape.padding = padding;
        shape.beyond = Beyond::Zero;
        shape.outputPadding = outputPadding;
        const int width = 2 + static_cast<int>(random.below(9));
        const int height = 2 + static_cast<int>(random.below(9));
        const Layer layer(shape, width, height, random);
        const std::vector<float> expected =
            referenceTransposed(shape, layer.picture, layer.weights, layer.bias);
        for (const Arithmetic arithmetic : arithmetics()) {
            const PhasedConvolution transposed(shape, layer.weights.data(), layer.bias.data(),
                                               arithmetic);
            CHECK_EQUAL(size(transposed.outWidth(width), transposed.outHeight(height), shape.out),
                        expected.size());
            CHECK(relativeError(run(transposed, layer.picture, expected.size()), expected) <
                  allowed(arithmetic));
            checkParts(transposed, layer.picture,
                       {transposed.outWidth(width), transposed.outHeight(height)}, shape.out,
                       stride, 10 * allowed(arithmetic), random);
        }
    }
}

UNDERPAINT_TEST(kernels_winograd_follows_the_definition) {
    Random random(5);
    for (int i = 0; i < 40; ++i) {
        const ConvolutionShape shape{.in = 16 * (1 + static_cast<int>(random.below(4))),
                                     .out = 16 * (1 + static_cast<int>(random.below(5))),
                                     .kernel = 3,
                                     .padding = 1,
                                     .beyond = i % 2 == 0 ? Beyond::Reflect : Beyond::Zero};
        const int least = shape.beyond == Beyond::Reflect ? 2 : 1;
        const int width = least + static_cast<int>(random.below(14));
        const int height = least + static_cast<int>(random.below(14));
        const Layer layer(shape, width, height, random);
        const std::vector<float> expected =
            referenceConvolution(shape, layer.picture, layer.weights, layer.bias);
        for (const Arithmetic arithmetic : arithmetics()) {
            for (const int tile : {2, 4}) {
                const WinogradConvolution winograd(shape.in, shape.out, shape.beyond, tile,
                                                   layer.weights.data(), layer.bias.data(),
                                                   arithmetic, backwards());
                const std::vector<float> out = run(winograd, layer.picture, expected.size());
                // The larger tile's transforms enlarge rounding errors about threefold.
                CHECK(relativeError(out, expected) < allowed(arithmetic) * (tile == 4 ? 3 : 1));
                CHECK(out == run(winograd, layer.picture, expected.size(), backwards()));
                checkParts(winograd, layer.picture, {width, height}, shape.out, 1,
                           30 * allowed(arithmetic), random);
            }
        }
    }
}

UNDERPAINT_TEST(kernels_winograd_of_many_tiles_passes_them_in_blocks) {
    Random random(6);
    const ConvolutionShape shape{
        .in = 16, .out = 16, .kernel = 3, .padding = 1, .beyond = Beyond::Reflect};
    const Layer layer(shape, 301, 203, random);
    const std::vector<float> expected =
        referenceConvolution(shape, layer.picture, layer.weights, layer.bias);
    const WinogradConvolution winograd(16, 16, shape.beyond, 2, layer.weights.data(),
                                       layer.bias.data(), Arithmetic::Single, serial());
    CHECK(relativeError(run(winograd, layer.picture, expected.size()), expected) < singleError);
}

UNDERPAINT_TEST(kernels_half_precision_survives_extreme_scales) {
    if (!hasHalfArithmetic()) {
        skip("this processor has no half-precision arithmetic");
    }
    Random random(7);
    const ConvolutionShape shape{
        .in = 256, .out = 32, .kernel = 3, .padding = 1, .beyond = Beyond::Reflect};
    for (const float magnitude : {1e-12F, 1e9F}) {
        Layer layer(shape, 6, 5, random);
        // All of one sign, so that sums are as large as they can be.
        for (float& value : layer.values) {
            value = magnitude * (1 + std::abs(value));
        }
        for (float& weight : layer.weights) {
            weight = 1e4F * (1 + std::abs(weight));
        }
        layer.bias.assign(layer.bias.size(), 0);
        const std::vector<float> expected =
            referenceConvolution(shape, layer.picture, layer.weights, layer.bias);
        const DirectConvolution direct(shape, layer.weights.data(), layer.bias.data(),
                                       Arithmetic::Half);
        CHECK(relativeError(run(direct, layer.picture, expected.size()), expected) < halfError);
        for (const int tile : {2, 4}) {
            const WinogradConvolution winograd(shape.in, shape.out, shape.beyond, tile,
                                               layer.weights.data(), layer.bias.data(),
                                               Arithmetic::Half, serial());
            CHECK(relativeError(run(winograd, layer.picture, expected.size()), expected) <
                  4 * halfError);
        }
    }
}

UNDERPAINT_TEST(kernels_sparse_convolution_equals_the_dense_one) {
    Random random(8);
    for (int i = 0; i < 12; ++i) {
        const int classes = 3 + static_cast<int>(random.below(20));
        const int planes = i % 3;
        const ConvolutionShape shape{.in = classes + planes,
                                     .out = 1 + static_cast<int>(random.below(80)),
                                     .kernel = 1 + 2 * (i % 4),
                                     .padding = i % 4,
                                     .beyond = i % 2 == 0 ? Beyond::Reflect : Beyond::Zero};
        const int width = shape.kernel + static_cast<int>(random.below(9));
        const int height = shape.kernel + static_cast<int>(random.below(9));
        Layer layer(shape, width, height, random);
        std::vector<std::int32_t> labels(size(width, height));
        std::vector<float> edges(size(width, height, planes));
        layer.values.assign(layer.values.size(), 0);
        for (std::size_t p = 0; p < labels.size(); ++p) {
            labels[p] =
                static_cast<std::int32_t>(random.below(static_cast<std::uint64_t>(classes) + 2)) -
                1; // some have no class
            if (labels[p] >= 0 && labels[p] < classes) {
                layer.values[p * static_cast<std::size_t>(shape.in) +
                             static_cast<std::size_t>(labels[p])] = 1;
            }
            for (std::size_t k = 0; k < static_cast<std::size_t>(planes); ++k) {
                const auto value = static_cast<float>(random.below(3)) - 1;
                edges[k * labels.size() + p] = value;
                layer.values[p * static_cast<std::size_t>(shape.in) +
                             static_cast<std::size_t>(classes) + k] = value;
            }
        }
        const std::vector<float> expected =
            referenceConvolution(shape, layer.picture, layer.weights, layer.bias);
        const SparseConvolution sparse(shape, layer.weights.data(), layer.bias.data());
        std::vector<float> out(expected.size());
        sparse.run(sparseFromLabels(labels.data(), width, height, classes, edges.data(), planes),
                   out.data(), backwards());
        CHECK(relativeError(out, expected) < singleError);
        sparse.run(sparseFromDense(layer.picture), out.data(), serial());
        CHECK(relativeError(out, expected) < singleError);
    }
}

UNDERPAINT_TEST(kernels_pooled_labels_are_the_pooled_one_hot) {
    Random random(9);
    for (const auto& [width, height] : {std::pair{1, 1}, {2, 1}, {7, 5}, {8, 6}}) {
        constexpr int classes = 4;
        std::vector<std::int32_t> labels(size(width, height));
        for (std::int32_t& label : labels) {
            label = static_cast<std::int32_t>(random.below(classes + 2)) - 1;
        }
        const std::vector<float> plane = normals(labels.size(), random);
        const int outWidth = (width + 1) / 2;
        std::vector<float> out(size(outWidth, (height + 1) / 2, classes + 1));
        pooledOneHot({.labels = labels.data(),
                      .width = width,
                      .height = height,
                      .classes = classes,
                      .planes = plane.data(),
                      .planeCount = 1,
                      .out = out.data()},
                     backwards());
        for (std::size_t i = 0; i < out.size(); ++i) {
            const int channel = static_cast<int>(i) % (classes + 1);
            const int x = static_cast<int>(i) / (classes + 1) % outWidth;
            const int y = static_cast<int>(i) / (classes + 1) / outWidth;
            double sum = 0;
            int count = 0;
            for (int k = 0; k < 9; ++k) {
                const int sourceX = 2 * x - 1 + k % 3;
                const int sourceY = 2 * y - 1 + k / 3;
                if (sourceX < 0 || sourceY < 0 || sourceX >= width || sourceY >= height) {
                    continue;
                }
                ++count;
                const auto p = static_cast<std::size_t>(sourceY * width + sourceX);
                sum += channel == classes ? static_cast<double>(plane[p])
                                          : (labels[p] == channel ? 1.0 : 0.0);
            }
            CHECK_CLOSE(out[i], sum / count, 1e-6);
        }
    }
}

UNDERPAINT_TEST(kernels_instance_edges_compare_integers_with_four_neighbours) {
    Random random(10);
    for (const auto& [width, height] : {std::pair{1, 1}, {1, 6}, {5, 1}, {9, 7}}) {
        std::vector<std::uint32_t> ids(size(width, height));
        for (std::uint32_t& id : ids) {
            id = 4'000'000'000U + static_cast<std::uint32_t>(random.below(2));
        }
        std::vector<float> edges(ids.size(), NAN);
        instanceEdges(ids.data(), edges.data(), width, height);
        for (int i = 0; i < width * height; ++i) {
            const int x = i % width;
            const int y = i / width;
            bool edge = false;
            for (const auto& [dx, dy] : {std::pair{-1, 0}, {1, 0}, {0, -1}, {0, 1}}) {
                const bool inside = x + dx >= 0 && y + dy >= 0 && x + dx < width && y + dy < height;
                edge =
                    edge || (inside && ids[static_cast<std::size_t>((y + dy) * width + x + dx)] !=
                                           ids[static_cast<std::size_t>(i)]);
            }
            CHECK_EQUAL(edges[static_cast<std::size_t>(i)], edge ? 1.0F : 0.0F);
        }
    }
}

UNDERPAINT_TEST(kernels_moments_are_exact_far_from_zero_and_independent_of_tasks) {
    Random random(11);
    constexpr int channels = 19;
    constexpr int pixels = 777;
    std::vector<float> x = normals(size(pixels, channels), random);
    for (std::size_t i = 0; i < x.size(); ++i) {
        x[i] = x[i] * 0.01F + 100.0F * static_cast<float>(i % channels);
    }
    const ChannelMoments moments = channelMoments(x.data(), pixels, channels, serial());
    const ChannelMoments other = channelMoments(x.data(), pixels, channels, backwards());
    CHECK(moments.mean == other.mean);
    CHECK(moments.variance == other.variance);
    for (std::size_t c = 0; c < channels; ++c) {
        double mean = 0;
        double square = 0;
        for (std::size_t p = 0; p < pixels; ++p) {
            mean += static_cast<double>(x[p * channels + c]) / pixels;
        }
        for (std::size_t p = 0; p < pixels; ++p) {
            square += std::pow(static_cast<double>(x[p * channels + c]) - mean, 2) / pixels;
        }
        CHECK_CLOSE(moments.mean[c], mean, 1e-6);
        CHECK_CLOSE(moments.variance[c] / square, 1.0, 1e-4);
    }
    x[3] = NAN;
    CHECK(std::isnan(channelMoments(x.data(), pixels, channels, serial()).variance[3]));
}

UNDERPAINT_TEST(kernels_affine_adds_then_activates) {
    Random random(12);
    constexpr int channels = 21;
    constexpr int pixels = 33;
    const std::vector<float> x = normals(size(pixels, channels), random);
    const std::vector<float> residual = normals(x.size(), random);
    const std::vector<float> scale = normals(channels, random);
    const std::vector<float> shift = normals(channels, random);
    for (const float slope : {0.0F, 0.2F, 1.0F}) {
        for (const bool adds : {false, true}) {
            std::vector<float> out(x.size());
            channelAffine({.x = x.data(),
                           .scale = scale.data(),
                           .shift = shift.data(),
                           .residual = adds ? residual.data() : nullptr,
                           .slope = slope,
                           .out = out.data(),
                           .pixels = pixels,
                           .channels = channels},
                          backwards());
            for (std::size_t i = 0; i < out.size(); ++i) {
                const std::size_t c = i % channels;
                const float y = x[i] * scale[c] + shift[c] + (adds ? residual[i] : 0.0F);
                CHECK_CLOSE(out[i], y < 0 ? y * slope : y, 1e-5);
            }
        }
    }
}

UNDERPAINT_TEST(metrics_psnr_of_known_differences) {
    const std::vector<float> a{0, 0, 0, 0};
    const std::vector<float> b{0.2F, -0.2F, 0.2F, -0.2F};
    CHECK_CLOSE(metrics::psnr(a, b, 2), 20.0, 1e-5);
    CHECK(std::isinf(metrics::psnr(a, a, 2)));
    CHECK_ERROR(metrics::psnr(a, std::vector<float>{1}, 2), "same size");
    const Image black(2, 2, 3, 0);
    const Image grey(2, 2, 3, 255);
    CHECK_CLOSE(metrics::psnr(black, grey), 0.0, 1e-9);
}
