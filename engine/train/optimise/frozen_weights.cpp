// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/optimise/frozen_weights.h"

#include "engine/base/error.h"
#include "engine/base/glob.h"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>

namespace underpaint::train {

namespace {

constexpr std::string_view allButLast = "all_but_last:";
constexpr std::string_view allBut = "all_but:";

[[noreturn]] void fail(const std::string& entry, const std::string& problem) {
    throw Error("freezing " + entry + " " + problem, "freeze",
                "Choose encoder, global, all_but_last:N, all_but:PATTERN or a pattern such as "
                "G.model.1.*");
}

/// The N of "all_but_last:N".
std::optional<std::size_t> keptStages(const std::string& entry) {
    if (!entry.starts_with(allButLast)) {
        return std::nullopt;
    }
    const std::string_view digits = std::string_view(entry).substr(allButLast.size());
    std::size_t count = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), count);
    if (error != std::errc() || end != digits.data() + digits.size() || count == 0) {
        fail(entry, "needs a number of stages above 0");
    }
    return count;
}

/// "model.10" for every weight of a residual block, else the layer's path.
std::string stageName(const std::string& key) {
    const auto block = key.find(".conv_block.");
    return key.substr(0, block != std::string::npos ? block : key.rfind('.'));
}

bool isConvolution(nets::ParamRole role) {
    return role == nets::ParamRole::ConvolutionWeight || role == nets::ParamRole::ConvolutionBias;
}

/// Names of the weights, grouped by convolution or residual block in the order of use; a norm
/// belongs to the convolution before it.
std::vector<std::vector<std::string>> stagesOf(const nets::Network& network) {
    std::vector<std::vector<std::string>> stages;
    std::string current;
    for (const nets::ParamSpec& spec : network.parameters()) {
        const std::string name = stageName(spec.key);
        if (stages.empty() || (isConvolution(spec.role) && name != current)) {
            stages.emplace_back();
            current = name;
        }
        stages.back().push_back(spec.key);
    }
    return stages;
}

std::set<std::string> allButTheLast(std::size_t kept, const nets::Network& network) {
    const auto stages = stagesOf(network);
    std::set<std::string> keys;
    for (std::size_t i = 0; i + std::min(kept, stages.size()) < stages.size(); ++i) {
        keys.insert(stages[i].begin(), stages[i].end());
    }
    return keys;
}

std::set<std::string> matching(const std::string& pattern, const std::string& role,
                               const nets::Network& network) {
    std::set<std::string> keys;
    for (const nets::ParamSpec& spec : network.parameters()) {
        if (matchesPattern(role + "." + spec.key, pattern)) {
            keys.insert(spec.key);
        }
    }
    return keys;
}

/// Nothing when the pattern names no weight of the network.
std::set<std::string> allOthers(const std::string& pattern, const std::string& role,
                                const nets::Network& network) {
    const std::set<std::string> kept = matching(pattern, role, network);
    std::set<std::string> keys;
    for (const nets::ParamSpec& spec : network.parameters()) {
        if (!kept.empty() && !kept.contains(spec.key)) {
            keys.insert(spec.key);
        }
    }
    return keys;
}

std::set<std::string> named(const std::string& entry, const std::string& role,
                            const nets::Network& network) {
    if (entry == "encoder") {
        return matching("E.*", role, network);
    }
    if (entry == "global") {
        const std::string_view grownFrom = network.definition().grownFrom;
        return grownFrom.empty() ? std::set<std::string>()
                                 : matching("G." + std::string(grownFrom) + "*", role, network);
    }
    if (const auto kept = keptStages(entry)) {
        return role == "G" ? allButTheLast(*kept, network) : std::set<std::string>();
    }
    if (entry.starts_with(allBut)) {
        return allOthers(entry.substr(allBut.size()), role, network);
    }
    return matching(entry, role, network);
}

} // namespace

std::set<std::string> frozenWeights(const std::vector<std::string>& freeze, const std::string& role,
                                    const nets::Network& network) {
    std::set<std::string> keys;
    for (const std::string& entry : freeze) {
        keys.merge(named(entry, role, network));
    }
    return keys;
}

void checkFreeze(const std::vector<std::string>& freeze,
                 const std::vector<std::pair<std::string, nets::Network>>& networks) {
    for (const std::string& entry : freeze) {
        const bool found =
            std::any_of(networks.begin(), networks.end(), [&entry](const auto& network) {
                return !named(entry, network.first, network.second).empty();
            });
        if (!found) {
            fail(entry, "names no weight of these networks");
        }
    }
}

} // namespace underpaint::train
