// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/data/clip_plan.h"

#include "engine/base/error.h"
#include "engine/base/random.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace underpaint::train {

namespace {

/// Streams of a run's seed.
constexpr std::uint64_t sequenceStream = 51;
constexpr std::uint64_t beginningStream = 52;
constexpr std::uint64_t clipCutStream = 53;

Random drawOf(std::uint64_t seed, std::uint64_t stream, std::int64_t number) {
    return Random(deriveSeed(deriveSeed(seed, stream), static_cast<std::uint64_t>(number)));
}

std::int64_t parts(std::int64_t frames, std::int64_t chunk) {
    return (frames + chunk - 1) / chunk;
}

} // namespace

ClipPlan::ClipPlan(std::vector<std::vector<std::size_t>> sequences, const ClipRules& rules,
                   std::uint64_t seed)
    : m_sequences(std::move(sequences)), m_rules(rules), m_seed(seed) {
    // One frame alone has nothing to do with those before.
    const std::int64_t least = rules.firstFramesGiven ? 1 : 2;
    std::erase_if(m_sequences, [&](const auto& one) { return paintable(one) < least; });
    for (const auto& sequence : m_sequences) {
        m_paintable += static_cast<std::uint64_t>(paintable(sequence));
    }
    if (m_sequences.empty()) {
        throw Error("has no sequence of at least " + std::to_string(rules.seen) +
                        " frames whose names differ in a number alone",
                    "data set",
                    "Name frames by their place in time (drive_0001.png, drive_0002.png …), or "
                    "allow larger steps and cuts in the recipe (sequence/longest_step, cut)");
    }
}

std::int64_t ClipPlan::paintable(const std::vector<std::size_t>& sequence) const {
    const auto frames = static_cast<std::int64_t>(sequence.size());
    return m_rules.firstFramesGiven ? frames - (m_rules.seen - 1) : frames;
}

std::vector<std::size_t> ClipPlan::upTo(std::size_t pair, std::size_t most) const {
    for (const std::vector<std::size_t>& sequence : m_sequences) {
        const auto found = std::ranges::find(sequence, pair);
        if (found != sequence.end()) {
            const auto before =
                std::min(found - sequence.begin(), static_cast<std::ptrdiff_t>(most) - 1);
            return {found - before, found + 1};
        }
    }
    return {pair};
}

std::size_t ClipPlan::frames() const {
    return std::accumulate(m_sequences.begin(), m_sequences.end(), std::size_t{0},
                           [](std::size_t sum, const auto& one) { return sum + one.size(); });
}

ClipPart ClipPlan::at(std::int64_t step) const {
    // Clips grow at steps that are known beforehand, each stage of the run for itself.
    std::int64_t length = std::min(m_rules.length, m_rules.longest);
    std::int64_t stage = 0;
    if (m_rules.doubleEvery > 0) {
        stage = step / m_rules.doubleEvery;
        for (std::int64_t i = 0; i < stage && length < m_rules.longest; ++i) {
            length = std::min(2 * length, m_rules.longest);
        }
    }
    const std::int64_t stageBegins = stage * m_rules.doubleEvery;
    const std::int64_t inVisit = (step - stageBegins) % parts(length, m_rules.chunk);
    // A visit of a sequence has as many steps as a whole clip, whatever the sequence's length.
    Random ofVisit = drawOf(m_seed, sequenceStream, step - inVisit);
    auto frame = static_cast<std::int64_t>(ofVisit.below(m_paintable));
    auto sequence = m_sequences.begin();
    while (frame >= paintable(*sequence)) {
        frame -= paintable(*sequence);
        ++sequence;
    }
    const std::int64_t painted = std::min(length, paintable(*sequence));
    const std::int64_t inClip = inVisit % parts(painted, m_rules.chunk);
    ClipPart part{.begins = inClip == 0, .clip = static_cast<std::uint64_t>(step - inClip)};
    Random ofClip = drawOf(m_seed, beginningStream, step - inClip);
    const auto first = static_cast<std::int64_t>(
        ofClip.below(static_cast<std::uint64_t>(paintable(*sequence) - painted) + 1));
    const std::int64_t lead = m_rules.seen - 1;
    const std::int64_t from = inClip * m_rules.chunk;
    const std::int64_t to = std::min(from + m_rules.chunk, painted);
    for (std::int64_t i = from - lead; i < to; ++i) {
        const std::int64_t at = m_rules.firstFramesGiven ? i + lead : std::max<std::int64_t>(i, 0);
        part.pairs.push_back((*sequence)[static_cast<std::size_t>(first + at)]);
    }
    return part;
}

DrawnCut drawClipCut(const PackedDataset& data, const Augmentation& augmentation,
                     std::uint64_t seed, const ClipPart& part) {
    DrawnCut drawn{{}, Random(deriveSeed(deriveSeed(seed, clipCutStream), part.clip))};
    drawn.cut.pair = part.pairs.front();
    drawn.cut.window = drawWindow(data[drawn.cut.pair].size, augmentation, drawn.random);
    drawn.cut.mirrored = augmentation.flip && drawn.random.uniform() < 0.5;
    return drawn;
}

Sample drawClip(const PackedDataset& data, const Augmentation& augmentation, std::uint64_t seed,
                const ClipPart& part) {
    DrawnCut drawn = drawClipCut(data, augmentation, seed, part);
    std::vector<Sample> frames;
    for (const std::size_t pair : part.pairs) {
        drawn.cut.pair = pair;
        Random colours = drawn.random;
        frames.push_back(cutSample(data, augmentation, drawn.cut, colours));
    }
    return batchOf(frames);
}

} // namespace underpaint::train
