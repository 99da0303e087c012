// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>

#include <vector>

namespace underpaint::ui {

/// A photo at full, half, quarter … size, halved when first asked for.
class PhotoLevels {
public:
    void setPhoto(const QImage& photo);
    bool empty() const { return m_levels.empty(); }
    QSize size() const { return m_levels.empty() ? QSize() : m_levels.front().size(); }
    /// Opaque RGB32; the smallest there is when the photo cannot be halved that often.
    const QImage& level(int level);

private:
    std::vector<QImage> m_levels;
};

} // namespace underpaint::ui
