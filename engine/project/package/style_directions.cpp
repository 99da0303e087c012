// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/project/package/style_directions.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace underpaint::project {

namespace {

using Vector = std::vector<double>;
using Matrix = std::vector<Vector>;

/// Turns two axes so that they covary no more; `vectors` collects the turns as rows.
void rotate(Matrix& matrix, Matrix& vectors, std::size_t p, std::size_t q) {
    if (matrix[p][q] == 0) {
        return;
    }
    const double theta = (matrix[q][q] - matrix[p][p]) / (2 * matrix[p][q]);
    const double t = (theta < 0 ? -1 : 1) / (std::abs(theta) + std::sqrt(theta * theta + 1));
    const double c = 1 / std::sqrt(t * t + 1);
    const double s = t * c;
    for (std::size_t k = 0; k < matrix.size(); ++k) {
        const double kp = matrix[k][p];
        const double kq = matrix[k][q];
        matrix[k][p] = c * kp - s * kq;
        matrix[k][q] = s * kp + c * kq;
    }
    for (std::size_t k = 0; k < matrix.size(); ++k) {
        const double pk = matrix[p][k];
        const double qk = matrix[q][k];
        matrix[p][k] = c * pk - s * qk;
        matrix[q][k] = s * pk + c * qk;
        const double vp = vectors[p][k];
        const double vq = vectors[q][k];
        vectors[p][k] = c * vp - s * vq;
        vectors[q][k] = s * vp + c * vq;
    }
}

/// Eigenvectors of a symmetric matrix as rows, the largest eigenvalue first (Jacobi's method).
Matrix eigenvectors(Matrix matrix) {
    const std::size_t size = matrix.size();
    Matrix vectors(size, Vector(size, 0));
    for (std::size_t i = 0; i < size; ++i) {
        vectors[i][i] = 1;
    }
    constexpr int sweeps = 30; // converges quadratically: a few would do
    for (int sweep = 0; sweep < sweeps; ++sweep) {
        for (std::size_t p = 0; p < size; ++p) {
            for (std::size_t q = p + 1; q < size; ++q) {
                rotate(matrix, vectors, p, q);
            }
        }
    }
    std::vector<std::size_t> order(size);
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, std::ranges::greater(),
                             [&](std::size_t i) { return matrix[i][i]; });
    Matrix sorted;
    for (const std::size_t i : order) {
        sorted.push_back(std::move(vectors[i]));
    }
    return sorted;
}

double weightOf(const StyleCentroid& style) {
    constexpr double smallest = 1e-3; // also where shares are not known
    return std::max(style.share, smallest);
}

Vector middleOf(std::span<const StyleCentroid> styles) {
    Vector middle(styles.front().values.size(), 0);
    double sum = 0;
    for (const StyleCentroid& style : styles) {
        sum += weightOf(style);
        for (std::size_t i = 0; i < middle.size(); ++i) {
            middle[i] += weightOf(style) * style.values.at(i);
        }
    }
    for (double& value : middle) {
        value /= sum;
    }
    return middle;
}

Matrix covariance(std::span<const StyleCentroid> styles, const Vector& middle) {
    Matrix matrix(middle.size(), Vector(middle.size(), 0));
    for (const StyleCentroid& style : styles) {
        for (std::size_t i = 0; i < middle.size(); ++i) {
            for (std::size_t j = 0; j < middle.size(); ++j) {
                matrix[i][j] +=
                    weightOf(style) * (style.values[i] - middle[i]) * (style.values[j] - middle[j]);
            }
        }
    }
    return matrix;
}

/// Which end is which must not hang on the sign that the arithmetic happens to give.
void orient(Vector& axis) {
    constexpr double nearly = 0.999;
    double largest = 0;
    for (const double value : axis) {
        largest = std::max(largest, std::abs(value));
    }
    const auto first = std::ranges::find_if(
        axis, [&](double value) { return std::abs(value) >= nearly * largest; });
    if (first != axis.end() && *first < 0) {
        for (double& value : axis) {
            value = -value;
        }
    }
}

} // namespace

StyleDirections::StyleDirections(std::span<const StyleCentroid> styles)
    : m_middle(middleOf(styles)) {
    for (Vector& axis : eigenvectors(covariance(styles, m_middle))) {
        orient(axis);
        m_directions.push_back({std::move(axis), 0, 0});
    }
    for (const StyleCentroid& style : styles) {
        const std::vector<float> features(style.values.begin(), style.values.end());
        for (std::size_t i = 0; i < count(); ++i) {
            Direction& direction = m_directions[i];
            const double place = placeOf(features, i);
            direction.least = std::min(direction.least, place);
            direction.most = std::max(direction.most, place);
        }
        for (const double value : style.values) {
            m_bound = std::max(m_bound, std::abs(value));
        }
    }
    for (Direction& direction : m_directions) {
        constexpr double beyond = 0.15; // of what is between the outermost styles
        constexpr double smallest = 0.1;
        const double margin = beyond * (direction.most - direction.least);
        direction.most = std::max(direction.most + margin, smallest);
        direction.least = std::min(direction.least - margin, -smallest);
    }
}

double StyleDirections::placeOf(std::span<const float> features, std::size_t direction) const {
    const Vector& axis = m_directions.at(direction).axis;
    double place = 0;
    for (std::size_t i = 0; i < std::min(axis.size(), features.size()); ++i) {
        place += axis[i] * (static_cast<double>(features[i]) - m_middle[i]);
    }
    return place;
}

std::vector<float> StyleDirections::moved(std::span<const float> features, std::size_t direction,
                                          double place) const {
    const Vector& axis = m_directions.at(direction).axis;
    const double way = place - placeOf(features, direction);
    std::vector<float> values(features.begin(), features.end());
    for (std::size_t i = 0; i < std::min(axis.size(), values.size()); ++i) {
        const double wanted = static_cast<double>(values[i]) + way * axis[i];
        // What an encoder found beyond the bound stays there.
        const double bound = std::max(m_bound, std::abs(static_cast<double>(values[i])));
        values[i] = static_cast<float>(std::clamp(wanted, -bound, bound));
    }
    return values;
}

} // namespace underpaint::project
