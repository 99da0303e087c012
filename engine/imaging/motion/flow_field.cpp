// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/imaging/motion/flow_field.h"

#include "engine/base/error.h"

#include <algorithm>
#include <cmath>

namespace underpaint::imaging {

namespace {

void checkFlows(const FlowField& a, const FlowField& b) {
    if (a.size() != b.size() || a.channels() != 2 || b.channels() != 2) {
        throw Error("two flows are not of one size");
    }
}

bool isInside(Size size, float x, float y) {
    return x >= 0 && y >= 0 && x <= static_cast<float>(size.width - 1) &&
           y <= static_cast<float>(size.height - 1);
}

} // namespace

float sampled(const Plane<float>& plane, float x, float y, int channel) {
    const float cx = std::clamp(x, 0.0F, static_cast<float>(plane.width() - 1));
    const float cy = std::clamp(y, 0.0F, static_cast<float>(plane.height() - 1));
    const int x0 = static_cast<int>(cx);
    const int y0 = static_cast<int>(cy);
    const int x1 = std::min(x0 + 1, plane.width() - 1);
    const int y1 = std::min(y0 + 1, plane.height() - 1);
    const float fx = cx - static_cast<float>(x0);
    const float fy = cy - static_cast<float>(y0);
    const float above = plane.at(x0, y0, channel) * (1 - fx) + plane.at(x1, y0, channel) * fx;
    const float below = plane.at(x0, y1, channel) * (1 - fx) + plane.at(x1, y1, channel) * fx;
    return above * (1 - fy) + below * fy;
}

FlowField chainedFlow(const FlowField& ab, const FlowField& bc) {
    checkFlows(ab, bc);
    FlowField ac(ab.width(), ab.height(), 2, 0);
    for (int y = 0; y < ab.height(); ++y) {
        for (int x = 0; x < ab.width(); ++x) {
            const float u = ab.at(x, y, 0);
            const float v = ab.at(x, y, 1);
            const float bx = static_cast<float>(x) + u;
            const float by = static_cast<float>(y) + v;
            ac.at(x, y, 0) = u + sampled(bc, bx, by, 0);
            ac.at(x, y, 1) = v + sampled(bc, bx, by, 1);
        }
    }
    return ac;
}

Share flowConfidence(const FlowField& there, const FlowField& back) {
    checkFlows(there, back);
    constexpr float shareOfWay = 0.01F;
    constexpr float always = 0.5F; // square pixels
    Share confidence(there.width(), there.height(), 0);
    for (int y = 0; y < there.height(); ++y) {
        for (int x = 0; x < there.width(); ++x) {
            const float u = there.at(x, y, 0);
            const float v = there.at(x, y, 1);
            const float tx = static_cast<float>(x) + u;
            const float ty = static_cast<float>(y) + v;
            if (!isInside(there.size(), tx, ty)) {
                continue;
            }
            const float bu = sampled(back, tx, ty, 0);
            const float bv = sampled(back, tx, ty, 1);
            const float error = (u + bu) * (u + bu) + (v + bv) * (v + bv);
            const float limit = shareOfWay * (u * u + v * v + bu * bu + bv * bv) + always;
            // Soft between the limit and twice of it: a hard edge would show.
            confidence.at(x, y) = std::clamp(2 - error / limit, 0.0F, 1.0F);
        }
    }
    return confidence;
}

} // namespace underpaint::imaging
