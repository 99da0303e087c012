// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/cancel_token.h"
#include "engine/base/plane.h"
#include "engine/base/progress.h"
#include "engine/nets/run/precision.h"
#include "engine/project/package/model_package.h"
#include "engine/scene/capabilities.h"
#include "engine/scene/scene.h"
#include "engine/translate/frame_rollout.h"
#include "engine/translate/render_result.h"

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace underpaint::translate {

using scene::Capabilities;

/// Where and how a translator computes.
struct EngineSettings {
    std::string device = "auto"; ///< auto, cpu, cuda, cuda:N
    nets::Precision precision = nets::Precision::Auto;
    int threads = 0; ///< 0 = one per core
};

/// Turns scenes into photos with one model. Deterministic: the same snapshot, package, settings
/// and device give the same bytes. Not thread-safe; belongs to one engine thread.
class Translator {
public:
    virtual ~Translator() = default;

    virtual Capabilities capabilities() const = 0;
    virtual const project::Manifest& manifest() const = 0;

    /// Throws Error when the scene does not fit the model, Cancelled when the token was triggered.
    virtual RenderResult render(const scene::SceneSnapshot& scene, const RenderSettings& settings,
                                const CancelToken& cancel, const ProgressSink& progress) = 0;

    /// The style of every instance of `instances` as the model's encoder sees it in `photo`
    /// (the same size). Throws Error without the capability, Cancelled when the token was
    /// triggered.
    virtual std::map<std::uint32_t, std::vector<float>>
    encodeStyles(const Image& photo, const InstancePlane& instances, const CancelToken& cancel) = 0;

    /// The latent code of a photo of any size (RGB): what the model's encoder takes it for, without
    /// a draw. Throws Error without the capability, Cancelled when the token was triggered.
    virtual std::vector<float> encodeCode(const Image& photo, const CancelToken& cancel) = 0;

    /// Paints the frames of a sequence from each other, with the capability; of
    /// other models nullptr.
    virtual std::unique_ptr<FrameRollout> rollout() { return nullptr; }

protected:
    Translator() = default;
    Translator(const Translator&) = default;
    Translator& operator=(const Translator&) = default;
};

/// Loads the model of a package. Throws Error when it does not hold a whole model of a known kind
/// or the device is not there.
std::unique_ptr<Translator> openTranslator(const project::ModelPackage& package,
                                           const EngineSettings& settings);

} // namespace underpaint::translate
