// SPDX-License-Identifier: GPL-3.0-or-later
// Commands for styles and codes.
#include "engine/script/command_rows.h"

#include "engine/base/error.h"
#include "engine/imaging/resize.h"
#include "engine/project/shown_text.h"
#include "engine/scene/appearance_edits.h"
#include "engine/scene/drawn_code.h"
#include "engine/scene/edit_plan.h"
#include "engine/scene/instances.h"
#include "engine/script/script_scene.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>
#include <variant>

namespace underpaint::script {

namespace {

using Centroids = std::vector<project::StyleCentroid>;

/// Of which instances a command tells: some, or all of a class.
struct Targets {
    std::vector<InstanceName> instances;
    std::optional<ClassName> ofClass;
};

Targets readTargets(Fields& fields) {
    Targets targets;
    if (fields.has("instances") == fields.has("class")) {
        badField("instances",
                 fields.has("class") ? "does not go with \"class\""
                                     : "is missing, and \"class\" too",
                 "Name \"instances\", or the \"class\" all of whose instances are meant");
    }
    if (fields.has("class")) {
        targets.ofClass = fields.className("class");
    } else {
        targets.instances = fields.instances("instances");
    }
    return targets;
}

/// Sorted.
std::vector<std::uint32_t> idsOfTargets(const ScriptScene& scene, const Targets& targets) {
    std::vector<std::uint32_t> ids;
    if (targets.ofClass) {
        const std::uint16_t label = scene.classOf(*targets.ofClass, "class").id;
        for (const scene::InstanceInfo& info : scene::instancesIn(scene.state())) {
            if (info.label == label) {
                ids.push_back(info.id);
            }
        }
        return ids;
    }
    ids = scene.idsOf(targets.instances, "instances");
    std::ranges::sort(ids);
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    return ids;
}

const std::string& modelOf(const scene::SceneState& state) {
    if (state.modelId.empty()) {
        throw Error("the scene has no model, which would say what there is", {},
                    R"(Choose one with {"do": "model", "model": NAME})");
    }
    return state.modelId;
}

struct NoStyle {};
using StyleField =
    std::variant<NoStyle, std::uint32_t, std::string, scene::MixtureStyle, scene::FeatureStyle>;

std::vector<float> numbersInside(const nlohmann::json& object, const char* name) {
    Fields inside(object);
    std::vector<float> numbers = inside.numbers(name);
    inside.finish();
    return numbers;
}

StyleField readStyleField(Fields& fields) {
    const project::JsonPlace place = fields.value("style");
    const nlohmann::json& value = place.value();
    if (value.is_null()) {
        return NoStyle{};
    }
    if (value.is_string()) {
        return value.get<std::string>();
    }
    if (value.is_object() && value.contains("mixture")) {
        try {
            return scene::normalisedMixture(numbersInside(value, "mixture"));
        } catch (const Error& error) {
            badField("style/mixture", error.problem(), error.remedy());
        }
    }
    if (value.is_object() && value.contains("features")) {
        return scene::FeatureStyle{numbersInside(value, "features")};
    }
    if (!value.is_number()) {
        badField("style", "is " + place.shown() + ", which is no style",
                 R"(It can be a number, a name, {"mixture": [ ... ]}, {"features": [ ... ]} or )"
                 "null for the model's own");
    }
    constexpr std::int64_t largest = 65535;
    return static_cast<std::uint32_t>(wholeIn(place, 0, largest));
}

std::uint32_t clusterNamed(const std::string& name, const Centroids& clusters) {
    const auto found = std::ranges::find(clusters, name, &project::StyleCentroid::name);
    if (found == clusters.end()) {
        std::string known;
        for (const project::StyleCentroid& one : clusters) {
            known += one.name.empty() ? "" : (known.empty() ? "" : "; ") + one.name;
        }
        badField("style", "the class has no style " + project::shownText(name),
                 known.empty() ? "Name styles by their numbers" : "Its styles are " + known);
    }
    return static_cast<std::uint32_t>(found - clusters.begin());
}

/// The style of an instance of a class with these clusters.
std::optional<scene::Style> styleFor(const StyleField& field, const Centroids& clusters,
                                     const project::Manifest& model) {
    const auto checkCount = [](std::size_t given, std::size_t wanted, const char* what) {
        if (given != wanted) {
            badField("style", "has " + std::to_string(given) + " numbers, but the model has " +
                                  std::to_string(wanted) + what);
        }
    };
    if (const auto* name = std::get_if<std::string>(&field)) {
        return scene::ClusterStyle{clusterNamed(*name, clusters)};
    }
    if (const auto* cluster = std::get_if<std::uint32_t>(&field)) {
        if (*cluster >= clusters.size()) {
            badField("style", "is " + std::to_string(*cluster) + ", but the class has " +
                                  std::to_string(clusters.size()) + " styles, counted from 0");
        }
        return scene::ClusterStyle{*cluster};
    }
    if (const auto* mixture = std::get_if<scene::MixtureStyle>(&field)) {
        checkCount(mixture->weights.size(), clusters.size(), " styles of the class");
        return *mixture;
    }
    if (const auto* features = std::get_if<scene::FeatureStyle>(&field)) {
        checkCount(features->values.size(), static_cast<std::size_t>(model.featNum), " features");
        return *features;
    }
    return std::nullopt;
}

Action readStyle(Fields& fields) {
    return [targets = readTargets(fields), field = readStyleField(fields)](Run& run,
                                                                           Report& report) {
        const scene::SceneState& state = run.scene.state();
        const project::Manifest model = run.host.manifest(modelOf(state));
        if (model.featNum == 0) {
            badField("style", "the model " + project::shownText(model.name) + " has no styles");
        }
        static const Centroids none;
        scene::SetStyle edit;
        for (const std::uint32_t id : idsOfTargets(run.scene, targets)) {
            const auto clusters = model.styles.find(scene::instanceIn(state, id)->label);
            edit.entries.push_back(
                {id,
                 styleFor(field, clusters == model.styles.end() ? none : clusters->second, model)});
        }
        report["instances"] = edit.entries.size();
        run.scene.apply({std::move(edit)}, "Style");
    };
}

Action readStylesFrom(Fields& fields) {
    return [file = fields.input("photo")](Run& run, Report& report) {
        const scene::SceneState& state = run.scene.state();
        Image photo = run.host.readPhoto(file);
        if (photo.size() != state.size()) {
            photo = imaging::resizeBicubic(photo, state.size());
        }
        scene::SetStyle edit;
        for (auto& [id, values] :
             run.host.encodeStyles(modelOf(state), photo, state.instances.toPlane())) {
            edit.entries.push_back({id, scene::FeatureStyle{std::move(values)}});
        }
        report["instances"] = edit.entries.size();
        run.scene.apply({std::move(edit)}, "Styles of a photo");
    };
}

/// A code in one of the ways to say it.
struct CodeField {
    std::optional<std::vector<float>> values;
    std::optional<std::uint64_t> seed;
    std::filesystem::path photo;
};

CodeField readCodeField(Fields& fields) {
    CodeField code;
    if (fields.has("values")) {
        code.values = fields.numbers("values");
    }
    if (fields.has("seed")) {
        code.seed = fields.seed("seed");
    }
    code.photo = fields.inputOr("photo");
    if ((code.values ? 1 : 0) + (code.seed ? 1 : 0) + (code.photo.empty() ? 0 : 1) != 1) {
        badField("values", "a code is said in one of three ways",
                 "Give \"values\", \"seed\" or \"photo\"");
    }
    return code;
}

scene::LatentCode codeFor(const CodeField& code, const std::string& model, ScriptHost& host) {
    const int size = host.codeSize(model);
    if (size == 0) {
        badField(code.values ? "values"
                 : code.seed ? "seed"
                             : "photo",
                 "the scene's model takes no code");
    }
    if (code.values && static_cast<int>(code.values->size()) != size) {
        badField("values", "has " + std::to_string(code.values->size()) +
                               " numbers, but codes of the model have " + std::to_string(size));
    }
    return code.values ? scene::LatentCode{*code.values}
           : code.seed ? scene::drawnCode(*code.seed, size)
                       : host.encodeCode(model, host.readPhoto(code.photo));
}

Action readCode(Fields& fields) {
    std::optional<Targets> targets;
    if (fields.has("instances") || fields.has("class")) {
        targets = readTargets(fields);
    }
    return [code = readCodeField(fields), targets](Run& run, Report& report) {
        const scene::SceneState& state = run.scene.state();
        const scene::LatentCode chosen = codeFor(code, modelOf(state), run.host);
        report["z"] = chosen.values;
        if (!targets) {
            run.scene.apply({scene::SetLatent{chosen}}, "Code");
            return;
        }
        scene::Wardrobe wanted;
        for (const std::uint32_t id : idsOfTargets(run.scene, *targets)) {
            const scene::Appearance* worn = state.appearanceOf(id);
            wanted[id] = worn != nullptr ? *worn : scene::Appearance{};
            wanted[id].code = chosen;
        }
        run.scene.apply(scene::wear(state, wanted), "Code of instances");
    };
}

Action readCopyLook(Fields& fields) {
    return [from = fields.instance("from"), to = fields.instances("to")](Run& run, Report&) {
        const std::uint32_t worn = run.scene.idsOf({from}, "from").front();
        scene::EditPlan plan(run.scene.state());
        for (const std::uint32_t id : run.scene.idsOf(to, "to")) {
            if (id != worn) {
                plan.add(scene::copyAppearance(plan.state(), worn, id));
            }
        }
        run.scene.apply(plan.joined(), "Copy a look");
    };
}

Action readDropLook(Fields& fields) {
    return [targets = readTargets(fields)](Run& run, Report& report) {
        scene::Wardrobe wanted;
        for (const std::uint32_t id : idsOfTargets(run.scene, targets)) {
            wanted[id] = {};
        }
        report["instances"] = wanted.size();
        run.scene.apply(scene::wear(run.scene.state(), wanted), "Take a look off");
    };
}

constexpr std::array lookRows = {
    CommandRow{"style", readStyle}, CommandRow{"styles-from", readStylesFrom},
    CommandRow{"code", readCode}, CommandRow{"copy-look", readCopyLook},
    CommandRow{"drop-look", readDropLook}};

} // namespace

std::span<const CommandRow> lookCommands() {
    return lookRows;
}

} // namespace underpaint::script
