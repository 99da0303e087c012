// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/nets/network.h"
#include "engine/nets/weights/initialise.h"
#include "engine/translate/import_model.h"
#include "engine/translate/instance_steps.h"
#include "engine/translate/mask_paste.h"
#include "engine/translate/photo_translator.h"
#include "engine/translate/translate_instances.h"
#include "engine/translate/translator.h"
#include "tests/engine/nets_samples.h"
#include "tests/support/engine_test.h"
#include "tests/support/temporary_folder.h"

#include <algorithm>
#include <cstdlib>
#include <string>
#include <utility>

namespace photo_translation_test {

using namespace underpaint;
using namespace underpaint::translate;

namespace {

Image photoOf(int width, int height) {
    Image photo(width, height, 3, 0);
    std::uint32_t state = 1;
    for (std::uint8_t& value : photo.values()) {
        state = state * 1664525U + 1013904223U;
        value = static_cast<std::uint8_t>(state >> 24U);
    }
    return photo;
}

Image maskOf(Size size, Rect rect) {
    Image mask(size.width, size.height);
    for (int y = rect.y; y < rect.bottom(); ++y) {
        std::fill_n(mask.row(y).begin() + rect.x, rect.width, std::uint8_t{255});
    }
    return mask;
}

PhotoTranslationRequest requestOf(Size size, const std::vector<Rect>& rects) {
    PhotoTranslationRequest request{.photo = photoOf(size.width, size.height)};
    for (const Rect& rect : rects) {
        request.masks.push_back(maskOf(size, rect));
    }
    return request;
}

/// Inverts the photo and grows each mask by 3 pixels to the left.
PhotoPart invert(const PhotoPart& part, const ProgressSink& /*progress*/) {
    PhotoPart made = part;
    for (std::uint8_t& value : made.photo.values()) {
        value = static_cast<std::uint8_t>(255 - value);
    }
    for (std::size_t i = 0; i < part.masks.size(); ++i) {
        for (int y = 0; y < part.masks[i].height(); ++y) {
            for (int x = 0; x + 3 < part.masks[i].width(); ++x) {
                made.masks[i].at(x, y) =
                    std::max(part.masks[i].at(x, y), part.masks[i].at(x + 3, y));
            }
        }
    }
    return made;
}

PhotoTranslation inverted(const PhotoTranslationRequest& request, Size native = {}) {
    return translateInstances(request, native, invert, {}, {});
}

/// How many bytes of the photo changed where the result says that none did.
int secretChanges(const PhotoTranslationRequest& request, const PhotoTranslation& result) {
    int count = 0;
    for (int y = 0; y < request.photo.height(); ++y) {
        for (int x = 0; x < request.photo.width(); ++x) {
            for (int c = 0; c < 3 && result.changed.at(x, y) == 0; ++c) {
                count += request.photo.at(x, y, c) != result.photo.at(x, y, c) ? 1 : 0;
            }
        }
    }
    return count;
}

/// An official pair of checkpoints.
void writePair(const std::filesystem::path& folder, const nets::Network& network) {
    for (const std::string way : {"A", "B"}) {
        nets::TensorMap tensors;
        for (const auto& [key, value] :
             initialWeights(network, nets::Initialisation::Scaled, way == "A" ? 1 : 2)) {
            tensors[key] = value;
        }
        test::writeCheckpoint(folder / ("latest_net_G_" + way + ".pth"), tensors);
    }
}

nets::Network generatorOf(const std::string& kind) {
    const bool instances = kind == "instagan";
    return nets::Network::create(instances ? "instagan.set_generator" : "cyclegan.resnet_generator",
                                 {{"input_nc", std::int64_t{3}},
                                  {"output_nc", std::int64_t{3}},
                                  {"ngf", std::int64_t{4}},
                                  {"n_blocks", std::int64_t{1}},
                                  {"norm", std::string("instance")}});
}

} // namespace

UNDERPAINT_TEST(outside_of_the_feathered_masks_no_byte_changes) {
    const auto request = requestOf({200, 120}, {{20, 30, 30, 40}, {120, 20, 20, 20}});
    for (const bool crops : {true, false}) {
        PhotoTranslationRequest own = request;
        own.settings.crops = crops;
        const PhotoTranslation result = inverted(own);
        CHECK_EQUAL(secretChanges(own, result), 0);
        CHECK_EQUAL(int{result.changed.at(30, 50)}, 255);
        CHECK_EQUAL(int{result.changed.at(18, 50)}, 255); // the new mask's own
        CHECK_EQUAL(int{result.changed.at(199, 119)}, 0);
        CHECK_EQUAL(int{result.changed.at(17 - 9, 50)}, 0); // beyond the feather
        CHECK(result.changed.at(17 - 5, 50) > 0);
        CHECK_EQUAL(int{result.photo.at(30, 50)}, 255 - request.photo.at(30, 50));
        CHECK_EQUAL(int{result.masks[0].at(18, 50)}, 255);
        CHECK_EQUAL(int{result.masks[1].at(18, 50)}, 0);
    }
}

UNDERPAINT_TEST(every_present_instance_is_in_one_step_and_absent_ones_in_none) {
    PhotoTranslationRequest request = requestOf(
        {400, 100}, {{10, 10, 20, 20}, {0, 0, 0, 0}, {300, 10, 50, 50}, {40, 10, 10, 10}});
    const auto planned = [&] {
        std::vector<std::vector<std::size_t>> steps;
        for (const InstanceStep& step : planSteps(request, {})) {
            steps.push_back(step.masks);
        }
        return steps;
    };
    using Steps = std::vector<std::vector<std::size_t>>;
    CHECK(planned() == (Steps{{2}, {0, 3}})); // those nearby together
    request.settings.crops = false;
    CHECK(planned() == (Steps{{2, 0}, {3}}));
    request.settings.order = InstanceOrder::SmallestFirst;
    CHECK(planned() == (Steps{{3, 0}, {2}}));
    request.settings.order = InstanceOrder::AsGiven;
    request.settings.instancesPerStep = 0;
    CHECK(planned() == (Steps{{0, 2, 3}}));
    request.settings.crops = true;
    for (const InstanceStep& step : planSteps(request, {96, 96})) {
        CHECK(step.part.height >= 96 && step.part.width >= 96);
        for (const std::size_t mask : step.masks) {
            const Rect bounds = boundsOf(request.masks[mask]);
            CHECK(bounds.intersected(step.part) == bounds);
        }
    }
}

UNDERPAINT_TEST(strength_and_whole_photos_are_as_asked) {
    PhotoTranslationRequest request = requestOf({64, 64}, {{20, 20, 20, 20}});
    request.settings.strength = 0;
    CHECK(inverted(request).photo == request.photo);
    request.settings.strength = 1;
    request.settings.crops = false;
    request.settings.keepsBackground = false;
    CHECK_EQUAL(int{inverted(request).photo.at(0, 0)}, 255 - request.photo.at(0, 0));
    request.masks.front() = maskOf({64, 64}, {0, 0, 64, 64});
    CHECK_EQUAL(inverted(request).notes.size(), 1U);
    request.masks.emplace_back(32, 64);
    CHECK_ERROR(inverted(request), "mask 2");
    request.masks.clear();
    request.settings.strength = 2;
    CHECK_ERROR(inverted(request), "Strength");
}

UNDERPAINT_TEST(official_pairs_become_models_of_two_directions) {
    for (const std::string kind : {"instagan", "cyclegan"}) {
        const test::TemporaryFolder folder;
        writePair(folder / "", generatorOf(kind));
        ImportRequest request;
        request.files = {folder / "latest_net_G_B.pth", folder / "latest_net_G_A.pth"};
        request.options = {{"domain_a", std::string("sheep")}, {"domain_b", std::string("goat")}};
        const ImportOutcome outcome = importModel(request, folder / "m.underpaint-model", false);
        CHECK(outcome.whole());
        CHECK_EQUAL(outcome.written->kind, kind);
        const auto package = project::ModelPackage::open(folder / "m.underpaint-model");
        CHECK_ERROR(openTranslator(package, {.device = "cpu"}), "underpaint translate");
        const auto model = openPhotoTranslator(package, {.device = "cpu", .threads = 1});
        CHECK_EQUAL(domainsOf(model->manifest()).b, "goat");
        PhotoTranslationRequest work = requestOf({70, 50}, {{10, 10, 20, 20}, {45, 20, 15, 20}});
        const PhotoTranslation there = model->translate(work, {}, {});
        CHECK_EQUAL(secretChanges(work, there), 0);
        CHECK(!(there.photo == work.photo));
        CHECK_EQUAL(there.masks == work.masks, kind == "cyclegan");
        work.settings.direction = Direction::BToA;
        CHECK(!(model->translate(work, {}, {}).photo == there.photo));
        work.settings.instancesPerStep = 0;
        work.settings.crops = false;
        const PhotoTranslation once = model->translate(work, {}, {});
        CHECK_EQUAL(once.steps, 1);
        std::swap(work.masks[0], work.masks[1]);
        const PhotoTranslation swapped = model->translate(work, {}, {});
        int largest = 0;
        for (std::size_t i = 0; i < once.photo.values().size(); ++i) {
            largest = std::max(
                largest, std::abs(int{once.photo.values()[i]} - int{swapped.photo.values()[i]}));
        }
        CHECK(largest <= 1); // sums are rounded in another order
        work.masks.clear();
        if (kind == "instagan") {
            CHECK_ERROR(model->translate(work, {}, {}), "no mask");
        } else {
            CHECK_EQUAL(model->translate(work, {}, {}).steps, 1);
        }
    }
}

UNDERPAINT_TEST(models_of_one_direction_say_so) {
    const test::TemporaryFolder folder;
    writePair(folder / "", generatorOf("cyclegan"));
    std::filesystem::rename(folder / "latest_net_G_A.pth", folder / "latest_net_G.pth");
    ImportRequest request;
    request.files = {folder / "latest_net_G.pth"};
    request.kind = "cyclegan";
    CHECK(importModel(request, folder / "m.underpaint-model", false).whole());
    const auto model = openPhotoTranslator(
        project::ModelPackage::open(folder / "m.underpaint-model"), {.device = "cpu"});
    CHECK(model->knows(Direction::AToB) && !model->knows(Direction::BToA));
    PhotoTranslationRequest work = requestOf({32, 32}, {});
    work.settings.direction = Direction::BToA;
    CHECK_ERROR(model->translate(work, {}, {}), "other direction");
}

} // namespace photo_translation_test
