// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/instance_choice.h"

#include "app/cli/arguments.h"
#include "engine/base/error.h"
#include "engine/imaging/codec.h"
#include "engine/imaging/components.h"
#include "engine/imaging/instance_import.h"
#include "engine/imaging/instance_masks.h"
#include "engine/imaging/label_import.h"

#include <algorithm>
#include <cctype>
#include <optional>

namespace underpaint::app {

namespace {

constexpr std::uint64_t largestId = 65535;

void checkSize(Size map, Size photo, const std::filesystem::path& path) {
    if (map != photo) {
        throw Error("is " + std::to_string(map.width) + "x" + std::to_string(map.height) +
                        ", the photo is " + std::to_string(photo.width) + "x" +
                        std::to_string(photo.height),
                    path.string(), "Give maps of the photo's size");
    }
}

bool isNumber(const std::string& text) {
    return !text.empty() && std::ranges::all_of(text, [](unsigned char letter) {
        return std::isdigit(letter) != 0;
    });
}

std::uint16_t classOf(const InstanceSource& source, const std::optional<scene::LabelSet>& set) {
    if (isNumber(source.chosenClass)) {
        return static_cast<std::uint16_t>(parseNumber(source.chosenClass, largestId, "--class"));
    }
    if (!set) {
        throw Error("is a name, and the classes are not known", "--class " + source.chosenClass,
                    "Give its number, or the classes with --label-set");
    }
    for (const scene::LabelClass& one : set->classes()) {
        if (one.name == source.chosenClass) {
            return static_cast<std::uint16_t>(one.id);
        }
    }
    throw Error("is no class of " + source.labelSet, "--class " + source.chosenClass,
                "Say one of its names, or a number");
}

/// Every connected part of the class is an instance where no map tells them apart.
InstancePlane partsOf(const LabelPlane& labels, std::uint16_t wanted) {
    const imaging::DerivedInstances derived = imaging::deriveInstances(
        labels, [&](std::uint16_t label) { return label == wanted; },
        {.numbering = imaging::InstanceNumbering::Consecutive, .minimumArea = 16});
    InstancePlane parts(labels.width(), labels.height());
    for (std::size_t i = 0; i < derived.components.size(); ++i) {
        const std::uint32_t id = derived.components[i].id;
        std::ranges::transform(derived.ids.values(), parts.values(), parts.values().begin(),
                               [&](std::uint32_t here, std::uint32_t before) {
                                   return here == id ? static_cast<std::uint32_t>(i + 1) : before;
                               });
    }
    return parts;
}

/// Numbers where the class is, 0 elsewhere.
InstancePlane ofClass(InstancePlane numbers, const LabelPlane& labels, std::uint16_t wanted) {
    for (std::size_t i = 0; i < numbers.values().size(); ++i) {
        if (labels.values()[i] != wanted) {
            numbers.values()[i] = 0;
        }
    }
    return numbers;
}

InstancePlane instancesOf(const InstanceSource& source, Size photo, ChosenInstances& result) {
    std::optional<InstancePlane> numbers;
    if (!source.instances.empty()) {
        imaging::InstanceNumbers read = imaging::readInstanceNumbers(source.instances);
        checkSize(read.ids.size(), photo, source.instances);
        result.notes.insert(result.notes.end(), read.notes.begin(), read.notes.end());
        numbers = std::move(read.ids);
    }
    if (source.labels.empty()) {
        if (!source.chosenClass.empty()) {
            throw Error("needs a label map", "--class " + source.chosenClass,
                        "Give one with --labels");
        }
        return *numbers;
    }
    if (source.chosenClass.empty()) {
        throw Error("does not tell which of its classes is meant", source.labels.string(),
                    "Choose one with --class NAME");
    }
    const std::optional<scene::LabelSet> set = parseLabelSet(source.labelSet);
    const std::uint16_t wanted = classOf(source, set);
    const LabelPlane labels = set ? imaging::importLabels(source.labels, {}, *set).labels
                                  : imaging::readIndices(source.labels);
    checkSize(labels.size(), photo, source.labels);
    return numbers ? ofClass(std::move(*numbers), labels, wanted) : partsOf(labels, wanted);
}

} // namespace

ChosenInstances chooseInstances(const InstanceSource& source, Size photo) {
    ChosenInstances result;
    const bool maps = !source.labels.empty() || !source.instances.empty();
    if (maps && !source.masks.empty()) {
        throw Error("instances come from masks or from maps, not from both", "--masks",
                    "Leave one of them out");
    }
    std::set<std::uint32_t> missing = source.chosen;
    const auto wanted = [&](std::uint32_t number) {
        missing.erase(number);
        return source.chosen.empty() || source.chosen.contains(number);
    };
    if (maps) {
        result.map = instancesOf(source, photo, result);
        for (imaging::InstanceMask& one : imaging::masksOfInstances(
                 result.map, [&](std::uint32_t number) { return number > 0 && wanted(number); })) {
            result.numbers.push_back(one.number);
            result.masks.push_back(std::move(one.mask));
        }
    }
    for (std::size_t i = 0; i < source.masks.size(); ++i) {
        if (const auto number = static_cast<std::uint32_t>(i + 1); wanted(number)) {
            result.masks.push_back(imaging::readMask(source.masks[i]));
            checkSize(result.masks.back().size(), photo, source.masks[i]);
            result.numbers.push_back(number);
        }
    }
    if (!missing.empty()) {
        throw Error("there is no such instance", "--instance " + std::to_string(*missing.begin()),
                    maps ? "Say a number of the instance map"
                         : "Say the number of a mask, from 1 on");
    }
    if (result.masks.empty() && (maps || !source.masks.empty())) {
        throw Error("there is no instance to translate",
                    maps ? (source.labels.empty() ? source.instances : source.labels).string()
                         : std::string("--masks"),
                    "Choose another class or photo");
    }
    return result;
}

} // namespace underpaint::app
