// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/imaging/photo_keeper.h"

#include "engine/imaging/resize.h"
#include "engine/scene/touched.h"

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

namespace underpaint::imaging {

namespace {

/// OpenCV's view of a plane's own pixels.
/// @{
cv::Mat view(Plane<float>& plane) {
    return {plane.height(), plane.width(), CV_32FC1, plane.data()};
}
cv::Mat view(const Image& image) {
    return {image.height(), image.width(), CV_8UC(image.channels()),
            const_cast<std::uint8_t*>(image.data())}; // NOLINT: read only
}
/// @}

Image rgb(const Image& photo) {
    if (photo.channels() == 3) {
        return photo;
    }
    Image colours(photo.width(), photo.height(), 3, 0);
    cv::Mat target = view(colours);
    cv::cvtColor(view(photo), target, cv::COLOR_GRAY2RGB);
    return colours;
}

/// Values where `weight` is 0 are those around them, as smooth as they are far away: weighted means
/// go up a pyramid and, where a level knows less than one whole pixel, come down again.
void carryInwards(cv::Mat& values, cv::Mat& weight) {
    if (std::min(values.rows, values.cols) < 2) {
        return;
    }
    cv::Mat weighted;
    cv::Mat coarse;
    cv::Mat coarseWeight;
    cv::Mat threefold;
    cv::merge(std::array<cv::Mat, 3>{weight, weight, weight}, threefold);
    cv::multiply(values, threefold, weighted);
    cv::pyrDown(weighted, coarse);
    cv::pyrDown(weight, coarseWeight);
    constexpr double least = 1e-6;
    cv::Mat divisor = cv::max(coarseWeight, least);
    cv::merge(std::array<cv::Mat, 3>{divisor, divisor, divisor}, threefold);
    cv::divide(coarse, threefold, coarse);
    // What a level has seen at all it knows: a rim of one pixel must not fade away on the way up.
    constexpr double gain = 4;
    cv::Mat sure = cv::min(coarseWeight * gain, 1.0);
    carryInwards(coarse, sure);
    cv::Mat fine;
    cv::pyrUp(coarse, fine, values.size());
    cv::merge(std::array<cv::Mat, 3>{weight, weight, weight}, threefold);
    cv::Mat own;
    cv::multiply(values, threefold, own);
    cv::Mat rest;
    cv::multiply(fine, cv::Scalar::all(1) - threefold, rest);
    values = own + rest;
    weight.setTo(1);
}

/// What to add to the painted photo so that it meets the kept one at the seam, of the scene's size:
/// their difference where both are shown, carried to where only the painted one is.
cv::Mat seamDifference(const Image& kept, const Image& painted, const cv::Mat& share) {
    cv::Mat before;
    cv::Mat after;
    view(kept).convertTo(before, CV_32F);
    view(painted).convertTo(after, CV_32F);
    cv::Mat difference = before - after;
    // Without a feather both are compared in a rim all the same.
    constexpr int rim = 8;
    const cv::Mat touched = share >= 1;
    cv::Mat weight;
    cv::dilate(touched, weight,
               cv::getStructuringElement(cv::MORPH_ELLIPSE, {2 * rim + 1, 2 * rim + 1}));
    weight = (weight | (share > 0)) & ~touched;
    weight.convertTo(weight, CV_32F, 1.0 / UINT8_MAX);
    carryInwards(difference, weight);
    // Textures of both differ from pixel to pixel: their means are what the eye compares.
    cv::GaussianBlur(difference, difference, {}, 3);
    return difference;
}

/// The photo `before` in pale grey, glowing where `after` differs from it and `share` is 0.
Image heatMap(const Image& before, const Image& after, const Plane<float>& share) {
    Image heat(before.width(), before.height(), 3, 0);
    const auto byte = [](float value) {
        return static_cast<std::uint8_t>(std::lround(std::clamp(value, 0.0F, 255.0F)));
    };
    for (int y = 0; y < heat.height(); ++y) {
        const auto a = before.row(y);
        const auto b = after.row(y);
        const auto out = heat.row(y);
        for (std::size_t x = 0; x < static_cast<std::size_t>(heat.width()); ++x) {
            float grey = 0;
            float change = 0;
            for (std::size_t c = 3 * x; c < 3 * x + 3; ++c) {
                grey += static_cast<float>(a[c]) / 3;
                change =
                    std::max(change, std::abs(static_cast<float>(a[c]) - static_cast<float>(b[c])));
            }
            // A third of the range is a change of everything one sees.
            const float glow = share.at(static_cast<int>(x), y) > 0 ? 0 : change * 9;
            const float pale = grey * 0.4F;
            out[3 * x] = byte(pale + glow);
            out[3 * x + 1] = byte(pale + glow - 255);
            out[3 * x + 2] = byte(pale + glow - 510);
        }
    }
    return heat;
}

/// Puts `from` over `to` with these shares, shifted by levels of `unit` steps.
template<class T>
void mix(const cv::Mat& shares, const cv::Mat& shift, int unit, const Plane<T>& from,
         Plane<T>& target) {
    const auto most = static_cast<float>(UINT8_MAX * unit);
    for (int y = 0; y < target.height(); ++y) {
        const auto* weights = shares.ptr<float>(y);
        const auto* shifts = shift.empty() ? nullptr : shift.ptr<float>(y);
        const auto fresh = from.row(y);
        const auto to = target.row(y);
        for (std::size_t i = 0; i < to.size(); ++i) {
            const float weight = weights[i / 3];
            if (weight > 0) {
                const float made =
                    static_cast<float>(fresh[i]) +
                    (shifts != nullptr ? shifts[i] * static_cast<float>(unit) : 0.0F);
                const float mixed =
                    static_cast<float>(to[i]) +
                    weight * (std::clamp(made, 0.0F, most) - static_cast<float>(to[i]));
                to[i] = static_cast<T>(std::lround(mixed));
            }
        }
    }
}

} // namespace

Plane<float> newShare(const scene::SceneState& scene) {
    const Plane<std::uint8_t> touched = scene::touchedPixels(scene);
    Plane<float> share(touched.width(), touched.height());
    if (std::ranges::all_of(touched.values(), [](std::uint8_t mark) { return mark == 0; })) {
        return share;
    }
    Plane<std::uint8_t> untouched = touched;
    for (std::uint8_t& mark : untouched.values()) {
        mark = mark == 0 ? 1 : 0;
    }
    cv::Mat distance = view(share);
    cv::distanceTransform(view(untouched), distance, cv::DIST_L2, cv::DIST_MASK_PRECISE);
    const auto feather = static_cast<float>(scene.keep.feather) + 1;
    for (float& value : share.values()) {
        const float left = std::clamp(1 - value / feather, 0.0F, 1.0F);
        value = value == 0 ? 1 : left * left * (3 - 2 * left);
    }
    return share;
}

const Image& PhotoKeeper::sized(const std::shared_ptr<const Image>& photo, Size size,
                                Sized& memory) {
    if (memory.source != photo || memory.photo.size() != size) {
        memory = {photo, resizeBicubic(rgb(*photo), size)};
    }
    return memory.photo;
}

struct PhotoKeeper::Seam {
    cv::Mat shares;
    cv::Mat shift; ///< in levels of 8 bits; may be empty
};

PhotoKeeper::Seam PhotoKeeper::seamOf(const Image& freshOfMaps, const scene::SceneState& scene,
                                      Size size, Image* changes) {
    Plane<float> share = newShare(scene);
    if (changes != nullptr) {
        *changes = heatMap(sized(scene.referencePhoto, scene.size(), m_small), freshOfMaps, share);
    }
    cv::Mat shares = view(share).clone();
    cv::Mat shift;
    if (scene.keep.matchColours) {
        shift =
            seamDifference(sized(scene.referencePhoto, scene.size(), m_small), freshOfMaps, shares);
    }
    if (size != scene.size()) {
        const cv::Size target(size.width, size.height);
        cv::resize(shares, shares, target, 0, 0, cv::INTER_LINEAR);
        if (!shift.empty()) {
            cv::resize(shift, shift, target, 0, 0, cv::INTER_LINEAR);
        }
    }
    return {std::move(shares), std::move(shift)};
}

Image PhotoKeeper::kept(const Image& painted, const scene::SceneState& scene, Size size,
                        Image* changes) {
    const bool whole = size == scene.size();
    const bool small = changes != nullptr || scene.keep.matchColours;
    const Image fresh = resizeBicubic(painted, size);
    const Image smaller = whole || !small ? Image() : resizeBicubic(painted, scene.size());
    Image result = sized(scene.referencePhoto, size, whole ? m_small : m_whole);
    const Seam seam = seamOf(whole ? fresh : smaller, scene, size, changes);
    mix(seam.shares, seam.shift, 1, fresh, result);
    return result;
}

DeepImage PhotoKeeper::kept(const DeepImage& painted, const scene::SceneState& scene, Size size) {
    const Image& before =
        sized(scene.referencePhoto, size, size == scene.size() ? m_small : m_whole);
    DeepImage result(size.width, size.height, 3, 0);
    std::ranges::transform(before.values(), result.values().begin(), [](std::uint8_t level) {
        return static_cast<std::uint16_t>(level * deepSteps);
    });
    Image shallow(painted.width(), painted.height(), 3, 0);
    std::ranges::transform(painted.values(), shallow.values().begin(), [](std::uint16_t value) {
        return static_cast<std::uint8_t>(value / deepSteps);
    });
    const Seam seam =
        seamOf(scene.keep.matchColours ? resizeBicubic(shallow, scene.size()) : shallow, scene,
               size, nullptr);
    mix(seam.shares, seam.shift, deepSteps, resizeBicubic(painted, size), result);
    return result;
}

} // namespace underpaint::imaging
