// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/geometry.h"
#include "engine/run/render_cost.h"

#include <vector>

namespace underpaint::run {

/// Chooses the size of previews: the largest allowed one that is expected to be done in time. It
/// leaves a size only when that is clearly too slow or the next larger one clearly fast enough, so
/// that the photo does not change its size with every measurement.
class PreviewSize {
public:
    /// Previews have sides that are multiples of this.
    void setMultiple(int multiple);
    /// Memory sufficed for no more than so many pixels.
    void limitTo(long long pixels);
    void forgetLimit();

    /// Without a measurement the smallest. `cost` is that of former renders on this machine.
    Size choose(Size scene, const RenderCost& cost, double seconds);

    /// What choose() chooses from, ascending; the last is the scene's own. Scaled by 1/8 … 1, no
    /// side shorter than 64 pixels if the scene's is not.
    std::vector<Size> allowed(Size scene) const;

private:
    int m_multiple = 1;
    long long m_limit = 0; ///< 0: none
    Size m_scene;
    Size m_chosen;
};

} // namespace underpaint::run
