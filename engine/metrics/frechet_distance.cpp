// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/metrics/frechet_distance.h"

#include "engine/base/error.h"

#ifdef UNDERPAINT_HAVE_EIGEN
#include <Eigen/Eigenvalues>
#endif

#include <algorithm>
#include <cmath>
#include <utility>

namespace underpaint::metrics {

void FeatureRows::add(std::span<const float> features) {
    if (features.empty() || (m_width != 0 && features.size() != m_width)) {
        throw Error("the features of the pictures have different lengths");
    }
    m_width = features.size();
    m_values.insert(m_values.end(), features.begin(), features.end());
}

#ifdef UNDERPAINT_HAVE_EIGEN

namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

/// Rows minus their mean, divided by sqrt(n - 1): A^T A is the covariance.
struct Centred {
    VectorXd mean;
    MatrixXd rows;
};

Centred centred(const FeatureRows& features) {
    const auto count = static_cast<Index>(features.size());
    const auto width = static_cast<Index>(features.width());
    MatrixXd rows(count, width);
    for (Index i = 0; i < count; ++i) {
        const auto row = features.row(static_cast<std::size_t>(i));
        for (Index d = 0; d < width; ++d) {
            rows(i, d) = row[static_cast<std::size_t>(d)];
        }
    }
    VectorXd mean = rows.colwise().mean().transpose();
    rows.rowwise() -= mean.transpose();
    rows /= std::sqrt(static_cast<double>(count - 1));
    return {std::move(mean), std::move(rows)};
}

/// The symmetric square root of a covariance; tiny negative eigenvalues are rounding.
MatrixXd root(const MatrixXd& symmetric) {
    const Eigen::SelfAdjointEigenSolver<MatrixXd> solver(symmetric);
    const VectorXd roots = solver.eigenvalues().cwiseMax(0).cwiseSqrt();
    return solver.eigenvectors() * roots.asDiagonal() * solver.eigenvectors().transpose();
}

/// The sum of the square roots of the eigenvalues.
double traceOfRoot(const MatrixXd& symmetric) {
    const Eigen::SelfAdjointEigenSolver<MatrixXd> solver(symmetric, Eigen::EigenvaluesOnly);
    return solver.eigenvalues().cwiseMax(0).cwiseSqrt().sum();
}

/// tr (S1 S2)^1/2 with S1 = A^T A and S2 = B^T B. Besides zeros, S1 S2 has the eigenvalues of
/// M M^T with M = A B^T, a matrix of pictures by pictures, which is smaller where there are fewer
/// pictures than features.
double traceOfMixedRoot(const MatrixXd& a, const MatrixXd& b) {
    if (std::min(a.rows(), b.rows()) <= a.cols()) {
        const bool fewer = a.rows() <= b.rows();
        const MatrixXd mixed = fewer ? a * b.transpose() : b * a.transpose();
        return traceOfRoot(mixed * mixed.transpose());
    }
    const MatrixXd first = root(a.transpose() * a);
    return traceOfRoot(first * (b.transpose() * b) * first);
}

} // namespace

double frechetDistance(const FeatureRows& a, const FeatureRows& b) {
    if (a.size() < 2 || b.size() < 2 || a.width() != b.width()) {
        throw Error("a Fréchet distance needs two sets of at least two pictures each");
    }
    const Centred first = centred(a);
    const Centred second = centred(b);
    const double distance = (first.mean - second.mean).squaredNorm() + first.rows.squaredNorm() +
                            second.rows.squaredNorm() -
                            2 * traceOfMixedRoot(first.rows, second.rows);
    return std::max(distance, 0.0);
}

#else

double frechetDistance(const FeatureRows& /*a*/, const FeatureRows& /*b*/) {
    throw Error("this build computes no Fréchet distances", {},
                "Install Eigen (libeigen3-dev) and build again");
}

#endif

} // namespace underpaint::metrics
