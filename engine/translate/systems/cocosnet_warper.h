// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/systems/cocosnet_correspondence.h"
#include "engine/scene/scene.h"
#include "engine/translate/class_channels.h"
#include "engine/translate/exemplar_matches.h"
#include "engine/translate/exemplar_matching.h"
#include "engine/translate/model_network.h"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace underpaint::translate {

/// The scene as CoCosNet's networks see it, padded to what they need.
struct CoCosNetContent {
    Size scene;             ///< of its maps
    Size photo;             ///< of the photo that is wanted
    Size padded;            ///< of the following
    nets::Tensor channels;  ///< (1, H, W) int32 class channels
    nets::Tensor labels;    ///< (1, H, W) int32 class ids
    nets::Tensor instances; ///< (1, H, W) int32
    nets::Tensor condition; ///< (1, L, H, W)
};

/// What the exemplars lend a scene.
struct LentLook {
    nets::Tensor picture; ///< (1, 3, H, W) of the padded size, in [-1, 1]; of the model's own
                          ///< colours where nothing is lent
    ExemplarMatches matches;
};

/// Carries the looks of exemplars to the places of a scene, with the correspondence network.
class CoCosNetWarper {
public:
    /// `channels` must live as long. Throws Error when the package's network is another one.
    CoCosNetWarper(const project::ModelPackage& package, const ClassChannels& channels,
                   at::Device device, nets::Precision precision);

    /// All exemplars of the scene, one over the other: what is for the whole scene lies below, what
    /// is for a class above it, what is for one instance on top, those of one kind in the order of
    /// their ids. Where an upper one has nothing of a place's class, or not its whole strength, the
    /// lower ones show; where none has, the picture has the model's own mean colours of the classes
    /// (0 when it has none).
    LentLook lookOf(const scene::SceneState& scene, const CoCosNetContent& content,
                    const nets::InferenceRun::Options& options);
    /// The same, with which patchedLook() may begin.
    LentLook keptLookOf(const scene::SceneState& scene, const CoCosNetContent& content,
                        const nets::InferenceRun::Options& options);
    /// Whether it was kept.
    bool keepsLook() const { return m_kept.has_value(); }
    /// The kept look after an edit of the scene's maps: places up to `reach` pixels from the edit
    /// look for their matches anew, all others keep theirs. Nothing where none was kept or more
    /// than the maps changed, where an edit can change matches anywhere (MatchWithin::Instance,
    /// descriptors that lose the mean of all places), or where the region is too much of the
    /// scene.
    std::optional<LentLook> patchedLook(const scene::SceneState& scene,
                                        const CoCosNetContent& content,
                                        const nets::InferenceRun::Options& options, int reach);
    /// Gives back the memory that passes keep for the next one.
    void releaseScratch() { m_network.releaseScratch(); }

private:
    struct Lender;
    struct Question;
    struct Layer;
    using Exemplars = std::vector<const scene::Exemplar*>;
    struct Kept {
        std::map<std::string, scene::Exemplar> exemplars;
        CoCosNetContent content; ///< without its condition
        LentLook look;
    };

    const nets::cocosnet::Correspondence& net() const;
    nets::Tensor projectedScene(const CoCosNetContent& content,
                                const nets::InferenceRun::Options& options);
    std::shared_ptr<const Lender> lenderOf(const scene::Exemplar& exemplar, Size content,
                                           const nets::InferenceRun::Options& options);
    Lender newLender(const scene::Exemplar& exemplar, Size size,
                     const nets::InferenceRun::Options& options);
    Layer layerOf(const scene::Exemplar& exemplar, const Question& question,
                  const nets::InferenceRun::Options& options);
    LentLook answerOf(const Exemplars& exemplars, const Question& question,
                      const nets::InferenceRun::Options& options);
    void put(const Layer& layer, const scene::Exemplar& exemplar, const Question& question,
             LentLook& look) const;

    ModelNetwork m_network;
    const ClassChannels& m_channels;
    /// Of the last scene: while it is edited, its exemplars stay the same.
    std::vector<std::shared_ptr<const Lender>> m_lenders;
    std::optional<Kept> m_kept;
};

/// Of photos and maps: every `stride`th pixel is the place that it lies in.
MatchedPlaces placesOf(const CoCosNetContent& content, std::int64_t stride);

} // namespace underpaint::translate
