// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/network_input.h"
#include "engine/project/package/model_package.h"
#include "engine/scene/scene.h"
#include "engine/translate/class_channels.h"

#include <cstdint>
#include <functional>
#include <optional>

namespace underpaint::translate {

/// What a generator is fed and the part of its result that is the photo.
struct GeneratorInput {
    nets::NetworkInput input;
    Size photoSize;
};

/// Turns scenes into the input of one model's generator, as its manifest describes it:
/// one-hot labels (or a picture) | instance boundaries | features | noise of the scene's seed.
class InputPainter {
public:
    /// `noise` of the network's `inputChannels`, the last, are noise. Throws Error when the
    /// manifest's channels are not the others.
    InputPainter(const project::Manifest& manifest, std::int64_t inputChannels,
                 std::int64_t noise = 0);

    /// True when the reference photo is translated, not the label map.
    bool usesPhoto() const { return !m_channels && !m_colours; }

    /// `paddedSize` maps the photo's size to what the network needs; `size` empty = the scene's
    /// own. Throws Error when the scene does not fit the model.
    GeneratorInput paint(const scene::SceneSnapshot& scene, Size size,
                         const std::function<Size(Size)>& paddedSize) const;

private:
    int planeCount() const;
    nets::Tensor planesOf(const scene::SceneSnapshot& scene, const InstancePlane& instances) const;

    project::Manifest m_manifest;
    std::int64_t m_inputChannels;
    int m_noise;
    std::optional<ClassChannels> m_channels;
    std::optional<ClassColours> m_colours;
};

} // namespace underpaint::translate
