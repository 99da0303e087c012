// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/timeline_fixture.h"

#include <utility>
#include <vector>

namespace underpaint::test {

scene::Sequence TimelineFixture::moving(std::size_t frames) {
    const scene::SceneState& like = scene();
    const Size size{256, 128};
    const auto& classes = like.labelSet.classes();
    const std::uint16_t ground = classes[3].id;
    const std::uint16_t thing = classes[8].id;
    std::vector<scene::SceneState> states;
    for (std::size_t i = 0; i < frames; ++i) {
        scene::SceneState state;
        state.labelSet = like.labelSet;
        state.modelId = like.modelId;
        state.labels = scene::LabelMap(size, ground);
        state.instances = scene::InstanceMap(size, ground);
        // Something with a shape, so that its motion can be seen.
        const int x = 20 + 4 * static_cast<int>(i);
        const std::uint32_t id = thing * scene::instancesPerClass + 1;
        for (const Rect& part :
             {Rect{x, 40, 40, 24}, Rect{x + 8, 30, 20, 12}, Rect{x + 4, 60, 10, 10}}) {
            state.labels.fill(part, thing);
            state.instances.fill(part, id);
        }
        states.push_back(std::move(state));
    }
    scene::SceneState first = states.front();
    states.erase(states.begin());
    return scene::Sequence(std::move(first), std::move(states));
}

} // namespace underpaint::test
