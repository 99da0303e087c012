// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/plane.h"
#include "engine/nets/run/region_cache.h"
#include "engine/translate/generator_input.h"
#include "engine/translate/model_network.h"

#include <optional>

namespace underpaint::translate {

/// The last exact photo of one generator with what its pass left, and the local photos made of it
/// since: renders of the pixels around an edit only. On CPUs; a GPU needs none.
class LocalPhoto {
public:
    struct Patched {
        Image photo;
        Rect changed; ///< differs from the exact photo at most there
    };

    explicit LocalPhoto(ModelNetwork& network) : m_network(network) {}

    /// An exact render, to the byte, after which local ones may follow. Where the network or the
    /// memory do not allow these it is a render like any other.
    nets::Tensor render(const GeneratorInput& painted, const nets::InferenceRun::Options& options);
    /// The photo of that render.
    void setPhoto(const Image& photo);

    /// The photo of an edited scene; nothing where there is no exact photo of its size to begin
    /// with, or where too much of it changed for this to be worth while. `reach`: how many pixels
    /// beyond the edit are rendered; 0: as the network needs it. Throws Cancelled.
    std::optional<Patched> patch(const GeneratorInput& painted,
                                 const nets::InferenceRun::Options& options, int reach);

    /// False: patch() has nothing to begin with for a photo of that size.
    bool isReady(Size size) const { return m_cache.whole && m_photo.size() == size; }
    /// Memory that is kept.
    std::int64_t bytes() const { return m_cache.bytes(); }

private:
    /// Remembers the inputs that the next pass has; their difference is not in the nodes yet.
    bool follow(const GeneratorInput& painted);
    void drop();
    /// What `compute` gives. Nothing when memory ran out; then, as after any failure but a
    /// cancelled pass, nothing is kept any more.
    template<class Compute>
    std::optional<nets::Tensor> unlessShort(Compute compute);

    ModelNetwork& m_network;
    nets::RegionCache m_cache;
    nets::NetworkInputs m_inputs; ///< of the nodes, but for m_pending
    Size m_photoSize;
    Rect m_pending; ///< where nodes may be of other inputs
    Image m_photo;
    Rect m_changed; ///< of m_photo since the exact one
};

} // namespace underpaint::translate
