// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/random.h"
#include "engine/train/styles/style_clusters.h"
#include "engine/train/styles/style_crop.h"
#include "engine/train/styles/style_names.h"
#include "engine/train/styles/style_sets.h"
#include "tests/support/engine_test.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>

namespace cluster_test {

using namespace underpaint;
using train::Clustering;
using train::ClusterSettings;
using train::StyleCluster;
using train::StyleInstance;
using train::WeightedRows;

namespace {

/// Around each centre `count` points with that deviation, areas between 20 and 2000 pixels.
void addBlob(std::vector<StyleInstance>& instances, int classId, const std::vector<double>& centre,
             int count, double deviation, Random& random) {
    for (int i = 0; i < count; ++i) {
        StyleInstance& instance = instances.emplace_back();
        instance.classId = classId;
        instance.area = 20 + 1980 * random.uniform();
        for (const double value : centre) {
            instance.values.push_back(static_cast<float>(value + deviation * random.normal()));
        }
    }
}

/// The least distortion over all ways to divide the rows into k groups.
double bestDistortion(const WeightedRows& rows, std::size_t k) {
    const std::size_t n = rows.size();
    std::vector<std::size_t> group(n, 0);
    double best = std::numeric_limits<double>::infinity();
    while (true) {
        double sum = 0;
        for (std::size_t c = 0; c < k; ++c) {
            // Within a group: sum of w |x|^2 - |sum of w x|^2 / sum of w.
            double weight = 0;
            double squares = 0;
            std::vector<double> mean(rows.width, 0.0);
            for (std::size_t i = 0; i < n; ++i) {
                if (group[i] == c) {
                    weight += rows.weights[i];
                    for (std::size_t d = 0; d < rows.width; ++d) {
                        squares += rows.weights[i] * rows.row(i)[d] * rows.row(i)[d];
                        mean[d] += rows.weights[i] * rows.row(i)[d];
                    }
                }
            }
            sum += squares;
            for (const double value : mean) {
                sum -= weight > 0 ? value * value / weight : 0;
            }
        }
        best = std::min(best, sum);
        std::size_t digit = 0;
        while (digit < n && ++group[digit] == k) {
            group[digit++] = 0;
        }
        if (digit == n) {
            return best;
        }
    }
}

WeightedRows randomRows(std::size_t count, std::size_t width, std::uint64_t seed) {
    Random random(seed);
    WeightedRows rows;
    rows.width = width;
    for (std::size_t i = 0; i < count; ++i) {
        rows.weights.push_back(0.2 + random.uniform());
        for (std::size_t d = 0; d < width; ++d) {
            rows.values.push_back(random.normal());
        }
    }
    return rows;
}

double pathLength(const std::vector<std::vector<double>>& points,
                  const std::vector<std::size_t>& path) {
    double length = 0;
    for (std::size_t i = 1; i < path.size(); ++i) {
        double sum = 0;
        for (std::size_t d = 0; d < points[0].size(); ++d) {
            const double step = points[path[i]][d] - points[path[i - 1]][d];
            sum += step * step;
        }
        length += std::sqrt(sum);
    }
    return length;
}

} // namespace

UNDERPAINT_TEST(kmeans_of_hand_computed_rows) {
    // Two groups: {0, 1 (weight 3)} and {10, 12}; centres 0.75 and 11; costs 0.75 and 2.
    const WeightedRows rows{1, {0, 1, 10, 12}, {1, 3, 1, 1}};
    const Clustering found = train::weightedKmeans(rows, 2, 5, 1);
    std::vector<double> centres{found.centroids[0][0], found.centroids[1][0]};
    std::sort(centres.begin(), centres.end());
    CHECK_CLOSE(centres[0], 0.75, 1e-12);
    CHECK_CLOSE(centres[1], 11.0, 1e-12);
    CHECK_CLOSE(found.distortion, 2.75, 1e-12);
    CHECK(found.clusterOf[0] == found.clusterOf[1] && found.clusterOf[2] == found.clusterOf[3]);
    CHECK(found.clusterOf[0] != found.clusterOf[2]);
    // One group: mean 25/6, sum of w x^2 = 247.
    CHECK_CLOSE(train::weightedKmeans(rows, 1, 1, 1).distortion, 247 - 25.0 * 25.0 / 6, 1e-9);
}

UNDERPAINT_TEST(kmeans_finds_the_best_division_of_few_rows) {
    for (std::uint64_t seed = 0; seed < 12; ++seed) {
        const WeightedRows rows = randomRows(9, 1 + seed % 3, seed);
        const std::size_t k = 2 + seed % 2;
        const Clustering found = train::weightedKmeans(rows, k, 40, seed);
        CHECK_CLOSE(found.distortion, bestDistortion(rows, k), 1e-9);
    }
}

UNDERPAINT_TEST(another_centre_never_makes_it_worse) {
    const WeightedRows rows = randomRows(200, 3, 5);
    Clustering before = train::weightedKmeans(rows, 1, 1, 9);
    for (std::size_t k = 2; k <= 10; ++k) {
        Clustering next = train::weightedKmeans(rows, k, 1, 9, &before);
        CHECK(next.distortion < before.distortion);
        before = std::move(next);
    }
}

UNDERPAINT_TEST(kmeans_is_deterministic) {
    const WeightedRows rows = randomRows(150, 3, 8);
    const Clustering a = train::weightedKmeans(rows, 6, 3, 4);
    const Clustering b = train::weightedKmeans(rows, 6, 3, 4);
    CHECK(a.centroids == b.centroids && a.clusterOf == b.clusterOf);
    CHECK_ERROR(train::weightedKmeans({}, 1, 1, 0), "nothing to cluster");
}

UNDERPAINT_TEST(shortest_path_is_the_shortest) {
    Random random(21);
    for (int trial = 0; trial < 8; ++trial) {
        std::vector<std::vector<double>> points(7);
        for (auto& point : points) {
            point = {random.normal(), random.normal(), random.normal()};
        }
        const std::vector<std::size_t> path = train::shortestPath(points);
        std::vector<std::size_t> order(points.size());
        std::iota(order.begin(), order.end(), 0);
        double best = std::numeric_limits<double>::infinity();
        do {
            best = std::min(best, pathLength(points, order));
        } while (std::next_permutation(order.begin(), order.end()));
        CHECK_CLOSE(pathLength(points, path), best, 1e-12);
        CHECK(points[path.front()] < points[path.back()]);
    }
    CHECK(train::shortestPath({}).empty());
    CHECK(train::shortestPath({{1.0}}) == std::vector<std::size_t>{0});
    CHECK_ERROR(train::shortestPath(std::vector<std::vector<double>>(17, {0.0})), "16");
}

UNDERPAINT_TEST(separate_groups_become_styles) {
    Random random(2);
    std::vector<StyleInstance> instances;
    for (int blob = 0; blob < 4; ++blob) {
        addBlob(instances, 3, {0.4 * blob - 0.6, 0.1, -0.2}, 10 * (blob + 1), 0.01, random);
    }
    addBlob(instances, 5, {0.5, 0.5, 0.5}, 50, 0.003, random); // looks the same everywhere
    addBlob(instances, 7, {-0.5, 0.5, 0.5}, 1, 0, random);
    const auto styles = train::clusterStyles(instances, {});
    CHECK_EQUAL(styles.size(), std::size_t{3});
    const auto& four = styles.at(3);
    CHECK_EQUAL(four.size(), std::size_t{4});
    for (std::size_t k = 0; k < 4; ++k) { // the order of the line they lie on
        CHECK_CLOSE(four[k].values[0], 0.4 * static_cast<double>(k) - 0.6, 0.02);
        CHECK_CLOSE(four[k].share, 0.1 * static_cast<double>(k + 1), 1e-12);
        CHECK_EQUAL(four[k].members.size(), 10 * (k + 1));
    }
    CHECK_EQUAL(styles.at(5).size(), std::size_t{1});
    CHECK_EQUAL(styles.at(7).size(), std::size_t{1});
}

UNDERPAINT_TEST(no_class_and_no_instance_is_dropped) {
    Random random(3);
    std::vector<StyleInstance> instances;
    for (int classId = 0; classId < 9; ++classId) {
        const int count = static_cast<int>(random.below(60)) + 1;
        const double spread = classId % 3 == 0 ? 0.4 : 0.05;
        addBlob(instances, classId, {random.normal(), random.normal()}, count, spread, random);
    }
    for (StyleInstance& instance : instances) { // all far below the official threshold
        instance.area = 1 + static_cast<double>(random.below(5));
    }
    ClusterSettings settings;
    settings.seed = 77;
    const auto styles = train::clusterStyles(instances, settings);
    CHECK_EQUAL(styles.size(), std::size_t{9});
    std::size_t members = 0;
    for (const auto& [classId, clusters] : styles) {
        const auto own = std::count_if(instances.begin(), instances.end(),
                                       [&](const auto& one) { return one.classId == classId; });
        CHECK(!clusters.empty() && clusters.size() <= 10);
        CHECK(static_cast<long>(clusters.size()) <= (own + 1) / 2);
        double shares = 0;
        for (const StyleCluster& cluster : clusters) {
            CHECK(!cluster.members.empty());
            shares += cluster.share;
            members += cluster.members.size();
            for (const std::size_t member : cluster.members) {
                CHECK_EQUAL(instances[member].classId, classId);
            }
        }
        CHECK_CLOSE(shares, 1.0, 1e-12);
    }
    CHECK_EQUAL(members, instances.size());
    const auto again = train::clusterStyles(instances, settings);
    for (const auto& [classId, clusters] : styles) {
        for (std::size_t k = 0; k < clusters.size(); ++k) {
            CHECK(clusters[k].values == again.at(classId)[k].values);
        }
    }
}

UNDERPAINT_TEST(larger_instances_weigh_more) {
    // Mean of 0 and 1 with weights sqrt(1) and sqrt(9).
    const std::vector<StyleInstance> two{{1, {0.0F}, 1}, {1, {1.0F}, 9}};
    CHECK_CLOSE(train::clusterStyles(two, {}).at(1)[0].values[0], 0.75, 1e-12);
}

UNDERPAINT_TEST(an_unstructured_class_gets_a_choice) {
    Random random(6);
    std::vector<StyleInstance> instances;
    for (int i = 0; i < 400; ++i) {
        instances.push_back(
            {2,
             {static_cast<float>(random.uniform()), static_cast<float>(random.uniform()),
              static_cast<float>(random.uniform())},
             100});
    }
    const std::size_t count = train::clusterStyles(instances, {}).at(2).size();
    CHECK(count >= 6 && count <= 10);
    ClusterSettings few;
    few.largest = 3;
    CHECK_EQUAL(train::clusterStyles(instances, few).at(2).size(), std::size_t{3});
}

UNDERPAINT_TEST(sets_hold_the_styles_that_photos_had_together) {
    // Photos 0, 1 and 3: a blue sky over green ground, photo 2: a red one over brown; photo 4 has
    // no ground, and in photo 3 a speck of another sky.
    const std::map<int, std::vector<std::vector<double>>> centroids{{1, {{0.0}, {1.0}}},
                                                                    {2, {{-1.0}, {0.0}, {1.0}}}};
    const std::vector<StyleInstance> instances{{1, {0.1F}, 50}, {2, {0.9F}, 50}, {1, {0.0F}, 50},
                                               {2, {1.1F}, 50}, {1, {0.8F}, 50}, {2, {-2.0F}, 9},
                                               {1, {1.0F}, 5},  {1, {0.2F}, 40}, {2, {0.6F}, 50},
                                               {1, {0.9F}, 50}, {5, {0.0F}, 50}};
    const std::vector<std::size_t> photos{0, 0, 1, 1, 2, 2, 3, 3, 3, 4, 4};
    const auto sets = train::styleSets(instances, photos, centroids, 8);
    const std::vector<std::map<int, int>> wanted{{{1, 0}, {2, 2}}, {{1, 1}, {2, 0}}, {{1, 1}}};
    CHECK(sets == wanted);
    CHECK_EQUAL(train::styleSets(instances, photos, centroids, 1).size(), 1U);
    CHECK(train::styleSets({}, {}, centroids, 8).empty());
}

UNDERPAINT_TEST(features_that_are_no_numbers_are_refused) {
    CHECK_ERROR(train::clusterStyles({{4, {std::nanf("")}, 5}}, {}), "class 4");
    CHECK_ERROR(train::clusterStyles({{4, {1.0F}, 5}, {4, {1.0F, 2.0F}, 5}}, {}), "lengths");
    CHECK(train::clusterStyles({}, {}).empty());
}

UNDERPAINT_TEST(showcase_frames_things_and_fills_with_stuff) {
    InstancePlane map(40, 30, 0);
    for (int y = 10; y < 16; ++y) {
        for (int x = 20; x < 32; ++x) {
            map.at(x, y) = 26000;
        }
    }
    const Rect thing = train::showcase(map, 26000, {20, 10, 12, 6}, true);
    CHECK(thing.width == thing.height && thing.width == 14);
    CHECK(thing.x <= 20 && thing.right() >= 32 && thing.y <= 10 && thing.bottom() >= 16);
    // Stuff in the shape of an L: its square lies inside of it.
    InstancePlane stuff(60, 60, 1);
    for (int y = 0; y < 60; ++y) {
        for (int x = 0; x < 60; ++x) {
            stuff.at(x, y) = x < 24 || y >= 40 ? 7 : 1;
        }
    }
    const Rect part = train::showcase(stuff, 7, {0, 0, 60, 60}, false);
    CHECK(part.width == part.height && part.width >= 20);
    int own = 0;
    for (int y = part.y; y < part.bottom(); ++y) {
        for (int x = part.x; x < part.right(); ++x) {
            own += stuff.at(x, y) == 7 ? 1 : 0;
        }
    }
    CHECK(own >= part.width * part.height * 85 / 100);
    // A thing as large as the map is cut, never outside.
    const Rect all = train::showcase(stuff, 7, {0, 0, 60, 60}, true);
    CHECK((all == Rect{0, 0, 60, 60}));
    const Image photo(60, 60, 3, 9);
    const Image small = train::thumbnailOf(photo, all, 48);
    CHECK((small.size() == Size{48, 48}) && small.at(3, 3, 2) == 9);
}

UNDERPAINT_TEST(styles_are_named_by_what_they_look_like) {
    const auto plain = [](std::uint8_t red, std::uint8_t green, std::uint8_t blue) {
        Image image(16, 16, 3, 0);
        for (int y = 0; y < 16; ++y) {
            for (int x = 0; x < 16; ++x) {
                image.at(x, y, 0) = red;
                image.at(x, y, 1) = green;
                image.at(x, y, 2) = blue;
            }
        }
        return image;
    };
    const auto names = [](const std::vector<Image>& pictures) {
        return train::namesByLooks(pictures);
    };
    using Names = std::vector<std::string>;
    CHECK(names({plain(250, 250, 250), plain(128, 128, 128), plain(10, 10, 10)}) ==
          (Names{"white", "grey", "black"}));
    CHECK(names({plain(40, 70, 160), plain(160, 200, 250), plain(20, 60, 25),
                 plain(200, 30, 30)}) == (Names{"blue", "pale blue", "dark green", "red"}));
    CHECK(names({plain(110, 75, 45), plain(215, 195, 165), plain(250, 210, 40), plain(0, 0, 0)}) ==
          (Names{"brown", "beige", "yellow", "black"}));
    // Two alike are told apart, more are counted.
    CHECK(names({plain(100, 100, 100), plain(140, 140, 140)}) ==
          (Names{"grey, darker", "grey, lighter"}));
    Image stripes = plain(90, 90, 90);
    for (int y = 0; y < 16; ++y) {
        for (int x = 0; x < 16; x += 2) {
            stripes.at(x, y, 0) = stripes.at(x, y, 1) = stripes.at(x, y, 2) = 150;
        }
    }
    CHECK(names({plain(120, 120, 120), stripes}) == (Names{"grey, smooth", "grey, textured"}));
    CHECK(names({plain(100, 100, 100), plain(120, 120, 120), plain(140, 140, 140)}) ==
          (Names{"grey 1", "grey 2", "grey 3"}));
    // What is around the middle does not count, and no picture has no name.
    Image framed = plain(250, 250, 250);
    for (int y = 3; y < 13; ++y) {
        for (int x = 3; x < 13; ++x) {
            framed.at(x, y, 0) = framed.at(x, y, 1) = framed.at(x, y, 2) = 10;
        }
    }
    CHECK(names({framed, Image()}) == (Names{"black", ""}));
}

} // namespace cluster_test
