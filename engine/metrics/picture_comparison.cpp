// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/metrics/picture_comparison.h"

#include "engine/base/error.h"
#include "engine/metrics/kernel_distance.h"
#include "engine/metrics/psnr.h"
#include "engine/metrics/ssim.h"

#include <array>
#include <cmath>
#include <cstddef>
#include <utility>

namespace underpaint::metrics {

namespace {

constexpr std::uint64_t realStream = 1;
constexpr std::uint64_t paintedStream = 2;

} // namespace

PictureComparison::PictureComparison(const SlicedWassersteinSettings& settings,
                                     std::vector<NamedDistance> distances,
                                     std::vector<NamedFeatures> features)
    : m_distances(std::move(distances)),
      m_features(std::move(features)),
      m_real{PatchSet(settings, realStream), std::vector<FeatureRows>(m_features.size())},
      m_painted{PatchSet(settings, paintedStream), std::vector<FeatureRows>(m_features.size())},
      m_reference(m_features.size()) {}

void PictureComparison::add(Set& set, const Image& photo) const {
    set.patches.add(photo);
    for (std::size_t i = 0; i < m_features.size(); ++i) {
        set.features[i].add(m_features[i].features(photo));
    }
}

void PictureComparison::addPair(const Image& real, const Image& painted) {
    m_sums["ssim"] += ssim(real, painted);
    m_sums["ssim_luminance"] += ssimOfLuminance(real, painted);
    m_sums["psnr"] += psnr(real, painted);
    for (const NamedDistance& one : m_distances) {
        m_sums[one.name] += one.distance(real, painted);
    }
    ++m_pairs;
    addReal(real);
    addPainted(painted);
}

void PictureComparison::addReal(const Image& photo) {
    add(m_real, photo);
}

void PictureComparison::addPainted(const Image& photo) {
    add(m_painted, photo);
}

void PictureComparison::addReference(const Image& photo) {
    for (std::size_t i = 0; i < m_features.size(); ++i) {
        m_reference[i].add(m_features[i].features(photo));
    }
}

void PictureComparison::addFeatureFigures(std::size_t index, Figures& figures) const {
    const auto& [name, function, kernelName] = m_features[index];
    const FeatureRows& real = m_real.features[index];
    const FeatureRows& painted = m_painted.features[index];
    const FeatureRows& reference = m_reference[index];
    const bool referred = reference.size() > 0;
    // Of a single photo these measures say nothing; the others still do.
    if (!kernelName.empty() && (painted.size() < 2 || (referred ? reference : real).size() < 2)) {
        return;
    }
    if (!name.empty()) {
        figures[name] = frechetDistance(referred ? reference : real, painted);
        if (referred && real.size() >= 2) {
            figures[name + "_real"] = frechetDistance(reference, real);
        }
    }
    if (kernelName.empty()) {
        return;
    }
    figures[kernelName] = kernelDistance(referred ? reference : real, painted);
    if (referred && real.size() >= 2) {
        figures[kernelName + "_real"] = kernelDistance(reference, real);
    } else if (!referred && real.size() >= 4) {
        std::array<FeatureRows, 2> halves;
        for (std::size_t i = 0; i < real.size(); ++i) {
            halves[i % 2].add(real.row(i));
        }
        figures[kernelName + "_real"] = kernelDistance(halves[0], halves[1]);
    }
}

Figures PictureComparison::figures() const {
    Figures figures;
    for (const auto& [name, sum] : m_sums) {
        figures[name] = sum / m_pairs;
    }
    const std::vector<double> levels = slicedWasserstein(m_real.patches, m_painted.patches);
    for (std::size_t level = 0; level < levels.size(); ++level) {
        figures["swd_level_" + std::to_string(level)] = levels[level];
        figures["swd"] += levels[level] / static_cast<double>(levels.size());
    }
    for (std::size_t i = 0; i < m_features.size(); ++i) {
        addFeatureFigures(i, figures);
    }
    return figures;
}

double diversity(std::span<const Image> samples,
                 const std::function<double(const Image&, const Image&)>& distance) {
    if (samples.size() < 2) {
        throw Error("the diversity of less than two samples");
    }
    double sum = 0;
    int pairs = 0;
    for (std::size_t i = 1; i < samples.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            sum += distance(samples[i], samples[j]);
            ++pairs;
        }
    }
    return sum / pairs;
}

double rootMeanSquare(const Image& a, const Image& b) {
    if (a.size() != b.size() || a.channels() != b.channels() || a.empty()) {
        throw Error("pictures of different sizes cannot be compared");
    }
    double sum = 0;
    for (std::size_t i = 0; i < a.values().size(); ++i) {
        const double difference = static_cast<double>(a.values()[i]) - b.values()[i];
        sum += difference * difference;
    }
    return std::sqrt(sum / static_cast<double>(a.values().size()));
}

} // namespace underpaint::metrics
