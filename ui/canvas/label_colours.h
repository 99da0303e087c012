// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/scene/scene.h"

#include <QRgb>

#include <cstdint>
#include <set>
#include <vector>

namespace underpaint::ui {

class EditorState;

/// The colour that each pixel of the label view has: of its class, transparent when the class or
/// the instance is hidden. Premultiplied ARGB.
class LabelColours {
public:
    explicit LabelColours(const EditorState& state);

    QRgb of(std::uint16_t label) const { return m_colours[label]; }
    QRgb of(std::uint16_t label, std::uint32_t instance) const {
        return hidesInstances() && m_hidden.contains(instance) ? 0 : m_colours[label];
    }
    /// Nothing is hidden.
    bool opaque() const { return m_opaque; }
    bool hidesInstances() const { return !m_hidden.empty(); }

    friend bool operator==(const LabelColours&, const LabelColours&) = default;

private:
    /// One for every number that a pixel can hold.
    std::vector<QRgb> m_colours;
    std::set<std::uint32_t> m_hidden;
    bool m_opaque = true;
};

} // namespace underpaint::ui
