// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>

#include <memory>
#include <vector>

class QIcon;
class QWidget;

namespace underpaint::ui {

class EditorState;
class Tool;

/// The tools of the editor and which one is active. Tapping a tool's key switches, holding it
/// switches until the key is released. Each tool keeps its own settings (size, shape …).
class ToolController : public QObject {
    Q_OBJECT

public:
    /// All tools of the editor, the brush active.
    explicit ToolController(EditorState& state, QObject* parent = nullptr);
    ~ToolController() override;

    EditorState& state() const;
    const std::vector<Tool*>& tools() const;
    Tool& active() const;
    /// nullptr when there is none of that id ("brush", "eraser", "fill" …).
    Tool* find(const QString& id) const;
    void activate(Tool& tool);
    /// While the key is held; release() returns to the tool before.
    /// @{
    void hold(Tool& tool);
    void release();
    /// @}

    /// The options of the active tool as a row of widgets for the options bar.
    QWidget* makeOptionsBar(QWidget* parent);

Q_SIGNALS:
    void activeChanged();
    /// Hint for the status bar.
    void hintChanged(const QString& text);
    /// Something the user should know ("the label is locked").
    void noticed(const QString& message);

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace underpaint::ui
