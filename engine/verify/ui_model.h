// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/geometry.h"
#include "engine/base/plane.h"
#include "engine/project/tensors/npy.h"
#include "engine/scene/pixel_spans.h"
#include "engine/scene/scene.h"

#include <cstdint>
#include <map>
#include <vector>

namespace underpaint::verify {

/// The editing model of pix2pixHD's unpublished user interface, on top of this program's scenes:
/// a feature vector per pixel, and a remembered style per class. The program itself keeps a style
/// an instance; this model exists to check that both do the same to the maps and to the photo.
class UiModel {
public:
    /// Row of the initial choice of styles.
    struct Choice {
        std::uint32_t instance = 0;
        std::uint16_t label = 0;
        std::uint32_t cluster = 0;
    };

    /// `features` has `featureCount` channels of the maps' size; `labelCount` classes.
    UiModel(const LabelPlane& labels, const InstancePlane& instances, Plane<float> features,
            project::ClusterTable clusters, int labelCount);

    /// Draws a style for every instance, ascending ids, as the official program does when it loads
    /// a scene; classes without clusters keep zeros. Paints and remembers it.
    std::vector<Choice> drawStyles();
    /// All pixels of the instance at `click` get this cluster of its class, which is remembered.
    void setStyle(Point click, std::uint32_t cluster);
    /// The instance at `source` becomes like the pixel `target`: its label, its id or a new one of
    /// its class, and, unlike the official program, its style.
    void changeLabel(Point source, Point target);
    /// A square of `width` pixels around `click` gets the label, the label as its id and the
    /// remembered style of the class.
    void stroke(Point click, std::uint16_t label, int width);
    /// Where `mask` is not 0, with its top-left at `corner`: label, id and cluster of the class.
    void stamp(Point corner, const Plane<std::uint8_t>& mask, std::uint16_t label,
               std::uint32_t cluster);

    LabelPlane labels() const { return m_scene->labels.toPlane(); }
    InstancePlane instances() const { return m_scene->instances.toPlane(); }
    const Plane<float>& features() const { return m_features; }
    /// Cluster by class; 0 where none was chosen.
    std::vector<std::uint32_t>& remembered() { return m_remembered; }

private:
    std::uint32_t instanceAt(Point p) const;
    /// Zeros for a class without clusters; throws Error when it has others but not this one.
    std::vector<float> cluster(std::int64_t label, std::uint32_t index) const;
    void paintFeature(const std::vector<scene::PixelSpan>& spans, const std::vector<float>& values);
    void remember(std::int64_t label, std::uint32_t cluster);

    scene::Scene m_scene;
    Plane<float> m_features;
    project::ClusterTable m_clusters;
    std::vector<std::uint32_t> m_remembered;
};

} // namespace underpaint::verify
