// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/project/file/project_manifest.h"

#include "engine/base/error.h"
#include "engine/project/json.h"
#include "engine/project/shown_text.h"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <limits>
#include <utility>

namespace underpaint::project {

using nlohmann::json;

namespace members {

std::string exemplarPhoto(std::size_t index) {
    return "exemplars/" + std::to_string(index) + ".png";
}

std::string exemplarLabels(std::size_t index) {
    return "exemplars/" + std::to_string(index) + "_labels.png";
}

std::string exemplarInstances(std::size_t index) {
    return "exemplars/" + std::to_string(index) + "_instances.png";
}

std::string exemplarInstancesHigh(std::size_t index) {
    return "exemplars/" + std::to_string(index) + "_instances_high.png";
}

std::string exemplarHidden(std::size_t index) {
    return "exemplars/" + std::to_string(index) + "_hidden.png";
}

std::string frameLabels(std::size_t index) {
    return "frames/" + std::to_string(index + 1) + "_labels.png";
}

std::string frameInstances(std::size_t index) {
    return "frames/" + std::to_string(index + 1) + "_instances.png";
}

std::string frameInstancesHigh(std::size_t index) {
    return "frames/" + std::to_string(index + 1) + "_instances_high.png";
}

std::string framePhoto(std::size_t index) {
    return "frames/" + std::to_string(index + 1) + "_photo.png";
}

std::string frameLooks(std::size_t index) {
    return "frames/" + std::to_string(index + 1) + "_looks.bin";
}

} // namespace members

namespace {

constexpr const char* formatName = "underpaint-project";
constexpr std::uint64_t projectVersion = 1;
constexpr std::size_t maxManifestBytes = std::size_t{64} << 20U;
constexpr std::size_t maxViewText = 4096;
constexpr int maxPhotoExtent = 1 << 20;

// --- writing ---------------------------------------------------------------------------------

json written(const scene::LabelSet& labelSet) {
    json classes = json::array();
    for (const scene::LabelClass& label : labelSet.classes()) {
        classes.push_back({{"id", label.id},
                           {"name", label.name},
                           {"colour", {label.colour.red, label.colour.green, label.colour.blue}},
                           {"thing", label.thing}});
    }
    return {{"name", labelSet.name()}, {"classes", std::move(classes)}};
}

json written(std::uint32_t instance, const scene::Style& style) {
    json entry{{"instance", instance}};
    if (const auto* cluster = std::get_if<scene::ClusterStyle>(&style)) {
        entry["cluster"] = cluster->cluster;
    } else if (const auto* mixture = std::get_if<scene::MixtureStyle>(&style)) {
        entry["mixture"] = mixture->weights;
    } else {
        entry["features"] = std::get<scene::FeatureStyle>(style).values;
    }
    return entry;
}

/// By FrameMembers::Photo.
constexpr std::array framePhotoNames = {"before", "own", "none"};

json written(const FrameMembers& frame) {
    return {{"labels", frame.labels},
            {"instances", frame.instances},
            {"instances_high", frame.instancesHigh},
            {"photo", framePhotoNames.at(static_cast<std::size_t>(frame.photo))},
            {"looks", frame.looks}};
}

/// By scene::ExemplarTarget::Kind.
constexpr std::array targetNames = {"everything", "class", "instance"};
/// By scene::MatchWithin.
constexpr std::array withinNames = {"photo", "class", "instance"};

json written(const scene::ClassChoices& choices) {
    json all = json::array();
    for (const auto& [sets, chosen] : choices) {
        json classes = json::object();
        for (const auto& [name, becomes] : chosen) {
            classes[name] = becomes.empty() ? json() : json(becomes);
        }
        all.push_back({{"from", sets.from}, {"to", sets.to}, {"classes", std::move(classes)}});
    }
    return all;
}

json written(const scene::Exemplar& exemplar, std::size_t index, const ExemplarMembers& members) {
    json pins = json::array();
    for (const scene::Pin& pin : exemplar.pins) {
        pins.push_back({pin.scene.x, pin.scene.y, pin.exemplar.x, pin.exemplar.y});
    }
    const auto kind = static_cast<std::size_t>(exemplar.target.kind);
    json entry{{"id", exemplar.id},
               {"target", {{"kind", targetNames.at(kind)}, {"id", exemplar.target.id}}},
               {"strength", exemplar.strength},
               {"pins", std::move(pins)},
               {"labels", members.labels}};
    // Programs that know none of these refuse only the files that have them.
    if (members.of != index) {
        entry["pictures_of"] = members.of;
    }
    for (const auto& [name, there] : {std::pair("instances", members.instances),
                                      std::pair("instances_high", members.instancesHigh),
                                      std::pair("hidden", members.hidden)}) {
        if (there) {
            entry[name] = true;
        }
    }
    if (exemplar.within != scene::MatchWithin::Photo) {
        entry["within"] = withinNames.at(static_cast<std::size_t>(exemplar.within));
    }
    if (exemplar.temperature != 1) {
        entry["temperature"] = exemplar.temperature;
    }
    if (exemplar.texture) {
        entry["texture"] = true;
    }
    return entry;
}

// --- reading ---------------------------------------------------------------------------------

/// One object of the manifest: every complaint names the file and the member.
class Fields {
public:
    /// Refuses members that are not listed: another version of the program means something by
    /// them, and saving the project again would lose it.
    Fields(JsonPlace place, const std::string& where, std::initializer_list<const char*> known)
        : m_place(std::move(place)), m_where(where) {
        if (!m_place.value().is_object()) {
            fail(m_place, "is no object");
        }
        for (const auto& [key, value] : m_place.value().items()) {
            if (std::find(known.begin(), known.end(), key) == known.end()) {
                fail(m_place.member(key), "is not known");
            }
        }
    }

    bool has(const char* key) const { return m_place.value().contains(key); }
    JsonPlace at(const char* key) const {
        if (!has(key)) {
            fail(m_place, std::string("lacks \"") + key + "\"");
        }
        return m_place.member(key);
    }
    std::string text(const char* key) const { return text(at(key)); }
    std::uint64_t number(const char* key, std::uint64_t largest) const {
        return number(at(key), largest);
    }
    bool flag(const char* key) const {
        const JsonPlace place = at(key);
        if (!place.value().is_boolean()) {
            fail(place, "is not true or false");
        }
        return place.value().get<bool>();
    }
    std::vector<float> reals(const char* key) const {
        const std::vector<JsonPlace> places = list(at(key));
        std::vector<float> values;
        values.reserve(places.size());
        for (const JsonPlace& place : places) {
            values.push_back(real(place));
        }
        return values;
    }
    float real(const char* key) const { return real(at(key)); }
    std::vector<JsonPlace> list(const char* key) const { return list(at(key)); }

    std::string text(const JsonPlace& place) const {
        if (!place.value().is_string()) {
            fail(place, "is no text");
        }
        return place.value().get<std::string>();
    }
    std::uint64_t number(const JsonPlace& place, std::uint64_t largest) const {
        if (!place.value().is_number_unsigned() || place.value().get<std::uint64_t>() > largest) {
            fail(place, "is no whole number from 0 to " + std::to_string(largest));
        }
        return place.value().get<std::uint64_t>();
    }
    std::vector<JsonPlace> list(const JsonPlace& place) const {
        if (!place.value().is_array()) {
            fail(place, "is no list");
        }
        std::vector<JsonPlace> places;
        places.reserve(place.value().size());
        for (std::size_t i = 0; i < place.value().size(); ++i) {
            places.push_back(place.element(i));
        }
        return places;
    }
    [[noreturn]] void fail(const JsonPlace& place, const std::string& problem) const {
        throw Error(shownText(place.pointer()) + " " + problem + " (" + place.shown() + ")",
                    m_where, "The project file is damaged, or from a newer version of the program");
    }

private:
    float real(const JsonPlace& place) const {
        const auto value = place.number();
        constexpr double largest = std::numeric_limits<float>::max();
        if (!value || !(*value >= -largest && *value <= largest)) {
            fail(place, "is no number");
        }
        return static_cast<float>(*value);
    }

    JsonPlace m_place;
    const std::string& m_where;
};

class Reader {
public:
    explicit Reader(const std::string& where) : m_where(where) {}

    ProjectManifest read(const json& document) {
        const JsonPlace root(document, "");
        checkVersion(document);
        const Fields fields(root, m_where,
                            {"format",         "format_version", "width",         "height",
                             "labels",         "model",          "seed",          "latent",
                             "styles",         "codes",          "exemplars",     "photo",
                             "instances_high", "thumbnail",      "history",       "view",
                             "photo_maps",     "keep",           "class_choices", "frames"});
        ProjectManifest manifest;
        scene::SceneState& state = manifest.project.state;
        manifest.size = {static_cast<int>(fields.number("width", scene::maxMapExtent)),
                         static_cast<int>(fields.number("height", scene::maxMapExtent))};
        if ((manifest.size.width == 0) != (manifest.size.height == 0)) {
            fields.fail(root.member("width"), "does not go with the height");
        }
        state.labelSet = labelSet(fields.at("labels"));
        state.modelId = fields.text("model");
        state.seed = fields.number("seed", std::numeric_limits<std::uint64_t>::max());
        state.appearance.code.values = fields.reals("latent");
        readStyles(fields, state);
        readCodes(fields, state);
        readExemplars(fields, manifest);
        readFrames(fields, manifest);
        manifest.hasPhoto = fields.flag("photo");
        manifest.hasPhotoMaps = fields.has("photo_maps") && fields.flag("photo_maps");
        readKeep(fields, state.keep);
        readClassChoices(fields, state.classChoices);
        manifest.hasHighInstances = fields.flag("instances_high");
        manifest.hasThumbnail = fields.flag("thumbnail");
        const Fields history(fields.at("history"), m_where, {"entries", "forgotten"});
        constexpr auto anyCount =
            static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
        manifest.historyEntries = history.number("entries", anyCount);
        manifest.project.forgottenHistory = history.number("forgotten", anyCount);
        readView(fields, manifest.project);
        return manifest;
    }

private:
    void checkVersion(const json& document) const {
        const bool ours = document.is_object() && document.contains("format") &&
                          document["format"] == formatName && document.contains("format_version");
        if (!ours) {
            throw Error("is no project of Underpaint", m_where, "Open another file");
        }
        const json& version = document["format_version"];
        if (version != projectVersion) {
            throw Error("has the format version " + JsonPlace(version, "").shown() +
                            ", this program reads " + std::to_string(projectVersion),
                        m_where, "Open it with the version of the program that wrote it");
        }
    }

    scene::LabelSet labelSet(const JsonPlace& place) const {
        const Fields fields(place, m_where, {"name", "classes"});
        std::vector<scene::LabelClass> classes;
        for (const JsonPlace& entry : fields.list("classes")) {
            const Fields one(entry, m_where, {"id", "name", "colour", "thing"});
            scene::LabelClass label;
            label.id = static_cast<std::uint16_t>(one.number("id", UINT16_MAX));
            label.name = one.text("name");
            const auto colour = one.list("colour");
            if (colour.size() != 3) {
                one.fail(entry.member("colour"), "has not three values");
            }
            const auto channel = [&](std::size_t i) {
                return static_cast<std::uint8_t>(one.number(colour[i], UINT8_MAX));
            };
            label.colour = {channel(0), channel(1), channel(2)};
            label.thing = one.flag("thing");
            classes.push_back(std::move(label));
        }
        return {fields.text("name"), std::move(classes)};
    }

    void readStyles(const Fields& fields, scene::SceneState& state) const {
        for (const JsonPlace& entry : fields.list("styles")) {
            const Fields one(entry, m_where, {"instance", "cluster", "mixture", "features"});
            const auto instance = static_cast<std::uint32_t>(one.number("instance", UINT32_MAX));
            if (entry.value().size() != 2) {
                one.fail(entry, "has not exactly one form of style");
            }
            scene::Style style;
            if (one.has("cluster")) {
                style = scene::ClusterStyle{
                    static_cast<std::uint32_t>(one.number("cluster", UINT32_MAX))};
            } else if (one.has("mixture")) {
                style = scene::MixtureStyle{one.reals("mixture")};
            } else {
                style = scene::FeatureStyle{one.reals("features")};
            }
            std::optional<scene::Style>& worn = state.appearances[instance].style;
            if (worn) {
                one.fail(entry.member("instance"), "has two styles");
            }
            worn = std::move(style);
        }
    }

    void readCodes(const Fields& fields, scene::SceneState& state) const {
        if (!fields.has("codes")) {
            return;
        }
        for (const JsonPlace& entry : fields.list("codes")) {
            const Fields one(entry, m_where, {"instance", "values"});
            const auto instance = static_cast<std::uint32_t>(one.number("instance", UINT32_MAX));
            std::vector<float>& values = state.appearances[instance].code.values;
            if (!values.empty()) {
                one.fail(entry.member("instance"), "has two codes");
            }
            values = one.reals("values");
            if (values.empty()) {
                one.fail(entry.member("values"), "is empty");
            }
        }
    }

    void readKeep(const Fields& fields, scene::KeepSettings& keep) const {
        if (!fields.has("keep")) {
            return;
        }
        const Fields one(fields.at("keep"), m_where, {"on", "feather", "match_colours"});
        keep.on = one.flag("on");
        keep.feather = static_cast<int>(one.number("feather", scene::maxFeather));
        keep.matchColours = one.flag("match_colours");
    }

    void readClassChoices(const Fields& fields, scene::ClassChoices& choices) const {
        if (!fields.has("class_choices")) {
            return;
        }
        for (const JsonPlace& entry : fields.list("class_choices")) {
            const Fields one(entry, m_where, {"from", "to", "classes"});
            const JsonPlace classes = one.at("classes");
            if (!classes.value().is_object() || classes.value().empty()) {
                one.fail(classes, "is no object with members");
            }
            scene::ChosenClasses chosen;
            for (const auto& [name, becomes] : classes.value().items()) {
                chosen.emplace(name, becomes.is_null() ? "" : one.text(classes.member(name)));
            }
            if (!choices.emplace(scene::LabelSetPair{one.text("from"), one.text("to")}, chosen)
                     .second) {
                one.fail(entry, "is there twice");
            }
        }
    }

    void readFrames(const Fields& fields, ProjectManifest& manifest) const {
        if (!fields.has("frames")) {
            return;
        }
        const auto entries = fields.list("frames");
        if (entries.size() >= scene::maxFrames) {
            fields.fail(fields.at("frames"), "has too many members");
        }
        for (const JsonPlace& entry : entries) {
            const Fields one(entry, m_where,
                             {"labels", "instances", "instances_high", "photo", "looks"});
            FrameMembers frame;
            frame.labels = one.flag("labels");
            frame.instances = one.flag("instances");
            frame.instancesHigh = one.flag("instances_high");
            frame.looks = one.flag("looks");
            const std::string photo = one.text("photo");
            const auto* const found =
                std::find(framePhotoNames.begin(), framePhotoNames.end(), photo);
            if (found == framePhotoNames.end()) {
                one.fail(entry.member("photo"), "says nothing that is known");
            }
            if (frame.instancesHigh && !frame.instances) {
                one.fail(entry.member("instances_high"), "goes without its lower half");
            }
            frame.photo = static_cast<FrameMembers::Photo>(found - framePhotoNames.begin());
            manifest.laterFrames.push_back(frame);
        }
    }

    void readExemplars(const Fields& fields, ProjectManifest& manifest) const {
        for (const JsonPlace& entry : fields.list("exemplars")) {
            const Fields one(entry, m_where,
                             {"id", "target", "strength", "pins", "labels", "pictures_of",
                              "instances", "instances_high", "hidden", "within", "temperature",
                              "texture"});
            scene::Exemplar exemplar;
            exemplar.id = one.text("id");
            if (!manifest.exemplars.empty() && manifest.exemplars.back().id >= exemplar.id) {
                one.fail(entry.member("id"), "is out of order");
            }
            exemplar.target = target(entry.member("target"), one);
            exemplar.strength = one.real("strength");
            for (const JsonPlace& pin : one.list("pins")) {
                exemplar.pins.push_back(readPin(pin, one));
            }
            if (one.has("within")) {
                exemplar.within = within(entry.member("within"), one);
            }
            if (one.has("temperature")) {
                exemplar.temperature = one.real("temperature");
            }
            exemplar.texture = one.has("texture") && one.flag("texture");
            manifest.exemplarMembers.push_back(
                exemplarMembers(entry, one, manifest.exemplarMembers));
            manifest.exemplars.push_back(std::move(exemplar));
        }
    }

    static ExemplarMembers exemplarMembers(const JsonPlace& entry, const Fields& one,
                                           const std::vector<ExemplarMembers>& before) {
        const auto there = [&](const char* key) { return one.has(key) && one.flag(key); };
        ExemplarMembers members{.of = before.size(),
                                .labels = one.flag("labels"),
                                .instances = there("instances"),
                                .instancesHigh = there("instances_high"),
                                .hidden = there("hidden")};
        if (!one.has("pictures_of")) {
            return members;
        }
        members.of = one.number("pictures_of", UINT32_MAX);
        const bool own = members.of < before.size() && before[members.of].of == members.of;
        if (!own || members.labels || members.instances || members.instancesHigh ||
            members.hidden) {
            one.fail(entry.member("pictures_of"), "names no earlier exemplar with its own");
        }
        return members;
    }

    static scene::MatchWithin within(const JsonPlace& place, const Fields& parent) {
        const std::string name = parent.text(place);
        const auto* const found = std::find(withinNames.begin(), withinNames.end(), name);
        if (found == withinNames.end()) {
            parent.fail(place, "is no part of a photo");
        }
        return static_cast<scene::MatchWithin>(found - withinNames.begin());
    }

    scene::ExemplarTarget target(const JsonPlace& place, const Fields& parent) const {
        const Fields fields(place, m_where, {"kind", "id"});
        const std::string kind = fields.text("kind");
        const auto* const found = std::find(targetNames.begin(), targetNames.end(), kind);
        if (found == targetNames.end()) {
            parent.fail(place.member("kind"), "is no kind of target");
        }
        return {static_cast<scene::ExemplarTarget::Kind>(found - targetNames.begin()),
                static_cast<std::uint32_t>(fields.number("id", UINT32_MAX))};
    }

    static scene::Pin readPin(const JsonPlace& place, const Fields& parent) {
        const auto values = parent.list(place);
        if (values.size() != 4) {
            parent.fail(place, "has not four values");
        }
        const auto at = [&](std::size_t i) {
            return static_cast<int>(parent.number(values[i], maxPhotoExtent));
        };
        return {{at(0), at(1)}, {at(2), at(3)}};
    }

    void readView(const Fields& fields, Project& project) const {
        const JsonPlace place = fields.at("view");
        if (!place.value().is_object() || place.value().size() > maxViewEntries) {
            fields.fail(place,
                        "is no object of at most " + std::to_string(maxViewEntries) + " members");
        }
        for (const auto& [key, value] : place.value().items()) {
            std::string text = fields.text(place.member(key));
            if (text.size() > maxViewText) {
                fields.fail(place.member(key), "is too long");
            }
            project.view.emplace(key, std::move(text));
        }
    }

    const std::string& m_where;
};

} // namespace

std::string writeProjectManifest(const ProjectManifest& manifest) {
    const Project& project = manifest.project;
    json styles = json::array();
    json codes = json::array();
    for (const auto& [instance, worn] : project.state.appearances) {
        if (worn.style) {
            styles.push_back(written(instance, *worn.style));
        }
        if (!worn.code.values.empty()) {
            codes.push_back({{"instance", instance}, {"values", worn.code.values}});
        }
    }
    json exemplars = json::array();
    for (std::size_t i = 0; i < manifest.exemplars.size(); ++i) {
        exemplars.push_back(written(manifest.exemplars[i], i, manifest.exemplarMembers[i]));
    }
    json document = {
        {"format", formatName},
        {"format_version", projectVersion},
        {"width", manifest.size.width},
        {"height", manifest.size.height},
        {"labels", written(project.state.labelSet)},
        {"model", project.state.modelId},
        {"seed", project.state.seed},
        {"latent", project.state.appearance.code.values},
        {"styles", std::move(styles)},
        {"exemplars", std::move(exemplars)},
        {"photo", manifest.hasPhoto},
        {"instances_high", manifest.hasHighInstances},
        {"thumbnail", manifest.hasThumbnail},
        {"history",
         {{"entries", manifest.historyEntries}, {"forgotten", project.forgottenHistory}}},
        {"view", project.view.empty() ? json::object() : json(project.view)},
    };
    // Programs that know none of these refuse only the files that have them.
    if (!codes.empty()) {
        document["codes"] = std::move(codes);
    }
    if (manifest.hasPhotoMaps) {
        document["photo_maps"] = true;
    }
    if (!manifest.laterFrames.empty()) {
        json frames = json::array();
        for (const FrameMembers& frame : manifest.laterFrames) {
            frames.push_back(written(frame));
        }
        document["frames"] = std::move(frames);
    }
    if (const scene::KeepSettings& keep = project.state.keep; keep != scene::KeepSettings{}) {
        document["keep"] = {
            {"on", keep.on}, {"feather", keep.feather}, {"match_colours", keep.matchColours}};
    }
    if (!project.state.classChoices.empty()) {
        document["class_choices"] = written(project.state.classChoices);
    }
    try {
        return document.dump(1) + "\n";
    } catch (const json::exception& failure) {
        throw Error("a name in the scene is not valid UTF-8 text (" + std::string(failure.what()) +
                        ")",
                    "project", "Rename the label or the exemplar");
    }
}

ProjectManifest readProjectManifest(std::string_view text, const std::string& where) {
    return Reader(where).read(parseJson(text, where, maxManifestBytes));
}

} // namespace underpaint::project
