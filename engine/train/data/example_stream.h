// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/train/data/class_balance.h"
#include "engine/train/data/prefetcher.h"
#include "engine/train/recipe/recipe.h"

#include <cstdint>
#include <functional>
#include <memory>

namespace underpaint::train {

/// Which part of every batch this process draws: the batches of all together are those that one
/// process would draw with a batch `size` times as large.
struct ExampleShare {
    int rank = 0;
    int size = 1;
};

/// Draws example number `index` of a run: a function of its number alone.
using DrawExample = std::function<Sample(std::uint64_t index)>;
/// Windows of single pairs, by the recipe's augmentation.
DrawExample drawnPairs(PackedDataset data, const Recipe& recipe);

/// How examples are drawn for a recipe, which may get smaller pictures in the course of a run.
using DrawsOf = std::function<DrawExample(const Recipe&)>;

/// The batches of a run, drawn ahead of time on a thread of their own.
class ExampleStream {
public:
    ExampleStream(PackedDataset data, const Recipe& recipe, const ExampleShare& share = {});
    /// Of examples that are drawn otherwise.
    ExampleStream(DrawExample draw, const Recipe& recipe, const ExampleShare& share);

    /// Goes on with the first example of this step.
    void start(std::int64_t step);
    /// The batch of the next step.
    Sample next();
    /// Seconds that next() has waited.
    double secondsWaited() const;

private:
    DrawExample m_draw;
    std::int64_t m_batch;
    ExampleShare m_share;
    double m_waited = 0;
    std::unique_ptr<Prefetcher> m_prefetcher;
};

} // namespace underpaint::train
