// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/plane.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

namespace underpaint::metrics {

/// How far two labellings of the same pictures agree, pixel by pixel, class by class.
class ConfusionMatrix {
public:
    /// `classes` are the labels that count. Pixels whose true label is none of them (unlabelled,
    /// ignored) do not count at all; a prediction that is none of them is simply wrong.
    explicit ConfusionMatrix(const std::vector<std::uint16_t>& classes);

    /// Throws Error when the sizes differ.
    void add(const LabelPlane& truth, const LabelPlane& predicted);

    std::int64_t pixels() const { return m_pixels; }
    /// Pixels of true class `truth` that were called `predicted`.
    std::int64_t count(std::uint16_t truth, std::uint16_t predicted) const;
    /// Share of the pixels that have their true label; 0 when nothing counts.
    double pixelAccuracy() const;
    /// Intersection over union of a class; nothing when no pixel has it as its true label.
    std::optional<double> iou(std::uint16_t label) const;
    /// Mean of iou() over the classes that are present in the truth; 0 when nothing counts.
    double meanIou() const;

private:
    std::set<std::uint16_t> m_classes;
    std::map<std::pair<std::uint16_t, std::uint16_t>, std::int64_t> m_counts; // truth, predicted
    std::int64_t m_pixels = 0;
};

} // namespace underpaint::metrics
