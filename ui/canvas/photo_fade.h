// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>

namespace underpaint::ui {

/// An approximate photo goes over into the exact one of the same size in a few steps, so that the
/// refinement is no jump.
class PhotoFade {
public:
    /// Of all steps together.
    static constexpr int milliseconds = 120;
    static constexpr int steps = 4;

    /// False, and nothing begins, where the photos have not one form, or are too large to be mixed
    /// within a frame.
    bool begin(const QImage& from, const QImage& to);
    void end();
    bool running() const { return m_step < steps; }

    /// The photo of the next step; the last one is the new photo itself.
    QImage next();

private:
    QImage m_from;
    QImage m_to;
    int m_step = steps;
};

} // namespace underpaint::ui
