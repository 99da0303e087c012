// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/label_agreement.h"

#include "engine/base/error.h"

#include <algorithm>

namespace underpaint::app {

namespace {

std::vector<project::PackageClass> counted(const std::vector<project::PackageClass>& classes,
                                           const project::Manifest& segmenter,
                                           const std::vector<std::string>& ignored) {
    for (const std::string& name : ignored) {
        if (std::none_of(classes.begin(), classes.end(),
                         [&](const auto& one) { return one.name == name; })) {
            throw Error("the data set has no class \"" + name + "\"", "--ignore " + name);
        }
    }
    std::vector<project::PackageClass> kept;
    std::copy_if(classes.begin(), classes.end(), std::back_inserter(kept), [&](const auto& own) {
        const bool known = std::any_of(segmenter.classes.begin(), segmenter.classes.end(),
                                       [&](const auto& one) { return one.id == own.id; });
        return known && !own.name.starts_with("unlabel") &&
               std::find(ignored.begin(), ignored.end(), own.name) == ignored.end();
    });
    return kept;
}

std::vector<std::uint16_t> idsOf(const std::vector<project::PackageClass>& classes) {
    std::vector<std::uint16_t> ids;
    for (const project::PackageClass& one : classes) {
        ids.push_back(static_cast<std::uint16_t>(one.id));
    }
    return ids;
}

} // namespace

LabelAgreement::LabelAgreement(translate::Segmentation& segmenter,
                               const std::vector<project::PackageClass>& classes,
                               const std::vector<std::string>& ignored)
    : m_segmenter(segmenter),
      m_classes(counted(classes, segmenter.manifest(), ignored)),
      m_real(idsOf(m_classes)),
      m_whole(idsOf(m_classes)),
      m_painted(idsOf(m_classes)) {
    if (m_classes.empty()) {
        throw Error("knows no class of the data set", segmenter.manifest().name,
                    "Choose a segmenter of the same label set");
    }
}

void LabelAgreement::add(const LabelPlane& labels, const Image& real,
                         const std::vector<Image>& painted, const CancelToken& cancel) {
    m_real.add(labels, m_segmenter.segment(real, {}, cancel).labels);
    for (const Image& photo : painted) {
        m_painted.add(labels, m_segmenter.segment(photo, {}, cancel).labels);
    }
}

void LabelAgreement::addWhole(const LabelPlane& labels, const Image& real,
                              const CancelToken& cancel) {
    m_whole.add(labels, m_segmenter.segment(real, {}, cancel).labels);
}

metrics::Figures LabelAgreement::figures() const {
    metrics::Figures figures;
    const auto add = [&](const std::string& name, double painted, double real) {
        figures["agreement_" + name] = painted;
        figures["agreement_" + name + "_real"] = real;
        if (real > 0) {
            figures["agreement_" + name + "_ratio"] = painted / real;
        }
    };
    add("pixel_accuracy", m_painted.pixelAccuracy(), m_real.pixelAccuracy());
    add("mean_iou", m_painted.meanIou(), m_real.meanIou());
    if (m_whole.pixels() > 0) {
        figures["agreement_pixel_accuracy_real_whole"] = m_whole.pixelAccuracy();
        figures["agreement_mean_iou_real_whole"] = m_whole.meanIou();
    }
    return figures;
}

Json LabelAgreement::byClass() const {
    Json list = Json::array();
    for (const project::PackageClass& one : m_classes) {
        const auto id = static_cast<std::uint16_t>(one.id);
        if (const auto painted = m_painted.iou(id)) {
            list.push_back({{"id", one.id},
                            {"name", one.name},
                            {"iou", *painted},
                            {"iou_real", m_real.iou(id).value_or(0)}});
        }
    }
    return list;
}

} // namespace underpaint::app
