// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/scene/pixel_selection.h"
#include "engine/scene/pixel_spans.h"

#include <cstdint>
#include <set>
#include <vector>

namespace underpaint::scene {

/// What may be painted over: pixels inside the selection (when there is one) whose label and
/// instance are not locked. Every tool paints through one. Refers to what it was made of.
class PaintGuard {
public:
    PaintGuard(const ProtectedLabels& labels, const std::set<std::uint32_t>& instances,
               const PixelSelection& selection)
        : m_labels(labels), m_instances(instances), m_selection(selection) {}

    bool allows(const SceneState& scene, Point p) const;
    /// The parts of the spans, which may overlap and leave the map, that may be painted.
    std::vector<PixelSpan> allowed(const SceneState& scene, std::vector<PixelSpan> spans) const;
    /// The edit that gives the allowed pixels of the spans one value; pixels that have it already
    /// are not part of it. Throws Error when the label is not in the scene's set.
    Edit paint(const SceneState& scene, std::vector<PixelSpan> spans, PaintValue value,
               std::uint64_t gesture = 0) const;
    /// The part of a painting that is allowed on this scene.
    PaintPixels filtered(const SceneState& scene, const PaintPixels& paint) const;

private:
    bool limits() const {
        return !m_labels.empty() || !m_instances.empty() || !m_selection.empty();
    }

    const ProtectedLabels& m_labels;
    const std::set<std::uint32_t>& m_instances;
    const PixelSelection& m_selection;
};

} // namespace underpaint::scene
