// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/cancel_token.h"
#include "engine/base/plane.h"
#include "engine/base/progress.h"
#include "engine/project/package/model_package.h"
#include "engine/translate/translator.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

// Photos into other photos, with models between two domains A and B (sheep and giraffes). No
// LibTorch here: the command line and the editor include this.
namespace underpaint::translate {

enum class Direction { AToB, BToA };

/// Which instance is translated before the others, which see what became of it.
enum class InstanceOrder {
    LargestFirst, ///< as in the paper; of equal ones the first
    SmallestFirst,
    AsGiven,
};

struct TranslationSettings {
    Direction direction = Direction::AToB;
    InstanceOrder order = InstanceOrder::LargestFirst;
    /// How many instances the network sees at a time; 0 = as many as there are.
    int instancesPerStep = 2;
    /// Instances are translated in a part of the photo around them, in its own resolution; else
    /// every step is on the whole photo.
    bool crops = true;
    /// How much of the surroundings such a part shows on every side, as a share of what the
    /// instances in it span. It is at least as large as what the model was trained with.
    double surroundings = 0.5;
    /// What the network sees is brought to about as many pixels as it was trained with, and its
    /// result back.
    bool nativeSize = false;
    /// The result is pasted into the photo where the old or the new mask of an instance is, with
    /// this many pixels of transition around; elsewhere the photo stays as it was, to the byte.
    /// Without it the photo is all the network's, as the official code leaves it (not with crops).
    /// @{
    bool keepsBackground = true;
    int feather = 8;
    /// @}
    /// 0..1: how much of the pasted result is seen.
    double strength = 1;
};

/// What is to be translated; a plain value that owns all it needs.
struct PhotoTranslationRequest {
    Image photo; ///< RGB
    /// Of the photo's size, one channel: 255 on the instance, 0 elsewhere, levels between at soft
    /// edges. Empty ones (nothing above 7) are absent. Models without instances take them for a
    /// selection; without any they translate the whole photo.
    std::vector<Image> masks = {};
    TranslationSettings settings = {};
};

struct PhotoTranslation {
    Image photo;
    std::vector<Image> masks; ///< in the order of the request; absent ones as they were
    /// How much of a pixel was pasted, 255 = all; where it is 0 the photo is as it was.
    Image changed;
    /// What a user should know, one sentence each.
    std::vector<std::string> notes = {};
    int steps = 0; ///< passes of the network
    double seconds = 0;
    /// Highest resident memory of the process so far (a GPU's own memory is not part of it).
    std::int64_t peakBytes = 0;
    std::string device = {};
    std::string precision = {};
};

/// Translates photos with one model. Deterministic: the same request, package, settings and device
/// give the same bytes. Not thread-safe; belongs to one engine thread.
class PhotoTranslator {
public:
    virtual ~PhotoTranslator() = default;

    virtual const project::Manifest& manifest() const = 0;
    /// Whether masks are translated, too; else they are a selection.
    virtual bool translatesInstances() const = 0;
    bool knows(Direction direction) const;

    /// Throws Error when the request does not fit the model, Cancelled when the token was
    /// triggered.
    virtual PhotoTranslation translate(const PhotoTranslationRequest& request,
                                       const CancelToken& cancel, const ProgressSink& progress) = 0;

protected:
    PhotoTranslator() = default;
    PhotoTranslator(const PhotoTranslator&) = default;
    PhotoTranslator& operator=(const PhotoTranslator&) = default;
};

/// What the domains are called: the first two classes of the manifest, else "A" and "B".
struct Domains {
    std::string a;
    std::string b;

    const std::string& from(Direction direction) const {
        return direction == Direction::AToB ? a : b;
    }
    const std::string& to(Direction direction) const {
        return direction == Direction::AToB ? b : a;
    }
};
Domains domainsOf(const project::Manifest& manifest);

/// The role of the network of a direction in packages: "G_A" makes B of A.
std::string generatorRoleOf(Direction direction);

/// Whether photos can be translated with a package of this kind.
bool translatesPhotos(const std::string& kind);
/// Whether its models translate masks of instances, too.
bool translatesInstances(const std::string& kind);

/// Loads the model of a package; the networks of a direction when it is first wanted. Throws Error
/// when it is none that translates photos, or the device is not there.
std::unique_ptr<PhotoTranslator> openPhotoTranslator(const project::ModelPackage& package,
                                                     const EngineSettings& settings);

} // namespace underpaint::translate
