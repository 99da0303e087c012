// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/geometry.h"
#include "engine/base/plane.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

namespace underpaint::scene {

/// One of the K-means clusters of the instance's class, counted from 0.
struct ClusterStyle {
    std::uint32_t cluster = 0;
    friend bool operator==(const ClusterStyle&, const ClusterStyle&) = default;
};

/// Barycentric mixture of the clusters of the instance's class: weights[k] of cluster k, each
/// >= 0, together 1. normalisedMixture() makes one.
struct MixtureStyle {
    std::vector<float> weights;
    friend bool operator==(const MixtureStyle&, const MixtureStyle&) = default;
};

/// The features themselves (pix2pixHD: 3 values in [-1, 1]).
struct FeatureStyle {
    std::vector<float> values;
    friend bool operator==(const FeatureStyle&, const FeatureStyle&) = default;
};

/// How one instance looks: pix2pixHD's low-dimensional feature, given in one of three ways.
using Style = std::variant<ClusterStyle, MixtureStyle, FeatureStyle>;

/// Scales the weights to the sum 1. Throws Error when one is negative or not finite, or all are 0.
MixtureStyle normalisedMixture(std::vector<float> weights);
/// Throws Error when a value is not finite, a vector is empty, or weights do not sum to 1.
void checkStyle(const Style& style);

/// A latent code z, one value a dimension; empty: the model's default.
struct LatentCode {
    std::vector<float> values;
    friend bool operator==(const LatentCode&, const LatentCode&) = default;
};

/// Two pixels that belong together: one of the scene, one of the exemplar's photo.
struct Pin {
    Point scene;
    Point exemplar;
    friend bool operator==(const Pin&, const Pin&) = default;
};

/// Where an exemplar acts: everywhere, on the pixels of one class, or on one instance.
struct ExemplarTarget {
    enum class Kind : std::uint8_t { Everything, Class, Instance };
    Kind kind = Kind::Everything;
    /// Class or instance id; 0 for Everything.
    std::uint32_t id = 0;
    friend bool operator==(const ExemplarTarget&, const ExemplarTarget&) = default;
};

/// Which places of an exemplar a place of the scene may look like.
enum class MatchWithin : std::uint8_t {
    Photo,    ///< all of them
    Class,    ///< those of its own class
    Instance, ///< those of one instance of its class, the same for all of its own instance
};

/// A photo that lends its appearance. The planes are shared and never written.
struct Exemplar {
    /// Unique in the scene, not empty.
    std::string id;
    /// Never null; 1 or 3 channels.
    std::shared_ptr<const Image> photo;
    /// Same size as the photo; null: to be estimated.
    std::shared_ptr<const LabelPlane> labels;
    ExemplarTarget target;
    /// In [0, 1].
    float strength = 1;
    std::vector<Pin> pins;
    /// Ids as in a scene, same size as the photo; null: a class is one instance. Not without
    /// labels.
    std::shared_ptr<const InstancePlane> instances = {};
    /// One channel, same size as the photo: what is not 0 lends nothing. Null: all does.
    std::shared_ptr<const Image> hidden = {};
    MatchWithin within = MatchWithin::Photo;
    /// Times that of the model, from leastTemperature to mostTemperature: less is crisper, more
    /// mixes more places.
    float temperature = 1;
    /// Whether the fine texture is the photo's own, too, in photos that have the time for it.
    bool texture = false;

    /// Compares contents, not pointers.
    friend bool operator==(const Exemplar& a, const Exemplar& b);
};

/// Bounds of Exemplar.
/// @{
inline constexpr float leastTemperature = 0.1F;
inline constexpr float mostTemperature = 10;
inline constexpr std::size_t mostPins = 64;
/// @}

} // namespace underpaint::scene
