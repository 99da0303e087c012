// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/sample_scenes.h"

#include "engine/base/error.h"
#include "engine/imaging/label_import.h"
#include "engine/imaging/label_set_json.h"
#include "engine/scene/instance_ids.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <tuple>

namespace underpaint::ui {

namespace fs = std::filesystem;

namespace {

std::map<std::uint32_t, scene::Appearance> readStyles(const fs::path& path) {
    std::map<std::uint32_t, scene::Appearance> styles;
    QFile file(QString::fromStdString(path.string()));
    if (!file.exists()) {
        return styles;
    }
    const bool open = file.open(QIODevice::ReadOnly);
    const QJsonDocument document = QJsonDocument::fromJson(open ? file.readAll() : QByteArray());
    bool sound = document.isObject();
    const QJsonObject clusters = document.object();
    for (const QString& key : clusters.keys()) {
        bool number = false;
        const std::uint32_t instance = key.toUInt(&number);
        const int cluster = clusters.value(key).toInt(-1);
        sound = sound && number && cluster >= 0;
        styles[instance].style = scene::ClusterStyle{static_cast<std::uint32_t>(cluster)};
    }
    if (!sound) {
        throw Error("the styles of a sample scene are damaged", path.string(),
                    "Install the program anew");
    }
    return styles;
}

} // namespace

std::vector<SampleScene> sampleScenes(const fs::path& scenes) {
    std::vector<SampleScene> found;
    std::error_code unreadable;
    for (const fs::directory_entry& folder : fs::directory_iterator(scenes, unreadable)) {
        if (!fs::exists(folder.path() / "labels.json", unreadable)) {
            continue;
        }
        for (const fs::directory_entry& map :
             fs::directory_iterator(folder.path() / "test_label", unreadable)) {
            if (map.path().extension() == ".png") {
                found.push_back({folder.path(), map.path().stem().string()});
            }
        }
    }
    const auto order = [](const SampleScene& sample) {
        return std::tuple(sample.name != "forest_trail", sample.name != "street", sample.name,
                          sample.folder);
    };
    std::sort(found.begin(), found.end(),
              [&](const auto& a, const auto& b) { return order(a) < order(b); });
    return found;
}

scene::SceneState readSample(const SampleScene& sample) {
    scene::SceneState state;
    state.labelSet = imaging::readLabelSet(sample.folder / "labels.json");
    const fs::path instances = sample.folder / "test_inst" / (sample.name + ".png");
    imaging::ImportOptions options;
    options.format = imaging::LabelFormat::Index;
    options.deriveInstances = true;
    const imaging::ImportedMaps maps = imaging::importLabels(
        sample.folder / "test_label" / (sample.name + ".png"),
        fs::exists(instances) ? instances : fs::path(), state.labelSet, options);
    state.labels = scene::LabelMap(maps.labels);
    state.instances = maps.instances ? scene::InstanceMap(*maps.instances)
                                     : scene::instancesFromLabels(state.labels);
    state.appearances = readStyles(sample.folder / "test_style" / (sample.name + ".json"));
    return state;
}

} // namespace underpaint::ui
