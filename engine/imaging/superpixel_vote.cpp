// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/imaging/superpixel_vote.h"

#include "engine/base/error.h"

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

namespace underpaint::imaging {

namespace {

struct Ballot {
    /// Sums of confidence by class, few at a time.
    std::vector<std::pair<std::uint16_t, long long>> votes;
    long long pixels = 0;

    void add(std::uint16_t label, std::uint8_t confidence) {
        ++pixels;
        const auto found = std::find_if(votes.begin(), votes.end(),
                                        [label](const auto& vote) { return vote.first == label; });
        if (found == votes.end()) {
            votes.emplace_back(label, confidence);
        } else {
            found->second += confidence;
        }
    }
};

struct Winner {
    std::uint16_t label = 0;
    double confidence = 0;
};

/// Of equals the smaller class.
Winner winnerOf(const Ballot& ballot) {
    if (ballot.votes.empty()) {
        return {};
    }
    const auto best = std::max_element(
        ballot.votes.begin(), ballot.votes.end(), [](const auto& a, const auto& b) {
            return a.second != b.second ? a.second < b.second : a.first > b.first;
        });
    constexpr double certain = 255;
    return {best->first,
            static_cast<double>(best->second) / (certain * static_cast<double>(ballot.pixels))};
}

} // namespace

VotedLabels voteInSuperpixels(const LabelPlane& labels, const Plane<std::uint8_t>& confidence,
                              const Superpixels& superpixels, const VoteOptions& options) {
    if (labels.empty() || labels.size() != confidence.size() ||
        labels.size() != superpixels.ids.size()) {
        throw Error("labels, confidence and superpixels must have one size");
    }
    std::vector<Ballot> ballots(superpixels.count);
    for (std::size_t i = 0; i < labels.values().size(); ++i) {
        ballots[superpixels.ids.values()[i]].add(labels.values()[i], confidence.values()[i]);
    }
    std::vector<Winner> winners;
    VotedLabels voted;
    for (const Ballot& ballot : ballots) {
        Winner winner = winnerOf(ballot);
        const auto pixels = static_cast<double>(ballot.pixels);
        voted.confidence += winner.confidence * pixels;
        if (winner.confidence < options.leastConfidence) {
            voted.doubtfulShare += pixels;
            winner.label = options.unlabelled;
        }
        winners.push_back(winner);
    }
    const auto all = static_cast<double>(labels.values().size());
    voted.confidence /= all;
    voted.doubtfulShare /= all;
    voted.labels = LabelPlane(labels.width(), labels.height());
    std::transform(superpixels.ids.values().begin(), superpixels.ids.values().end(),
                   voted.labels.values().begin(),
                   [&winners](std::uint32_t id) { return winners[id].label; });
    return voted;
}

} // namespace underpaint::imaging
