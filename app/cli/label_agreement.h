// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/reporter.h"
#include "engine/metrics/confusion_matrix.h"
#include "engine/metrics/picture_comparison.h"
#include "engine/project/package/model_package.h"
#include "engine/translate/segmentation.h"

#include <string>
#include <vector>

namespace underpaint::app {

/// Does a segmenter recognise in painted photos what was painted, and how well does it do on the
/// real photos of the same size, which is as much as one can expect?
class LabelAgreement {
public:
    /// `classes` are those of the data set. Those that the segmenter does not know, or whose names
    /// are in `ignored` or begin with "unlabel", do not count.
    LabelAgreement(translate::Segmentation& segmenter,
                   const std::vector<project::PackageClass>& classes,
                   const std::vector<std::string>& ignored);

    /// Pictures of one size; of several photos of the label map all count.
    void add(const LabelPlane& labels, const Image& real, const std::vector<Image>& painted,
             const CancelToken& cancel);
    /// The real photo as it is in the data set: what the segmenter does without the loss of detail
    /// that a smaller size costs.
    void addWhole(const LabelPlane& labels, const Image& real, const CancelToken& cancel);

    /// "agreement_pixel_accuracy", "agreement_mean_iou", both with "_real" (photos of the painted
    /// ones' size), "_ratio" to that, and "_real_whole" (photos of their own size).
    metrics::Figures figures() const;
    /// [{"name", "iou", "iou_real"}] of the classes that are present.
    Json byClass() const;

private:
    translate::Segmentation& m_segmenter;
    std::vector<project::PackageClass> m_classes;
    metrics::ConfusionMatrix m_real;
    metrics::ConfusionMatrix m_whole;
    metrics::ConfusionMatrix m_painted;
};

} // namespace underpaint::app
