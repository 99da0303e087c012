// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/exemplar_options.h"

#include "app/cli/exemplar_segmenter.h"
#include "engine/base/error.h"
#include "engine/imaging/codec.h"
#include "engine/imaging/components.h"
#include "engine/imaging/exemplar_photo.h"
#include "engine/imaging/resize.h"
#include "engine/project/package/model_labels.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <array>
#include <memory>
#include <utility>

namespace underpaint::app {

namespace {

/// Stands for a file that an exemplar does without.
constexpr const char* noFile = "-";
constexpr const char* photoOption = "--exemplar";
constexpr const char* labelsOption = "--exemplar-labels";
constexpr const char* instancesOption = "--exemplar-instances";
constexpr const char* hiddenOption = "--exemplar-hidden";
constexpr const char* strengthOption = "--exemplar-strength";
constexpr const char* matchOption = "--exemplar-match";
constexpr const char* temperatureOption = "--exemplar-temperature";
constexpr const char* textureOption = "--exemplar-texture";

/// By scene::MatchWithin.
constexpr std::array matchNames = {"photo", "class", "instance"};

/// "car=red.jpg" → "car" and "red.jpg". A file may have '=' in its name.
std::pair<std::string, std::string> whereAndPhoto(const std::string& text) {
    const std::size_t end = text.find('=');
    if (end == std::string::npos || std::filesystem::exists(text)) {
        return {"", text};
    }
    return {text.substr(0, end), text.substr(end + 1)};
}

/// The value of exemplar `number`: one for all, or one each. Nothing: none was given.
template<class T>
const T* valueOf(const std::vector<T>& values, std::size_t number, std::size_t exemplars,
                 const char* option) {
    if (values.empty()) {
        return nullptr;
    }
    if (values.size() != 1 && values.size() != exemplars) {
        throw Error(std::to_string(values.size()) + " values for " + std::to_string(exemplars) +
                        " exemplars",
                    option, "Give one for all, or one each in their order");
    }
    return &values[values.size() == 1 ? 0 : number];
}

/// The file of exemplar `number`; empty: none.
std::string fileOf(const std::vector<std::string>& files, std::size_t number, std::size_t exemplars,
                   const char* option) {
    if (files.empty()) {
        return {};
    }
    if (files.size() != exemplars) {
        throw Error(std::to_string(files.size()) + " files for " + std::to_string(exemplars) +
                        " exemplars",
                    option, "Give one each in their order; - stands for none");
    }
    return files[number] == noFile ? std::string() : files[number];
}

template<class Map>
Map atSizeOf(const Image& photo, Map map, const std::string& file, const std::string& photoFile,
             Reporter& reporter) {
    if (map.size() == photo.size()) {
        return map;
    }
    const std::filesystem::path path = file;
    reporter.note(path.filename().string() + ": resized to the size of the exemplar" +
                  imaging::turnExplanation(photoFile, map.size()));
    return imaging::resizeNearest(map, photo.size());
}

std::shared_ptr<const Image> readHidden(const std::string& file, const Image& photo,
                                        const std::string& photoFile, Reporter& reporter) {
    return std::make_shared<const Image>(
        imaging::hiddenPart(atSizeOf(photo, imaging::readPhoto(file), file, photoFile, reporter)));
}

} // namespace

void ExemplarOptions::declare(CLI::App& app) {
    CLI::Option* photo =
        app.add_option(photoOption, m_exemplars,
                       "[WHERE=]PHOTO: lends its look to a class, to an instance id, or without "
                       "WHERE to the whole scene. Repeatable; the other --exemplar options say "
                       "one each, in the same order")
            ->allow_extra_args(false);
    const auto file = [&](const char* name, std::vector<std::string>& files, const char* text) {
        app.add_option(name, files, text)->allow_extra_args(false)->needs(photo);
    };
    file(labelsOption, m_labels,
         "Its label map, in the format and classes of the scene's; default, and with -: the "
         "segmenter of the model, or one that is installed for its classes, estimates it");
    file(instancesOption, m_instances, "Its instance map; default, and with -: derived");
    file(hiddenOption, m_hidden, "A mask: what is white in it lends nothing. - for none");
    app.add_option(strengthOption, m_strengths, "From 0 to 1, one for all or one each")
        ->allow_extra_args(false)
        ->check(CLI::Range(0.0, 1.0))
        ->needs(photo);
    app.add_option(matchOption, m_matches,
                   "photo: places may look like any of its places; class: like those of their own "
                   "class; instance: each instance like one of its instances. Default: photo for "
                   "the whole scene, else class or instance. One for all or one each")
        ->allow_extra_args(false)
        ->check(CLI::IsMember(std::vector<std::string>(matchNames.begin(), matchNames.end())))
        ->needs(photo);
    app.add_option(temperatureOption, m_temperatures,
                   "Times the model's: below 1 crisper, above 1 smoother. One for all or one each")
        ->allow_extra_args(false)
        ->check(CLI::Range(static_cast<double>(scene::leastTemperature),
                           static_cast<double>(scene::mostTemperature)))
        ->needs(photo);
    app.add_flag(
           textureOption, m_texture,
           "Fine texture is taken from the exemplars, too, pixel by pixel: leaves, stones and "
           "bricks are the photo's own instead of the model's")
        ->needs(photo);
}

std::vector<std::string> ExemplarOptions::names() {
    return {photoOption,    labelsOption, instancesOption,   hiddenOption,
            strengthOption, matchOption,  temperatureOption, textureOption};
}

std::vector<std::filesystem::path> ExemplarOptions::inputs() const {
    std::vector<std::filesystem::path> files;
    for (const std::string& text : m_exemplars) {
        files.emplace_back(whereAndPhoto(text).second);
    }
    for (const auto* names : {&m_labels, &m_instances, &m_hidden}) {
        for (const std::string& name : *names) {
            files.emplace_back(name == noFile ? std::string() : name);
        }
    }
    return files;
}

scene::Exemplar ExemplarOptions::readOne(std::size_t number, const Source& source,
                                         const CancelToken& cancel, Reporter& reporter) const {
    const std::string file = whereAndPhoto(m_exemplars[number]).second;
    const std::string labels = fileOf(m_labels, number, m_exemplars.size(), labelsOption);
    const std::string instances = fileOf(m_instances, number, m_exemplars.size(), instancesOption);
    const std::string hidden = fileOf(m_hidden, number, m_exemplars.size(), hiddenOption);
    scene::Exemplar exemplar;
    exemplar.photo =
        std::make_shared<const Image>(imaging::exemplarPhoto(imaging::readPhoto(file)));
    const Image& photo = *exemplar.photo;
    if (!labels.empty()) {
        SceneRequest own = source.request;
        own.labels = labels;
        own.instances = instances;
        scene::SceneState maps;
        maps.labelSet = project::labelSetOf(source.package.manifest());
        readSceneMaps(own, reporter, maps);
        exemplar.labels = std::make_shared<const LabelPlane>(
            atSizeOf(photo, maps.labels.toPlane(), labels, file, reporter));
        exemplar.instances = std::make_shared<const InstancePlane>(
            imaging::resizeNearest(maps.instances.toPlane(), photo.size()));
    } else {
        if (!instances.empty()) {
            throw Error("an instance map goes with a label map", instances,
                        std::string("Give ") + labelsOption + " too");
        }
        exemplar.labels = std::make_shared<const LabelPlane>(
            segmentedFor(source.package, photo, source.settings,
                         "Give the label map of " + file + " with " + labelsOption, cancel,
                         reporter.progress(std::filesystem::path(file).filename().string())));
        exemplar.instances = std::make_shared<const InstancePlane>(imaging::exemplarInstances(
            *exemplar.labels, project::labelSetOf(source.package.manifest())));
    }
    if (!hidden.empty()) {
        exemplar.hidden = readHidden(hidden, photo, file, reporter);
    }
    return exemplar;
}

std::vector<NamedExemplar> ExemplarOptions::read(const Source& source, const CancelToken& cancel,
                                                 Reporter& reporter) const {
    std::vector<NamedExemplar> exemplars;
    for (std::size_t i = 0; i < m_exemplars.size(); ++i) {
        NamedExemplar named{.where = whereAndPhoto(m_exemplars[i]).first,
                            .exemplar = readOne(i, source, cancel, reporter),
                            .within = {}};
        // Numbers keep the order: of those for one thing the last lies on top.
        std::string digits = std::to_string(i + 1);
        digits.insert(0, 3 - std::min<std::size_t>(3, digits.size()), '0');
        named.exemplar.id = "exemplar " + digits;
        const std::size_t count = m_exemplars.size();
        if (const double* strength = valueOf(m_strengths, i, count, strengthOption)) {
            named.exemplar.strength = static_cast<float>(*strength);
        }
        if (const double* temperature = valueOf(m_temperatures, i, count, temperatureOption)) {
            named.exemplar.temperature = static_cast<float>(*temperature);
        }
        named.exemplar.texture = m_texture;
        if (const std::string* match = valueOf(m_matches, i, count, matchOption)) {
            named.within = static_cast<scene::MatchWithin>(
                std::find(matchNames.begin(), matchNames.end(), *match) - matchNames.begin());
        }
        exemplars.push_back(std::move(named));
    }
    return exemplars;
}

} // namespace underpaint::app
