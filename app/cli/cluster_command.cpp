// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/arguments.h"
#include "app/cli/collect_styles.h"
#include "app/cli/command.h"
#include "app/cli/command_line.h"
#include "app/cli/data_pairs.h"
#include "app/cli/dataset_options.h"
#include "app/cli/model_folders.h"
#include "app/cli/replaced_inputs.h"
#include "engine/base/error.h"
#include "engine/project/package/style_thumbnails.h"
#include "engine/scene/instances.h"
#include "engine/train/styles/style_crop.h"
#include "engine/train/styles/style_names.h"
#include "engine/train/styles/style_sets.h"
#include "engine/translate/translator.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace underpaint::app {

namespace {

namespace fs = std::filesystem;

constexpr const char* clusterExample =
    "  underpaint cluster --model street.underpaint-model --data camvid.pack\n"
    "  encodes every car, person, road ... of the data set and puts up to 10 styles a class into\n"
    "  the package, each with a small picture. -o writes another package instead.";

constexpr int thumbnailSide = 48;

using Styles = std::map<int, std::vector<train::StyleCluster>>;

/// The instance that stands for a style: the nearest to the centroid among the largest quarter,
/// since one of a few pixels shows nothing.
std::size_t exampleOf(const train::StyleCluster& style,
                      const std::vector<train::StyleInstance>& instances) {
    std::vector<double> areas;
    for (const std::size_t member : style.members) {
        areas.push_back(instances[member].area);
    }
    const auto large = areas.begin() + static_cast<std::ptrdiff_t>(areas.size() * 3 / 4);
    std::nth_element(areas.begin(), large, areas.end());
    return *std::find_if(style.members.begin(), style.members.end(),
                         [&](std::size_t member) { return instances[member].area >= *large; });
}

Image cutOut(const DataPair& pair, std::uint32_t instance, bool thing) {
    scene::SceneState state;
    state.labels = scene::LabelMap(pair.labels);
    state.instances = scene::InstanceMap(pair.instances);
    const auto info = scene::instanceIn(state, instance);
    const Rect box = info ? info->box : Rect{0, 0, pair.labels.width(), pair.labels.height()};
    return train::thumbnailOf(pair.photo, train::showcase(pair.instances, instance, box, thing),
                              thumbnailSide);
}

class Cluster final : public Command {
public:
    explicit Cluster(CLI::App& root)
        : Command(root, "cluster", "Styles of a model from the instances of a data set",
                  clusterExample) {
        app()
            .add_option("--model", m_model, "Package: a path, or an id in the model folders")
            ->required();
        app().add_option("--data", m_data, "A packed data set or a folder")->required();
        app().add_option("-o,--output", m_output,
                         "The package to write; default: the model's own, which is replaced");
        app().add_flag("--overwrite", m_overwrite, "Replace an existing package");
        app()
            .add_option("--largest", m_largest, "Styles per class at most")
            ->check(CLI::Range(1, 16));
        app().add_flag("--sets-only", m_setsOnly,
                       "The styles stay as they are; only which of them go together is found");
        app().add_option("--size", m_size,
                         "WxH: encode photos at about as many pixels; default: the model's size");
        m_reading.declare(app(), "the only one, else train");
    }

    int run(Context& context) override {
        const fs::path path = findModel(m_model);
        const auto package = project::ModelPackage::open(path);
        const fs::path output = packageOutput(path, m_output, m_overwrite);
        refuseReplacedInputs({m_data}, {output});
        const auto translator = translate::openTranslator(
            package, {context.common.device, context.common.precision(), context.common.threads});
        if (!translator->capabilities().encoder) {
            throw Error("has no encoder, so its styles cannot be found", path.string(),
                        "Cluster a model that was trained with instance features");
        }
        const auto data =
            DataPairs::open({.path = m_data, .reading = m_reading.reading(), .usualPhase = "train"},
                            package.manifest(), context);
        warnOfOtherClasses(data, package.manifest(), context.reporter);
        const CollectedStyles found =
            collectStyles(data, *translator, size(package.manifest()), context);
        if (found.instances.empty()) {
            throw Error("has no pixel of a class of the model", m_data);
        }
        if (m_setsOnly) {
            writeSets(package, output, found, context);
            return exitDone;
        }
        train::ClusterSettings settings;
        settings.largest = m_largest;
        settings.seed = context.common.seed;
        const Styles styles = train::clusterStyles(found.instances, settings);
        write(package, output, found, styles, data, context);
        return exitDone;
    }

private:
    Size size(const project::Manifest& manifest) const {
        return m_size.empty() ? Size{manifest.size.nativeWidth, manifest.size.nativeHeight}
                              : parseSize(m_size);
    }

    void write(const project::ModelPackage& package, const fs::path& output,
               const CollectedStyles& found, const Styles& styles, const DataPairs& data,
               Context& context) const {
        project::Manifest manifest = package.manifest();
        const auto pictures = picturesOf(manifest, found, styles, data, context);
        project::ThumbnailsToWrite thumbnails;
        manifest.id.clear(); // other styles, another model: scenes name styles by their number
        manifest.styles.clear();
        for (const auto& [classId, ofClass] : pictures) {
            thumbnails.add(classId, ofClass);
            const std::vector<std::string> names = train::namesByLooks(ofClass);
            const auto& clusters = styles.at(classId);
            for (std::size_t k = 0; k < clusters.size(); ++k) {
                manifest.styles[classId].push_back(
                    {clusters[k].values, clusters[k].share, names[k]});
            }
        }
        manifest.styleSets = setsOf(manifest, found);
        context.cancel.check();
        manifest = project::writePackage(output, manifest, project::weightsOf(package),
                                         /*overwrite=*/true, thumbnails.tensors());
        report(manifest, output, found, styles, context.reporter);
    }

    static std::vector<std::map<int, int>> setsOf(const project::Manifest& manifest,
                                                  const CollectedStyles& found) {
        constexpr std::size_t most = 64;
        std::map<int, std::vector<std::vector<double>>> centroids;
        for (const auto& [classId, styles] : manifest.styles) {
            for (const project::StyleCentroid& style : styles) {
                centroids[classId].push_back(style.values);
            }
        }
        std::vector<std::size_t> photos;
        for (const CollectedStyles::Place& place : found.places) {
            photos.push_back(place.pair);
        }
        return train::styleSets(found.instances, photos, centroids, most);
    }

    /// The model stays the same, as its styles do.
    static void writeSets(const project::ModelPackage& package, const fs::path& output,
                          const CollectedStyles& found, Context& context) {
        project::Manifest manifest = package.manifest();
        if (manifest.styles.empty()) {
            throw Error("has no styles", package.path().string(), "Leave --sets-only out");
        }
        manifest.styleSets = setsOf(manifest, found);
        context.cancel.check();
        manifest = project::writePackage(output, manifest, project::weightsOf(package),
                                         /*overwrite=*/true, project::thumbnailsOf(package));
        context.reporter.done(std::to_string(manifest.styleSets.size()) +
                              " sets of styles that go together");
        context.reporter.done("wrote " + output.string());
        context.reporter.result({{"package", output.string()},
                                 {"model", manifest.id},
                                 {"sets", manifest.styleSets.size()}});
    }

    /// Of each style one, by the id of the class.
    static std::map<int, std::vector<Image>> picturesOf(const project::Manifest& manifest,
                                                        const CollectedStyles& found,
                                                        const Styles& styles, const DataPairs& data,
                                                        Context& context) {
        std::map<int, std::vector<Image>> pictures;
        for (const project::PackageClass& one : manifest.classes) {
            const auto clusters = styles.find(one.id);
            if (clusters == styles.end()) {
                continue;
            }
            for (const train::StyleCluster& cluster : clusters->second) {
                context.cancel.check();
                const auto& place = found.places[exampleOf(cluster, found.instances)];
                pictures[one.id].push_back(
                    cutOut(data.load(place.pair), place.instance, one.thing));
            }
        }
        return pictures;
    }

    static void report(const project::Manifest& manifest, const fs::path& output,
                       const CollectedStyles& found, const Styles& styles, Reporter& reporter) {
        Json classes = Json::array();
        for (const project::PackageClass& one : manifest.classes) {
            const auto clusters = styles.find(one.id);
            const std::size_t count = clusters == styles.end() ? 0 : clusters->second.size();
            std::size_t instances = 0;
            Json shares = Json::array();
            for (std::size_t k = 0; k < count; ++k) {
                instances += clusters->second[k].members.size();
                shares.push_back(clusters->second[k].share);
            }
            reporter.done(one.name + ": " + std::to_string(count) +
                          (count == 1 ? " style from " : " styles from ") +
                          std::to_string(instances) + " instances");
            classes.push_back({{"id", one.id},
                               {"name", one.name},
                               {"instances", instances},
                               {"styles", count},
                               {"shares", shares}});
        }
        reporter.done("wrote " + output.string());
        reporter.result({{"package", output.string()},
                         {"model", manifest.id},
                         {"instances", found.instances.size()},
                         {"classes", classes}});
    }

    std::string m_model;
    std::string m_data;
    std::string m_output;
    std::string m_size;
    DatasetOptions m_reading;
    int m_largest = 10;
    bool m_overwrite = false;
    bool m_setsOnly = false;
};

} // namespace

void addClusterCommand(CLI::App& root, Commands& commands) {
    commands.push_back(std::make_unique<Cluster>(root));
}

} // namespace underpaint::app
