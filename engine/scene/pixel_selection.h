// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/scene/pixel_spans.h"

#include <vector>

namespace underpaint::scene {

/// A set of pixels that limits painting: normalised spans (sorted, without overlaps or touching
/// neighbours). A value. Empty means that nothing is selected, so that nothing is limited.
class PixelSelection {
public:
    PixelSelection() = default;
    /// The part of the spans, which may overlap, that lies inside `bounds`.
    PixelSelection(std::vector<PixelSpan> spans, Rect bounds);

    const std::vector<PixelSpan>& spans() const { return m_spans; }
    bool empty() const { return m_spans.empty(); }
    bool contains(Point p) const;
    Rect box() const;
    /// In pixels.
    long long area() const;

    /// The selected parts of normalised spans. Costs what the spans need, not the selection.
    std::vector<PixelSpan> clipped(const std::vector<PixelSpan>& spans) const;

    PixelSelection united(const PixelSelection& other) const;
    PixelSelection intersected(const PixelSelection& other) const;
    PixelSelection without(const PixelSelection& other) const;
    /// Everything of `bounds` that is not selected.
    PixelSelection inverted(Rect bounds) const;

    friend bool operator==(const PixelSelection&, const PixelSelection&) = default;

private:
    std::vector<PixelSpan> m_spans;
};

} // namespace underpaint::scene
