// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/scene/pixel_spans.h"
#include "ui/tools/tool.h"

#include <vector>

namespace underpaint::ui {

class OptionsRow;

/// A tool that encloses an area, and then paints it with the current label or selects its pixels.
/// Painting: Ctrl paints the background. Selecting: Shift adds, Ctrl subtracts, both intersect.
class AreaTool : public Tool {
    Q_OBJECT

public:
    enum class Use { Paint, Select };

    Use use() const { return m_use; }
    void setUse(Use use);

    bool paintsLabel() const override { return m_use == Use::Paint; }
    QRectF bounds(const QTransform& mapToWidget) const override;
    void readSettings(const QSettings& settings) override;
    void writeSettings(QVariantMap& settings) const override;

protected:
    AreaTool(Use use, EditorState& state, QObject* parent);

    /// `modifiers` are those of the gesture's beginning.
    void apply(std::vector<scene::PixelSpan> area, Qt::KeyboardModifiers modifiers);
    void addUseOption(OptionsRow& row);
    /// The outline in map coordinates; empty when nothing is drawn.
    virtual QRectF extent() const = 0;

private:
    Use m_use;
};

/// The other end of a line from `from`, turned to the next multiple of 45 degrees.
QPointF constrainedTo45(QPointF from, QPointF to);

} // namespace underpaint::ui
