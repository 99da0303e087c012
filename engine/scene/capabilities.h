// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace underpaint::scene {

/// What a model can use of a scene. Panels and options are enabled by these, never by its kind, and
/// effects() tells by them which edits its photo shows.
struct Capabilities {
    bool labels = false;     ///< paints from a label map
    bool instances = false;  ///< sees the boundaries between instances
    bool styles = false;     ///< has a style for every instance
    bool encoder = false;    ///< takes an instance's style from a photo
    bool photoInput = false; ///< translates the reference photo instead of labels
    /// Another seed gives another photo: styles are drawn anew, or (RenderSettings::paperBehaviour)
    /// dropout is.
    bool variation = false;
    bool paperBehaviour = false; ///< RenderSettings::paperBehaviour makes a difference
    int latentSize = 0;          ///< values of the latent code it takes
    bool codeEncoder = false;    ///< takes the latent code from a photo
    bool exemplars = false;      ///< takes the look of photos that lend it
    bool sequences = false;      ///< paints each frame of a sequence from those before

    friend bool operator==(const Capabilities&, const Capabilities&) = default;
};

/// Those of a model that nothing is known about: every edit may change its photo.
constexpr Capabilities everyCapability() {
    return {.labels = true,
            .instances = true,
            .styles = true,
            .encoder = true,
            .photoInput = true,
            .variation = true,
            .paperBehaviour = true,
            .latentSize = 1,
            .codeEncoder = true,
            .exemplars = true,
            .sequences = true};
}

} // namespace underpaint::scene
