// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/random.h"
#include "engine/train/data/class_balance.h"
#include "engine/train/data/pair_order.h"
#include "engine/train/data/photo_window.h"
#include "engine/train/data/prefetcher.h"
#include "engine/train/data/sample.h"
#include "engine/train/recipe/recipe.h"
#include "tests/engine/train_samples.h"
#include "tests/support/engine_test.h"
#include "tests/support/temporary_folder.h"

#include <algorithm>
#include <cstring>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <vector>

namespace train_data_test {

using namespace underpaint;
using namespace underpaint::train;

namespace {

std::string contentOf(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

void write(const std::filesystem::path& path, const std::string& content) {
    std::ofstream(path, std::ios::binary) << content;
}

/// A packed file with this header and 1 KiB of pixels.
std::string packWith(const std::string& header) {
    const std::uint64_t length = header.size();
    std::string file = "UPPACK1\n" + std::string(8, '\0') + header;
    std::memcpy(file.data() + 8, &length, sizeof(length));
    file.resize((file.size() + 63) / 64 * 64 + 1024, '\0');
    return file;
}

std::string headerWith(const std::string& classes, const std::string& pair) {
    return R"({"source": "", "classes": [)" + classes + R"(], "pairs": [)" + pair + "]}";
}

const std::string oneClass = R"({"id": 0, "name": "sky", "colour": [1, 2, 3], "thing": false})";
const std::string onePair =
    R"({"stem": "a", "width": 4, "height": 4, "photo": 0, "labels": 64, "instances": 128})";

bool same(const Sample& a, const Sample& b) {
    return a.pair == b.pair && a.image.equal(b.image) && a.labels.equal(b.labels) &&
           a.edges.equal(b.edges) && a.instances.equal(b.instances);
}

template<class T>
bool sameValues(std::span<const T> a, std::span<const T> b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end());
}

} // namespace

UNDERPAINT_TEST(packed_pairs_come_back_as_they_were) {
    const test::TemporaryFolder folder;
    const PackedDataset data = test::samplePack(folder / "a.pack", 3, {21, 13});
    CHECK_EQUAL(data.size(), 3U);
    CHECK_EQUAL(data.source(), "drawn by a test");
    CHECK(data.classes() == test::sampleClasses());
    for (std::size_t i = 0; i < data.size(); ++i) {
        const test::SamplePair pair = test::samplePair({21, 13}, 7 + i);
        CHECK_EQUAL(data[i].stem, "pair" + std::to_string(i));
        CHECK(data[i].size == (Size{21, 13}));
        CHECK(sameValues(data[i].photo, pair.photo.values()));
        CHECK(sameValues(data[i].labels, pair.labels.values()));
        CHECK(sameValues(data[i].instances, pair.instances.values()));
    }
    CHECK_EQUAL(std::distance(std::filesystem::directory_iterator(folder.path()), {}), 1);
}

UNDERPAINT_TEST(channels_are_class_ids) {
    const test::TemporaryFolder folder;
    const PackedDataset data = test::samplePack(folder / "a.pack", 1, {8, 8});
    CHECK_EQUAL(data.labelChannels(), 6);
    CHECK_EQUAL(data.channelOf(2), 2);
    CHECK_EQUAL(data.channelOf(5), 5);
    CHECK_EQUAL(data.channelOf(3), -1);
    CHECK_EQUAL(data.channelOf(65535), -1);
}

UNDERPAINT_TEST(hostile_packed_files_are_refused) {
    const test::TemporaryFolder folder;
    const auto path = folder / "bad.pack";
    const auto refused = [&](const std::string& content, const std::string& why) {
        write(path, content);
        CHECK_ERROR(PackedDataset::open(path), why);
    };
    write(path, packWith(headerWith(oneClass, onePair)));
    CHECK_EQUAL(PackedDataset::open(path).size(), 1U);

    refused("", "pack");
    refused("UPPACK2\n" + std::string(100, '\0'), "does not begin like one");
    refused("UPPACK1\n" + std::string(8, '\xff'), "header is cut off");
    refused(packWith("{"), "bad.pack");
    refused(packWith("[]"), "no packed data set");
    refused(packWith(headerWith(oneClass, "")), "empty");
    refused(packWith(headerWith("", onePair)), "empty");
    refused(packWith(headerWith(oneClass + "," + oneClass, onePair)), "ascending");
    const auto pairWith = [](const std::string& key, const std::string& value) {
        std::string pair = onePair;
        const std::size_t at = pair.find("\"" + key + "\": ") + key.size() + 4;
        return pair.replace(at, pair.find_first_of(",}", at) - at, value);
    };
    for (const char* offset : {"1024", "1000000", "18446744073709551552", "3", "-64", "1.5"}) {
        refused(packWith(headerWith(oneClass, pairWith("instances", offset))),
                "no packed data set");
    }
    for (const char* extent : {"0", "-4", "40000", "2147483648", "\"4\""}) {
        refused(packWith(headerWith(oneClass, pairWith("width", extent))), "no packed data set");
    }
    for (const char* weight : {"0", "-1", "1e300", "\"2\"", "null"}) {
        refused(packWith(headerWith(oneClass, onePair.substr(0, onePair.size() - 1) +
                                                  ", \"weight\": " + weight + "}")),
                "no packed data set");
    }
    refused(packWith(headerWith(R"({"id": 65536, "name": "x", "colour": [1, 2, 3],
                                   "thing": true})",
                                onePair)),
            "out of range");
}

UNDERPAINT_TEST(cut_packed_files_are_refused_at_every_length) {
    const test::TemporaryFolder folder;
    test::samplePack(folder / "a.pack", 1, {8, 8});
    const std::string whole = contentOf(folder / "a.pack");
    for (std::size_t length = 0; length < whole.size(); length += 13) {
        write(folder / "cut.pack", whole.substr(0, length));
        CHECK_ERROR(PackedDataset::open(folder / "cut.pack"), "cut.pack");
    }
}

UNDERPAINT_TEST(a_pack_appears_only_when_it_is_finished) {
    const test::TemporaryFolder folder;
    {
        PackedWriter writer(folder / "a.pack", test::sampleClasses(), "");
        CHECK_ERROR(writer.finish(), "nothing to pack");
        const test::SamplePair pair = test::samplePair({8, 8}, 1);
        CHECK_ERROR(writer.add("x", pair.photo, LabelPlane(4, 4), pair.instances), "one size");
        writer.add("x", pair.photo, pair.labels, pair.instances);
        CHECK(!std::filesystem::exists(folder / "a.pack"));
    }
    CHECK(std::filesystem::is_empty(folder.path()));
}

UNDERPAINT_TEST(every_epoch_visits_each_pair_once_in_an_order_of_its_own) {
    std::set<std::vector<std::size_t>> orders;
    for (const std::uint64_t seed : {1U, 2U}) {
        for (std::uint64_t epoch = 0; epoch < 5; ++epoch) {
            std::vector<std::size_t> order;
            for (std::uint64_t i = 0; i < 37; ++i) {
                order.push_back(pairOf(37 * epoch + i, 37, seed));
            }
            CHECK_EQUAL(std::set(order.begin(), order.end()).size(), 37U);
            CHECK_EQUAL(*std::max_element(order.begin(), order.end()), 36U);
            orders.insert(order);
        }
    }
    CHECK_EQUAL(orders.size(), 10U);
}

UNDERPAINT_TEST(draws_follow_the_weights_of_the_pairs) {
    const test::TemporaryFolder folder;
    const std::vector<double> weights{1, 1, 1, 1, 1, 1, 2, 4, 0.5, 0.1};
    const double all = 12.6;
    PackedWriter writer(folder / "a.pack", test::sampleClasses(), "");
    const test::SamplePair pair = test::samplePair({32, 32}, 3);
    for (const double weight : weights) {
        writer.add("x", pair.photo, pair.labels, pair.instances, weight);
    }
    CHECK_ERROR(writer.add("x", pair.photo, pair.labels, pair.instances, 0), "times as often");
    writer.finish();
    const PackedDataset data = PackedDataset::open(folder / "a.pack");
    CHECK(data.weighted());
    CHECK_CLOSE(data[7].weight, 4, 0);
    constexpr std::uint64_t epochs = 2000;
    std::vector<int> plain(weights.size(), 0);
    for (std::uint64_t epoch = 0; epoch < epochs; ++epoch) {
        std::vector<int> visits(weights.size(), 0);
        for (std::uint64_t i = 0; i < weights.size(); ++i) {
            const std::size_t drawn = pairOf(10 * epoch + i, data, 7);
            ++visits.at(drawn);
            ++plain.at(drawn);
        }
        // No epoch is further from the weights than it must be.
        CHECK(visits[7] == 3 || visits[7] == 4);
        CHECK(visits[0] <= 1 && visits[9] <= 1);
    }
    const ClassBalance balance(data);
    Random random(9);
    std::vector<int> balanced(weights.size(), 0);
    for (std::uint64_t i = 0; i < 10 * epochs; ++i) {
        ++balanced.at(balance.draw(random).pair);
    }
    for (std::size_t i = 0; i < weights.size(); ++i) {
        const double wanted = weights[i] / all;
        CHECK_CLOSE(plain[i] / (10.0 * epochs), wanted, 0.006);
        CHECK_CLOSE(balanced[i] / (10.0 * epochs), wanted, 0.012);
    }
    // What a training run sees: drawSample() asks the same.
    for (std::uint64_t i = 0; i < 20; ++i) {
        CHECK_EQUAL(drawSample(data, {.size = {16, 16}}, 7, i).pair, pairOf(i, data, 7));
    }
}

UNDERPAINT_TEST(equal_weights_change_no_draw) {
    const test::TemporaryFolder folder;
    PackedWriter writer(folder / "a.pack", test::sampleClasses(), "");
    const test::SamplePair pair = test::samplePair({8, 8}, 3);
    for (int i = 0; i < 9; ++i) {
        writer.add("x", pair.photo, pair.labels, pair.instances, 3);
    }
    writer.finish();
    const PackedDataset data = PackedDataset::open(folder / "a.pack");
    for (std::uint64_t i = 0; i < 40; ++i) {
        CHECK_EQUAL(pairOf(i, data, 5), pairOf(i, 9, 5));
    }
}

UNDERPAINT_TEST(examples_are_functions_of_seed_and_index) {
    const test::TemporaryFolder folder;
    const PackedDataset data = test::samplePack(folder / "a.pack", 4, {40, 30});
    const Augmentation augmentation{.size = {16, 16}, .smallestWindow = 0.5};
    const Sample first = drawSample(data, augmentation, 5, 11);
    drawSample(data, augmentation, 5, 12);
    CHECK(same(first, drawSample(data, augmentation, 5, 11)));
    CHECK(!same(first, drawSample(data, augmentation, 5, 12)));
    CHECK(!same(first, drawSample(data, augmentation, 6, 11)));
}

UNDERPAINT_TEST(maps_stay_aligned_with_the_photo) {
    const test::TemporaryFolder folder;
    const PackedDataset data = test::samplePack(folder / "a.pack", 3, {80, 64});
    // Windows of the training size itself: no pixel mixes two classes, so that each photo pixel
    // must have exactly the colour of its label.
    const Augmentation augmentation{
        .size = {40, 32}, .smallestWindow = 0.5, .largestWindow = 0.5, .colour = 0};
    std::set<int> channels;
    for (std::uint64_t index = 0; index < 40; ++index) {
        const Sample sample = drawSample(data, augmentation, 3, index);
        const auto labels = sample.labels.accessor<int, 3>();
        const auto image = sample.image.accessor<float, 4>();
        const auto ids = sample.instances.accessor<int, 4>();
        for (int y = 0; y < 32; ++y) {
            for (int x = 0; x < 40; ++x) {
                const int channel = labels[0][y][x];
                channels.insert(channel);
                const auto& classes = test::sampleClasses();
                const auto& known = classes[std::min<std::size_t>(static_cast<std::size_t>(channel),
                                                                  classes.size() - 1)];
                CHECK_EQUAL(ids[0][0][y][x] >= 100000, known.thing);
                for (int c = 0; c < 3; ++c) {
                    CHECK_CLOSE(image[0][c][y][x],
                                known.colour[static_cast<std::size_t>(c)] / 127.5 - 1, 1e-5);
                }
            }
        }
    }
    CHECK_EQUAL(channels.size(), 4U);
}

UNDERPAINT_TEST(mirroring_and_windows_really_vary) {
    const test::TemporaryFolder folder;
    const PackedDataset data = test::samplePack(folder / "a.pack", 1, {80, 64});
    const auto distinct = [&](bool flip, double smallest) {
        std::vector<Sample> seen;
        for (std::uint64_t index = 0; index < 30; ++index) {
            const Sample sample = drawSample(
                data, {.size = {40, 32}, .smallestWindow = smallest, .flip = flip, .colour = 0}, 3,
                index);
            if (std::none_of(seen.begin(), seen.end(),
                             [&](const Sample& other) { return same(sample, other); })) {
                seen.push_back(sample);
            }
        }
        return seen.size();
    };
    CHECK_EQUAL(distinct(false, 1), 1U);
    CHECK_EQUAL(distinct(true, 1), 2U);
    CHECK(distinct(false, 0.5) > 20);
}

UNDERPAINT_TEST(edges_follow_the_instances_after_resizing) {
    const test::TemporaryFolder folder;
    const PackedDataset data = test::samplePack(folder / "a.pack", 1, {80, 64});
    const Sample sample = drawSample(data, {.size = {24, 20}, .smallestWindow = 0.6}, 3, 1);
    const auto ids = sample.instances.accessor<int, 4>()[0][0];
    const auto edges = sample.edges.accessor<float, 4>()[0][0];
    int marked = 0;
    for (int y = 0; y < 20; ++y) {
        for (int x = 0; x < 24; ++x) {
            bool edge = false;
            for (const auto& [dx, dy] : {std::pair{1, 0}, {-1, 0}, {0, 1}, {0, -1}}) {
                const int nx = x + dx;
                const int ny = y + dy;
                edge |= nx >= 0 && ny >= 0 && nx < 24 && ny < 20 && ids[ny][nx] != ids[y][x];
            }
            CHECK_EQUAL(edges[y][x], edge ? 1.0F : 0.0F);
            marked += edge ? 1 : 0;
        }
    }
    CHECK(marked > 0);
}

UNDERPAINT_TEST(shrinking_a_photo_keeps_its_mean_and_enlarging_interpolates) {
    Random random(4);
    std::vector<std::uint8_t> photo;
    double mean = 0;
    for (int i = 0; i < 60 * 40 * 3; ++i) {
        photo.push_back(static_cast<std::uint8_t>(random.below(256)));
        mean += photo.back() / 255.0 / (60 * 40 * 3);
    }
    const std::vector<float> small = photoWindow(photo, {60, 40}, {0, 0, 60, 40}, {15, 10});
    double smallMean = 0;
    for (const float value : small) {
        smallMean += value / static_cast<double>(small.size());
    }
    CHECK_EQUAL(small.size(), 15U * 10U * 3U);
    CHECK_CLOSE(smallMean, mean, 0.02);

    const std::vector<std::uint8_t> ramp{0, 0, 0, 100, 100, 100};
    const std::vector<float> wide = photoWindow(ramp, {2, 1}, {0, 0, 2, 1}, {4, 1});
    const double expected[] = {0, 25, 75, 100};
    for (std::size_t x = 0; x < 4; ++x) {
        CHECK_CLOSE(wide[x] * 255, expected[x], 1e-3);
    }
}

UNDERPAINT_TEST(prefetched_examples_come_in_order) {
    const auto draw = [](std::uint64_t index) {
        Sample sample;
        sample.pair = static_cast<std::size_t>(index);
        return sample;
    };
    Prefetcher prefetcher(draw, 17, 3);
    for (std::size_t i = 0; i < 50; ++i) {
        CHECK_EQUAL(prefetcher.next().pair, 17 + i);
    }
    CHECK(prefetcher.waited() >= 0);
}

UNDERPAINT_TEST(what_drawing_throws_arrives_after_the_examples_before_it) {
    const auto draw = [](std::uint64_t index) {
        if (index == 2) {
            throw Error("the disk is gone");
        }
        Sample sample;
        sample.pair = static_cast<std::size_t>(index);
        return sample;
    };
    Prefetcher prefetcher(draw, 0, 8);
    CHECK_EQUAL(prefetcher.next().pair, 0U);
    CHECK_EQUAL(prefetcher.next().pair, 1U);
    CHECK_ERROR(prefetcher.next(), "the disk is gone");
    CHECK_ERROR(prefetcher.next(), "the disk is gone");
}

UNDERPAINT_TEST(a_prefetcher_ends_while_its_queue_is_full) {
    for (int i = 0; i < 20; ++i) {
        const Prefetcher prefetcher([](std::uint64_t) { return Sample(); }, 0, 2);
    }
}

UNDERPAINT_TEST(recipes_read_back_what_they_write) {
    Recipe recipe = test::tinyRecipe();
    recipe.decayFrom = 77;
    recipe.seed = 123456789;
    recipe.generatorRate = 1.25e-4;
    const Recipe again = parseRecipe(recipeText(recipe), "recipe");
    CHECK_EQUAL(recipeText(again), recipeText(recipe));
    CHECK_EQUAL(again.decayStart(), 77);
    CHECK_EQUAL(again.seed, 123456789U);
    CHECK(again.generator.options == recipe.generator.options);
    CHECK(again.encoder.has_value());
    CHECK_CLOSE(again.discriminatorAugmentation.brightness, 0.2, 0);
}

UNDERPAINT_TEST(wrong_recipes_name_the_option) {
    const std::string text = recipeText(test::tinyRecipe());
    const auto with = [&](const std::string& old, const std::string& changed) {
        std::string other = text;
        const std::size_t at = other.find(old);
        CHECK(at != std::string::npos);
        return other.replace(at, old.size(), changed);
    };
    const auto refused = [](const std::string& recipe, const std::string& why) {
        CHECK_ERROR(parseRecipe(recipe, "r.json"), why);
    };
    refused("{", "r.json");
    refused("[]", "not an object");
    refused("{}", "generator is missing");
    refused(with("\"batch\": 1", "\"batch\": 0"), "batch");
    refused(with("\"batch\": 1", "\"batch\": 1.5"), "whole number");
    refused(with("\"batch\": 1", "\"badge\": 1"), "badge");
    refused(with("\"flip\": true", "\"flip\": 1"), "flip");
    refused(with("\"hinge\"", "\"hinged\""), "hinged");
    refused(with("\"hinge\"", "3"), "gan");
    refused(with("\"pix2pixhd\"", "\"pix3pix\""), "pix3pix");
    refused(with("\"average\": 0.999", "\"average\": 1"), "average");
    refused(with("\"steps\": 1000", "\"steps\": 100"), "decay_from");
    refused(with("\"colour\": 0.1", "\"colour\": [1]"), "colour");
}

UNDERPAINT_TEST(rates_fall_linearly_from_the_decay_step_on) {
    Recipe recipe;
    recipe.steps = 100;
    recipe.decayFrom = 60;
    CHECK_CLOSE(recipe.rateFactor(0), 1, 0);
    CHECK_CLOSE(recipe.rateFactor(60), 1, 0);
    CHECK_CLOSE(recipe.rateFactor(70), 0.75, 1e-12);
    CHECK_CLOSE(recipe.rateFactor(100), 0, 0);
    CHECK_CLOSE(recipe.rateFactor(120), 0, 0);
}

} // namespace train_data_test
