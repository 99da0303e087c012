// SPDX-License-Identifier: GPL-3.0-or-later
// The CUDA kernels against their CPU twins, where a GPU is.
#include "engine/base/geometry.h"
#include "engine/kernels/channel_norm.h"
#include "engine/kernels/instance_edges.h"
#include "engine/kernels/pooled_one_hot.h"
#include "engine/kernels/sparse_convolution.h"
#include "tests/engine/cuda_samples.h"
#include "tests/engine/kernels_samples.h"
#include "tests/support/engine_test.h"

#include <cmath>

using namespace underpaint;
using namespace underpaint::kernels;
using namespace underpaint::test;

namespace {

/// Odd, thin and tiny ones, and some with more pixels than a block has threads.
std::vector<Size> pictureSizes() {
    return {{1, 1}, {1, 9}, {8, 1}, {2, 2}, {33, 17}, {64, 48}, {131, 67}};
}

std::int64_t pixelsOf(Size size) {
    return std::int64_t{size.width} * size.height;
}

/// Labels of which some are no class.
std::vector<std::int32_t> randomLabels(std::int64_t count, int classes, Random& random) {
    std::vector<std::int32_t> labels;
    for (std::int64_t i = 0; i < count; ++i) {
        labels.push_back(
            static_cast<std::int32_t>(random.below(static_cast<std::uint64_t>(classes) + 2)) - 1);
    }
    return labels;
}

HostTensor randomTensor(int images, int channels, std::int64_t pixels, Element element,
                        Random& random) {
    const auto count = static_cast<std::size_t>(images * pixels * channels);
    return {.images = images,
            .channels = channels,
            .pixels = pixels,
            .values = rounded(normals(count, random), element)};
}

void checkClose(const std::vector<float>& values, const std::vector<float>& expected,
                double relative, double absolute, const std::string& what) {
    if (values.size() != expected.size()) {
        fail(what + ": another number of values", __FILE__, __LINE__);
    }
    for (std::size_t i = 0; i < values.size(); ++i) {
        const auto a = static_cast<double>(values[i]);
        const auto b = static_cast<double>(expected[i]);
        if (!(std::abs(a - b) <= relative * std::abs(b) + absolute)) {
            fail(what + ": value " + std::to_string(i) + " is " + std::to_string(a) + ", not " +
                     std::to_string(b),
                 __FILE__, __LINE__);
        }
    }
}

/// A painted batch on the host and the device.
struct Painted {
    std::vector<std::int32_t> labels;
    std::vector<float> planes;
    CudaBuffer labelBuffer;
    CudaBuffer planeBuffer;
    CudaPainted in;

    Painted(int images, Size size, int classes, int planeCount, Random& random)
        : labels(randomLabels(images * pixelsOf(size), classes, random)),
          planes(normals(static_cast<std::size_t>(images * planeCount * pixelsOf(size)), random)),
          labelBuffer(CudaBuffer::of(labels)),
          planeBuffer(CudaBuffer::of(planes)),
          in{.labels = labelBuffer.as<std::int32_t>(),
             .planes = planeCount > 0 ? planeBuffer.as<float>() : nullptr,
             .images = images,
             .width = size.width,
             .height = size.height,
             .classes = classes,
             .planeCount = planeCount} {
        for (std::size_t i = 0; i < planes.size(); i += 3) {
            planes[i] = 0;
        }
        if (!planes.empty()) {
            planeBuffer.upload(planes.data());
        }
    }

    std::int64_t pixels() const { return std::int64_t{in.width} * in.height; }
    const std::int32_t* labelsOf(int image) const { return labels.data() + image * pixels(); }
    const float* planesOf(int image) const {
        return in.planeCount == 0 ? nullptr : planes.data() + image * in.planeCount * pixels();
    }
};

} // namespace

UNDERPAINT_TEST(cuda_can_be_asked_for_anywhere) {
    CHECK(!cudaAvailable(-1));
    CHECK(!cudaAvailable(1 << 20));
    if (!cudaAvailable()) {
        const std::uint32_t id = 0;
        float edge = 0;
        CHECK_ERROR(
            cudaInstanceEdges({.ids = &id, .edges = &edge, .width = 1, .height = 1}, CudaQueue()),
            "--device cpu");
        CHECK_ERROR(CudaBuffer(16), "--device cpu");
    }
}

UNDERPAINT_TEST(cuda_instance_edges_are_those_of_the_cpu) {
    requireCuda();
    Random random(21);
    for (const Size size : pictureSizes()) {
        constexpr int images = 2;
        const std::int64_t pixels = pixelsOf(size);
        std::vector<std::uint32_t> ids;
        for (std::int64_t i = 0; i < images * pixels; ++i) {
            ids.push_back(0xfffffff0U + static_cast<std::uint32_t>(random.below(2)));
        }
        std::vector<float> expected(ids.size());
        for (int n = 0; n < images; ++n) {
            instanceEdges(ids.data() + n * pixels, expected.data() + n * pixels, size.width,
                          size.height);
        }
        CudaBuffer device = CudaBuffer::of(ids);
        CudaBuffer edges = unwritten({}, images * pixels);
        cudaInstanceEdges({.ids = device.as<std::uint32_t>(),
                           .edges = edges.as<float>(),
                           .images = images,
                           .width = size.width,
                           .height = size.height},
                          {});
        CHECK(edges.values<float>() == expected);
    }
}

UNDERPAINT_TEST(cuda_one_hot_planes_hold_the_labels) {
    requireCuda();
    Random random(22);
    for (const CudaKind& kind : cudaKinds()) {
        for (const Size size : pictureSizes()) {
            constexpr int images = 2;
            constexpr int classes = 5;
            const std::int64_t pixels = pixelsOf(size);
            const std::vector<std::int32_t> labels = randomLabels(images * pixels, classes, random);
            CudaBuffer device = CudaBuffer::of(labels);
            CudaBuffer out = unwritten(kind, images * classes * pixels);
            cudaOneHot({.labels = device.as<std::int32_t>(),
                        .images = images,
                        .pixels = pixels,
                        .classes = classes,
                        .out = out.as(),
                        .element = kind.element,
                        .layout = kind.layout(classes, pixels)},
                       {});
            std::vector<float> expected;
            for (const std::int32_t label : labels) {
                for (int c = 0; c < classes; ++c) {
                    expected.push_back(label == c ? 1.0F : 0.0F);
                }
            }
            CHECK(downloaded(out, kind, images, classes, pixels).values == expected);
        }
    }
}

UNDERPAINT_TEST(cuda_pooled_labels_are_those_of_the_cpu) {
    requireCuda();
    Random random(23);
    for (const CudaKind& kind : cudaKinds()) {
        for (const Size size : pictureSizes()) {
            constexpr int images = 2;
            constexpr int classes = 6;
            const int planeCount = static_cast<int>(random.below(3));
            Painted painted(images, size, classes, planeCount, random);
            const int channels = classes + planeCount;
            const std::int64_t pixels =
                std::int64_t{(size.width + 1) / 2} * ((size.height + 1) / 2);
            std::vector<float> expected(static_cast<std::size_t>(images * channels * pixels));
            for (int n = 0; n < images; ++n) {
                pooledOneHot({.labels = painted.labelsOf(n),
                              .width = size.width,
                              .height = size.height,
                              .classes = classes,
                              .planes = painted.planesOf(n),
                              .planeCount = planeCount,
                              .out = expected.data() + n * channels * pixels},
                             serial());
            }
            CudaBuffer out = unwritten(kind, images * channels * pixels);
            cudaPooledOneHot({.in = painted.in,
                              .out = out.as(),
                              .element = kind.element,
                              .layout = kind.layout(channels, pixels)},
                             {});
            checkClose(downloaded(out, kind, images, channels, pixels).values, expected,
                       2 * kind.rounding(), 1e-6, kind.name());
        }
    }
}

namespace {

/// Weights (out, in, kernel, kernel) as the stem's kernel wants them: (in, kernel, kernel, out).
std::vector<float> columnsOf(const ConvolutionShape& shape, const std::vector<float>& weights) {
    std::vector<float> columns(weights.size());
    const std::size_t rest = weights.size() / static_cast<std::size_t>(shape.out);
    for (std::size_t o = 0; o < static_cast<std::size_t>(shape.out); ++o) {
        for (std::size_t i = 0; i < rest; ++i) {
            columns[i * static_cast<std::size_t>(shape.out) + o] = weights[o * rest + i];
        }
    }
    return columns;
}

/// The stem of one painted image by the CPU: its sparse kernel where that has the stride.
std::vector<float> stemOnCpu(const ConvolutionShape& shape, const Painted& painted, int image,
                             const std::vector<float>& weights, const std::vector<float>& bias,
                             std::int64_t outPixels) {
    const CudaPainted& in = painted.in;
    const SparsePicture sparse =
        sparseFromLabels(painted.labelsOf(image), in.width, in.height, in.classes,
                         painted.planesOf(image), in.planeCount);
    if (shape.stride == 1) {
        std::vector<float> out(static_cast<std::size_t>(outPixels * shape.out));
        SparseConvolution(shape, weights.data(), bias.data()).run(sparse, out.data(), serial());
        return out;
    }
    std::vector<float> dense(static_cast<std::size_t>(painted.pixels() * shape.in));
    for (std::size_t p = 0; p + 1 < sparse.first.size(); ++p) {
        for (std::int64_t i = sparse.first[p]; i < sparse.first[p + 1]; ++i) {
            const SparsePicture::Value& value = sparse.values[static_cast<std::size_t>(i)];
            dense[p * static_cast<std::size_t>(shape.in) +
                  static_cast<std::size_t>(value.channel)] = value.value;
        }
    }
    const Picture picture{
        .values = dense.data(), .width = in.width, .height = in.height, .channels = shape.in};
    return referenceConvolution(shape, picture, weights, bias);
}

void checkStem(const CudaKind& kind, const ConvolutionShape& shape, Size size, int planeCount,
               Random& random) {
    constexpr int images = 2;
    const Painted painted(images, size, shape.in - planeCount, planeCount, random);
    const std::vector<float> weights =
        rounded(normals(static_cast<std::size_t>(std::int64_t{1} * shape.in * shape.out *
                                                 shape.kernel * shape.kernel),
                        random),
                kind.element);
    const std::vector<float> bias =
        rounded(normals(static_cast<std::size_t>(shape.out), random), kind.element);
    CudaBuffer columns = CudaBuffer::of(encoded(columnsOf(shape, weights), kind.element));
    CudaBuffer biases = CudaBuffer::of(encoded(bias, kind.element));
    CudaPaintedStem job{.in = painted.in,
                        .outs = shape.out,
                        .kernel = shape.kernel,
                        .stride = shape.stride,
                        .padding = shape.padding,
                        .beyond = shape.beyond,
                        .columns = columns.as(),
                        .bias = biases.as(),
                        .element = kind.element};
    const std::int64_t pixels = std::int64_t{job.outWidth()} * job.outHeight();
    CudaBuffer out = unwritten(kind, images * shape.out * pixels);
    job.out = out.as();
    job.layout = kind.layout(shape.out, pixels);
    cudaPaintedStem(job, {});
    std::vector<float> expected;
    for (int n = 0; n < images; ++n) {
        const std::vector<float> image = stemOnCpu(shape, painted, n, weights, bias, pixels);
        expected.insert(expected.end(), image.begin(), image.end());
    }
    checkClose(downloaded(out, kind, images, shape.out, pixels).values, expected,
               2 * kind.rounding(), 1e-4, kind.name());
}

} // namespace

UNDERPAINT_TEST(cuda_painted_stems_are_those_of_the_cpu) {
    requireCuda();
    Random random(24);
    for (const CudaKind& kind : cudaKinds()) {
        for (const Beyond beyond : {Beyond::Zero, Beyond::Reflect}) {
            checkStem(kind, {.in = 9, .out = 40, .kernel = 7, .padding = 3, .beyond = beyond},
                      {33, 18}, 2, random);
            checkStem(kind,
                      {.in = 4, .out = 3, .kernel = 4, .stride = 2, .padding = 1, .beyond = beyond},
                      {15, 22}, 0, random);
            checkStem(kind, {.in = 5, .out = 64, .kernel = 3, .padding = 1, .beyond = beyond},
                      {2, 5}, 1, random);
        }
    }
    const CudaPaintedStem tooSmall{.in = {.width = 2, .height = 9}, .kernel = 4, .stride = 2};
    CHECK_EQUAL(tooSmall.outWidth(), 0);
    CHECK_EQUAL(tooSmall.outHeight(), 3);
}

namespace {

struct NormCase {
    CudaStatistics statistics = CudaStatistics::EachImage;
    bool affine = false;
    bool residual = false;
    float slope = 1;
};

/// Scale and shift of one image by the CPU's moments.
void normaliseOnCpu(const HostTensor& x, const NormCase& wanted, const std::vector<float>& mean,
                    const std::vector<float>& variance, const std::vector<float>& weight,
                    const std::vector<float>& bias, const std::vector<float>& residual,
                    std::vector<float>& out) {
    const bool each = wanted.statistics == CudaStatistics::EachImage;
    const std::int64_t rows = each ? x.pixels : x.pixels * x.images;
    for (std::int64_t first = 0; first < x.pixels * x.images; first += rows) {
        const std::size_t start = static_cast<std::size_t>(first * x.channels);
        ChannelMoments moments =
            channelMoments(x.values.data() + start, rows, x.channels, serial());
        std::vector<float> scale;
        std::vector<float> shift;
        for (std::size_t c = 0; c < static_cast<std::size_t>(x.channels); ++c) {
            if (wanted.statistics == CudaStatistics::Given) {
                moments.mean[c] = static_cast<double>(mean[c]);
                moments.variance[c] = static_cast<double>(variance[c]);
            }
            const double factor = (wanted.affine ? static_cast<double>(weight[c]) : 1.0) /
                                  std::sqrt(moments.variance[c] + 1e-5);
            const double offset = wanted.affine ? static_cast<double>(bias[c]) : 0.0;
            scale.push_back(static_cast<float>(factor));
            shift.push_back(static_cast<float>(offset - moments.mean[c] * factor));
        }
        channelAffine({.x = x.values.data() + start,
                       .scale = scale.data(),
                       .shift = shift.data(),
                       .residual = wanted.residual ? residual.data() + start : nullptr,
                       .slope = wanted.slope,
                       .out = out.data() + start,
                       .pixels = rows,
                       .channels = x.channels},
                      serial());
    }
}

void checkNorm(const CudaKind& kind, const NormCase& wanted, int channels, std::int64_t pixels,
               Random& random) {
    constexpr int images = 3;
    HostTensor x = randomTensor(images, channels, pixels, kind.element, random);
    for (float& value : x.values) {
        value = rounded({value + 3}, kind.element)[0]; // an offset that must not cost precision
    }
    const HostTensor residual = randomTensor(images, channels, pixels, kind.element, random);
    const auto size = static_cast<std::size_t>(channels);
    const std::vector<float> mean = normals(size, random);
    std::vector<float> variance = normals(size, random);
    for (float& value : variance) {
        value = value * value + 0.5F;
    }
    const std::vector<float> weight = normals(size, random);
    const std::vector<float> bias = normals(size, random);
    std::vector<float> expected(x.values.size());
    normaliseOnCpu(x, wanted, mean, variance, weight, bias, residual.values, expected);

    CudaBuffer input = uploaded(x, kind);
    CudaBuffer added = uploaded(residual, kind);
    CudaBuffer means = CudaBuffer::of(mean);
    CudaBuffer variances = CudaBuffer::of(variance);
    CudaBuffer weights = CudaBuffer::of(weight);
    CudaBuffer biases = CudaBuffer::of(bias);
    CudaBuffer out = unwritten(kind, images * channels * pixels);
    CudaNorm job{.x = input.as(),
                 .residual = wanted.residual ? added.as() : nullptr,
                 .out = out.as(),
                 .element = kind.element,
                 .layout = kind.layout(channels, pixels),
                 .images = images,
                 .channels = channels,
                 .pixels = pixels,
                 .statistics = wanted.statistics,
                 .mean = means.as<float>(),
                 .variance = variances.as<float>(),
                 .weight = wanted.affine ? weights.as<float>() : nullptr,
                 .bias = wanted.affine ? biases.as<float>() : nullptr,
                 .slope = wanted.slope};
    CudaBuffer workspace(job.workspaceBytes());
    job.workspace = workspace.as();
    cudaNorm(job, {});
    const std::vector<float> result = downloaded(out, kind, images, channels, pixels).values;
    checkClose(result, expected, 2 * kind.rounding(), 2e-5, kind.name());
    job.out = input.as(); // in place, and again: the same bits
    cudaNorm(job, {});
    CHECK(downloaded(input, kind, images, channels, pixels).values == result);
}

} // namespace

UNDERPAINT_TEST(cuda_norms_are_those_of_the_cpu) {
    requireCuda();
    Random random(25);
    const std::vector<NormCase> cases = {
        {},
        {.slope = 0},
        {.affine = true, .slope = 0.2F},
        {.residual = true},
        {.statistics = CudaStatistics::Batch, .affine = true, .slope = 0},
        {.statistics = CudaStatistics::Given, .affine = true, .residual = true, .slope = 0.2F},
        {.statistics = CudaStatistics::Given}};
    for (const CudaKind& kind : cudaKinds()) {
        for (const NormCase& wanted : cases) {
            checkNorm(kind, wanted, 3, 6, random);
            checkNorm(kind, wanted, 40, 700, random);
        }
        checkNorm(kind, cases[1], 33, 1024, random);
        checkNorm(kind, cases[4], 2, 40000, random); // more than one chunk either way
    }
}

namespace {

CudaBuffer groupMeans(const HostTensor& x, const std::vector<std::int64_t>& group,
                      std::int64_t groups, const CudaKind& kind) {
    CudaBuffer input = uploaded(x, kind);
    CudaBuffer indices = CudaBuffer::of(group);
    CudaBuffer out = unwritten(kind, x.images * x.channels * x.pixels);
    CudaGroupMean job{.x = input.as(),
                      .out = out.as(),
                      .element = kind.element,
                      .layout = kind.layout(x.channels, x.pixels),
                      .images = x.images,
                      .channels = x.channels,
                      .pixels = x.pixels,
                      .group = indices.as<std::int64_t>(),
                      .groups = groups};
    CudaBuffer workspace(job.workspaceBytes());
    job.workspace = workspace.as();
    cudaGroupMean(job, {});
    return out;
}

/// The definition, in double precision.
std::vector<float> groupMeansByDefinition(const HostTensor& x,
                                          const std::vector<std::int64_t>& group,
                                          std::int64_t groups) {
    const auto channels = static_cast<std::size_t>(x.channels);
    std::vector<double> sums(static_cast<std::size_t>(groups) * channels);
    std::vector<double> sizes(static_cast<std::size_t>(groups));
    const auto legal = [&](std::size_t pixel) {
        return group[pixel] >= 0 && group[pixel] < groups;
    };
    for (std::size_t p = 0; p < group.size(); ++p) {
        for (std::size_t c = 0; legal(p) && c < channels; ++c) {
            sums[static_cast<std::size_t>(group[p]) * channels + c] +=
                static_cast<double>(x.values[p * channels + c]);
        }
        if (legal(p)) {
            sizes[static_cast<std::size_t>(group[p])] += 1;
        }
    }
    std::vector<float> out;
    for (std::size_t p = 0; p < group.size(); ++p) {
        for (std::size_t c = 0; c < channels; ++c) {
            const auto g = static_cast<std::size_t>(legal(p) ? group[p] : 0);
            out.push_back(legal(p) ? static_cast<float>(sums[g * channels + c] / sizes[g]) : 0.0F);
        }
    }
    return out;
}

} // namespace

UNDERPAINT_TEST(cuda_group_means_are_exact_and_repeat) {
    requireCuda();
    Random random(26);
    for (const CudaKind& kind : cudaKinds()) {
        for (const std::int64_t pixels : {1, 31, 900, 5000}) {
            constexpr std::int64_t groups = 7;
            HostTensor x = randomTensor(2, 3, pixels, kind.element, random);
            std::vector<std::int64_t> group;
            for (std::int64_t i = 0; i < 2 * pixels; ++i) {
                // Long runs, as in pictures, and pixels of no group.
                const bool run = i / 200 % 2 == 0;
                group.push_back(run ? i / 400 % groups
                                    : static_cast<std::int64_t>(random.below(groups + 2)) - 1);
            }
            const CudaBuffer out = groupMeans(x, group, groups, kind);
            const std::vector<float> means = downloaded(out, kind, 2, 3, pixels).values;
            checkClose(means, groupMeansByDefinition(x, group, groups), 2 * kind.rounding(), 1e-9,
                       kind.name());
            CHECK(out.values<std::uint8_t>() ==
                  groupMeans(x, group, groups, kind).values<std::uint8_t>());
        }
    }
}

UNDERPAINT_TEST(cuda_group_means_of_extreme_values) {
    requireCuda();
    const CudaKind kind;
    // Groups of two: overflow in single precision, infinities, no number, tiny values.
    HostTensor x{.channels = 1,
                 .pixels = 10,
                 .values = {3e38F, 3e38F, INFINITY, 1, INFINITY, -INFINITY, NAN, 1, -INFINITY, 2}};
    const std::vector<std::int64_t> group = {0, 0, 1, 1, 2, 2, 3, 3, 4, 4};
    const std::vector<float> means =
        downloaded(groupMeans(x, group, 5, kind), kind, 1, 1, 10).values;
    CHECK_CLOSE(means[0] / 3e38F, 1, 1e-6);
    CHECK(std::isinf(means[3]) && means[3] > 0);
    CHECK(std::isnan(means[4]) && std::isnan(means[7]));
    CHECK(std::isinf(means[9]) && means[9] < 0);
    x.values = {0, 0, 1e-38F, 3e-38F, 0, 0, 0, 0, -1e-38F, 1e-38F};
    const std::vector<float> tiny =
        downloaded(groupMeans(x, group, 5, kind), kind, 1, 1, 10).values;
    CHECK_CLOSE(tiny[2] / 2e-38F, 1, 1e-6);
    CHECK_EQUAL(tiny[0], 0.0F);
    CHECK_EQUAL(tiny[9], 0.0F);
}
