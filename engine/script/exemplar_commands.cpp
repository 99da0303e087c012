// SPDX-License-Identifier: GPL-3.0-or-later
// Commands for photos that lend their look.
#include "engine/script/command_rows.h"

#include "engine/imaging/exemplar_photo.h"
#include "engine/imaging/resize.h"
#include "engine/scene/edit.h"
#include "engine/script/script_scene.h"

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <utility>

namespace underpaint::script {

namespace {

/// By scene::MatchWithin.
const std::vector<std::string> matches = {"photo", "class", "instance"};

/// How an exemplar acts.
struct RuleFields {
    std::optional<ClassName> ofClass;
    std::optional<InstanceName> ofInstance;
    std::optional<scene::MatchWithin> within;
    std::optional<float> strength;
    std::optional<float> temperature;
    std::optional<bool> texture;
};

RuleFields readRules(Fields& fields) {
    RuleFields rules;
    if (fields.has("class")) {
        rules.ofClass = fields.className("class");
    }
    if (fields.has("instance")) {
        rules.ofInstance = fields.instance("instance");
    }
    if (rules.ofClass && rules.ofInstance) {
        badField("instance", "does not go with \"class\"", "An exemplar is for one of them");
    }
    if (fields.has("match")) {
        rules.within = static_cast<scene::MatchWithin>(
            std::ranges::find(matches, fields.oneOf("match", matches)) - matches.begin());
    }
    if (fields.has("strength")) {
        rules.strength = static_cast<float>(fields.number("strength", 0, 1));
    }
    if (fields.has("temperature")) {
        rules.temperature = static_cast<float>(
            fields.number("temperature", static_cast<double>(scene::leastTemperature),
                          static_cast<double>(scene::mostTemperature)));
    }
    if (fields.has("texture")) {
        rules.texture = fields.flag("texture");
    }
    return rules;
}

/// Puts what the fields say in the place of what was there.
void applyRules(const RuleFields& rules, const ScriptScene& scene, scene::SetExemplarRules& edit) {
    using Kind = scene::ExemplarTarget::Kind;
    if (rules.ofClass) {
        edit.target = {Kind::Class, scene.classOf(*rules.ofClass, "class").id};
        edit.within = scene::MatchWithin::Class;
    } else if (rules.ofInstance) {
        edit.target = {Kind::Instance, scene.idsOf({*rules.ofInstance}, "instance").front()};
        edit.within = scene::MatchWithin::Instance;
    }
    edit.within = rules.within.value_or(edit.within);
    edit.strength = rules.strength.value_or(edit.strength);
    edit.temperature = rules.temperature.value_or(edit.temperature);
    edit.texture = rules.texture.value_or(edit.texture);
}

std::string freeExemplarId(const scene::SceneState& state) {
    std::size_t number = 1;
    while (state.findExemplar("exemplar " + std::to_string(number)) != nullptr) {
        ++number;
    }
    return "exemplar " + std::to_string(number);
}

/// What the photo of an exemplar shows: as files say, else as a segmenter sees it.
void findMaps(const MapFiles& files, Run& run, scene::Exemplar& exemplar) {
    const Image& photo = *exemplar.photo;
    const scene::SceneState& state = run.scene.state();
    if (files.labels.empty()) {
        auto labels = std::make_shared<const LabelPlane>(run.host.segment(state.modelId, photo));
        exemplar.instances = std::make_shared<const InstancePlane>(
            imaging::exemplarInstances(*labels, state.labelSet));
        exemplar.labels = std::move(labels);
        return;
    }
    scene::SceneState maps;
    maps.labelSet = state.labelSet;
    run.host.readMaps(files, maps);
    exemplar.labels = std::make_shared<const LabelPlane>(
        imaging::resizeNearest(maps.labels.toPlane(), photo.size()));
    exemplar.instances = std::make_shared<const InstancePlane>(
        imaging::resizeNearest(maps.instances.toPlane(), photo.size()));
}

Action readExemplar(Fields& fields) {
    const std::filesystem::path photo = fields.input("photo");
    const std::string id = fields.textOr("id", {});
    MapFiles files;
    files.labels = fields.inputOr("labels");
    files.instances = fields.inputOr("instance_map");
    if (files.labels.empty() && !files.instances.empty()) {
        badField("instance_map", "goes with a label map", "Give \"labels\" too");
    }
    const std::filesystem::path hidden = fields.inputOr("hidden");
    return [photo, id, files, hidden, rules = readRules(fields)](Run& run, Report& report) {
        const scene::SceneState& state = run.scene.state();
        scene::Exemplar exemplar;
        exemplar.id = id.empty() ? freeExemplarId(state) : id;
        exemplar.photo =
            std::make_shared<const Image>(imaging::exemplarPhoto(run.host.readPhoto(photo)));
        findMaps(files, run, exemplar);
        if (!hidden.empty()) {
            exemplar.hidden = std::make_shared<const Image>(imaging::hiddenPart(
                imaging::resizeNearest(run.host.readPhoto(hidden), exemplar.photo->size())));
        }
        scene::SetExemplarRules how;
        applyRules(rules, run.scene, how);
        exemplar.target = how.target;
        exemplar.within = how.within;
        exemplar.strength = how.strength;
        exemplar.temperature = how.temperature;
        exemplar.texture = how.texture;
        report["id"] = exemplar.id;
        run.scene.apply({scene::SetExemplar{std::move(exemplar)}}, "Exemplar");
    };
}

const scene::Exemplar& existingExemplar(const Run& run, const std::string& id) {
    const scene::Exemplar* found = run.scene.state().findExemplar(id);
    if (found == nullptr) {
        std::vector<std::string> known;
        for (const auto& [name, exemplar] : run.scene.state().allExemplars()) {
            known.push_back(name);
        }
        badField("id", "the scene has no such exemplar",
                 known.empty() ? "It has none" : "It has " + listed(known));
    }
    return *found;
}

Action readExemplarRules(Fields& fields) {
    return [id = fields.text("id"), everything = fields.flagOr("everything", false),
            rules = readRules(fields)](Run& run, Report&) {
        const scene::Exemplar& now = existingExemplar(run, id);
        scene::SetExemplarRules edit{id,           now.target,      now.within,
                                     now.strength, now.temperature, now.texture};
        if (everything) {
            edit.target = {};
            edit.within = scene::MatchWithin::Photo;
        }
        applyRules(rules, run.scene, edit);
        run.scene.apply({std::move(edit)}, "How an exemplar acts");
    };
}

Action readRemoveExemplar(Fields& fields) {
    return [id = fields.text("id")](Run& run, Report&) {
        (void)existingExemplar(run, id);
        run.scene.apply({scene::RemoveExemplar{id}}, "Remove an exemplar");
    };
}

Action readPins(Fields& fields) {
    const project::JsonPlace place = fields.value("pins");
    constexpr const char* form = R"(Write pins as [{"scene": [x, y], "photo": [x, y]}, ...])";
    if (!place.value().is_array() || place.value().size() > scene::mostPins) {
        badField("pins", "is no list of at most " + std::to_string(scene::mostPins) + " pins",
                 form);
    }
    std::vector<scene::Pin> pins;
    for (std::size_t i = 0; i < place.value().size(); ++i) {
        const project::JsonPlace one = place.element(i);
        if (!one.value().is_object()) {
            badField(one.pointer(), "is " + one.shown() + ", not an object", form);
        }
        Fields inside(one.value());
        pins.push_back({inside.point("scene"), inside.point("photo")});
        inside.finish();
    }
    return [id = fields.text("id"), pins](Run& run, Report&) {
        (void)existingExemplar(run, id);
        run.scene.apply({scene::SetPins{id, pins}}, "Pins of an exemplar");
    };
}

constexpr std::array exemplarRows = {
    CommandRow{"exemplar", readExemplar}, CommandRow{"exemplar-rules", readExemplarRules},
    CommandRow{"remove-exemplar", readRemoveExemplar}, CommandRow{"pins", readPins}};

} // namespace

std::span<const CommandRow> exemplarCommands() {
    return exemplarRows;
}

} // namespace underpaint::script
