// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/tools/tool.h"

namespace underpaint::ui {

/// Fills what the click hits with the current label: pixels that hang together, all pixels of that
/// class, or the selection.
class FillTool : public Tool {
    Q_OBJECT

public:
    enum class Extent { Contiguous, WholeClass, Selection };

    explicit FillTool(EditorState& state, QObject* parent = nullptr);

    QString id() const override { return QStringLiteral("fill"); }
    QString name() const override { return tr("Fill"); }
    QString hint() const override;
    QKeySequence shortcut() const override { return Qt::Key_G; }
    QList<QKeySequence> otherShortcuts() const override { return {Qt::Key_F}; }
    QString iconName() const override { return QStringLiteral("fill"); }

    void press(const PointerEvent& event) override;
    void move(const PointerEvent& event) override;
    void release(const PointerEvent& event) override;
    QRectF bounds(const QTransform& mapToWidget) const override;

    Extent extent() const { return m_extent; }
    void setExtent(Extent extent);

    bool paintsLabel() const override { return true; }
    QWidget* makeOptions(QWidget* parent) override;
    void readSettings(const QSettings& settings) override;
    void writeSettings(QVariantMap& settings) const override;

private:
    Extent m_extent = Extent::Contiguous;
};

} // namespace underpaint::ui
