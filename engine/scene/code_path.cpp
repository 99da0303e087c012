// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/scene/code_path.h"

#include "engine/base/error.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>

namespace underpaint::scene {

namespace {

double dot(const CodeValues& a, const CodeValues& b) {
    return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
}

/// Angle between two codes; a code of length 0 has no direction and gives a right angle.
double angleBetween(const CodeValues& a, const CodeValues& b) {
    constexpr double nothing = 1e-10;
    const double lengths = (std::sqrt(dot(a, a)) + nothing) * (std::sqrt(dot(b, b)) + nothing);
    return std::acos(std::clamp(dot(a, b) / lengths, -1.0, 1.0));
}

} // namespace

std::vector<CodeValues> interpolateCodes(const CodeValues& first, const CodeValues& last,
                                         std::size_t frames, CodePath path) {
    if (first.size() != last.size()) {
        throw Error("codes of " + std::to_string(first.size()) + " and " +
                        std::to_string(last.size()) + " values cannot be interpolated",
                    {}, "Use two codes of the same model");
    }
    if (frames == 0) {
        throw Error("an interpolation has at least one frame");
    }
    const double angle = angleBetween(first, last);
    const double sine = std::sin(angle);
    const bool straight = path == CodePath::Linear || std::abs(sine) < 1e-10;
    std::vector<CodeValues> codes;
    for (std::size_t n = 0; n < frames; ++n) {
        const double t =
            frames == 1 ? 0.0 : static_cast<double>(n) / static_cast<double>(frames - 1);
        const double a = straight ? 1 - t : std::sin((1 - t) * angle) / sine;
        const double b = straight ? t : std::sin(t * angle) / sine;
        CodeValues code(first.size());
        std::transform(first.begin(), first.end(), last.begin(), code.begin(),
                       [a, b](double x, double y) { return a * x + b * y; });
        codes.push_back(std::move(code));
    }
    return codes;
}

std::vector<LatentCode> interpolateCodes(const LatentCode& first, const LatentCode& last,
                                         std::size_t frames, CodePath path) {
    std::vector<LatentCode> codes;
    for (const CodeValues& values :
         interpolateCodes(CodeValues(first.values.begin(), first.values.end()),
                          CodeValues(last.values.begin(), last.values.end()), frames, path)) {
        codes.push_back({{values.begin(), values.end()}});
    }
    codes.back() = frames > 1 ? last : first;
    codes.front() = first;
    return codes;
}

} // namespace underpaint::scene
