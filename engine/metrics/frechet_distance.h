// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace underpaint::metrics {

/// Feature vectors of a set of pictures, one row per picture.
class FeatureRows {
public:
    /// All rows have one length; throws Error otherwise.
    void add(std::span<const float> features);

    std::size_t size() const { return m_width == 0 ? 0 : m_values.size() / m_width; }
    std::size_t width() const { return m_width; }
    std::span<const float> row(std::size_t i) const {
        return std::span(m_values).subspan(i * m_width, m_width);
    }

private:
    std::size_t m_width = 0;
    std::vector<float> m_values;
};

/// The squared Fréchet distance between the normal distributions with the means and covariances
/// (divided by n - 1) of two sets (Heusel et al., 2017: FID when the features are Inception-v3's):
/// |m1 - m2|^2 + tr(S1 + S2 - 2 (S1 S2)^1/2). Exact also where there are fewer pictures than
/// features; the figure then depends on their number, so compare like with like. Throws Error when
/// a set has less than two rows, or their lengths differ.
double frechetDistance(const FeatureRows& a, const FeatureRows& b);

} // namespace underpaint::metrics
