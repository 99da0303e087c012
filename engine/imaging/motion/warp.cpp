// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/imaging/motion/warp.h"

#include "engine/base/error.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace underpaint::imaging {

namespace {

template<class T>
void checkWarp(const Plane<T>& source, const FlowField& flow) {
    if (source.size() != flow.size() || flow.channels() != 2 || source.empty()) {
        throw Error("a flow has another size than the frame that it moves");
    }
}

/// Positions and weights along one axis.
struct WarpTaps {
    std::array<int, 4> at = {};
    std::array<float, 4> weight = {};
    int count = 0;
};

WarpTaps tapsAt(float position, int extent, Between between) {
    const float clamped = std::clamp(position, 0.0F, static_cast<float>(extent - 1));
    const int whole = static_cast<int>(clamped);
    const float f = clamped - static_cast<float>(whole);
    const auto inside = [extent](int i) { return std::clamp(i, 0, extent - 1); };
    if (between == Between::Bilinear) {
        return {{inside(whole), inside(whole + 1)}, {1 - f, f}, 2};
    }
    const float f2 = f * f;
    const float f3 = f2 * f;
    return {{inside(whole - 1), inside(whole), inside(whole + 1), inside(whole + 2)},
            {-0.5F * f + f2 - 0.5F * f3, 1 - 2.5F * f2 + 1.5F * f3, 0.5F * f + 2 * f2 - 1.5F * f3,
             -0.5F * f2 + 0.5F * f3},
            4};
}

template<class T>
Plane<T> nearestWarped(const Plane<T>& source, const FlowField& flow) {
    checkWarp(source, flow);
    Plane<T> result(source.width(), source.height());
    for (int y = 0; y < source.height(); ++y) {
        for (int x = 0; x < source.width(); ++x) {
            const auto sx = std::lround(static_cast<float>(x) + flow.at(x, y, 0));
            const auto sy = std::lround(static_cast<float>(y) + flow.at(x, y, 1));
            result.at(x, y) = source.at(
                static_cast<int>(std::clamp(sx, 0L, static_cast<long>(source.width() - 1))),
                static_cast<int>(std::clamp(sy, 0L, static_cast<long>(source.height() - 1))));
        }
    }
    return result;
}

} // namespace

Image warped(const Image& source, const FlowField& flow, Between between) {
    checkWarp(source, flow);
    const int channels = source.channels();
    Image result(source.width(), source.height(), channels, 0);
    for (int y = 0; y < source.height(); ++y) {
        for (int x = 0; x < source.width(); ++x) {
            const WarpTaps across =
                tapsAt(static_cast<float>(x) + flow.at(x, y, 0), source.width(), between);
            const WarpTaps down =
                tapsAt(static_cast<float>(y) + flow.at(x, y, 1), source.height(), between);
            for (int c = 0; c < channels; ++c) {
                float sum = 0;
                for (int j = 0; j < down.count; ++j) {
                    float row = 0;
                    for (int i = 0; i < across.count; ++i) {
                        row +=
                            across.weight[static_cast<std::size_t>(i)] *
                            static_cast<float>(source.at(across.at[static_cast<std::size_t>(i)],
                                                         down.at[static_cast<std::size_t>(j)], c));
                    }
                    sum += down.weight[static_cast<std::size_t>(j)] * row;
                }
                result.at(x, y, c) =
                    static_cast<std::uint8_t>(std::lround(std::clamp(sum, 0.0F, 255.0F)));
            }
        }
    }
    return result;
}

LabelPlane warped(const LabelPlane& source, const FlowField& flow) {
    return nearestWarped(source, flow);
}

InstancePlane warped(const InstancePlane& source, const FlowField& flow) {
    return nearestWarped(source, flow);
}

} // namespace underpaint::imaging
