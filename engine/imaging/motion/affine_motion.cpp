// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/imaging/motion/affine_motion.h"

#include "engine/base/error.h"

#include <cmath>
#include <optional>
#include <utility>
#include <vector>

namespace underpaint::imaging {

namespace {

struct Sample {
    double x = 0; ///< from the centre of all
    double y = 0;
    double u = 0;
    double v = 0;
    double weight = 0;
};

/// Solves the symmetric 3 x 3 system for both coordinates; nothing when it is singular.
std::optional<std::array<double, 6>> solved(std::array<std::array<double, 5>, 3> m) {
    for (std::size_t column = 0; column < 3; ++column) {
        std::size_t pivot = column;
        for (std::size_t row = column + 1; row < 3; ++row) {
            if (std::abs(m[row][column]) > std::abs(m[pivot][column])) {
                pivot = row;
            }
        }
        if (std::abs(m[pivot][column]) < 1e-6) {
            return std::nullopt;
        }
        std::swap(m[pivot], m[column]);
        for (std::size_t row = 0; row < 3; ++row) {
            const double factor = row == column ? 0 : m[row][column] / m[column][column];
            for (std::size_t i = 0; i < 5; ++i) {
                m[row][i] -= factor * m[column][i];
            }
        }
    }
    return std::array<double, 6>{m[0][3] / m[0][0], m[1][3] / m[1][1], m[2][3] / m[2][2],
                                 m[0][4] / m[0][0], m[1][4] / m[1][1], m[2][4] / m[2][2]};
}

/// u and v as linear functions of x and y.
std::optional<std::array<double, 6>> linearFit(const std::vector<Sample>& samples,
                                               double stiffness) {
    std::array<std::array<double, 5>, 3> m{};
    double all = 0;
    for (const Sample& s : samples) {
        const std::array<double, 3> terms{s.x, s.y, 1};
        all += s.weight;
        for (std::size_t i = 0; i < 3; ++i) {
            for (std::size_t j = 0; j < 3; ++j) {
                m[i][j] += s.weight * terms[i] * terms[j];
            }
            m[i][3] += s.weight * terms[i] * s.u;
            m[i][4] += s.weight * terms[i] * s.v;
        }
    }
    m[0][0] += all * stiffness * stiffness;
    m[1][1] += all * stiffness * stiffness;
    return solved(m);
}

std::array<double, 6> meanFit(const std::vector<Sample>& samples) {
    double weight = 0;
    double u = 0;
    double v = 0;
    for (const Sample& s : samples) {
        weight += s.weight;
        u += s.weight * s.u;
        v += s.weight * s.v;
    }
    return weight > 0 ? std::array<double, 6>{0, 0, u / weight, 0, 0, v / weight}
                      : std::array<double, 6>{};
}

/// Enlarging or turning by more than this in one step is a mistake of the flow.
bool isPlausible(const std::array<double, 6>& fit) {
    constexpr double most = 0.6;
    return std::abs(fit[0]) < most && std::abs(fit[1]) < most && std::abs(fit[3]) < most &&
           std::abs(fit[4]) < most;
}

} // namespace

AffineMotion AffineMotion::inverse() const {
    const auto& [a, b, c, d, e, f] = values;
    const double determinant = a * e - b * d;
    if (std::abs(determinant) < 1e-9) {
        throw Error("the motion of an object flattens it");
    }
    AffineMotion back;
    back.values = {e / determinant,  -b / determinant, (b * f - e * c) / determinant,
                   -d / determinant, a / determinant,  (d * c - a * f) / determinant};
    return back;
}

AffineMotion fittedMotion(const FlowField& flow, const Share& confidence,
                          const Plane<std::uint8_t>& mask, double& sure, double stiffness) {
    std::vector<Sample> samples;
    std::vector<double> confidences;
    double cx = 0;
    double cy = 0;
    sure = 0;
    for (int y = 0; y < mask.height(); ++y) {
        for (int x = 0; x < mask.width(); ++x) {
            if (mask.at(x, y) != 0) {
                samples.push_back({static_cast<double>(x), static_cast<double>(y), flow.at(x, y, 0),
                                   flow.at(x, y, 1), 0});
                confidences.push_back(confidence.at(x, y));
                cx += x;
                cy += y;
                sure += confidence.at(x, y);
            }
        }
    }
    if (samples.empty()) {
        return {};
    }
    const auto count = static_cast<double>(samples.size());
    cx /= count;
    cy /= count;
    for (std::size_t i = 0; i < samples.size(); ++i) {
        samples[i].x -= cx;
        samples[i].y -= cy;
        samples[i].weight = confidences[i];
    }
    constexpr double enough = 24; // sure pixels for six numbers
    constexpr int rounds = 5;
    constexpr double tolerance = 1; // pixels
    const bool affine = sure >= enough;
    std::array<double, 6> fit{};
    for (int round = 0; round < rounds; ++round) {
        const auto linear = affine ? linearFit(samples, stiffness) : std::nullopt;
        fit = linear && isPlausible(*linear) ? *linear : meanFit(samples);
        for (std::size_t i = 0; i < samples.size(); ++i) {
            Sample& s = samples[i];
            const double u = fit[0] * s.x + fit[1] * s.y + fit[2] - s.u;
            const double v = fit[3] * s.x + fit[4] * s.y + fit[5] - s.v;
            s.weight = confidences[i] / (1 + (u * u + v * v) / (tolerance * tolerance));
        }
    }
    sure /= count;
    AffineMotion motion;
    motion.values = {1 + fit[0], fit[1],     fit[2] - fit[0] * cx - fit[1] * cy,
                     fit[3],     1 + fit[4], fit[5] - fit[3] * cx - fit[4] * cy};
    return motion;
}

} // namespace underpaint::imaging
