// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/random.h"
#include "engine/imaging/codec.h"
#include "engine/imaging/exemplar_photo.h"
#include "engine/imaging/instance_import.h"
#include "engine/imaging/label_import.h"
#include "engine/scene/builtin_label_sets.h"
#include "tests/support/engine_test.h"
#include "tests/support/temporary_folder.h"

#include <algorithm>
#include <map>
#include <string>
#include <vector>

using namespace underpaint;
using namespace underpaint::imaging;

namespace {

/// Sky above a road with two cars.
LabelPlane roadLabels() {
    LabelPlane labels(40, 30, 0);
    for (int y = 0; y < 30; ++y) {
        for (int x = 0; x < 40; ++x) {
            const bool car = y >= 15 && y < 22 && ((x >= 4 && x < 14) || (x >= 14 && x < 24));
            labels.at(x, y) = car ? 8 : y < 12 ? 0 : 3;
        }
    }
    return labels;
}

/// 0 where no car is, else 1 and 2.
InstancePlane carNumbers(std::uint32_t nothing, std::uint32_t first, std::uint32_t second) {
    const LabelPlane labels = roadLabels();
    InstancePlane ids(40, 30, nothing);
    for (int y = 0; y < 30; ++y) {
        for (int x = 0; x < 40; ++x) {
            if (labels.at(x, y) == 8) {
                ids.at(x, y) = x < 14 ? first : second;
            }
        }
    }
    return ids;
}

/// Same regions under any numbers.
bool samePartition(const InstancePlane& a, const InstancePlane& b) {
    std::map<std::uint32_t, std::uint32_t> there;
    std::map<std::uint32_t, std::uint32_t> back;
    for (std::size_t i = 0; i < a.values().size(); ++i) {
        const auto [to, freshTo] = there.try_emplace(a.values()[i], b.values()[i]);
        const auto [from, freshFrom] = back.try_emplace(b.values()[i], a.values()[i]);
        if (to->second != b.values()[i] || from->second != a.values()[i]) {
            return false;
        }
    }
    return true;
}

/// Sky, road, car, car.
InstancePlane rightPartition() {
    const LabelPlane labels = roadLabels();
    InstancePlane ids = carNumbers(0, 100, 101);
    for (std::size_t i = 0; i < ids.values().size(); ++i) {
        ids.values()[i] = ids.values()[i] == 0 ? labels.values()[i] : ids.values()[i];
    }
    return ids;
}

Image coloured(const InstancePlane& ids) {
    Image image(ids.width(), ids.height(), 3, 0);
    std::uint8_t* out = image.data();
    for (const std::uint32_t id : ids.values()) {
        *out++ = static_cast<std::uint8_t>(id & 0xFFU);
        *out++ = static_cast<std::uint8_t>(id >> 8U & 0xFFU);
        *out++ = static_cast<std::uint8_t>(id >> 16U & 0xFFU);
    }
    return image;
}

bool notesOf(const FittedInstances& fitted, const std::string& part) {
    return std::any_of(fitted.notes.begin(), fitted.notes.end(), [&](const std::string& note) {
        return note.find(part) != std::string::npos;
    });
}

FittedInstances fit(InstancePlane ids) {
    return fitInstances({std::move(ids), {}}, roadLabels(), scene::camvidLabels());
}

} // namespace

UNDERPAINT_TEST(imaging_instances_background_takes_the_instance_of_its_class) {
    for (const std::uint32_t nothing : {0U, 255U, 65535U, 7U, 0xFFFFFFU, 0xFFFFFFFFU}) {
        const FittedInstances fitted = fit(carNumbers(nothing, 1, 2));
        CHECK(samePartition(fitted.ids, rightPartition()));
        CHECK(notesOf(fitted, "background of several classes"));
        CHECK_EQUAL(fitted.ids.at(0, 0), 0U);
        CHECK_EQUAL(fitted.ids.at(0, 29), 3U);
        CHECK_EQUAL(fitted.ids.at(5, 16), 8000U);
        CHECK((fitted.renumbered.at(1) == std::vector<std::uint32_t>{8000}));
        CHECK((fitted.renumbered.at(nothing) == std::vector<std::uint32_t>{0, 3}));
    }
    // Objects whose numbers meet those of classes stay apart from them.
    CHECK(samePartition(fit(carNumbers(0, 3, 8)).ids, rightPartition()));
    // Numbers that say their class already stay.
    const FittedInstances kept = fit(carNumbers(0, 8000, 8004));
    CHECK_EQUAL(kept.ids.at(5, 16), 8000U);
    CHECK_EQUAL(kept.ids.at(15, 16), 8004U);
}

UNDERPAINT_TEST(imaging_instances_that_say_their_class_are_not_touched) {
    InstancePlane ids = rightPartition();
    const FittedInstances fitted = fit(ids);
    CHECK(fitted.ids == ids);
    CHECK(fitted.notes.empty() && fitted.renumbered.empty());
    // 255 with a rough edge is an object where there are larger numbers.
    InstancePlane many = rightPartition();
    std::replace(many.values().begin(), many.values().end(), 100U, 255U);
    std::replace(many.values().begin(), many.values().end(), 101U, 8002U);
    many.at(4, 14) = many.at(5, 14) = 255;
    CHECK_EQUAL(fit(many).ids.at(5, 16), 255U);
    // Neither is 0 touched where it is one class, nor a large object with a rough edge.
    ids = InstancePlane(40, 30, 8001);
    const LabelPlane labels = [] {
        LabelPlane plane(40, 30, 8);
        for (int x = 0; x < 40; ++x) {
            plane.at(x, 0) = 3;
        }
        return plane;
    }();
    CHECK(fitInstances({ids, {}}, labels, scene::camvidLabels()).ids == ids);
}

UNDERPAINT_TEST(imaging_instances_in_colour) {
    const InstancePlane panoptic = [] {
        InstancePlane ids = rightPartition();
        for (std::uint32_t& id : ids.values()) {
            id = 3000000 + id * 7919;
        }
        return ids;
    }();
    InstanceNumbers numbers = decodeInstanceNumbers(encodePng(coloured(panoptic)), "a.png");
    CHECK(numbers.ids == panoptic);
    CHECK_EQUAL(numbers.notes.size(), 1U);
    const FittedInstances fitted =
        fitInstances(std::move(numbers), roadLabels(), scene::camvidLabels());
    CHECK(samePartition(fitted.ids, rightPartition()));
    CHECK_EQUAL(fitted.ids.at(0, 0), 0U);
    CHECK_EQUAL(fitted.ids.at(0, 29), 3U);
    CHECK(*std::max_element(fitted.ids.values().begin(), fitted.ids.values().end()) <= 65535U);
    // Black for nothing, colours for cars.
    CHECK(samePartition(
        fitInstances(
            decodeInstanceNumbers(encodePng(coloured(carNumbers(0, 0xFF8000, 0x00FF40))), "a.png"),
            roadLabels(), scene::camvidLabels())
            .ids,
        rightPartition()));
    // Grey levels in RGB are numbers.
    const InstancePlane grey = carNumbers(0, 0x010101, 0x020202);
    CHECK(decodeInstanceNumbers(encodePng(coloured(grey)), "a.png").ids == carNumbers(0, 1, 2));
}

UNDERPAINT_TEST(imaging_instances_that_were_changed_are_refused) {
    CHECK_ERROR(
        decodeInstanceNumbers(encodePhoto(coloured(carNumbers(0, 900, 90000)), "a.jpg"), "a.jpg"),
        "JPEG");
    Random random(3);
    Image photo(40, 30, 3, 0);
    for (std::uint8_t& value : photo.values()) {
        value = static_cast<std::uint8_t>(random.below(256));
    }
    CHECK_ERROR(decodeInstanceNumbers(encodePng(photo), "photo.png"), "no instance map");
}

UNDERPAINT_TEST(imaging_instances_are_fitted_on_import) {
    const test::TemporaryFolder folder;
    writeLabels(folder / "l.png", roadLabels());
    writeInstances(folder / "i.png", carNumbers(0, 1, 2));
    const ImportedMaps maps =
        importLabels(folder / "l.png", folder / "i.png", scene::camvidLabels());
    CHECK(samePartition(*maps.instances, rightPartition()));
    CHECK_EQUAL(maps.report.instancesRead, 4);
    CHECK_EQUAL(maps.report.warnings.size(), 1U);
    CHECK(maps.report.warnings.front().find("i.png") != std::string::npos);
    // Numbers of many bits are no error any more, and come out within 16.
    writePhoto(folder / "c.png", coloured(carNumbers(5, 700000, 700001)));
    const ImportedMaps wide =
        importLabels(folder / "l.png", folder / "c.png", scene::camvidLabels());
    CHECK(samePartition(*wide.instances, rightPartition()));
}

UNDERPAINT_TEST(imaging_instances_of_sets_without_room_in_the_numbering) {
    // Class 0 is a thing here, and others are beyond 64.
    const scene::LabelSet set = scene::cocoStuffLabels();
    LabelPlane labels(20, 10, 150);
    InstancePlane ids(20, 10, 0);
    for (int y = 0; y < 5; ++y) {
        for (int x = 0; x < 20; ++x) {
            labels.at(x, y) = 0;
            ids.at(x, y) = x < 10 ? 100000U : 100001U;
        }
    }
    const FittedInstances fitted = fitInstances({ids, {}}, labels, set);
    CHECK(samePartition(fitted.ids, ids));
    CHECK(*std::max_element(fitted.ids.values().begin(), fitted.ids.values().end()) <= 65535U);
}

UNDERPAINT_TEST(photos_of_exemplars_are_bounded) {
    const Image large = exemplarPhoto(Image(3000, 1000, 3, 7));
    CHECK(large.size().area() <= mostExemplarPixels);
    CHECK_CLOSE(1.0 * large.width() / large.height(), 3, 0.01);
    CHECK(large.at(5, 5) == 7);
    CHECK((exemplarPhoto(Image(30, 10, 3, 7)).size() == Size{30, 10}));
    CHECK_EQUAL(exemplarPhoto(Image(1 << 22, 1, 1, 0)).height(), 1);
}

UNDERPAINT_TEST(things_of_exemplars_are_instances) {
    const scene::LabelSet set("two", {{1, "road", {}, false}, {2, "car", {}, true}});
    LabelPlane labels(5, 1, 1);
    labels.at(0, 0) = labels.at(1, 0) = labels.at(4, 0) = 2;
    const InstancePlane ids = exemplarInstances(labels, set);
    CHECK_EQUAL(ids.at(0, 0), ids.at(1, 0));
    CHECK(ids.at(0, 0) != ids.at(4, 0));
    CHECK_EQUAL(ids.at(2, 0), 1U);
}
