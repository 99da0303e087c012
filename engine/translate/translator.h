// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/cancel_token.h"
#include "engine/base/plane.h"
#include "engine/base/progress.h"
#include "engine/nets/run/precision.h"
#include "engine/project/package/model_package.h"
#include "engine/scene/capabilities.h"
#include "engine/scene/scene.h"
#include "engine/translate/exemplar_matches.h"

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

struct RenderSettings {
    /// Size of the photo; empty = the scene's own.
    Size size;
    /// The official pix2pix test behaviour: batch norm by this picture's statistics, and dropout
    /// drawn from the scene's seed. Otherwise stored statistics and no dropout.
    bool paperBehaviour = false;
    /// Edits will follow: what local photos of them need is kept, where the model and the memory
    /// allow it. Changes no byte of the photo.
    bool keepsForEdits = false;
    /// A photo of the scene's own size in which only the surroundings of what changed since the
    /// last one were rendered will do. Where there is none, a photo as without this.
    bool localIsWelcome = false;
    /// How many pixels beyond an edit a local photo is rendered; 0: as the model needs it.
    int reach = 0;
};

/// A finished photo and what it took.
struct RenderResult {
    Image photo; ///< 8-bit RGB
    std::uint64_t revision = 0;
    /// Only a region was rendered. Outside of `changed` it is the last exact photo, to the byte.
    bool local = false;
    Rect changed = {};
    /// Local photos may follow.
    bool keptForEdits = false;
    double seconds = 0;
    /// Seconds by stage ("prepare", "network", "finish").
    std::map<std::string, double> stages;
    /// Where its look came from, of models that take exemplars; else null.
    std::shared_ptr<const ExemplarMatches> matches = {};
    /// Highest resident memory of the process so far (a GPU's own memory is not part of it).
    std::int64_t peakBytes = 0;
    std::string device;
    std::string precision;
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
