// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/geometry.h"

#include <optional>

namespace underpaint::run {

/// The mean time of renders by their size: a running mean of seconds a pixel in which the newest
/// weighs most.
class RenderCost {
public:
    void add(Size size, double seconds) {
        if (size.empty() || !(seconds > 0)) {
            return;
        }
        const double measured = seconds / static_cast<double>(size.area());
        m_perPixel = m_perPixel ? *m_perPixel + newestShare * (measured - *m_perPixel) : measured;
    }
    bool known() const { return m_perPixel.has_value(); }
    /// Expected seconds; nothing before the first measurement.
    std::optional<double> secondsOf(Size size) const {
        return m_perPixel ? std::optional(*m_perPixel * static_cast<double>(size.area()))
                          : std::nullopt;
    }

private:
    static constexpr double newestShare = 0.3;
    std::optional<double> m_perPixel;
};

} // namespace underpaint::run
