// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/objective/appearance.h"

#include "engine/base/error.h"

#include <vector>

namespace underpaint::train {

namespace {

constexpr double visibleShare = 0.01; ///< of a photo, for a class to count as there
constexpr double smallestDeviation = 1e-3;
constexpr double smallestVariance = 1e-4; ///< of a direction, as a part of the whole

at::Tensor weightsOfNumbers(double texture, const at::TensorOptions& options) {
    return at::tensor({1.0, 1.0, 1.0, texture, texture}, options);
}

at::Tensor presentIn(const Appearance& photos) {
    return (photos.shares >= visibleShare).to(photos.values.scalar_type());
}

/// (N, 1, H, W): mean absolute difference of a picture's pixels from the next ones.
at::Tensor grainOf(const at::Tensor& grey) {
    const at::Tensor right = (grey.slice(3, 1) - grey.slice(3, 0, -1)).abs();
    const at::Tensor below = (grey.slice(2, 1) - grey.slice(2, 0, -1)).abs();
    return at::constant_pad_nd(right, {0, 1, 0, 0}, 0) +
           at::constant_pad_nd(below, {0, 0, 0, 1}, 0);
}

/// (N, size) to (N, size + 1): codes with a one behind them.
at::Tensor withOneBehind(const at::Tensor& codes) {
    return at::cat({codes, at::ones({codes.size(0), 1}, codes.options())}, 1);
}

/// Columns (size) of the directions of largest variance, scaled so that codes have variance 1. The
/// signs of eigenvectors are arbitrary: a code's positive values mean more of what counts most.
at::Tensor whitening(const at::Tensor& rows, std::int64_t size) {
    const at::Tensor covariance = at::matmul(rows.t(), rows) / rows.size(0);
    const auto [variances, directions] = at::linalg_eigh(covariance); // the smallest first
    const std::int64_t first = variances.size(0) - size;
    const double least = first < 0 ? 0 : variances[first].item<double>();
    if (least <= smallestVariance * variances.sum().item<double>()) {
        throw Error("the photos look different in fewer directions than a code has values",
                    "codes/appearance", "Make codes/size smaller, or use more photos");
    }
    const at::Tensor largest = directions.slice(1, first).flip(1);
    const at::Tensor top = largest.gather(0, largest.abs().argmax(0, /*keepdim=*/true));
    return largest * top.sign() / variances.slice(0, first).flip(0).sqrt();
}

} // namespace

Appearance appearanceOf(const at::Tensor& photos, const at::Tensor& labels, std::int64_t channels) {
    constexpr double epsilon = 1e-4;
    const std::int64_t count = photos.size(0);
    const at::Tensor grey = photos.mean(1, /*keepdim=*/true);
    const at::Tensor planes =
        at::cat({photos, grey.square(), grainOf(grey)}, 1).view({count, Appearance::numbers, -1});
    const at::Tensor classes = at::arange(channels, labels.options()).view({1, channels, 1});
    const at::Tensor masks =
        (labels.reshape({count, 1, -1}) == classes).to(photos.scalar_type()); // (N, C, HW)
    const at::Tensor pixels = masks.sum(2, /*keepdim=*/true);
    const at::Tensor means = at::bmm(masks, planes.transpose(1, 2)) / pixels.clamp_min(1);
    const at::Tensor colour = means.slice(2, 0, 3);
    const at::Tensor variance =
        means.slice(2, 3, 4) - colour.mean(2, /*keepdim=*/true).square() + epsilon;
    return {at::cat({colour, variance.clamp_min(epsilon).sqrt(), means.slice(2, 4)}, 2),
            (pixels / labels.size(1) / labels.size(2)).squeeze(2)};
}

AppearanceCodes::AppearanceCodes(const Appearance& examples, std::int64_t size, double reach) {
    const Appearance exact{examples.values.to(at::kDouble), examples.shares.to(at::kDouble)};
    const at::Tensor there = presentIn(exact).unsqueeze(2); // (N, C, 1)
    const at::Tensor times = there.sum(0).clamp_min(1);
    const std::int64_t count = there.size(0);
    const std::int64_t channels = there.size(1);
    m_mean = (exact.values * there).sum(0) / times;
    m_deviation = ((exact.values - m_mean).square() * there)
                      .sum(0)
                      .div(times)
                      .sqrt()
                      .clamp_min(smallestDeviation);

    const at::Tensor rows = standardised(exact);
    const at::Tensor counts = exact.shares.mean(0).sqrt().unsqueeze(1) *
                              weightsOfNumbers(usualTexture, rows.options()); // (C, numbers)
    const at::Tensor flat = counts.view({1, -1});
    m_encode = flat.t() * whitening(rows.view({count, -1}) * flat, size) / reach;

    const at::Tensor codes = withOneBehind(at::matmul(rows.view({count, -1}), m_encode));
    // As if each class had been seen once more with every code at its mean looks: rare ones are
    // not taken for more than they show.
    const at::Tensor ridge = at::eye(size + 1, codes.options());
    std::vector<at::Tensor> decode;
    for (std::int64_t c = 0; c < channels; ++c) {
        const at::Tensor seen = codes * there.select(1, c);
        decode.push_back(at::linalg_solve(at::matmul(seen.t(), codes) + ridge,
                                          at::matmul(seen.t(), rows.select(1, c))));
    }
    m_decode = at::stack(decode);
    for (at::Tensor* map : {&m_mean, &m_deviation, &m_encode, &m_decode}) {
        *map = map->to(examples.values.scalar_type());
    }
}

AppearanceCodes AppearanceCodes::to(at::Device device) const {
    AppearanceCodes there = *this;
    for (at::Tensor* map : {&there.m_mean, &there.m_deviation, &there.m_encode, &there.m_decode}) {
        *map = map->to(device);
    }
    return there;
}

at::Tensor AppearanceCodes::standardised(const Appearance& photos) const {
    return (photos.values - m_mean) / m_deviation * presentIn(photos).unsqueeze(2);
}

at::Tensor AppearanceCodes::codesOf(const Appearance& photos) const {
    return at::matmul(standardised(photos).flatten(1), m_encode);
}

at::Tensor AppearanceCodes::askedBy(const at::Tensor& codes) const {
    const at::Tensor standard =
        at::einsum("ns,csk->nck", {withOneBehind(codes).to(m_decode.scalar_type()), m_decode});
    return standard * m_deviation + m_mean;
}

at::Tensor AppearanceCodes::error(const Appearance& photos, const at::Tensor& codes,
                                  double texture) const {
    const at::Tensor differences = ((photos.values - askedBy(codes)) / m_deviation).abs();
    const at::Tensor numbers = weightsOfNumbers(texture, differences.options());
    const at::Tensor counts = (photos.shares.sqrt() * presentIn(photos)).unsqueeze(2) * numbers;
    return (differences * counts).sum() / counts.sum().clamp_min(smallestDeviation);
}

} // namespace underpaint::train
