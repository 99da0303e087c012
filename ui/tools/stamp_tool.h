// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/scene/instance_transform.h"
#include "ui/tools/tool.h"

#include <QPainterPath>

#include <optional>

namespace underpaint::ui {

class ObjectLibrary;
struct StoredObject;

/// Places objects of the library: each click makes an instance with the stored shape, class and
/// style. The selected instance can be stored as a new object.
class StampTool : public Tool {
    Q_OBJECT

public:
    StampTool(EditorState& state, ObjectLibrary& library, QObject* parent = nullptr);

    QString id() const override { return QStringLiteral("stamp"); }
    QString name() const override { return tr("Stamp"); }
    QString hint() const override;
    QKeySequence shortcut() const override { return Qt::Key_T; }
    QString iconName() const override { return QStringLiteral("stamp"); }

    void press(const PointerEvent& event) override;
    void move(const PointerEvent& event) override;
    void release(const PointerEvent& event) override;
    void hover(const PointerEvent& event) override;
    void leave() override;
    void paint(QPainter& painter, const QTransform& mapToWidget) const override;
    QRectF bounds(const QTransform& mapToWidget) const override;

    /// The longer side, in pixels of the map.
    /// @{
    int diameter() const override;
    void setDiameter(int pixels) override;
    /// @}
    /// The object that is placed; none: -1.
    /// @{
    int chosen() const { return m_chosen; }
    void choose(int index);
    /// @}
    int percent() const { return m_percent; }
    void setPercent(int percent);
    bool flipped() const { return m_flipped; }
    void setFlipped(bool flipped);

    /// Puts the selected instance into the library, and chooses it. Throws Error.
    void storeSelected();
    /// Takes the chosen object out of the library. Throws Error.
    void removeChosen();

    QWidget* makeOptions(QWidget* parent) override;
    void readSettings(const QSettings& settings) override;
    void writeSettings(QVariantMap& settings) const override;

private:
    const StoredObject* object() const;
    /// From the stored shape to the map, its middle at the point.
    scene::Affine placing(QPointF at) const;
    void outlineChosen();
    /// Runs what may fail, and tells the user.
    template<class Action>
    void attempt(Action&& action);

    ObjectLibrary& m_library;
    int m_chosen = -1;
    int m_percent = 100;
    bool m_flipped = false;
    std::optional<QPointF> m_hover;
    /// Of the stored shape.
    QPainterPath m_outline;
};

} // namespace underpaint::ui
