// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace underpaint::nets {

/// What the channels of a pix2pixHD generator's input mean: one-hot labels | edge | features.
struct InputChannels {
    std::int64_t labels = 0; ///< 0 = an RGB picture takes the place of the one-hot labels
    bool edge = false;
    std::int64_t features = 0;

    friend bool operator==(const InputChannels&, const InputChannels&) = default;
};

/// What somebody knows about them.
struct InputChannelHints {
    std::optional<std::int64_t> labels;   ///< option label_nc
    std::optional<bool> edge;             ///< option use_instance
    std::optional<std::int64_t> features; ///< option feat_num, or the channels of an encoder
};

/// Splits `channels` by what is known; the rest follows from the sum where it can (the official
/// defaults, an edge and 3 features, decide between possible sums). Throws Error that names the
/// options to give when it cannot, or when the hints contradict each other. `where` names the
/// checkpoint.
InputChannels splitInputChannels(std::int64_t channels, const InputChannelHints& hints,
                                 const std::string& where);

} // namespace underpaint::nets
