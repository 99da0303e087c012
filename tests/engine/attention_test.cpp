// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/nets/run/streamed_attention.h"

#include "engine/kernels/simd_kernels.h"
#include "engine/train/optimise/trained_network.h"
#include "tests/engine/nets_samples.h"
#include "tests/support/engine_test.h"

#include <algorithm>
#include <cstdint>
#include <vector>

namespace attention_test {

using namespace underpaint;
using namespace underpaint::nets;
using test::randomTensor;

namespace {

constexpr double tolerance = 1e-5;

double difference(const Tensor& a, const Tensor& b) {
    return (a.to(at::kDouble) - b.to(at::kDouble)).abs().max().item<double>();
}

struct Shape {
    std::int64_t channels;
    std::int64_t height, width;       ///< of the queries
    std::int64_t keyHeight, keyWidth; ///< of the keys
    std::int64_t values;
};

/// A question with logits between about -10 and 10, where rounding is far below the tolerance.
Attention question(const Shape& s, std::int64_t window, Likeness likeness) {
    return {.query = randomTensor({2, s.channels, s.height, s.width}, 1),
            .key = randomTensor({2, s.channels, s.keyHeight, s.keyWidth}, 2),
            .values = randomTensor({2, s.values, s.keyHeight, s.keyWidth}, 3),
            .window = window,
            .likeness = likeness,
            .temperature = likeness == Likeness::Product ? 1.0 : 0.1};
}

/// Of keys that are equally good up to rounding, each may be the match.
void checkSame(const AttentionResult& found, const AttentionResult& wanted,
               const Attention& asked) {
    const Tensor match = found.match.flatten(1);
    const Tensor none = match.eq(-1);
    const Tensor probabilities = at::softmax(attentionLogits(asked), 2);
    const Tensor matched =
        probabilities.gather(2, match.clamp_min(0).unsqueeze(2)).squeeze(2).masked_fill(none, 0);
    CHECK(difference(matched, wanted.probability.flatten(1)) < tolerance);
    CHECK(at::equal(none, wanted.match.flatten(1).eq(-1)));
    CHECK(difference(found.values, wanted.values) < tolerance);
    CHECK(difference(found.probability, wanted.probability) < tolerance);
    CHECK(difference(found.entropy, wanted.entropy) < 10 * tolerance);
}

const std::vector<Shape> oddShapes{{5, 7, 9, 7, 9, 3},      {16, 17, 33, 17, 33, 3},
                                   {12, 1, 1, 5, 3, 1},     {8, 19, 3, 2, 41, 11},
                                   {3, 35, 18, 21, 37, 48}, {32, 6, 70, 9, 5, 8}};

} // namespace

UNDERPAINT_TEST(streamed_attention_is_the_plain_one) {
    for (const Shape& shape : oddShapes) {
        for (const std::int64_t window : {1, 3, 5}) {
            for (const Likeness likeness :
                 {Likeness::Product, Likeness::CosineOfCentred, Likeness::CosineOfSpread}) {
                if (likeness == Likeness::CosineOfSpread && shape.height * shape.width == 1) {
                    continue; // one place less the mean of all has no direction
                }
                const Attention asked = question(shape, window, likeness);
                const AttentionResult wanted = attendPlainly(asked);
                checkSame(attendStreamed(asked, kernels::serial()), wanted, asked);
                checkSame(attendInBands(asked), wanted, asked);
            }
        }
    }
}

UNDERPAINT_TEST(threads_do_not_change_streamed_attention) {
    const Attention asked = question(oddShapes[4], 3, Likeness::CosineOfCentred);
    const AttentionResult alone = attendStreamed(asked, kernels::serial());
    const AttentionResult together = attendStreamed(asked, kernels::onThreads(3, [] {}));
    CHECK(at::equal(alone.values, together.values));
    CHECK(at::equal(alone.entropy, together.entropy));
}

UNDERPAINT_TEST(reversed_attention_asks_the_other_way) {
    const Attention asked = question(oddShapes[3], 3, Likeness::CosineOfCentred);
    const Tensor values = randomTensor({2, 3, oddShapes[3].height, oddShapes[3].width}, 4);
    const Attention back = asked.reversed(values);
    const Tensor probabilities = at::softmax(attentionLogits(asked), 1); // over the queries
    const Tensor wanted = at::bmm(values.flatten(2), probabilities);
    CHECK(difference(attendStreamed(back, kernels::serial()).values.flatten(2), wanted) <
          tolerance);
}

UNDERPAINT_TEST(places_of_other_groups_are_not_seen) {
    const Shape shape = oddShapes[1];
    Attention asked = question(shape, 3, Likeness::CosineOfCentred);
    asked.queryGroups = at::arange(2 * shape.height * shape.width)
                            .remainder(5)
                            .sub(1)
                            .view({2, shape.height, shape.width})
                            .to(at::kInt); // -1 … 3, of which keys lack 3
    asked.keyGroups = at::arange(2 * shape.keyHeight * shape.keyWidth)
                          .remainder(4)
                          .sub(1)
                          .view({2, shape.keyHeight, shape.keyWidth})
                          .to(at::kInt);
    asked.keyGroups.masked_fill_(asked.keyGroups.eq(-1), Attention::noGroup);
    const AttentionResult found = attendStreamed(asked, kernels::serial());
    checkSame(found, attendPlainly(asked), asked);
    checkSame(attendInBands(asked), attendPlainly(asked), asked);
    const Tensor lonely = asked.queryGroups.eq(3).unsqueeze(1);
    CHECK(found.match.masked_select(lonely).eq(-1).all().item<bool>());
    CHECK(found.values.masked_select(lonely.expand_as(found.values)).eq(0).all().item<bool>());
    const Tensor group = asked.keyGroups.flatten(1).gather(1, found.match.flatten(1).clamp_min(0));
    const Tensor bound = asked.queryGroups.flatten(1);
    const Tensor free = bound.eq(-1).logical_or(bound.eq(3));
    CHECK(group.eq(bound).logical_or(free).all().item<bool>());
}

UNDERPAINT_TEST(pinned_places_find_each_other) {
    const Shape shape = oddShapes[1];
    Attention asked = question(shape, 3, Likeness::CosineOfCentred);
    asked.queryBias = at::zeros({2, 2, shape.height, shape.width});
    asked.keyBias = at::zeros({2, 2, shape.keyHeight, shape.keyWidth});
    for (std::int64_t pin = 0; pin < 2; ++pin) {
        asked.queryBias.select(1, pin).select(1, 3 + pin).select(1, 4).fill_(30);
        asked.keyBias.select(1, pin).select(1, 10).select(1, 7 * pin + 2).fill_(1);
    }
    const AttentionResult found = attendStreamed(asked, kernels::serial());
    checkSame(found, attendPlainly(asked), asked);
    checkSame(attendInBands(asked), attendPlainly(asked), asked);
    CHECK_EQUAL(found.match[0][0][3][4].item<std::int64_t>(), 10 * shape.keyWidth + 2);
    CHECK_EQUAL(found.match[1][0][4][4].item<std::int64_t>(), 10 * shape.keyWidth + 9);
}

UNDERPAINT_TEST(attention_in_bands_has_the_gradients_of_the_plain_one) {
    for (const std::int64_t window : {1, 3}) {
        for (const Likeness likeness : {Likeness::Product, Likeness::CosineOfCentred}) {
            Attention asked = question(oddShapes[4], window, likeness);
            std::vector<Tensor> leaves;
            for (Tensor* map : {&asked.query, &asked.key, &asked.values}) {
                map->set_requires_grad(true);
                leaves.push_back(*map);
            }
            const Tensor weights =
                randomTensor({2, oddShapes[4].values, oddShapes[4].height, oddShapes[4].width}, 5);
            const auto gradients = [&](const AttentionResult& result) {
                return train::gradientsOf((weights * result.values).sum(), leaves, false);
            };
            const std::vector<Tensor> wanted = gradients(attendPlainly(asked));
            const std::vector<Tensor> found = gradients(attendInBands(asked));
            for (std::size_t i = 0; i < leaves.size(); ++i) {
                CHECK(difference(found[i], wanted[i]) <
                      tolerance * std::max(1.0, wanted[i].abs().max().item<double>()));
            }
        }
    }
}

} // namespace attention_test
