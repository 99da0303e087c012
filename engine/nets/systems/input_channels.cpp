// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/nets/systems/input_channels.h"

#include "engine/base/error.h"

#include <vector>

namespace underpaint::nets {

namespace {

std::string channelSum(const InputChannels& split) {
    return std::to_string(split.labels == 0 ? 3 : split.labels) +
           (split.labels == 0 ? " of an RGB picture" : " labels") +
           (split.edge ? " + 1 edge" : "") +
           (split.features > 0 ? " + " + std::to_string(split.features) + " features" : "");
}

/// Every split that has the right sum and agrees with the hints.
std::vector<InputChannels> possibleSplits(std::int64_t channels, const InputChannelHints& hints) {
    std::vector<InputChannels> splits;
    for (const bool edge : {true, false}) {
        if (hints.edge && *hints.edge != edge) {
            continue;
        }
        const auto consider = [&](std::int64_t labels, std::int64_t features) {
            const std::int64_t pictures = labels == 0 ? 3 : labels;
            if (features >= 0 && pictures + (edge ? 1 : 0) + features == channels) {
                splits.push_back({labels, edge, features});
            }
        };
        const std::int64_t rest = channels - (edge ? 1 : 0);
        if (hints.labels) {
            const std::int64_t pictures = *hints.labels == 0 ? 3 : *hints.labels;
            const std::int64_t features = hints.features.value_or(rest - pictures);
            consider(*hints.labels, features);
        } else if (hints.features && rest - *hints.features > 0) {
            consider(rest - *hints.features, *hints.features);
        }
    }
    return splits;
}

} // namespace

InputChannels splitInputChannels(std::int64_t channels, const InputChannelHints& hints,
                                 const std::string& where) {
    const std::string count = std::to_string(channels);
    if (!hints.labels && !(hints.features && hints.edge)) {
        throw Error("how its " + count +
                        " input channels divide into labels, edge and features cannot be seen "
                        "from the shapes",
                    where,
                    "Give --option label_nc=N (35 for Cityscapes; also use_instance=true|false, "
                    "feat_num=N) or a label set with --labels");
    }
    const std::vector<InputChannels> splits = possibleSplits(channels, hints);
    if (splits.empty()) {
        throw Error("the options do not add up to its " + count + " input channels", where,
                    "Channels are label_nc (3 for a picture when it is 0), 1 with use_instance, "
                    "and feat_num");
    }
    if (splits.size() == 1) {
        return splits.front();
    }
    for (const InputChannels& split : splits) {
        if (split.features == 0 || split.features == 3) {
            return split;
        }
    }
    throw Error("its " + count + " input channels can be " + channelSum(splits[0]) + " or " +
                    channelSum(splits[1]),
                where, "Give --option feat_num=N or --option use_instance=true|false");
}

} // namespace underpaint::nets
