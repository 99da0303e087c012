// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/data/frame_sequences.h"

#include "engine/imaging/sequence/frame_names.h"

#include <algorithm>
#include <numeric>
#include <optional>
#include <utility>

namespace underpaint::train {

namespace {

LabelPlane labelsOf(const PackedPair& pair) {
    LabelPlane labels(pair.size.width, pair.size.height);
    std::ranges::copy(pair.labels, labels.values().begin());
    return labels;
}

bool followsByName(const PackedPair& before, const PackedPair& next, std::int64_t longestStep) {
    const auto first = imaging::numberIn(before.stem);
    const auto second = imaging::numberIn(next.stem);
    if (!first || !second || first->before != second->before || first->after != second->after ||
        before.size != next.size || before.domain != next.domain) {
        return false;
    }
    const auto step = static_cast<std::int64_t>(second->number - first->number);
    return longestStep == 0 || step <= longestStep;
}

} // namespace

std::vector<std::vector<std::size_t>> frameSequences(const PackedDataset& data,
                                                     const SequenceRules& rules) {
    std::vector<std::size_t> order(data.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, [&data](std::size_t a, std::size_t b) {
        return imaging::comesBefore(data[a].stem, data[b].stem);
    });
    std::vector<std::vector<std::size_t>> sequences;
    std::optional<LabelPlane> last;
    for (const std::size_t pair : order) {
        LabelPlane labels = labelsOf(data[pair]);
        const bool follows =
            last && followsByName(data[sequences.back().back()], data[pair], rules.longestStep) &&
            imaging::labelChange(*last, labels) <= rules.cut;
        if (!follows) {
            sequences.emplace_back();
        }
        sequences.back().push_back(pair);
        last = std::move(labels);
    }
    std::erase_if(sequences, [](const auto& sequence) { return sequence.size() < 2; });
    return sequences;
}

} // namespace underpaint::train
