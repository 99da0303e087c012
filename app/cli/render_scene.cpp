// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/render_scene.h"

#include "app/cli/arguments.h"
#include "engine/base/error.h"
#include "engine/imaging/codec.h"
#include "engine/imaging/foreign_classes.h"
#include "engine/imaging/foreign_label_set.h"
#include "engine/imaging/resize.h"
#include "engine/project/file/project_file.h"
#include "engine/project/package/model_labels.h"
#include "engine/scene/instances.h"

#include <algorithm>
#include <cctype>
#include <limits>
#include <map>
#include <utility>

namespace underpaint::app {

namespace {

/// The files of the request as an item of a data set.
imaging::DatasetItem itemOf(const SceneRequest& request) {
    imaging::DatasetItem item;
    item.photo = request.photo;
    item.labels = request.labels;
    item.instances = request.instances;
    return item;
}

bool isNumber(const std::string& text) {
    return std::all_of(text.begin(), text.end(),
                       [](unsigned char c) { return std::isdigit(c) != 0; });
}

/// What --style and --exemplar may name.
struct NamedTargets {
    std::vector<scene::InstanceInfo> instances;
    Renumbered renumbered;

    bool contains(std::uint32_t id) const {
        return std::any_of(instances.begin(), instances.end(),
                           [&](const auto& instance) { return instance.id == id; });
    }
    /// The class of an instance that the scene has.
    std::uint16_t labelOf(std::uint32_t id) const {
        return std::ranges::find(instances, id, &scene::InstanceInfo::id)->label;
    }
    /// The ids in the scene of a number of the instance file.
    std::vector<std::uint32_t> idsOf(std::uint32_t number) const {
        const auto found = renumbered.find(number);
        std::vector<std::uint32_t> ids =
            found != renumbered.end() ? found->second : std::vector<std::uint32_t>{number};
        std::erase_if(ids, [&](std::uint32_t id) { return !contains(id); });
        return ids;
    }
};

/// The class that an option names; nullptr where it names an instance.
const scene::LabelClass* namedClass(const std::string& name, const scene::SceneState& state,
                                    const std::string& option) {
    const scene::LabelClass* named = state.labelSet.find(std::string_view(name));
    if (named == nullptr && !isNumber(name)) {
        throw Error("the model has no class \"" + name + "\"", option + " " + name,
                    "`underpaint package info MODEL` lists its classes");
    }
    return named;
}

/// The instances that the left side of an option names.
std::vector<std::uint32_t> namedInstances(const std::string& name, const scene::SceneState& state,
                                          const NamedTargets& targets, const SceneRequest& request,
                                          const std::string& option) {
    std::vector<std::uint32_t> ids;
    if (const scene::LabelClass* named = namedClass(name, state, option)) {
        for (const scene::InstanceInfo& instance : targets.instances) {
            if (instance.label == named->id) {
                ids.push_back(instance.id);
            }
        }
        return ids;
    }
    ids = targets.idsOf(static_cast<std::uint32_t>(
        parseNumber(name, std::numeric_limits<std::uint32_t>::max(), option)));
    if (ids.empty() && request.strictStyles) {
        throw Error("no pixel of the scene has the instance id " + name, option + " " + name,
                    "Give an id of the instance map or the name of a class");
    }
    return ids;
}

/// The style of a class that the right side of --style names, by its number or its name.
std::uint32_t namedStyle(const std::string& value, std::uint16_t label,
                         const project::Manifest& manifest) {
    if (isNumber(value)) {
        return static_cast<std::uint32_t>(parseNumber(value, 65535, "--style"));
    }
    std::string names;
    if (const auto styles = manifest.styles.find(label); styles != manifest.styles.end()) {
        for (std::size_t k = 0; k < styles->second.size(); ++k) {
            const std::string& name = styles->second[k].name;
            if (name == value) {
                return static_cast<std::uint32_t>(k);
            }
            names += name.empty() ? "" : (names.empty() ? "" : "; ") + name;
        }
    }
    throw Error("the class has no style \"" + value + "\"" +
                    (names.empty() ? "" : ", but: " + names),
                "--style", "`underpaint package styles MODEL` lists them");
}

void applyStyles(const SceneRequest& request, const NamedTargets& targets,
                 const project::Manifest& manifest, Reporter& reporter, scene::SceneState& state) {
    for (const std::string& text : request.styles) {
        const auto [name, value] = parseAssignment(text, "--style");
        const std::vector<std::uint32_t> ids =
            namedInstances(name, state, targets, request, "--style");
        for (const std::uint32_t id : ids) {
            state.appearances[id].style =
                scene::ClusterStyle{namedStyle(value, targets.labelOf(id), manifest)};
        }
        if (ids.empty()) {
            const std::string met = request.labels.filename().string() + ": the style " + text +
                                    " met no instance: no pixel is of " + name;
            // In a batch a class may well be missing in some of the scenes.
            request.strictStyles ? reporter.warning(met) : reporter.note(met);
        }
    }
}

/// What an exemplar is for, several where a number of the instance file became several ids.
std::vector<scene::ExemplarTarget> targetsOf(const std::string& where,
                                             const scene::SceneState& state,
                                             const NamedTargets& targets,
                                             const SceneRequest& request) {
    using Kind = scene::ExemplarTarget::Kind;
    constexpr const char* option = "--exemplar";
    if (where.empty()) {
        return {{}};
    }
    if (const scene::LabelClass* named = namedClass(where, state, option)) {
        return {{Kind::Class, named->id}};
    }
    std::vector<scene::ExemplarTarget> all;
    for (const std::uint32_t id : namedInstances(where, state, targets, request, option)) {
        all.push_back({Kind::Instance, id});
    }
    return all;
}

/// How closely an exemplar is matched for what it is for.
scene::MatchWithin ownWithin(scene::ExemplarTarget::Kind kind) {
    switch (kind) {
    case scene::ExemplarTarget::Kind::Class:
        return scene::MatchWithin::Class;
    case scene::ExemplarTarget::Kind::Instance:
        return scene::MatchWithin::Instance;
    case scene::ExemplarTarget::Kind::Everything:
        break;
    }
    return scene::MatchWithin::Photo;
}

void applyExemplars(const SceneRequest& request, const NamedTargets& targets, Reporter& reporter,
                    scene::SceneState& state) {
    for (const NamedExemplar& named : request.exemplars) {
        const auto all = targetsOf(named.where, state, targets, request);
        if (all.empty()) {
            reporter.note(request.labels.filename().string() + ": the exemplar for instance " +
                          named.where + " met none");
        }
        for (const scene::ExemplarTarget& target : all) {
            scene::Exemplar exemplar = named.exemplar;
            exemplar.target = target;
            exemplar.within = named.within.value_or(ownWithin(target.kind));
            if (all.size() > 1) {
                exemplar.id += " of " + std::to_string(target.id);
            }
            state.addExemplar(std::move(exemplar));
        }
    }
}

void encodeStyles(const std::filesystem::path& path, translate::Translator& translator,
                  Reporter& reporter, scene::SceneState& state) {
    Image photo = imaging::readPhoto(path);
    if (photo.size() != state.size()) {
        reporter.note(path.filename().string() + ": resized to the scene's size" +
                      imaging::turnExplanation(path, state.size()));
        photo = imaging::resizeBicubic(photo, state.size());
    }
    for (auto& [id, values] : translator.encodeStyles(photo, state.instances.toPlane(), {})) {
        state.appearances[id].style = scene::FeatureStyle{std::move(values)};
    }
}

/// Refuses what the model cannot use, before anything is read.
void checkCapabilities(const SceneRequest& request, const translate::Translator& translator) {
    const translate::Capabilities can = translator.capabilities();
    const std::string& model = translator.manifest().name;
    if (can.labels && request.labels.empty()) {
        throw Error("there is no label map to render", {}, "Give one with --labels");
    }
    if (can.photoInput && request.photo.empty()) {
        throw Error("the model translates photos", model, "Give one with --photo");
    }
    if (!can.labels && !request.labels.empty() && !can.instances) {
        throw Error("the model translates photos, not label maps", model,
                    "Give a photo with --photo instead of --labels");
    }
    if (!can.styles && (!request.styles.empty() || !request.styleFrom.empty())) {
        throw Error("the model has no styles", model, "Leave --style and --style-from out");
    }
    if (!can.exemplars && !request.exemplars.empty()) {
        throw Error("the model takes no exemplars", model, "Leave --exemplar out");
    }
}

} // namespace

Renumbered readSceneMaps(const SceneRequest& request, Reporter& reporter,
                         scene::SceneState& state) {
    imaging::ImportOptions options;
    options.strict = !request.repair;
    options.deriveInstances = true;
    options.format = imaging::itemFormat(request.reader);
    const auto read = [&](const scene::LabelSet& classes, const imaging::ImportOptions& how) {
        imaging::ItemReader reader = request.reader;
        reader.classes = classes;
        return imaging::importItem(itemOf(request), reader, how);
    };
    imaging::MapsInTheirClasses found =
        request.fileClasses
            ? imaging::MapsInTheirClasses{request.fileClasses, read(*request.fileClasses, options)}
            : imaging::readInTheirClasses(request.labels, state.labelSet, options, read);
    imaging::ImportedMaps maps = std::move(found.maps);
    const std::optional<scene::LabelSet>& fileClasses = found.foreign;
    const std::string file = request.labels.filename().string();
    if (fileClasses) {
        maps = imaging::inClassesOf(
            state.labelSet, imaging::mapClasses(*fileClasses, state.labelSet, state.classChoices),
            *fileClasses, std::move(maps));
        if (!request.fileClasses) {
            reporter.note(file + ": read in the classes of " + fileClasses->name() +
                          "; --label-classes names others");
        }
    }
    if (!maps.report.clean()) {
        reporter.warning(file + ":\n" + maps.report.text());
    } else {
        reporter.detail(file + ":\n" + maps.report.text());
    }
    state.labels = scene::LabelMap(maps.labels);
    state.instances = maps.instances ? scene::InstanceMap(*maps.instances)
                                     : scene::instancesFromLabels(state.labels);
    return std::move(maps.renumbered);
}

scene::SceneState readScene(const SceneRequest& request, translate::Translator& translator,
                            Reporter& reporter) {
    checkCapabilities(request, translator);
    scene::SceneState state;
    state.labelSet = project::labelSetOf(translator.manifest());
    state.modelId = translator.manifest().id;
    if (!request.photo.empty()) {
        state.referencePhoto =
            std::make_shared<const Image>(imaging::itemPhoto(itemOf(request), request.reader));
    }
    Renumbered renumbered;
    if (!request.labels.empty()) {
        renumbered = readSceneMaps(request, reporter, state);
    }
    if (!request.styleFrom.empty()) {
        encodeStyles(request.styleFrom, translator, reporter, state);
    }
    const NamedTargets targets{scene::instancesIn(state), std::move(renumbered)};
    applyStyles(request, targets, translator.manifest(), reporter, state);
    applyExemplars(request, targets, reporter, state);
    return state;
}

scene::SceneState readProjectScene(const std::filesystem::path& project) {
    return project::readProject(project).project.state;
}

} // namespace underpaint::app
