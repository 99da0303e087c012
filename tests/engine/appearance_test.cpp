// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/random.h"
#include "engine/train/objective/appearance.h"
#include "tests/support/engine_test.h"

#include <cstdint>

using namespace underpaint;
using namespace underpaint::train;

namespace {

at::Tensor normals(at::IntArrayRef shape, std::uint64_t seed) {
    at::Tensor values = at::empty(shape, at::kFloat);
    Random random(seed);
    for (std::int64_t i = 0; i < values.numel(); ++i) {
        values.data_ptr<float>()[i] = static_cast<float>(random.normal());
    }
    return values;
}

double largest(const at::Tensor& differences) {
    return differences.abs().max().item<double>();
}

/// Looks of three classes that depend on two hidden numbers; with `gaps` the last class is absent
/// in every third.
Appearance examples(std::int64_t count, bool gaps) {
    const at::Tensor hidden = normals({count, 2}, 1);
    const at::Tensor effects = normals({2, 3 * Appearance::numbers}, 2);
    Appearance looks{at::matmul(hidden, effects).view({count, 3, Appearance::numbers}) * 0.1 + 0.2,
                     at::tensor({0.5, 0.3, 0.2}, at::kFloat).repeat({count, 1})};
    for (std::int64_t i = 0; gaps && i < count; i += 3) {
        looks.shares[i][2] = 0;
        looks.values[i][2] = 100; // means nothing
    }
    return looks;
}

} // namespace

UNDERPAINT_TEST(appearance_is_colour_contrast_and_grain_of_each_class) {
    // The left half of one class, plain; the right half of another, in stripes of one row each.
    at::Tensor photo = at::full({1, 3, 4, 8}, -0.5, at::kFloat);
    photo.slice(3, 4).fill_(0.2);
    photo.slice(3, 4).slice(2, 0, 4, 2).fill_(0.8);
    at::Tensor labels = at::zeros({1, 4, 8}, at::kInt);
    labels.slice(2, 4).fill_(1);
    labels[0][3][0] = -1;

    const Appearance looks = appearanceOf(photo, labels, 3);
    CHECK_CLOSE(looks.shares[0][0].item<double>(), 15.0 / 32, 1e-6);
    CHECK_CLOSE(looks.shares[0][1].item<double>(), 0.5, 1e-6);
    CHECK_CLOSE(looks.shares[0][2].item<double>(), 0, 0);
    CHECK_CLOSE(looks.values[0][0][1].item<double>(), -0.5, 1e-6);
    CHECK_CLOSE(looks.values[0][1][1].item<double>(), 0.5, 1e-6);
    CHECK_CLOSE(looks.values[0][0][3].item<double>(), 0.01, 1e-4); // the root's epsilon
    CHECK_CLOSE(looks.values[0][1][3].item<double>(), 0.3, 1e-3);
    CHECK_CLOSE(looks.values[0][1][4].item<double>(), 0.45, 1e-3); // three rows of four have a next
}

UNDERPAINT_TEST(what_a_class_looks_like_is_learnt_by_its_own_pixels) {
    const at::Tensor photo = normals({1, 3, 4, 8}, 3).requires_grad_();
    at::Tensor labels = at::zeros({1, 4, 8}, at::kInt);
    labels.slice(2, 4).fill_(1);
    const Appearance looks = appearanceOf(photo, labels, 2);
    const at::Tensor colour = looks.values.select(1, 0).slice(1, 0, 3).sum();
    const at::Tensor gradient =
        torch::autograd::grad({colour}, {photo}, {}, /*retain_graph=*/true).front();
    CHECK(largest(gradient.slice(3, 0, 4)) > 0);
    CHECK_CLOSE(largest(gradient.slice(3, 4)), 0, 0);
    CHECK(
        torch::autograd::grad({looks.values.sum()}, {photo}).front().isfinite().all().item<bool>());
}

UNDERPAINT_TEST(codes_of_appearances_are_white) {
    const Appearance looks = examples(300, true);
    const AppearanceCodes codes(looks, 2);
    const at::Tensor values = codes.codesOf(looks);
    CHECK(largest(values.mean(0)) < 1e-3);
    const at::Tensor covariance = at::matmul(values.t(), values) / values.size(0);
    CHECK(largest(covariance - at::eye(2)) < 1e-3);
    // The same again, and not a matter of what absent classes are said to look like.
    CHECK_CLOSE(largest(AppearanceCodes(examples(300, true), 2).codesOf(looks) - values), 0, 0);
    Appearance other = looks;
    other.values = at::where(looks.shares.unsqueeze(2) > 0, looks.values, at::zeros({}));
    CHECK(largest(AppearanceCodes(other, 2).codesOf(other) - values) < 1e-4);
}

UNDERPAINT_TEST(codes_ask_for_the_appearance_that_they_were_taken_from) {
    const Appearance looks = examples(300, false);
    const AppearanceCodes codes(looks, 2);
    const at::Tensor values = codes.codesOf(looks);
    // The two hidden numbers are all that there is to know.
    const at::Tensor asked = codes.askedBy(values);
    CHECK(largest(asked - looks.values) < 0.01);
    CHECK(codes.error(looks, values).item<double>() < 0.02);
    CHECK(codes.error(looks, -values).item<double>() > 1);
    CHECK(codes.error({asked, looks.shares}, values).item<double>() < 1e-5);
}

UNDERPAINT_TEST(codes_of_a_longer_reach_ask_for_more) {
    const Appearance looks = examples(300, false);
    const at::Tensor values = AppearanceCodes(looks, 2).codesOf(looks);
    const AppearanceCodes far(looks, 2, 2);
    CHECK(largest(far.codesOf(looks) - values / 2) < 1e-5);
    CHECK(far.error(looks, values / 2).item<double>() < 0.02);
    CHECK(far.error(looks, values).item<double>() > 0.2);
}

UNDERPAINT_TEST(texture_can_be_left_to_the_discriminators) {
    const Appearance looks = examples(300, false);
    const AppearanceCodes codes(looks, 2);
    const at::Tensor values = codes.codesOf(looks);
    Appearance rough = looks;
    rough.values = looks.values.clone();
    rough.values.slice(2, 3) += 1;
    CHECK(codes.error(rough, values).item<double>() > 0.2);
    CHECK(codes.error(rough, values, 0).item<double>() < 0.02);
}

UNDERPAINT_TEST(photos_that_differ_too_little_give_no_codes) {
    CHECK_ERROR(AppearanceCodes(examples(300, false), 3), "fewer directions");
    const Appearance one{at::ones({5, 2, Appearance::numbers}), at::full({5, 2}, 0.5)};
    CHECK_ERROR(AppearanceCodes(one, 1), "codes/size");
}
