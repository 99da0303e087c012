// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/random.h"
#include "engine/metrics/class_colours.h"
#include "engine/metrics/confusion_matrix.h"
#include "engine/metrics/frechet_distance.h"
#include "engine/metrics/kernel_distance.h"
#include "engine/metrics/laplacian_pyramid.h"
#include "engine/metrics/perceptual_distance.h"
#include "engine/metrics/picture_comparison.h"
#include "engine/metrics/psnr.h"
#include "engine/metrics/sliced_wasserstein.h"
#include "engine/metrics/ssim.h"
#include "tests/engine/formula_picture.h"
#include "tests/support/engine_test.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace metrics_test {

// Reference values were computed with NumPy 2, SciPy and scikit-image from the same formulas.

using namespace underpaint;
using metrics::ConfusionMatrix;
using metrics::FeatureMap;
using metrics::FeatureRows;

namespace {

Image mixture(const Image& a, const Image& b) {
    Image mixed = a;
    for (std::size_t i = 0; i < mixed.values().size(); ++i) {
        mixed.values()[i] = static_cast<std::uint8_t>((a.values()[i] * 3 + b.values()[i]) / 4);
    }
    return mixed;
}

/// Waves; with `softness` 0 also a fine grain.
Image texture(int k, int softness) {
    Image image(64, 48, 3, 0);
    for (int y = 0; y < 48; ++y) {
        for (int x = 0; x < 64; ++x) {
            for (int c = 0; c < 3; ++c) {
                double value = 128 + 60 * std::sin((x + 3 * k) / (3.0 + softness) + c) +
                               60 * std::cos(y / (2.0 + softness) + k);
                value += softness == 0 ? (x * 31 + y * 17 + k * 7 + c * 3) % 23 : 0;
                image.at(x, y, c) =
                    static_cast<std::uint8_t>(std::clamp(std::floor(value), 0.0, 255.0));
            }
        }
    }
    return image;
}

FeatureRows formulaRows(int count, int width, int k) {
    FeatureRows rows;
    for (int i = 0; i < count; ++i) {
        std::vector<float> row;
        for (int j = 0; j < width; ++j) {
            const int value = (i * 37 + j * 11 + (i * j * (k + 3)) % 29 * 3 + k * 5) % 64;
            row.push_back(static_cast<float>(value) / 32.0F);
        }
        rows.add(row);
    }
    return rows;
}

FeatureMap formulaMap(int channels, int height, int width, int k) {
    FeatureMap map{channels, height, width, {}};
    for (int c = 0; c < channels; ++c) {
        for (int y = 0; y < height; ++y) {
            for (int x = 0; x < width; ++x) {
                map.values.push_back(
                    static_cast<float>((c * 5 + y * 3 + x * 7 + k * (c * x % 5)) % 11) / 4.0F);
            }
        }
    }
    return map;
}

metrics::PatchSet patchesOf(int pictures, int softness,
                            const metrics::SlicedWassersteinSettings& settings,
                            std::uint64_t stream) {
    metrics::PatchSet set(settings, stream);
    for (int k = 0; k < pictures; ++k) {
        set.add(texture(k, softness));
    }
    return set;
}

double absoluteSum(const metrics::RealPlane& plane) {
    double sum = 0;
    for (const float value : plane.values()) {
        sum += std::abs(static_cast<double>(value));
    }
    return sum;
}

} // namespace

UNDERPAINT_TEST(ssim_agrees_with_scikit_image) {
    const Image a = test::formulaPicture(40, 28, 1);
    const Image b = test::formulaPicture(40, 28, 2);
    CHECK_CLOSE(metrics::ssim(a, b), 0.6166233831243279, 1e-12);
    CHECK_CLOSE(metrics::ssimOfLuminance(a, b), 0.571892127093711, 1e-12);
    CHECK_CLOSE(metrics::ssim(a, mixture(a, b)), 0.9673134400841983, 1e-12);
    CHECK_CLOSE(metrics::ssimOfLuminance(a, mixture(a, b)), 0.9644369143829497, 1e-12);
    CHECK_EQUAL(metrics::ssim(a, a), 1.0);
    CHECK_EQUAL(metrics::ssim(a, b), metrics::ssim(b, a));
    CHECK_ERROR(metrics::ssim(a, test::formulaPicture(28, 40, 1)), "one size");
    CHECK_ERROR(metrics::ssim(test::formulaPicture(10, 30, 1), test::formulaPicture(10, 30, 1)),
                "11");
}

UNDERPAINT_TEST(psnr_of_a_known_difference) {
    Image a(4, 2, 3, 100);
    Image b = a;
    b.at(1, 1, 2) = 112; // mean squared difference 144 / 24 = 6
    CHECK_CLOSE(metrics::psnr(a, b), 10 * std::log10(255.0 * 255.0 / 6), 1e-12);
    CHECK_EQUAL(metrics::psnr(a, a), std::numeric_limits<double>::infinity());
}

UNDERPAINT_TEST(laplacian_pyramid_agrees_with_scipy) {
    const auto levels = metrics::laplacianPyramid(test::formulaPicture(41, 28, 1), 7);
    CHECK_EQUAL(levels.size(), std::size_t{3});
    CHECK((levels[1].size() == Size{21, 14} && levels[2].size() == Size{11, 7}));
    CHECK_CLOSE(levels[0].at(0, 0, 0), -27.95703125, 1e-4);
    CHECK_CLOSE(levels[0].at(40, 27, 2), 18.7451171875, 1e-4);
    CHECK_CLOSE(levels[0].at(5, 3, 1), 33.8974609375, 1e-4);
    CHECK_CLOSE(levels[1].at(20, 13, 2), -56.358009338378906, 1e-4);
    CHECK_CLOSE(levels[2].at(5, 3, 1), 150.68923950195312, 1e-4);
    CHECK_CLOSE(absoluteSum(levels[0]), 137091.52850341797, 0.2);
    CHECK_CLOSE(absoluteSum(levels[1]), 19481.16079235077, 0.05);
    CHECK_CLOSE(absoluteSum(levels[2]), 29313.439834594727, 0.05);
    CHECK_EQUAL(metrics::laplacianPyramid(test::formulaPicture(31, 64, 1), 16).size(),
                std::size_t{2});
    CHECK_EQUAL(metrics::laplacianPyramid(test::formulaPicture(30, 64, 1), 16).size(),
                std::size_t{1});
}

UNDERPAINT_TEST(wasserstein_distance_of_samples) {
    CHECK_CLOSE(metrics::wasserstein({1, 5, -2, 7}, {0, 0.5F, 9, 3, 4, 8}), 1.75, 1e-12);
    CHECK_CLOSE(metrics::wasserstein({3, 1, 2}, {2.5F, 1.5F, 3.5F}), 0.5, 1e-12);
    CHECK_CLOSE(metrics::wasserstein({4}, {1, 2, 3}), 2.0, 1e-12);
    CHECK_ERROR(metrics::wasserstein({}, {1}), "two samples");
    Random random(4); // a shift moves everything by itself, whatever the sizes
    std::vector<float> a;
    for (int i = 0; i < 300; ++i) {
        a.push_back(static_cast<float>(random.normal()));
    }
    std::vector<float> b = a;
    b.insert(b.end(), a.begin(), a.end());
    CHECK_CLOSE(metrics::wasserstein(a, b), 0.0, 1e-12);
    for (float& value : b) {
        value += 0.25F;
    }
    CHECK_CLOSE(metrics::wasserstein(a, b), 0.25, 1e-6);
}

UNDERPAINT_TEST(sliced_wasserstein_agrees_with_numpy) {
    // NumPy: all patches and 600 other directions give 189.7 +- 5.0 and 251.3 +- 6.8.
    metrics::SlicedWassersteinSettings settings;
    settings.patchesPerPicture = 1500;
    settings.repeats = 2;
    const auto distances =
        metrics::slicedWasserstein(patchesOf(6, 0, settings, 1), patchesOf(6, 2, settings, 2));
    CHECK_EQUAL(distances.size(), std::size_t{2});
    CHECK_CLOSE(distances[0], 189.7, 20);
    CHECK_CLOSE(distances[1], 251.3, 27);
}

UNDERPAINT_TEST(sliced_wasserstein_tells_sets_apart) {
    metrics::SlicedWassersteinSettings settings;
    settings.directions = 32;
    const auto real = patchesOf(8, 0, settings, 1);
    const auto same = metrics::slicedWasserstein(real, real);
    CHECK(std::all_of(same.begin(), same.end(), [](double value) { return value == 0; }));
    const auto other = metrics::slicedWasserstein(real, patchesOf(8, 0, settings, 2));
    const auto soft = metrics::slicedWasserstein(real, patchesOf(8, 2, settings, 2));
    CHECK(other[0] < soft[0] / 2 && other[1] < soft[1] / 2);
    CHECK(soft == metrics::slicedWasserstein(real, patchesOf(8, 2, settings, 2)));
    // Sets need not have the same number of pictures.
    CHECK(metrics::slicedWasserstein(real, patchesOf(5, 0, settings, 2))[0] < soft[0] / 2);
    CHECK_ERROR(metrics::slicedWasserstein(real, metrics::PatchSet(settings, 3)), "two sets");
    metrics::PatchSet small(settings, 1);
    CHECK_ERROR(small.add(Image(6, 40, 3, 0)), "7 pixels");
    small.add(Image(7, 9, 3, 50)); // one colour: nothing to scale, nothing that is no number
    CHECK_CLOSE(metrics::slicedWasserstein(small, small)[0], 0.0, 0.0);
}

UNDERPAINT_TEST(agreement_of_hand_counted_labels) {
    LabelPlane truth(4, 2, 1);
    LabelPlane seen(4, 2, 1);
    truth.at(2, 0) = truth.at(3, 0) = 5;
    truth.at(3, 1) = 255; // ignored
    seen.at(3, 0) = 5;
    seen.at(0, 1) = 5;
    seen.at(1, 1) = 9; // no class that counts, but a mistake
    // truth 1 1 5 5 / 1 1 1 -;  seen 1 1 1 5 / 5 9 1 -
    ConfusionMatrix matrix({1, 5, 7});
    matrix.add(truth, seen);
    CHECK_EQUAL(matrix.pixels(), 7);
    CHECK_EQUAL(matrix.count(1, 1), 3);
    CHECK_EQUAL(matrix.count(5, 1), 1);
    CHECK_EQUAL(matrix.count(1, 9), 1);
    CHECK_CLOSE(matrix.pixelAccuracy(), 4.0 / 7, 1e-12);
    CHECK_CLOSE(matrix.iou(1).value(), 3.0 / 6, 1e-12);
    CHECK_CLOSE(matrix.iou(5).value(), 1.0 / 3, 1e-12);
    CHECK(!matrix.iou(7).has_value());
    CHECK_CLOSE(matrix.meanIou(), (0.5 + 1.0 / 3) / 2, 1e-12);
    matrix.add(truth, truth);
    CHECK_CLOSE(matrix.pixelAccuracy(), 11.0 / 14, 1e-12);
    CHECK_ERROR(matrix.add(truth, LabelPlane(2, 4)), "different sizes");
    const ConfusionMatrix empty({1});
    CHECK_EQUAL(empty.pixelAccuracy() + empty.meanIou(), 0.0);
}

UNDERPAINT_TEST(frechet_distance_agrees_with_scipy) {
#ifndef UNDERPAINT_HAVE_EIGEN
    test::skip("this build has no Eigen");
#else
    // More rows than features, and the other way round.
    CHECK_CLOSE(metrics::frechetDistance(formulaRows(50, 6, 0), formulaRows(41, 6, 1)),
                0.5426924328606986, 1e-9);
    CHECK_CLOSE(metrics::frechetDistance(formulaRows(7, 12, 0), formulaRows(9, 12, 2)),
                3.724905321302238, 1e-6);
    CHECK_CLOSE(metrics::frechetDistance(formulaRows(9, 12, 2), formulaRows(9, 12, 2)), 0.0, 1e-6);
    FeatureRows one;
    one.add(std::vector<float>{1, 2});
    CHECK_ERROR(metrics::frechetDistance(one, one), "two pictures");
    CHECK_ERROR(one.add(std::vector<float>{1}), "different lengths");
#endif
}

UNDERPAINT_TEST(perceptual_distance_agrees_with_numpy) {
    const std::vector<FeatureMap> a{formulaMap(4, 3, 5, 1), formulaMap(6, 2, 2, 1)};
    const std::vector<FeatureMap> b{formulaMap(4, 3, 5, 2), formulaMap(6, 2, 2, 3)};
    const metrics::LayerWeights heads{{0.1F, 0.2F, 0.3F, 0.4F}, {0, 0.1F, 0.2F, 0.3F, 0.4F, 0.5F}};
    CHECK_CLOSE(metrics::perceptualDistance(a, b, heads), 0.14150004425806093, 1e-7);
    CHECK_CLOSE(metrics::perceptualDistance(a, b), 0.10843140974667728, 1e-9);
    CHECK_EQUAL(metrics::perceptualDistance(a, a, heads), 0.0);
    CHECK_ERROR(metrics::perceptualDistance(a, {b[1], b[0]}), "one size");
    CHECK_ERROR(metrics::perceptualDistance(a, {b[0]}), "same layers");
    CHECK_ERROR(metrics::perceptualDistance(a, b, {{1}, {1}}), "1 weights for 4");
    const std::vector<float> means = metrics::pooled({2, 1, 3, {1, 2, 6, 0, -3, 0}});
    CHECK(means == (std::vector<float>{3, -1}));
}

UNDERPAINT_TEST(comparison_gathers_the_figures) {
    metrics::SlicedWassersteinSettings settings;
    settings.directions = 16;
    const auto red = [](const Image& photo) {
        return std::vector<float>{static_cast<float>(photo.at(0, 0, 0))};
    };
    std::vector<metrics::NamedFeatures> features;
#ifdef UNDERPAINT_HAVE_EIGEN
    features.push_back({"frechet_red", red});
#endif
    metrics::PictureComparison comparison(settings, {{"rms", metrics::rootMeanSquare}}, features);
    metrics::PatchSet real(settings, 1);
    metrics::PatchSet painted(settings, 2);
    double similarity = 0;
    double noise = 0;
    double rms = 0;
    for (int k = 0; k < 3; ++k) {
        comparison.addPair(texture(k, 0), texture(k, 1));
        real.add(texture(k, 0));
        painted.add(texture(k, 1));
        similarity += metrics::ssim(texture(k, 0), texture(k, 1)) / 3;
        noise += metrics::psnr(texture(k, 0), texture(k, 1)) / 3;
        rms += metrics::rootMeanSquare(texture(k, 0), texture(k, 1)) / 3;
    }
    metrics::Figures figures = comparison.figures();
    CHECK_CLOSE(figures.at("ssim"), similarity, 1e-12);
    CHECK_CLOSE(figures.at("psnr"), noise, 1e-9);
    CHECK_CLOSE(figures.at("rms"), rms, 1e-9);
    const std::vector<double> levels = metrics::slicedWasserstein(real, painted);
    CHECK_EQUAL(figures.at("swd_level_0"), levels[0]);
    CHECK_EQUAL(figures.at("swd_level_1"), levels[1]);
    CHECK_CLOSE(figures.at("swd"), (levels[0] + levels[1]) / 2, 1e-9);
#ifdef UNDERPAINT_HAVE_EIGEN
    metrics::FeatureRows first;
    metrics::FeatureRows second;
    for (int k = 0; k < 3; ++k) {
        first.add(red(texture(k, 0)));
        second.add(red(texture(k, 1)));
    }
    CHECK_CLOSE(figures.at("frechet_red"), metrics::frechetDistance(first, second), 1e-9);
#endif
    metrics::PictureComparison unpaired(settings, {}, {});
    unpaired.addReal(texture(0, 0));
    CHECK_ERROR(unpaired.figures(), "two sets");
    unpaired.addPainted(texture(0, 1));
    CHECK(!unpaired.figures().contains("ssim") && unpaired.figures().contains("swd"));
}

UNDERPAINT_TEST(kernel_distance_follows_its_definition) {
    FeatureRows a;
    a.add(std::vector<float>{1, 0});
    a.add(std::vector<float>{0, 2});
    a.add(std::vector<float>{1, 1});
    FeatureRows b;
    b.add(std::vector<float>{2, 0});
    b.add(std::vector<float>{0, -2});
    // Kernels (x.y / 2 + 1)^3: within a 1, 3.375, 8; within b 1; between 8, 1, 1, -1, 8, 0.
    CHECK_CLOSE(metrics::kernelDistance(a, b), (1 + 3.375 + 8) / 3 + 1 - 2 * (17.0 / 6), 1e-9);
    // Unbiased: sets of one kind are at no distance, whatever their sizes.
    Random random(4);
    const auto drawn = [&random](int count, double mean) {
        FeatureRows rows;
        for (int i = 0; i < count; ++i) {
            std::vector<float> row;
            for (int j = 0; j < 8; ++j) {
                row.push_back(static_cast<float>(mean + random.normal()));
            }
            rows.add(row);
        }
        return rows;
    };
    const double alike = metrics::kernelDistance(drawn(300, 0), drawn(200, 0));
    CHECK(std::abs(alike) < 0.05);
    CHECK(metrics::kernelDistance(drawn(300, 0), drawn(200, 0.5)) > 0.5);
    CHECK_ERROR(metrics::kernelDistance(a, formulaRows(3, 3, 1)), "different lengths");
    FeatureRows single;
    single.add(std::vector<float>{1, 2});
    CHECK_ERROR(metrics::kernelDistance(a, single), "at least two");
}

UNDERPAINT_TEST(sets_are_compared_with_the_reference_where_there_is_one) {
    metrics::SlicedWassersteinSettings settings;
    settings.directions = 4;
    const auto corner = [](const Image& photo) {
        return std::vector<float>{static_cast<float>(photo.at(0, 0, 0)) / 100,
                                  static_cast<float>(photo.at(5, 3, 1)) / 100};
    };
    const std::vector<metrics::NamedFeatures> features{
        {.name = "", .features = corner, .kernelName = "kernel_corner"}};
    metrics::PictureComparison comparison(settings, {}, features);
    FeatureRows real;
    FeatureRows painted;
    FeatureRows reference;
    for (int k = 0; k < 5; ++k) {
        comparison.addPair(texture(k, 0), texture(k, 2));
        real.add(corner(texture(k, 0)));
        painted.add(corner(texture(k, 2)));
    }
    metrics::Figures figures = comparison.figures();
    CHECK_CLOSE(figures.at("kernel_corner"), metrics::kernelDistance(real, painted), 1e-12);
    CHECK(figures.contains("kernel_corner_real") && !figures.contains(""));
    for (int k = 5; k < 9; ++k) {
        comparison.addReference(texture(k, 0));
        reference.add(corner(texture(k, 0)));
    }
    figures = comparison.figures();
    CHECK_CLOSE(figures.at("kernel_corner"), metrics::kernelDistance(reference, painted), 1e-12);
    CHECK_CLOSE(figures.at("kernel_corner_real"), metrics::kernelDistance(reference, real), 1e-12);
}

UNDERPAINT_TEST(diversity_is_the_mean_over_pairs) {
    // Distances 10, 30 and 20.
    const std::vector<Image> samples{Image(3, 2, 3, 0), Image(3, 2, 3, 10), Image(3, 2, 3, 30)};
    CHECK_CLOSE(metrics::diversity(samples, metrics::rootMeanSquare), 20.0, 1e-12);
    CHECK_ERROR(metrics::diversity(std::span(samples).first(1), metrics::rootMeanSquare),
                "less than two");
}

UNDERPAINT_TEST(colours_of_a_class_are_compared_whatever_its_shape) {
    Image photo(20, 10, 3, 100);
    LabelPlane labels(20, 10, 1, 3);
    for (int y = 0; y < 10; ++y) {
        for (int x = 0; x < 10; ++x) {
            labels.at(x, y) = 7;
            photo.at(x, y, 0) = 200; // red, 30 levels brighter
        }
    }
    const metrics::ClassColours colours = metrics::classColours(photo, labels);
    CHECK_EQUAL(colours.size(), 2U);
    // Grey has luminance 100 and no colour; this red 129.9, 50 levels of red - green and
    // -25 of blue - yellow, rounded down.
    CHECK_CLOSE(metrics::colourDistance(colours.at(3), colours.at(7)), (29.0 + 50.0 + 25.0) / 3,
                0.7);
    CHECK_CLOSE(metrics::colourDistance(colours.at(3), colours.at(3)), 0, 0);

    // The same colours in another shape and number.
    Image other(20, 10, 3, 100);
    LabelPlane otherLabels(20, 10, 1, 9);
    for (int x = 0; x < 5; ++x) {
        otherLabels.at(x, 2) = 3;
    }
    const metrics::ClassColours more = metrics::classColours(other, otherLabels);
    CHECK_CLOSE(metrics::colourDistance(colours, more).value(), 0, 1e-12);
    CHECK(!metrics::colourDistance({{7, colours.at(7)}}, more).has_value());
    // What is hardly there has no colour of its own.
    CHECK(!metrics::classColours(other, otherLabels, 0.03).contains(3));
    CHECK_ERROR(metrics::classColours(other, LabelPlane(10, 10)), "size");
}

} // namespace metrics_test
