// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/collect_styles.h"

#include "engine/base/error.h"
#include "engine/imaging/resize.h"
#include "engine/scene/instances.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

namespace underpaint::app {

namespace {

using ClassSet = std::set<std::uint16_t>;

ClassSet classesIn(const LabelPlane& labels, const ClassSet& known) {
    ClassSet present;
    for (const std::uint16_t label : labels.values()) {
        // Neighbours are mostly equal; the set is asked once a run.
        if ((present.empty() || !present.contains(label)) && known.contains(label)) {
            present.insert(label);
        }
    }
    return present;
}

class Collector {
public:
    Collector(translate::Translator& translator, CollectedStyles& found)
        : m_translator(translator), m_found(found) {}

    /// Encodes a pair at that size and keeps the instances of the `wanted` classes.
    void encode(const DataPair& pair, std::size_t index, Size size, const ClassSet& wanted) {
        const Image photo = imaging::resizeBicubic(pair.photo, size);
        const InstancePlane instances = imaging::resizeNearest(pair.instances, size);
        scene::SceneState state;
        state.labels = scene::LabelMap(imaging::resizeNearest(pair.labels, size));
        state.instances = scene::InstanceMap(instances);
        const auto features = m_translator.encodeStyles(photo, instances, {});
        for (const scene::InstanceInfo& info : scene::instancesIn(state)) {
            if (wanted.contains(info.label)) {
                m_found.instances.push_back(
                    {info.label, features.at(info.id), static_cast<double>(info.area)});
                m_found.places.push_back({index, info.id});
                m_classes.insert(info.label);
            }
        }
    }

    const ClassSet& classes() const { return m_classes; }

private:
    translate::Translator& m_translator;
    CollectedStyles& m_found;
    ClassSet m_classes; // that have an instance
};

} // namespace

Size encodingSize(Size photo, Size native) {
    if (native.empty() || photo.area() <= native.area()) {
        return photo;
    }
    const double factor =
        std::sqrt(static_cast<double>(native.area()) / static_cast<double>(photo.area()));
    const auto scaled = [factor](int extent) {
        return std::max(static_cast<int>(std::lround(extent * factor)), 1);
    };
    return {scaled(photo.width), scaled(photo.height)};
}

CollectedStyles collectStyles(const DataPairs& data, translate::Translator& translator, Size native,
                              Context& context) {
    ClassSet known;
    for (const project::PackageClass& one : translator.manifest().classes) {
        known.insert(static_cast<std::uint16_t>(one.id));
    }
    CollectedStyles found;
    Collector collector(translator, found);
    std::map<std::uint16_t, std::vector<std::size_t>> pairsOfClass;
    const ProgressSink bar = context.reporter.progress("encoding instances");
    for (std::size_t i = 0; i < data.size(); ++i) {
        context.cancel.check();
        const DataPair pair = data.load(i);
        collector.encode(pair, i, encodingSize(pair.photo.size(), native), known);
        for (const std::uint16_t label : classesIn(pair.labels, known)) {
            pairsOfClass[label].push_back(i);
        }
        if (bar) {
            bar(static_cast<double>(i + 1) / static_cast<double>(data.size()), pair.stem);
        }
    }
    for (const auto& [label, pairs] : pairsOfClass) {
        if (collector.classes().contains(label)) {
            continue;
        }
        for (const std::size_t i : pairs) {
            context.cancel.check();
            const DataPair pair = data.load(i);
            collector.encode(pair, i, pair.photo.size(), {label});
        }
    }
    return found;
}

} // namespace underpaint::app
