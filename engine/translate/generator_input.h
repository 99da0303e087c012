// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/network_input.h"
#include "engine/project/package/model_package.h"
#include "engine/scene/scene.h"
#include "engine/translate/class_channels.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

namespace underpaint::translate {

/// What a generator is fed and the part of its result that is the photo.
struct GeneratorInput {
    nets::NetworkInputs inputs;
    Size photoSize;
};

/// Turns scenes into the inputs that one model's generator declares. A condition is what the
/// manifest describes: one-hot labels (or a picture) | instance boundaries | features | noise of
/// the scene's seed. A picture is the reference photo, instances are the instance map, a code is
/// the scene's or drawn from its seed. Judged pictures and masks are no part of a scene: whoever
/// has them adds them.
class InputPainter {
public:
    /// Throws Error when the manifest's channels are not those of a declared condition.
    InputPainter(const project::Manifest& manifest, std::vector<nets::InputSpec> inputs);

    /// True when the reference photo is translated, not the label map.
    bool usesPhoto() const { return !m_channels && !m_colours; }
    /// Values of the latent code that the generator takes; 0 = none.
    int latentSize() const;

    /// `paddedSize` maps the photo's size to what the network needs; `size` empty = the scene's
    /// own. Throws Error when the scene does not fit the model.
    GeneratorInput paint(const scene::SceneSnapshot& scene, Size size,
                         const std::function<Size(Size)>& paddedSize) const;

private:
    struct Maps;

    int planeCount(const nets::InputSpec& condition) const;
    int pictureChannels(const nets::InputSpec& condition) const;
    bool needsMaps() const;
    Maps mapsFor(const scene::SceneSnapshot& scene, Size size,
                 const std::function<Size(Size)>& paddedSize) const;
    nets::Tensor planesOf(const scene::SceneSnapshot& scene, const InstancePlane& instances,
                          const nets::InputSpec& condition) const;
    nets::NetworkInput condition(const scene::SceneSnapshot& scene, const Maps& maps,
                                 const nets::InputSpec& spec) const;
    std::optional<nets::NetworkInput> inputFor(const scene::SceneSnapshot& scene, const Maps& maps,
                                               const nets::InputSpec& spec) const;

    project::Manifest m_manifest;
    std::vector<nets::InputSpec> m_inputs;
    std::optional<ClassChannels> m_channels;
    std::optional<ClassColours> m_colours;
};

} // namespace underpaint::translate
