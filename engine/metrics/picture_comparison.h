// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/plane.h"
#include "engine/metrics/frechet_distance.h"
#include "engine/metrics/perceptual_distance.h"
#include "engine/metrics/sliced_wasserstein.h"

#include <functional>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace underpaint::metrics {

/// A distance of two photos of one size, with the name of its figure ("lpips_vgg16").
struct NamedDistance {
    std::string name;
    std::function<double(const Image&, const Image&)> distance;
};

/// Features of which distances between sets are wanted, with the names of the figures.
struct NamedFeatures {
    std::string name; ///< of the Fréchet distance: "fid"; empty = it is not wanted
    std::function<std::vector<float>(const Image&)> features;
    std::string kernelName = {}; ///< of the kernel distance; empty = it is not wanted
};

/// Figures by name.
using Figures = std::map<std::string, double>;

/// Compares a set of painted photos with real ones: the means over pairs of "ssim",
/// "ssim_luminance", "psnr" and the distances given, and between the sets "swd" (the mean of
/// "swd_level_0", the finest, and so on) and the distances of the features given: to the reference
/// photos where there are some, else to the real ones. Beside them stands, with "_real" in its
/// name, the distance of the real photos to the reference, or the kernel distance between their
/// halves: no painted set can be expected to be nearer.
class PictureComparison {
public:
    PictureComparison(const SlicedWassersteinSettings& settings,
                      std::vector<NamedDistance> distances, std::vector<NamedFeatures> features);

    /// A real photo and what was painted in its place, of one size.
    void addPair(const Image& real, const Image& painted);
    /// Photos that have no partner: they count for the distances between the sets only.
    /// @{
    void addReal(const Image& photo);
    void addPainted(const Image& photo);
    /// A real photo that the sets are compared with, such as one of the training set.
    void addReference(const Image& photo);
    /// @}

    /// Throws Error when there are too few photos.
    Figures figures() const;

private:
    struct Set {
        PatchSet patches;
        std::vector<FeatureRows> features; // one a NamedFeatures
    };

    void add(Set& set, const Image& photo) const;
    void addFeatureFigures(std::size_t index, Figures& figures) const;

    std::vector<NamedDistance> m_distances;
    std::vector<NamedFeatures> m_features;
    Set m_real;
    Set m_painted;
    std::vector<FeatureRows> m_reference; // one a NamedFeatures
    Figures m_sums;                       // over pairs
    int m_pairs = 0;
};

/// The mean distance over all pairs of `samples`: how much the photos of one scene differ. Throws
/// Error for less than two.
double diversity(std::span<const Image> samples,
                 const std::function<double(const Image&, const Image&)>& distance);

/// Root of the mean squared difference of the 8-bit values, 0..255.
double rootMeanSquare(const Image& a, const Image& b);

} // namespace underpaint::metrics
