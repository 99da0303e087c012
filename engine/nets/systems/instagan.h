// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/run/run.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>

// The networks of "InstaGAN: Instance-aware Image-to-Image Translation" (Mo, Cho and Shin, ICLR
// 2019) under the names of the official release. A photo and a set of masks of its instances lie
// beside each other on channels; masks are 1 on the instance and -1 elsewhere.
namespace underpaint::nets::instagan {

/// Whether a mask (N, 1, H, W) has an instance at all: absent ones are -1 everywhere.
bool isPresent(const Tensor& mask);

/// Translates a photo and every one of its masks; the order of the masks decides nothing but the
/// order of the results. Made of parts so that masks can be encoded and decoded one at a time.
struct SetGenerator {
    std::int64_t inputChannels = 3;
    std::int64_t outputChannels = 3;
    std::int64_t ngf = 64;
    std::int64_t blocks = 9;
    Norm norm = Norm::Instance;
    bool dropout = false;
    /// What comes out of the decoders is painted over photo and masks (Run::paintOver) instead of
    /// taking their place: a fresh network changes nothing. Our own.
    bool keepsInput = false;

    static std::int64_t multiple() { return 4; }

    /// (N, C, H, W) in [-1, 1] → (N, 4 ngf, H / 4, W / 4); masks have 1 channel.
    /// @{
    Tensor encodePhoto(Run& run, const Scope& weights, const Tensor& photo) const;
    Tensor encodeMask(Run& run, const Scope& weights, const Tensor& mask) const;
    /// @}
    /// `sum` is the sum of all encoded masks. → (N, outputChannels or 1, H, W) in [-1, 1], not yet
    /// painted over anything.
    /// @{
    Tensor decodePhoto(Run& run, const Scope& weights, const Tensor& photo,
                       const Tensor& sum) const;
    Tensor decodeMask(Run& run, const Scope& weights, const Tensor& mask, const Tensor& photo,
                      const Tensor& sum) const;
    /// @}

    /// Masks one at a time: where they come from, (1, 1, H, W) by number, and where their
    /// translations go, in order of the numbers. Absent ones are asked for and go nowhere.
    struct Masks {
        std::size_t count = 0;
        std::function<Tensor(std::size_t)> mask;
        std::function<void(std::size_t, const Tensor&)> translated;
    };
    /// One photo (1, C, H, W), translated with masks of which one is present at least. Each is
    /// encoded, then each decoded; no more than `mostKept` are kept encoded in between, the others
    /// are encoded twice: the same result in memory that does not grow with their number.
    Tensor translate(Run& run, const Scope& weights, const Tensor& photo, const Masks& masks,
                     std::size_t mostKept = std::numeric_limits<std::size_t>::max()) const;
    /// (N, inputChannels + masks, H, W) → (N, outputChannels + masks, H, W). A photo without any
    /// present mask comes back as it is, where the official network would amplify rounding errors.
    Tensor operator()(Run& run, const Scope& weights, const Tensor& input) const;
};

/// PatchGAN on a photo and the sum of what is seen of its masks. Convolutions are of
/// Spectral::Wrapped, so every application changes the estimates, that of masks once a mask.
struct SetDiscriminator {
    std::int64_t inputChannels = 3;
    std::int64_t ndf = 64;
    std::int64_t layers = 3;
    Norm norm = Norm::Instance;
    bool sigmoid = false;

    /// (N, inputChannels + masks, H, W) → (N, 1, h, w): logits, with sigmoid probabilities. A mask
    /// that is absent in all photos is left out; of masks that all are, the first is not.
    Tensor operator()(Run& run, const Scope& weights, const Tensor& input) const;

private:
    Tensor features(Run& run, const Scope& weights, const Tensor& x) const;
};

} // namespace underpaint::nets::instagan
