// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/translate/import_model.h"
#include "engine/translate/translator.h"
#include "tests/engine/nets_samples.h"
#include "tests/engine/translate_samples.h"
#include "tests/support/engine_test.h"
#include "tests/support/shared_data.h"
#include "tests/support/temporary_folder.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <set>
#include <sstream>
#include <string>
#include <utility>

namespace translate_cocosnet_test {

using namespace underpaint;

namespace fs = std::filesystem;

namespace {

const project::Options ofGenerator{{"seg_nc", std::int64_t{6}},
                                   {"ngf", std::int64_t{4}},
                                   {"nhidden", std::int64_t{4}},
                                   {"use_attention", true}};
const project::Options ofCorrespondence{{"seg_nc", std::int64_t{6}},
                                        {"ngf", std::int64_t{2}},
                                        {"nhidden", std::int64_t{4}},
                                        {"projection_nc", std::int64_t{8}},
                                        {"match_kernel", std::int64_t{3}},
                                        {"pono_c", true},
                                        {"maskmix", true}};

void writeNetwork(const fs::path& path, const std::string& name, const project::Options& options) {
    const nets::ParamStore weights = test::sampleWeights(nets::Network::create(name, options));
    test::settleSpectralNorms(weights);
    nets::TensorMap tensors;
    for (const auto& [key, value] : weights) {
        tensors[key] = value;
    }
    test::writeCheckpoint(path, tensors);
}

/// Checkpoints as the official training leaves them.
struct Files {
    test::TemporaryFolder folder;
    fs::path generator = folder / "latest_net_G.pth";
    fs::path correspondence = folder / "latest_net_Corr.pth";
    fs::path package = folder / "m.underpaint-model";

    Files() {
        writeNetwork(generator, "cocosnet.generator", ofGenerator);
        writeNetwork(correspondence, "cocosnet.correspondence", ofCorrespondence);
    }
    translate::ImportRequest request(const std::string& warp) const {
        translate::ImportRequest request;
        request.files = {generator, correspondence};
        request.options["warp"] = warp;
        request.labels = test::sampleLabels();
        return request;
    }
};

Image colouredPhoto(std::uint8_t red, std::uint8_t blue) {
    Image photo(70, 90, 3, 0);
    for (int y = 0; y < photo.height(); ++y) {
        for (int x = 0; x < photo.width(); ++x) {
            photo.at(x, y, 0) = red;
            photo.at(x, y, 1) = static_cast<std::uint8_t>(2 * y);
            photo.at(x, y, 2) = blue;
        }
    }
    return photo;
}

scene::Exemplar exemplar(const std::string& id, Image photo, scene::ExemplarTarget target = {}) {
    LabelPlane labels(photo.width(), photo.height(), 1, 4);
    for (int x = 0; x < 30; ++x) {
        labels.at(x, 10) = 2;
    }
    return {.id = id,
            .photo = std::make_shared<const Image>(std::move(photo)),
            .labels = std::make_shared<const LabelPlane>(std::move(labels)),
            .target = target,
            .pins = {}};
}

std::unique_ptr<translate::Translator> opened(const Files& files) {
    CHECK(translate::importModel(files.request("bilinear"), files.package, false).whole());
    return translate::openTranslator(
        project::ModelPackage::open(files.package),
        {.device = "cpu", .precision = nets::Precision::Fp32, .threads = 1});
}

Image painted(translate::Translator& translator, const scene::SceneState& state) {
    return translator.render(scene::SceneSnapshot(state), {}, {}, {}).photo;
}

} // namespace

UNDERPAINT_TEST(checkpoints_of_cocosnet_become_a_model) {
    const Files files;
    const translate::ImportOutcome outcome =
        translate::importModel(files.request("patches"), files.package, false);
    CHECK(outcome.whole());
    const auto& networks = outcome.written->networks;
    CHECK_EQUAL(networks.size(), 2U);
    const project::Options& options = networks.at("Corr").options;
    CHECK(std::get<bool>(options.at("warp_patch")));
    CHECK(!std::get<bool>(options.at("warp_bilinear")));
    CHECK(std::get<bool>(options.at("maskmix")));
    CHECK_EQUAL(std::get<std::int64_t>(options.at("projection_nc")), 8);
    CHECK_EQUAL(outcome.written->labelChannels, 6);
}

UNDERPAINT_TEST(what_no_weight_of_cocosnet_tells_is_asked_for) {
    const Files files;
    translate::ImportRequest request = files.request("nearest");
    request.options.erase("warp");
    CHECK_ERROR(translate::importModel(request, files.package, false), "warp=nearest");
    request = files.request("nearest");
    request.files = {files.generator};
    CHECK_ERROR(translate::importModel(request, files.package, false), "net_Corr");
}

UNDERPAINT_TEST(an_exemplar_changes_the_photo_of_a_scene_of_any_size) {
    const Files files;
    const auto translator = opened(files);
    CHECK(translator->capabilities().exemplars);
    for (const Size size : {Size{96, 64}, Size{77, 101}}) {
        scene::SceneState state = test::sampleScene(size);
        const Image grey = painted(*translator, state);
        CHECK(grey.size() == size);
        state.addExemplar(exemplar("one", colouredPhoto(255, 0)));
        const Image red = painted(*translator, state);
        CHECK(red == painted(*translator, state));
        CHECK(!(red == grey));
        state.appearance.exemplars.clear();
        state.addExemplar(exemplar("one", colouredPhoto(0, 255)));
        CHECK(!(painted(*translator, state) == red));
        // Without any strength it is as if there were none.
        state.appearance.exemplars.at("one").strength = 0;
        CHECK(painted(*translator, state) == grey);
    }
}

UNDERPAINT_TEST(an_exemplar_of_a_class_that_it_lacks_lends_nothing) {
    const Files files;
    const auto translator = opened(files);
    scene::SceneState state = test::sampleScene({96, 64});
    const Image grey = painted(*translator, state);
    const auto withTarget = [&](std::uint32_t label) {
        scene::SceneState other = state;
        other.addExemplar(
            exemplar("one", colouredPhoto(255, 0), {scene::ExemplarTarget::Kind::Class, label}));
        return painted(*translator, other);
    };
    CHECK(!(withTarget(4) == grey));
    CHECK(withTarget(1) == grey);
}

/// Of an exemplar whose left half shows an instance 4001 of class 4 and whose right half 4002.
scene::Exemplar halves(const std::string& id) {
    scene::Exemplar two = exemplar(id, colouredPhoto(255, 0));
    LabelPlane labels(70, 90, 1, 4);
    InstancePlane instances(70, 90, 1, 4001);
    for (int y = 0; y < 90; ++y) {
        for (int x = 35; x < 70; ++x) {
            instances.at(x, y) = 4002;
        }
        for (int x = 0; x < 70 && y >= 50; ++x) {
            labels.at(x, y) = y < 70 ? 1 : 2;
            instances.at(x, y) = labels.at(x, y);
        }
    }
    two.labels = std::make_shared<const LabelPlane>(std::move(labels));
    two.instances = std::make_shared<const InstancePlane>(std::move(instances));
    return two;
}

std::shared_ptr<const translate::ExemplarMatches> matchesOf(translate::Translator& translator,
                                                            const scene::SceneState& state) {
    return translator.render(scene::SceneSnapshot(state), {}, {}, {}).matches;
}

UNDERPAINT_TEST(a_photo_tells_where_its_look_came_from) {
    const Files files;
    const auto translator = opened(files);
    scene::SceneState state = test::sampleScene({77, 101});
    CHECK(matchesOf(*translator, state)->exemplars.empty());
    state.addExemplar(halves("one"));
    for (const scene::MatchWithin within :
         {scene::MatchWithin::Photo, scene::MatchWithin::Class, scene::MatchWithin::Instance}) {
        state.appearance.exemplars.at("one").within = within;
        const auto matches = matchesOf(*translator, state);
        CHECK((matches->places == Size{20, 26}));
        CHECK(matches->warped.size() == state.size());
        std::map<std::uint32_t, std::set<std::uint32_t>> lenders;
        for (int y = 0; y < 101; y += matches->stride) {
            for (int x = 0; x < 77; x += matches->stride) {
                const auto& place = matches->at({x, y});
                const std::uint16_t label = state.labels.at(x, y);
                CHECK_EQUAL(place.exemplar, label == 0 ? -1 : 0); // it shows none of class 0
                if (place.exemplar < 0) {
                    continue;
                }
                CHECK(place.probability > 0 && place.probability <= 1.0001F);
                CHECK(place.entropy >= 0);
                const scene::Exemplar& one = *state.findExemplar("one");
                if (within != scene::MatchWithin::Photo) {
                    CHECK_EQUAL(one.labels->at(place.from.x, place.from.y), label);
                }
                lenders[state.instances.at(x, y)].insert(
                    one.instances->at(place.from.x, place.from.y));
            }
        }
        for (const auto& [instance, from] : lenders) {
            CHECK(within != scene::MatchWithin::Instance || from.size() == 1);
        }
    }
}

UNDERPAINT_TEST(what_is_hidden_of_an_exemplar_lends_nothing) {
    const Files files;
    const auto translator = opened(files);
    scene::SceneState state = test::sampleScene({96, 64});
    scene::Exemplar one = halves("one");
    auto hidden = std::make_shared<Image>(70, 90, 1, std::uint8_t{0});
    for (int y = 0; y < 90; ++y) {
        for (int x = 0; x < 41; ++x) {
            hidden->at(x, y) = y % 3 == 0 ? 1 : 0;
        }
    }
    one.hidden = std::move(hidden);
    state.addExemplar(one);
    int seen = 0;
    const auto matches = matchesOf(*translator, state);
    for (const auto& place : matches->found) {
        CHECK(place.exemplar < 0 || place.from.x >= 41);
        seen += place.exemplar < 0 ? 0 : 1;
    }
    CHECK(seen > 0);
}

UNDERPAINT_TEST(exemplars_lie_over_each_other) {
    using Target = scene::ExemplarTarget;
    const Files files;
    const auto translator = opened(files);
    scene::SceneState state = test::sampleScene({96, 64});
    state.addExemplar(halves("all"));
    scene::Exemplar ofClass = halves("class");
    ofClass.photo = std::make_shared<const Image>(colouredPhoto(0, 255));
    ofClass.target = {Target::Kind::Class, 2};
    state.addExemplar(ofClass);
    scene::Exemplar ofOne = ofClass;
    ofOne.id = "instance";
    ofOne.target = {Target::Kind::Instance, 4002};
    state.addExemplar(ofOne);
    const auto whose = [](const translate::ExemplarMatches& matches, Point at) -> std::string {
        const int number = matches.at(at).exemplar;
        return number < 0 ? "" : matches.exemplars.at(static_cast<std::size_t>(number));
    };
    auto matches = matchesOf(*translator, state);
    std::set<std::string> met;
    Point ofInstance{-1, -1};
    for (int y = 0; y < 64; y += matches->stride) {
        for (int x = 0; x < 96; x += matches->stride) {
            const std::uint16_t label = state.labels.at(x, y);
            const bool one = state.instances.at(x, y) == 4002;
            ofInstance = one ? Point{x, y} : ofInstance;
            const std::string expected = one          ? "instance"
                                         : label == 2 ? "class"
                                         : label == 0 ? ""
                                                      : "all";
            CHECK_EQUAL(whose(*matches, {x, y}), expected);
            met.insert(expected);
        }
    }
    CHECK_EQUAL(met.size(), 4U);
    // Of red below and blue above half of each is seen at half the strength.
    const auto channel = [&](int c) {
        return static_cast<int>(matches->warped.at(ofInstance.x, ofInstance.y, c));
    };
    CHECK(channel(0) < 5 && channel(2) > 250);
    state.appearances.at(4002).exemplars.at("instance").strength = 0.5F;
    matches = matchesOf(*translator, state);
    CHECK(channel(0) > 115 && channel(0) < 140);
    CHECK(channel(2) > 115 && channel(2) < 140);
    state.appearances.at(4002).exemplars.at("instance").strength = 0;
    matches = matchesOf(*translator, state);
    CHECK(channel(0) > 250 && channel(2) < 5);
    CHECK_EQUAL(whose(*matches, ofInstance), "all");
}

UNDERPAINT_TEST(a_pin_moves_the_match_under_it) {
    const Files files;
    const auto translator = opened(files);
    scene::SceneState state = test::sampleScene({96, 64});
    state.addExemplar(halves("one"));
    const auto before = matchesOf(*translator, state);
    Point at{-1, -1};
    for (int y = 8; y < 56; y += 4) {
        for (int x = 8; x < 88; x += 4) {
            at = state.labels.at(x, y) == 1 ? Point{x, y} : at;
        }
    }
    CHECK(at.x >= 0);
    const Point wanted = before->at(at).from.x < 35 ? Point{60, 58} : Point{10, 58};
    state.appearance.exemplars.at("one").pins = {{at, wanted}};
    const Point found = matchesOf(*translator, state)->at(at).from;
    CHECK(std::abs(found.x - wanted.x) <= 4 && std::abs(found.y - wanted.y) <= 4);
}

UNDERPAINT_TEST(a_strip_of_a_photo_lends_its_look_too) {
    const Files files;
    const auto translator = opened(files);
    scene::SceneState state = test::sampleScene({96, 64});
    scene::Exemplar strip = halves("strip");
    strip.photo = std::make_shared<const Image>(30000, 1, 1, std::uint8_t{200});
    strip.labels = std::make_shared<const LabelPlane>(30000, 1, 4);
    strip.instances = nullptr;
    state.addExemplar(strip);
    const auto matches = matchesOf(*translator, state);
    CHECK(
        std::ranges::any_of(matches->found, [](const auto& place) { return place.exemplar == 0; }));
    for (const auto& place : matches->found) {
        CHECK(place.from.y == 0 && place.from.x >= 0 && place.from.x < 30000);
    }
}

UNDERPAINT_TEST(label_maps_of_exemplars_are_in_the_classes_of_the_model) {
    const Files files;
    const auto translator = opened(files);
    scene::SceneState state = test::sampleScene({96, 64});
    scene::Exemplar one = halves("one");
    one.instances = nullptr;
    one.labels = std::make_shared<const LabelPlane>(70, 90, 77);
    state.addExemplar(one);
    CHECK_ERROR(matchesOf(*translator, state), "label map of the exemplar \"one\"");
    state.appearance.exemplars.at("one").labels = nullptr;
    CHECK_ERROR(matchesOf(*translator, state), "has no label map");
}

UNDERPAINT_TEST(full_size_networks_have_the_official_names_and_shapes) {
    const auto with = [](project::Options options) {
        options["seg_nc"] = std::int64_t{151};
        return options;
    };
    const std::map<std::string, nets::Network> networks{
        {"G", nets::Network::create("cocosnet.generator",
                                    with({{"ngf", std::int64_t{64}}, {"use_attention", true}}))},
        {"Corr", nets::Network::create("cocosnet.correspondence",
                                       with({{"ngf", std::int64_t{64}}, {"maskmix", true}}))},
        {"D", nets::Network::create("cocosnet.multiscale_discriminator",
                                    with({{"ndf", std::int64_t{64}},
                                          {"norm", std::string("instance")},
                                          {"use_attention", true}}))}};
    std::map<std::string, std::string> official;
    std::ifstream list(test::sharedData("golden/cocosnet/official_keys_ade20k.txt"));
    for (std::string line; std::getline(list, line);) {
        std::istringstream words(line);
        std::string role;
        std::string key;
        std::string shape;
        if (words >> role >> key >> shape && role != "#") {
            official[role + " " + key] = shape;
        }
    }
    std::map<std::string, std::string> ours;
    for (const auto& [role, network] : networks) {
        for (const nets::ParamSpec& spec : network.parameters()) {
            std::string shape = spec.shape.empty() ? "scalar" : "";
            for (const std::int64_t extent : spec.shape) {
                shape += (shape.empty() ? "" : "x") + std::to_string(extent);
            }
            ours[role + " " + spec.key] = shape;
        }
    }
    CHECK_EQUAL(official.size(), 193U + 192U + 74U);
    CHECK(ours == official);
}

} // namespace translate_cocosnet_test
