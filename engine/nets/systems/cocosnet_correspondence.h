// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/run/attention.h"
#include "engine/nets/systems/cocosnet_adaptor.h"

#include <cstdint>
#include <vector>

namespace underpaint::nets::cocosnet {

/// How places are compared and what an exemplar looks like when it was carried over: everything
/// after the projections, without weights.
struct Warping {
    std::int64_t window = 3; ///< of pixels whose projections describe a place
    /// Descriptors lose their own mean, else that over all places.
    bool centredPerPlace = true;
    double temperature = 0.01;
    std::int64_t stride = 4; ///< pixels of the picture to a place
    /// Whole patches of stride x stride pixels are carried over, else their mean colours.
    bool patches = false;
    /// Mean colours are enlarged bilinearly.
    bool bilinear = false;
};

/// What a warp is made from. Pictures and conditions have the full size.
struct WarpSource {
    Tensor exemplar;               ///< (N, 3, H, W)
    Tensor exemplarCondition = {}; ///< (N, L, H, W); undefined: no masks are wanted
    Tensor condition = {};         ///< (N, L, H, W), for the cycle of masks
    Tensor real = {};              ///< (N, 3, H, W), for the cycle that begins with the real photo
    bool cycle = false;            ///< the way back, too
};

/// Undefined where the source did not ask for it. h = H / stride.
struct Warps {
    Tensor out;         ///< (N, 3, H, W): the exemplar in the places of the content
    Tensor outBilinear; ///< the same, enlarged bilinearly; undefined with patches
    Tensor mask;        ///< (N, L, h, w): the exemplar's condition there
    Tensor maskCycle;   ///< (N, L, h, w): the content's condition after the way there and back
    Tensor cycle;       ///< (N, 3, h, w), with patches (N, 3, H, W): the warp carried back
    Tensor thereOfReal; ///< (N, 3, h, w): the real photo carried to the exemplar's places ...
    Tensor backOfReal;  ///< ... and back
    AttentionResult matches;
};

/// The question that the content's projections ask of the exemplar's.
Attention matching(const Warping& how, const Tensor& theta, const Tensor& phi);

/// (N, 3, H, W) → what a place of it carries: mean colours or patches.
Tensor carriedValues(const Warping& how, const Tensor& picture);
/// The way back, as `Warping` says: (N, V, h, w) → (N, 3, H, W).
Tensor carriedPicture(Run& run, const Warping& how, const Tensor& values);

/// `theta` (N, C, h, w) of the content, `phi` (N, C, h', w') of the exemplar. `question` may hold
/// groups and biases beside what matching() gives; its values are ignored.
Warps warp(Run& run, const Warping& how, const Attention& question, const WarpSource& source);

/// (N, 1, H, W) in [0, 1]: what share of each pixel of Warps::out comes from places that found
/// something; the colours of the others are 0.
Tensor reachOf(Run& run, const Warping& how, const AttentionResult& matches);

/// Finds for every place of a scene the places of an exemplar that it should look like.
struct Correspondence {
    std::int64_t conditionChannels = 151;
    std::int64_t ngf = 64;
    std::int64_t projection = 256;
    Spade spade = {};
    std::int64_t adaptorKernel = 3;
    /// The head sees the condition beside the features.
    bool maskMix = true;
    /// The head sees coordinates.
    bool coordinates = false;
    Warping warping = {};
    /// What the model itself takes for the mean colours of the classes: R, G, B in 0..255 of the
    /// first, then of the next ...; empty: it says nothing of them.
    std::vector<std::int64_t> ownColours = {};

    std::int64_t multiple() const { return 32; }

    /// Adapted features of unit length, (N, 4 ngf, h, w).
    /// @{
    Tensor adaptedCondition(Run& run, const Scope& weights, const Tensor& condition) const;
    Tensor adaptedPhoto(Run& run, const Scope& weights, const Tensor& photo) const;
    /// @}
    /// Projections (N, projection, h, w) of adapted features beside their condition (N, L, H, W).
    /// @{
    Tensor theta(Run& run, const Scope& weights, const Tensor& adapted,
                 const Tensor& condition) const;
    Tensor phi(Run& run, const Scope& weights, const Tensor& adapted,
               const Tensor& condition) const;
    /// @}
    /// (N, L, H, W) → (N, 3, H, W) in [-1, 1]: the own colours of the classes, for where an
    /// exemplar lends nothing; 0 without them and where there is no class.
    Tensor ownLook(const Tensor& condition) const;

private:
    Adaptor adaptor(std::int64_t channels) const;
    Tensor head(Run& run, const Scope& weights, const Tensor& adapted,
                const Tensor& condition) const;
};

} // namespace underpaint::nets::cocosnet
