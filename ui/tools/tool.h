// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QKeySequence>
#include <QList>
#include <QObject>
#include <QPoint>
#include <QPointF>
#include <QRectF>
#include <QString>
#include <QVariantMap>
#include <Qt>

class QPainter;
class QSettings;
class QTransform;
class QWidget;

namespace underpaint::ui {

class EditorState;

/// Mouse or pen, in map coordinates.
struct PointerEvent {
    QPointF position;
    Qt::KeyboardModifiers modifiers;
    /// 0..1; 1 for a mouse.
    double pressure = 1;
    bool eraserEnd = false;
    /// Screen pixels a map pixel, for handles and tolerances.
    double zoom = 1;
};

/// One tool of the canvas. Turns pointer events into edits of the document; draws its outline and
/// handles. Stateless between gestures but for its settings.
class Tool : public QObject {
    Q_OBJECT

public:
    ~Tool() override;

    virtual QString id() const = 0;   ///< stable, for settings: "brush"
    virtual QString name() const = 0; ///< translated
    virtual QString hint() const = 0; ///< translated, for the status bar
    virtual QKeySequence shortcut() const = 0;
    /// More keys that do the same as shortcut().
    virtual QList<QKeySequence> otherShortcuts() const;
    virtual QString iconName() const = 0; ///< file name of the SVG icon without its ending

    virtual void press(const PointerEvent& event) = 0;
    virtual void move(const PointerEvent& event) = 0; ///< while a button is down
    virtual void release(const PointerEvent& event) = 0;
    virtual void hover(const PointerEvent& event);
    virtual void leave();
    /// Enter, Esc, Backspace. True when the tool did something.
    /// @{
    virtual bool finish();
    virtual bool cancel();
    virtual bool dropLast();
    /// @}
    /// In the middle of a gesture or a polygon.
    virtual bool busy() const;
    /// Outline and handles over the canvas; `mapToWidget` maps map to widget coordinates.
    virtual void paint(QPainter& painter, const QTransform& mapToWidget) const;
    /// What paint() covers at most, in widget coordinates. Everything, unless the tool knows
    /// better.
    virtual QRectF bounds(const QTransform& mapToWidget) const;
    /// Arrow keys, in map pixels. True when the tool did something.
    virtual bool nudge(QPoint pixels);
    /// The user switched to or away from it. Leaving ends what finish() would ask for.
    /// @{
    virtual void activated();
    virtual void deactivated();
    /// @}
    virtual Qt::CursorShape cursor() const;
    /// What it does paints with the current label.
    virtual bool paintsLabel() const { return false; }
    /// Diameter of the tool in map pixels, for tools that have one; 0 otherwise.
    /// @{
    virtual int diameter() const;
    virtual void setDiameter(int pixels);
    /// @}

    /// A row of widgets for the options bar, or nullptr when the tool has no options.
    virtual QWidget* makeOptions(QWidget* parent);
    /// Its own part of the settings, in a group of its own.
    /// @{
    virtual void readSettings(const QSettings& settings);
    virtual void writeSettings(QVariantMap& settings) const;
    /// @}

Q_SIGNALS:
    /// Outline or handles look different.
    void overlayChanged();
    void settingsChanged();
    void noticed(const QString& message);

protected:
    explicit Tool(EditorState& state, QObject* parent = nullptr);
    EditorState& state() const { return m_state; }

private:
    EditorState& m_state;
};

} // namespace underpaint::ui
