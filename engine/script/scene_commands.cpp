// SPDX-License-Identifier: GPL-3.0-or-later
// Commands that make a scene or change it as a whole.
#include "engine/script/command_rows.h"

#include "engine/base/error.h"
#include "engine/imaging/import_report.h"
#include "engine/imaging/label_set_json.h"
#include "engine/imaging/template_classes.h"
#include "engine/project/package/model_labels.h"
#include "engine/project/shown_text.h"
#include "engine/scene/edit.h"
#include "engine/scene/edit_plan.h"
#include "engine/scene/instances.h"
#include "engine/scene/templates/scene_templates.h"
#include "engine/scene/touched.h"
#include "engine/script/model_change.h"
#include "engine/script/script_scene.h"

#include <array>
#include <memory>
#include <optional>
#include <utility>

namespace underpaint::script {

namespace {

/// As in the editor's dialog.
constexpr int longestSide = 8192;
constexpr std::int64_t mostSteps = 1'000'000;

void reportScene(const ScriptScene& scene, Report& report) {
    const scene::SceneState& state = scene.state();
    report["width"] = state.size().width;
    report["height"] = state.size().height;
    report["classes"] = state.labelSet.name();
    if (!state.modelId.empty()) {
        report["model"] = state.modelId;
    }
}

/// The classes of a new scene: those of a model, or known ones.
struct ClassSource {
    std::string model;
    std::string classes;
};

ClassSource readClassSource(Fields& fields) {
    ClassSource source{fields.textOr("model", {}), fields.textOr("classes", {})};
    return source;
}

void takeClassesOf(const ClassSource& source, ScriptHost& host, scene::SceneState& state) {
    if (!source.model.empty()) {
        const project::Manifest model = host.manifest(source.model);
        state.labelSet = project::labelSetOf(model);
        state.modelId = model.id;
    } else {
        state.labelSet = host.labelSet(source.classes);
    }
    if (state.labelSet.empty()) {
        badField(source.model.empty() ? "classes" : "model", "has no classes to paint with");
    }
}

Action readNew(Fields& fields) {
    const ClassSource source = readClassSource(fields);
    if (source.model.empty() == source.classes.empty()) {
        badField("classes",
                 source.model.empty() ? "is missing, and \"model\" too"
                                      : "does not go with \"model\", which has its own",
                 "Say whose classes the scene has: \"model\" or \"classes\"");
    }
    std::vector<std::string> names;
    for (const scene::SceneTemplate& one : scene::sceneTemplates()) {
        names.emplace_back(one.id);
    }
    const std::string start = fields.oneOfOr("template", names, {});
    std::optional<ClassName> filled;
    if (fields.has("fill")) {
        filled = fields.className("fill");
    }
    if (filled && !start.empty()) {
        badField("fill", "does not go with \"template\", which paints everything");
    }
    std::optional<std::uint64_t> seed;
    if (fields.has("seed")) {
        seed = fields.seed("seed");
    }
    return [source, start, filled, seed, size = fields.size("size", longestSide)](Run& run,
                                                                                  Report& report) {
        scene::SceneState state;
        takeClassesOf(source, run.host, state);
        if (start.empty()) {
            state.labels = scene::LabelMap(size, imaging::unlabelledClass(state.labelSet));
            state.instances = scene::instancesFromLabels(state.labels);
        } else {
            const scene::SceneTemplate& chosen = *scene::findTemplate(start);
            const scene::RoleClasses classes = imaging::templateClasses(state.labelSet);
            if (!scene::fits(chosen, classes)) {
                badField("template", "needs other classes than those of " + state.labelSet.name());
            }
            const scene::TemplateMaps maps = scene::drawTemplate(chosen, classes, size);
            state.labels = scene::LabelMap(maps.labels);
            state.instances = scene::InstanceMap(maps.instances);
            state.seed = chosen.seed;
        }
        state.seed = seed.value_or(state.seed);
        run.scene.begin(std::move(state));
        if (filled) {
            scene::SceneState covered = run.scene.state();
            const std::uint16_t label = run.scene.classOf(*filled, "fill").id;
            covered.labels = scene::LabelMap(size, label);
            covered.instances = scene::instancesFromLabels(covered.labels);
            run.scene.begin(std::move(covered));
        }
        reportScene(run.scene, report);
    };
}

Action readOpen(Fields& fields) {
    return [file = fields.input("project")](Run& run, Report& report) {
        run.scene.begin(run.host.openProject(file));
        reportScene(run.scene, report);
        report["steps"] = run.scene.steps();
    };
}

Action readImport(Fields& fields) {
    MapFiles files;
    files.labels = fields.input("labels");
    files.instances = fields.inputOr("instances");
    const ClassSource source = readClassSource(fields);
    files.classes = source.classes;
    files.format = fields.textOr("format", "auto");
    try {
        (void)imaging::labelFormatFromName(files.format);
    } catch (const Error& error) {
        badField("format", error.problem(), error.remedy());
    }
    files.repair = fields.flagOr("repair", false);
    return [files, source](Run& run, Report& report) {
        scene::SceneState state;
        if (run.scene.begun()) {
            if (!source.model.empty()) {
                badField("model", "is for the first import, which makes the scene",
                         "Change the model of a scene with {\"do\": \"model\"}");
            }
            state.labelSet = run.scene.state().labelSet;
            state.classChoices = run.scene.state().classChoices;
        } else if (source.model.empty() && source.classes.empty()) {
            badField("classes", "is missing, and \"model\" too",
                     "Say whose classes the new scene has");
        } else {
            takeClassesOf(source, run.host, state);
        }
        run.host.readMaps(files, state);
        if (run.scene.begun()) {
            run.scene.apply({scene::ReplaceMaps{state.labels, state.instances, std::nullopt}},
                            "Import of maps");
        } else {
            run.scene.begin(std::move(state));
        }
        reportScene(run.scene, report);
    };
}

/// Nothing where the model is not to be found here: the names in the scene must do then.
std::optional<scene::LabelSet> classesOfModel(ScriptHost& host, const std::string& id) {
    if (id.empty()) {
        return std::nullopt;
    }
    try {
        const project::Manifest model = host.manifest(id);
        return model.classes.empty() ? std::nullopt : std::optional(project::labelSetOf(model));
    } catch (const Error&) {
        return std::nullopt;
    }
}

Action readModel(Fields& fields) {
    return [name = fields.text("model")](Run& run, Report& report) {
        const scene::SceneState& state = run.scene.state();
        const project::Manifest model = run.host.manifest(name);
        if (model.id == state.modelId) {
            return;
        }
        const ModelChange change =
            modelChange(state, model, classesOfModel(run.host, state.modelId));
        run.scene.apply(change.edit, "Another model");
        reportScene(run.scene, report);
        if (!change.lost.empty()) {
            report["unlabelled"] = change.lost;
        }
        if (change.fitted > 0) {
            report["other_styles"] = change.fitted;
        }
    };
}

Action readSeed(Fields& fields) {
    return [seed = fields.seed("seed")](Run& run, Report& report) {
        run.scene.apply({scene::SetSeed{seed}}, "Seed");
        report["seed"] = seed;
    };
}

Action readPhotoLayer(Fields& fields) {
    const bool none = fields.value("photo").value().is_null();
    const std::filesystem::path file = none ? std::filesystem::path() : fields.input("photo");
    const bool shows = fields.flagOr("shows_scene", false);
    if (none && shows) {
        badField("shows_scene", "does not go without a photo");
    }
    return [file, shows](Run& run, Report& report) {
        scene::EditPlan plan(run.scene.state());
        if (file.empty()) {
            plan.add({scene::SetPhotoMaps{}});
            plan.add({scene::SetReferencePhoto{}});
            run.scene.apply(plan.joined(), "No photo layer");
            return;
        }
        auto photo = std::make_shared<const Image>(run.host.readPhoto(file));
        report["width"] = photo->width();
        report["height"] = photo->height();
        plan.add({scene::SetReferencePhoto{std::move(photo)}});
        const scene::SceneState& state = plan.state();
        plan.add(
            {scene::SetPhotoMaps{shows ? std::make_shared<const scene::PhotoMaps>(scene::PhotoMaps{
                                             state.labels, state.instances, state.appearances})
                                       : nullptr}});
        run.scene.apply(plan.joined(), "Photo layer");
    };
}

Action readKeep(Fields& fields) {
    const bool on = fields.flag("on");
    std::optional<int> feather;
    if (fields.has("soft_edge")) {
        feather = static_cast<int>(fields.whole("soft_edge", 0, scene::maxFeather));
    }
    std::optional<bool> colours;
    if (fields.has("match_colours")) {
        colours = fields.flag("match_colours");
    }
    return [on, feather, colours](Run& run, Report&) {
        if (on && !scene::knowsPhoto(run.scene.state())) {
            badField("on", "there is no photo that is known to show the scene",
                     R"(Give one with {"do": "photo", "photo": FILE, "shows_scene": true} )"
                     "before the scene is edited");
        }
        scene::KeepSettings keep = run.scene.state().keep;
        keep.on = on;
        keep.feather = feather.value_or(keep.feather);
        keep.matchColours = colours.value_or(keep.matchColours);
        run.scene.apply({scene::SetKeep{keep}}, "Keep what was not touched");
    };
}

Action readRenameClass(Fields& fields) {
    return [name = fields.className("class"), text = fields.text("name")](Run& run, Report&) {
        run.scene.apply({scene::RenameLabel{run.scene.classOf(name, "class").id, text}},
                        "Rename a class");
    };
}

Action readRecolourClass(Fields& fields) {
    const project::JsonPlace place = fields.value("colour");
    constexpr const char* form = "Write a colour as [red, green, blue]";
    constexpr std::int64_t brightest = 255;
    if (!place.value().is_array() || place.value().size() != 3) {
        badField("colour", "is " + place.shown() + ", not three numbers", form);
    }
    const auto channel = [&](std::size_t i) {
        return static_cast<std::uint8_t>(wholeIn(place.element(i), 0, brightest));
    };
    const scene::Colour colour{channel(0), channel(1), channel(2)};
    return [name = fields.className("class"), colour](Run& run, Report&) {
        run.scene.apply({scene::RecolourLabel{run.scene.classOf(name, "class").id, colour}},
                        "Colour of a class");
    };
}

Action readUndo(Fields& fields) {
    return [steps = fields.wholeOr("steps", 1, mostSteps, 1)](Run& run, Report& report) {
        run.scene.undo(static_cast<std::size_t>(steps));
        report["steps"] = run.scene.steps();
    };
}

Action readRedo(Fields& fields) {
    return [steps = fields.wholeOr("steps", 1, mostSteps, 1)](Run& run, Report& report) {
        run.scene.redo(static_cast<std::size_t>(steps));
        report["steps"] = run.scene.steps();
    };
}

Action readDescribe(Fields&) {
    return [](Run& run, Report& report) {
        const scene::SceneState& state = run.scene.state();
        reportScene(run.scene, report);
        report["seed"] = state.seed;
        report["steps"] = run.scene.steps();
        Report instances = Report::array();
        for (const scene::InstanceInfo& info : scene::instancesIn(state)) {
            instances.push_back(
                {{"id", info.id},
                 {"class", state.labelSet.at(info.label).name},
                 {"area", info.area},
                 {"box", {info.box.x, info.box.y, info.box.width, info.box.height}}});
        }
        report["instances"] = std::move(instances);
    };
}

constexpr std::array sceneRows = {CommandRow{"new", readNew},
                                  CommandRow{"open", readOpen},
                                  CommandRow{"import", readImport},
                                  CommandRow{"describe", readDescribe},
                                  CommandRow{"undo", readUndo},
                                  CommandRow{"redo", readRedo},
                                  CommandRow{"model", readModel},
                                  CommandRow{"seed", readSeed},
                                  CommandRow{"photo", readPhotoLayer},
                                  CommandRow{"keep", readKeep},
                                  CommandRow{"rename-class", readRenameClass},
                                  CommandRow{"recolour-class", readRecolourClass}};

} // namespace

std::span<const CommandRow> sceneCommands() {
    return sceneRows;
}

} // namespace underpaint::script
