// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/metrics/sliced_wasserstein.h"

#include "engine/base/error.h"
#include "engine/base/random.h"
#include "engine/metrics/laplacian_pyramid.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace underpaint::metrics {

namespace {

constexpr std::size_t channels = 3;
constexpr std::uint64_t directionStream = 0x5177;

std::size_t patchLength(const SlicedWassersteinSettings& settings) {
    return static_cast<std::size_t>(settings.patch) * static_cast<std::size_t>(settings.patch) *
           channels;
}

/// Every channel to mean 0 and deviation 1 over all patches.
std::vector<float> normalised(std::vector<float> patches) {
    std::array<double, channels> sums{};
    std::array<double, channels> squares{};
    for (std::size_t i = 0; i < patches.size(); ++i) {
        const double value = patches[i];
        sums.at(i % channels) += value;
        squares.at(i % channels) += value * value;
    }
    const double count = static_cast<double>(patches.size()) / channels;
    for (std::size_t i = 0; i < patches.size(); ++i) {
        const std::size_t c = i % channels;
        const double mean = sums.at(c) / count;
        const double deviation = std::sqrt(std::max(squares.at(c) / count - mean * mean, 0.0));
        // A channel without any variation has nothing to scale.
        patches[i] = static_cast<float>((patches[i] - mean) / std::max(deviation, 1e-8));
    }
    return patches;
}

std::vector<float> direction(std::size_t length, Random& random) {
    std::vector<double> drawn(length);
    double squares = 0;
    for (double& value : drawn) {
        value = random.normal();
        squares += value * value;
    }
    std::vector<float> unit(length);
    for (std::size_t i = 0; i < length; ++i) {
        unit[i] = static_cast<float>(drawn[i] / std::sqrt(squares));
    }
    return unit;
}

std::vector<float> projected(const std::vector<float>& patches, const std::vector<float>& unit) {
    std::vector<float> values(patches.size() / unit.size());
    for (std::size_t p = 0; p < values.size(); ++p) {
        const float* patch = patches.data() + p * unit.size();
        float sum = 0;
        for (std::size_t i = 0; i < unit.size(); ++i) {
            sum += patch[i] * unit[i];
        }
        values[p] = sum;
    }
    return values;
}

double levelDistance(const std::vector<float>& a, const std::vector<float>& b,
                     const SlicedWassersteinSettings& settings, std::uint64_t level) {
    const std::vector<float> first = normalised(a);
    const std::vector<float> second = normalised(b);
    Random random(deriveSeed(deriveSeed(settings.seed, directionStream), level));
    double sum = 0;
    const int count = settings.repeats * settings.directions;
    for (int i = 0; i < count; ++i) {
        const std::vector<float> unit = direction(patchLength(settings), random);
        sum += wasserstein(projected(first, unit), projected(second, unit));
    }
    return sum / count;
}

void checkSettings(const SlicedWassersteinSettings& settings) {
    if (settings.patch < 1 || settings.patchesPerPicture < 1 || settings.repeats < 1 ||
        settings.directions < 1 || settings.smallest < settings.patch) {
        throw Error("the settings of the sliced Wasserstein distance make no sense");
    }
}

} // namespace

PatchSet::PatchSet(const SlicedWassersteinSettings& settings, std::uint64_t stream)
    : m_settings(settings), m_stream(stream) {
    checkSettings(settings);
}

void PatchSet::add(const Image& image) {
    if (image.channels() != 3 || std::min(image.width(), image.height()) < m_settings.patch) {
        throw Error("the sliced Wasserstein distance takes RGB pictures of at least " +
                    std::to_string(m_settings.patch) + " pixels a side");
    }
    Random random(deriveSeed(deriveSeed(m_settings.seed, m_stream), m_pictures));
    ++m_pictures;
    const std::vector<RealPlane> pyramid = laplacianPyramid(image, m_settings.smallest);
    m_levels.resize(std::max(m_levels.size(), pyramid.size()));
    for (std::size_t level = 0; level < pyramid.size(); ++level) {
        const RealPlane& plane = pyramid[level];
        const auto positions = [&](int extent) {
            const int count = extent - m_settings.patch + 1;
            return static_cast<std::uint64_t>(count);
        };
        for (int i = 0; i < m_settings.patchesPerPicture; ++i) {
            const auto left = random.below(positions(plane.width()));
            const auto top = static_cast<int>(random.below(positions(plane.height())));
            for (int y = 0; y < m_settings.patch; ++y) {
                const auto row = plane.row(top + y).subspan(
                    left * channels, static_cast<std::size_t>(m_settings.patch) * channels);
                m_levels[level].insert(m_levels[level].end(), row.begin(), row.end());
            }
        }
    }
}

std::vector<double> slicedWasserstein(const PatchSet& a, const PatchSet& b) {
    const std::size_t levels = std::min(a.levels(), b.levels());
    if (levels == 0 || patchLength(a.settings()) != patchLength(b.settings())) {
        throw Error("a sliced Wasserstein distance needs two sets of pictures");
    }
    std::vector<double> distances;
    for (std::size_t level = 0; level < levels; ++level) {
        distances.push_back(1000 *
                            levelDistance(a.level(level), b.level(level), a.settings(), level));
    }
    return distances;
}

double wasserstein(std::vector<float> a, std::vector<float> b) {
    if (a.empty() || b.empty()) {
        throw Error("a Wasserstein distance needs two samples");
    }
    std::sort(a.begin(), a.end());
    std::sort(b.begin(), b.end());
    const auto n = static_cast<double>(a.size());
    const auto m = static_cast<double>(b.size());
    double sum = 0;
    double done = 0; // share of the probability that has been moved
    std::size_t i = 0;
    std::size_t j = 0;
    while (i < a.size() && j < b.size()) {
        const double nextA = static_cast<double>(i + 1) / n;
        const double nextB = static_cast<double>(j + 1) / m;
        const double next = std::min(nextA, nextB);
        sum += (next - done) * std::abs(static_cast<double>(a[i]) - static_cast<double>(b[j]));
        done = next;
        i += nextA <= next ? 1 : 0;
        j += nextB <= next ? 1 : 0;
    }
    return sum;
}

} // namespace underpaint::metrics
