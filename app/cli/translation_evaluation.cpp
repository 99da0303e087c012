// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/translation_evaluation.h"

#include "engine/base/error.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <map>
#include <utility>
#include <vector>

namespace underpaint::app {

namespace {

constexpr std::uint8_t insideMask = 128;

/// Of the instances of a class, in the order of their ids.
std::vector<Image> masksOf(const DataPair& pair, std::uint16_t label) {
    std::map<std::uint32_t, Image> masks;
    for (int y = 0; y < pair.labels.height(); ++y) {
        for (int x = 0; x < pair.labels.width(); ++x) {
            if (pair.labels.at(x, y) == label) {
                Image& mask = masks[pair.instances.at(x, y)];
                if (mask.empty()) {
                    mask = Image(pair.labels.width(), pair.labels.height(), 1, 0);
                }
                mask.at(x, y) = 255;
            }
        }
    }
    std::vector<Image> list;
    for (auto& [id, mask] : masks) {
        list.push_back(std::move(mask));
    }
    return list;
}

} // namespace

TranslationEvaluation::TranslationEvaluation(translate::PhotoTranslator& translator,
                                             translate::Segmentation& segmenter,
                                             const DataPairs& data, Way way)
    : m_translator(translator),
      m_segmenter(segmenter),
      m_way(std::move(way)),
      m_from(classNamed(data, m_way.from)),
      m_to(classNamed(data, m_way.to)) {
    const auto& known = m_segmenter.manifest().classes;
    if (std::ranges::none_of(
            known, [&](const auto& one) { return one.id == m_to && one.name == m_way.to; })) {
        throw Error("the segmenter does not know \"" + m_way.to + "\" as the data set does",
                    m_segmenter.manifest().name, "Choose a segmenter of the same label set");
    }
}

std::uint16_t TranslationEvaluation::classNamed(const DataPairs& data,
                                                const std::string& name) const {
    std::string names;
    for (const project::PackageClass& one : data.classes()) {
        if (one.name == name) {
            return static_cast<std::uint16_t>(one.id);
        }
        names += (names.empty() ? "" : ", ") + one.name;
    }
    throw Error("the data set has no class \"" + name + "\"", m_translator.manifest().name,
                "Say with --domain-classes which classes of it the domains are, A,B; it has " +
                    names);
}

bool TranslationEvaluation::isTarget(const LabelPlane& seen, const Image& mask) const {
    std::map<std::uint16_t, int> counts;
    for (std::size_t i = 0; i < seen.values().size(); ++i) {
        if (mask.values()[i] >= insideMask) {
            ++counts[seen.values()[i]];
        }
    }
    const auto most =
        std::ranges::max_element(counts, {}, [](const auto& one) { return one.second; });
    return most != counts.end() && most->first == m_to;
}

bool TranslationEvaluation::add(const DataPair& pair, const CancelToken& cancel) {
    std::vector<Image> masks = masksOf(pair, m_from);
    if (masks.empty()) {
        return false;
    }
    translate::PhotoTranslationRequest request{
        .photo = pair.photo, .masks = masks, .settings = {.direction = m_way.direction}};
    const translate::PhotoTranslation made = m_translator.translate(request, cancel, {});
    const LabelPlane before = m_segmenter.segment(pair.photo, {}, cancel).labels;
    const LabelPlane after = m_segmenter.segment(made.photo, {}, cancel).labels;
    std::vector<bool> covered(before.values().size());
    for (std::size_t i = 0; i < masks.size(); ++i) {
        ++m_instances;
        m_was += isTarget(before, masks[i]) ? 1 : 0;
        m_became += isTarget(after, made.masks[i]) ? 1 : 0;
        for (std::size_t k = 0; k < covered.size(); ++k) {
            covered[k] = covered[k] || masks[i].values()[k] > 0 || made.masks[i].values()[k] > 0;
        }
    }
    for (std::size_t k = 0; k < covered.size(); ++k) {
        if (!covered[k]) {
            for (std::size_t c = 0; c < 3; ++c) {
                m_difference +=
                    std::abs(pair.photo.values()[3 * k + c] - made.photo.values()[3 * k + c]);
            }
            m_contextPixels += 3;
        }
    }
    return true;
}

metrics::Figures TranslationEvaluation::figures() const {
    const std::string start = m_way.direction == translate::Direction::AToB ? "a_to_b_" : "b_to_a_";
    const auto share = [&](int count) {
        return m_instances > 0 ? static_cast<double>(count) / m_instances : 0;
    };
    return {{start + "instances", static_cast<double>(m_instances)},
            {start + "target_share", share(m_became)},
            {start + "target_share_before", share(m_was)},
            {start + "context_change", m_contextPixels > 0 ? m_difference / m_contextPixels : 0}};
}

} // namespace underpaint::app
