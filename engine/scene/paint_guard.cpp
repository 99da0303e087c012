// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/scene/paint_guard.h"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace underpaint::scene {

namespace {

/// The maps along one span.
class SpanReader {
public:
    explicit SpanReader(const SceneState& scene) : m_scene(scene) {}

    void read(const PixelSpan& span) {
        m_labels.resize(static_cast<std::size_t>(span.length));
        m_instances.resize(m_labels.size());
        m_scene.labels.readRow(span.x, span.y, m_labels);
        m_scene.instances.readRow(span.x, span.y, m_instances);
    }
    std::uint16_t label(int offset) const { return m_labels[static_cast<std::size_t>(offset)]; }
    std::uint32_t instance(int offset) const {
        return m_instances[static_cast<std::size_t>(offset)];
    }

private:
    const SceneState& m_scene;
    std::vector<std::uint16_t> m_labels;
    std::vector<std::uint32_t> m_instances;
};

/// The parts of normalised spans for whose pixels keep(label, instance) holds.
template<class Keep>
std::vector<PixelSpan> kept(const SceneState& scene, const std::vector<PixelSpan>& spans,
                            Keep&& keep) {
    std::vector<PixelSpan> result;
    SpanReader reader(scene);
    for (const PixelSpan& span : spans) {
        reader.read(span);
        int begin = -1;
        for (int i = 0; i <= span.length; ++i) {
            const bool here = i < span.length && keep(reader.label(i), reader.instance(i));
            if (here && begin < 0) {
                begin = i;
            } else if (!here && begin >= 0) {
                result.push_back({span.x + begin, span.y, i - begin});
                begin = -1;
            }
        }
    }
    return result;
}

template<class T>
std::vector<PaintRun<T>> filteredRuns(const PaintGuard& guard, const SceneState& scene,
                                      const std::vector<PaintRun<T>>& runs) {
    std::vector<PaintRun<T>> result;
    for (const PaintRun<T>& run : runs) {
        for (const PixelSpan& span : guard.allowed(scene, {{run.x, run.y, run.length}})) {
            result.push_back({span.x, span.y, span.length, run.value});
        }
    }
    return result;
}

} // namespace

bool PaintGuard::allows(const SceneState& scene, Point p) const {
    return scene.bounds().contains(p) && !m_labels.contains(scene.labels.at(p)) &&
           !m_instances.contains(scene.instances.at(p)) &&
           (m_selection.empty() || m_selection.contains(p));
}

std::vector<PixelSpan> PaintGuard::allowed(const SceneState& scene,
                                           std::vector<PixelSpan> spans) const {
    std::vector<PixelSpan> result = normalised(std::move(spans), scene.bounds());
    if (!m_selection.empty()) {
        result = m_selection.clipped(result);
    }
    if (m_labels.empty() && m_instances.empty()) {
        return result;
    }
    return kept(scene, result, [this](std::uint16_t label, std::uint32_t instance) {
        return !m_labels.contains(label) && !m_instances.contains(instance);
    });
}

Edit PaintGuard::paint(const SceneState& scene, std::vector<PixelSpan> spans, PaintValue value,
                       std::uint64_t gesture) const {
    const auto differs = [&](std::uint16_t label, std::uint32_t instance) {
        return label != value.label || instance != value.instance;
    };
    return paintSpans(scene, kept(scene, allowed(scene, std::move(spans)), differs), value, {},
                      gesture);
}

PaintPixels PaintGuard::filtered(const SceneState& scene, const PaintPixels& paint) const {
    if (!limits()) {
        return paint;
    }
    return {filteredRuns(*this, scene, paint.labels), filteredRuns(*this, scene, paint.instances)};
}

} // namespace underpaint::scene
