// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/exemplar_evaluation.h"

#include "engine/base/error.h"
#include "engine/base/random.h"
#include "engine/metrics/psnr.h"
#include "engine/metrics/ssim.h"
#include "engine/project/package/model_labels.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <string>
#include <utility>

namespace underpaint::app {

namespace {

/// Photos of which the two best are taken as exemplar and as the other one.
constexpr std::size_t drawnPhotos = 12;

/// Shares of the classes.
std::map<std::uint16_t, double> sharesOf(const LabelPlane& labels) {
    std::map<std::uint16_t, double> shares;
    for (const std::uint16_t label : labels.values()) {
        shares[label] += 1 / static_cast<double>(labels.values().size());
    }
    return shares;
}

double sharedClasses(const LabelPlane& a, const LabelPlane& b) {
    const auto ofB = sharesOf(b);
    double sum = 0;
    for (const auto& [label, share] : sharesOf(a)) {
        const auto found = ofB.find(label);
        sum += found == ofB.end() ? 0 : std::min(share, found->second);
    }
    return sum;
}

} // namespace

ExemplarEvaluation::ExemplarEvaluation(translate::Translator& translator, const DataPairs& data,
                                       std::vector<metrics::NamedDistance> distances,
                                       Options options)
    : m_translator(translator),
      m_data(data),
      m_distances(std::move(distances)),
      m_options(options) {}

ExemplarEvaluation::Chosen ExemplarEvaluation::choose(std::size_t index) const {
    if (m_data.size() < 3) {
        throw Error("there are too few photos to be exemplars for each other", "--exemplars",
                    "Evaluate on at least 3 pairs");
    }
    Random random(deriveSeed(m_options.seed, index));
    std::vector<std::size_t> others;
    for (std::size_t i = 0; i < m_data.size(); ++i) {
        if (i != index) {
            others.push_back(i);
        }
    }
    for (std::size_t i = others.size(); i > 1; --i) {
        std::swap(others[i - 1], others[static_cast<std::size_t>(random.below(i))]);
    }
    others.resize(std::min(others.size(), drawnPhotos));
    const LabelPlane wanted = m_data.load(index).labels;
    std::vector<std::pair<double, std::size_t>> ranked;
    for (const std::size_t other : others) {
        ranked.emplace_back(-sharedClasses(wanted, m_data.load(other).labels), other);
    }
    std::ranges::sort(ranked);
    return {ranked[0].second, ranked[1].second};
}

Image ExemplarEvaluation::paintedLike(const DataPair& scene, const DataPair& exemplar,
                                      const CancelToken& cancel) const {
    scene::SceneState state;
    state.labelSet = project::labelSetOf(m_translator.manifest());
    state.labels = scene::LabelMap(scene.labels);
    state.instances = scene::InstanceMap(scene.instances);
    state.seed = m_options.seed;
    state.addExemplar({.id = "exemplar",
                       .photo = std::make_shared<const Image>(exemplar.photo),
                       .labels = std::make_shared<const LabelPlane>(exemplar.labels),
                       .target = {},
                       .strength = m_options.strength,
                       .pins = {},
                       .texture = m_options.texture});
    return m_translator.render(scene::SceneSnapshot(state), {}, cancel, {}).photo;
}

void ExemplarEvaluation::compare(const Image& painted, const DataPair& scene,
                                 const DataPair& exemplar, const DataPair& other) {
    const metrics::ClassColours ofPainted = metrics::classColours(painted, scene.labels);
    const metrics::ClassColours ofReal = metrics::classColours(scene.photo, scene.labels);
    const metrics::ClassColours ofExemplar = metrics::classColours(exemplar.photo, exemplar.labels);
    const metrics::ClassColours ofOther = metrics::classColours(other.photo, other.labels);
    for (const auto& [label, colours] : ofPainted) {
        const auto lent = ofExemplar.find(label);
        const auto elsewhere = ofOther.find(label);
        if (lent == ofExemplar.end() || elsewhere == ofOther.end()) {
            continue;
        }
        auto& [own, others] = m_classes[label];
        const double distance = metrics::colourDistance(colours, lent->second);
        const double otherDistance = metrics::colourDistance(colours, elsewhere->second);
        own.add(distance);
        others.add(otherDistance);
        m_means["exemplar_colour"].add(distance);
        m_means["exemplar_colour_other"].add(otherDistance);
        m_means["exemplar_colour_real"].add(
            metrics::colourDistance(ofReal.at(label), lent->second));
    }
}

void ExemplarEvaluation::compareWithOwn(const Image& painted, const DataPair& scene) {
    if (const auto distance =
            metrics::colourDistance(metrics::classColours(painted, scene.labels),
                                    metrics::classColours(scene.photo, scene.labels))) {
        m_means["own_exemplar_colour"].add(*distance);
    }
    m_means["own_exemplar_ssim"].add(metrics::ssim(scene.photo, painted));
    if (const double decibels = metrics::psnr(scene.photo, painted); std::isfinite(decibels)) {
        m_means["own_exemplar_psnr"].add(decibels);
    }
    for (const metrics::NamedDistance& one : m_distances) {
        m_means["own_exemplar_" + one.name].add(one.distance(scene.photo, painted));
    }
}

Image ExemplarEvaluation::paint(std::size_t index, const std::function<DataPair(std::size_t)>& load,
                                const CancelToken& cancel) {
    const Chosen chosen = choose(index);
    const DataPair scene = load(index);
    const DataPair exemplar = load(chosen.exemplar);
    Image painted = paintedLike(scene, exemplar, cancel);
    compare(painted, scene, exemplar, load(chosen.other));
    compareWithOwn(paintedLike(scene, scene, cancel), scene);
    return painted;
}

metrics::Figures ExemplarEvaluation::figures() const {
    metrics::Figures figures;
    for (const auto& [name, mean] : m_means) {
        figures[name] = mean.value();
    }
    if (const auto other = figures.find("exemplar_colour_other");
        other != figures.end() && other->second > 0) {
        figures["exemplar_colour_ratio"] = figures.at("exemplar_colour") / other->second;
    }
    return figures;
}

Json ExemplarEvaluation::byClass() const {
    Json list = Json::array();
    for (const project::PackageClass& known : m_data.classes()) {
        const auto found = m_classes.find(static_cast<std::uint16_t>(known.id));
        if (found != m_classes.end()) {
            list.push_back({{"id", known.id},
                            {"name", known.name},
                            {"exemplar_colour", found->second.first.value()},
                            {"exemplar_colour_other", found->second.second.value()}});
        }
    }
    return list;
}

} // namespace underpaint::app
