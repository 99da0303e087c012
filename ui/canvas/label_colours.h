// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/scene/scene.h"

#include <QRgb>

#include <algorithm>
#include <cstdint>
#include <vector>

namespace underpaint::ui {

class EditorState;

/// The colour that each pixel of the label view has: of its class, transparent when the class or
/// the instance is hidden. Premultiplied ARGB.
class LabelColours {
public:
    explicit LabelColours(const EditorState& state);

    QRgb of(std::uint16_t label) const { return m_colours.data()[label]; } // all have one
    QRgb of(std::uint16_t label, std::uint32_t instance) const {
        return hides(instance) ? 0 : of(label);
    }
    /// Nothing is hidden.
    bool opaque() const { return m_opaque; }
    bool hidesInstances() const { return !m_hidden.empty(); }

    friend bool operator==(const LabelColours&, const LabelColours&) = default;

private:
    bool hides(std::uint32_t instance) const {
        return hidesInstances() && instance >= m_hidden.front() && instance <= m_hidden.back() &&
               std::binary_search(m_hidden.begin(), m_hidden.end(), instance);
    }

    /// One for every number that a pixel can hold.
    std::vector<QRgb> m_colours;
    /// Ascending.
    std::vector<std::uint32_t> m_hidden;
    bool m_opaque = true;
};

} // namespace underpaint::ui
