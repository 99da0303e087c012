// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/cancel_token.h"
#include "engine/base/plane.h"
#include "engine/base/progress.h"
#include "engine/scene/scene.h"
#include "engine/translate/frame_rollout.h"
#include "tests/support/fading_photos.h"

#include <cstddef>
#include <cstdint>
#include <set>
#include <vector>

namespace underpaint::test {

/// Of the scenes that motion_samples.h moves.
inline scene::LabelSet movingClasses() {
    return {"moving",
            {{0, "sky", {0, 0, 0}, false},
             {1, "road", {1, 1, 1}, false},
             {2, "grass", {2, 2, 2}, false},
             {3, "car", {3, 3, 3}, true}}};
}

/// What happened in a test's model.
struct RolloutCalls {
    std::vector<std::uint64_t> painted; ///< by the models, numbers of the calls
    std::set<std::uint32_t> instances;  ///< that were seen
    bool wobbles = false;               ///< every other photo is a grey level lighter
};

/// A photo of the labels.
inline Image paintedOf(const scene::SceneSnapshot& scene, RolloutCalls& calls) {
    const LabelPlane labels = scene->labels.toPlane();
    Image photo(labels.width(), labels.height(), 3, 0);
    const int lighter = calls.wobbles ? static_cast<int>(calls.painted.size() % 2) : 0;
    for (int y = 0; y < labels.height(); ++y) {
        for (int x = 0; x < labels.width(); ++x) {
            calls.instances.insert(scene->instances.at({x, y}));
            for (int c = 0; c < 3; ++c) {
                photo.at(x, y, c) = static_cast<std::uint8_t>(60 + 40 * labels.at(x, y) + lighter);
            }
        }
    }
    calls.painted.push_back(calls.painted.size());
    return photo;
}

class FadingRollout final : public translate::FrameRollout {
public:
    explicit FadingRollout(RolloutCalls& calls) : m_calls(calls) {}

    void restart() override { m_fading.restart(); }
    translate::RenderResult next(const scene::SceneSnapshot& scene,
                                 const translate::RenderSettings& /*settings*/,
                                 const CancelToken& cancel,
                                 const ProgressSink& /*progress*/) override {
        cancel.check();
        translate::RenderResult result;
        result.photo = paintedOf(scene, m_calls);
        m_fading.addTo(result.photo);
        return result;
    }
    translate::RolloutMemory remember() const override { return m_fading.remember(); }
    void recall(const translate::RolloutMemory& memory) override { m_fading.recall(memory); }

private:
    RolloutCalls& m_calls;
    FadingPhotos m_fading;
};

} // namespace underpaint::test
