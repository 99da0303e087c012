// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/plane.h"
#include "engine/translate/frame_rollout.h"

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace underpaint::test {

/// Photos of frames of which each shows half of the one before, so that everything later depends on
/// everything before: what a rollout of a test adds to photos that were painted alone.
class FadingPhotos {
public:
    void restart() { m_last.clear(); }
    void addTo(Image& photo) {
        std::vector<float> now(photo.values().begin(), photo.values().end());
        for (std::size_t i = 0; i < now.size() && !m_last.empty(); ++i) {
            now[i] = (now[i] + m_last[i]) / 2;
            photo.values()[i] = static_cast<std::uint8_t>(now[i]);
        }
        m_last = std::move(now);
    }
    translate::RolloutMemory remember() const {
        return {{{"last", {{static_cast<std::int64_t>(m_last.size())}, m_last}}}};
    }
    void recall(const translate::RolloutMemory& memory) {
        m_last = memory.numbers.at("last").values;
    }

private:
    std::vector<float> m_last;
};

} // namespace underpaint::test
