// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>

namespace underpaint::kernels {

/// A channels-last picture: value (x, y, c) lies at (y * width + x) * channels + c.
struct Picture {
    const float* values = nullptr;
    int width = 0;
    int height = 0;
    int channels = 0;

    std::ptrdiff_t pixels() const { return static_cast<std::ptrdiff_t>(width) * height; }
    const float* at(int x, int y) const {
        return values + (static_cast<std::ptrdiff_t>(y) * width + x) * channels;
    }
};

/// How a picture continues beyond its border.
enum class Beyond { Zero, Reflect };

/// The coordinate whose value stands at `i` of an extent; -1 = zero. Reflection repeats as often as
/// needed, without the border pixel itself. Constexpr, so that CUDA kernels can call it too.
constexpr int continued(int i, int extent, Beyond beyond) {
    if (i >= 0 && i < extent) {
        return i;
    }
    if (beyond == Beyond::Zero) {
        return -1;
    }
    if (extent == 1) {
        return 0;
    }
    const int period = 2 * (extent - 1);
    const int phase = ((i % period) + period) % period;
    return phase < extent ? phase : period - phase;
}

} // namespace underpaint::kernels
