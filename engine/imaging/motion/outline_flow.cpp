// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/imaging/motion/outline_flow.h"

#include "engine/base/error.h"
#include "engine/imaging/motion/affine_motion.h"
#include "engine/imaging/motion/box_blur.h"

#include <algorithm>
#include <cstdint>

namespace underpaint::imaging {

namespace {

/// Not 0 within two pixels of an outline, where the search sees it.
Plane<std::uint8_t> nearOutlines(const LabelPlane& labels) {
    constexpr int reach = 2;
    Plane<std::uint8_t> near(labels.width(), labels.height());
    const auto mark = [&](int cx, int cy) {
        for (int y = std::max(cy - reach, 0); y <= std::min(cy + reach, labels.height() - 1); ++y) {
            for (int x = std::max(cx - reach, 0); x <= std::min(cx + reach, labels.width() - 1);
                 ++x) {
                near.at(x, y) = 1;
            }
        }
    };
    for (int y = 0; y < labels.height(); ++y) {
        for (int x = 0; x < labels.width(); ++x) {
            const std::uint16_t label = labels.at(x, y);
            const bool edge = (x + 1 < labels.width() && labels.at(x + 1, y) != label) ||
                              (y + 1 < labels.height() && labels.at(x, y + 1) != label);
            if (edge) {
                mark(x, y);
            }
        }
    }
    return near;
}

/// Three means are close to a Gaussian.
Share spread(Share plane, int radius) {
    for (int pass = 0; pass < 3; ++pass) {
        plane = boxMean(plane, radius);
    }
    return plane;
}

} // namespace

FlowField outlineFlow(const FlowField& measured, const Share& confidence,
                      const LabelPlane& labels) {
    if (measured.size() != labels.size() || confidence.size() != labels.size()) {
        throw Error("a flow and its label map have different sizes");
    }
    const Plane<std::uint8_t> near = nearOutlines(labels);
    double sure = 0;
    // Cameras do not shear what they see so that a few outlines fit.
    constexpr double stiffness = 10; // pixels
    const AffineMotion whole = fittedMotion(measured, confidence, near, sure, stiffness);
    const int width = labels.width();
    const int height = labels.height();
    // What outlines do beyond the motion of the whole; far from it counts less, for it is wrong
    // more often.
    constexpr double likely = 64; // square pixels
    Share u(width, height, 0);
    Share v(width, height, 0);
    Share weight(width, height, 0);
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            if (near.at(x, y) == 0) {
                continue;
            }
            const double du = measured.at(x, y, 0) - (whole.x(x, y) - x);
            const double dv = measured.at(x, y, 1) - (whole.y(x, y) - y);
            const double share = confidence.at(x, y) / (1 + (du * du + dv * dv) / likely);
            weight.at(x, y) = static_cast<float>(share);
            u.at(x, y) = static_cast<float>(share * du);
            v.at(x, y) = static_cast<float>(share * dv);
        }
    }
    const int radius = std::max(1, std::max(width, height) / 20);
    const Share spreadU = spread(std::move(u), radius);
    const Share spreadV = spread(std::move(v), radius);
    const Share spreadWeight = spread(std::move(weight), radius);
    constexpr float ofTheWhole = 0.1F;
    FlowField flow(width, height, 2, 0);
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            const float all = spreadWeight.at(x, y) + ofTheWhole;
            flow.at(x, y, 0) = static_cast<float>(whole.x(x, y) - x) + spreadU.at(x, y) / all;
            flow.at(x, y, 1) = static_cast<float>(whole.y(x, y) - y) + spreadV.at(x, y) / all;
        }
    }
    return flow;
}

} // namespace underpaint::imaging
