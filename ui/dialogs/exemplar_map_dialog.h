// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/scene/edit.h"
#include "engine/scene/scene.h"
#include "ui/document/document.h"
#include "ui/document/editor_state.h"
#include "ui/document/photo_state.h"
#include "ui/tools/tool_controller.h"

#include <QDialog>

class QHBoxLayout;
class QListWidget;
class QSlider;
class QVBoxLayout;

namespace underpaint::ui {

class CanvasView;

/// What an exemplar shows, over its photo, to be corrected with the tools of the editor; places
/// that are painted "lends nothing" are left out of the matches.
class ExemplarMapDialog : public QDialog {
    Q_OBJECT

public:
    /// Copies what it needs. Throws Error when the exemplar's map has other classes.
    ExemplarMapDialog(const scene::Exemplar& exemplar, const scene::LabelSet& classes,
                      QWidget* parent = nullptr);
    ~ExemplarMapDialog() override;

    /// Whether anything was painted.
    bool changed() const;
    scene::SetExemplarMaps maps() const;

    Document& document() { return m_document; }
    CanvasView& canvas() { return *m_canvas; }
    ToolController& tools() { return m_tools; }
    QListWidget& labels() { return *m_labels; }
    QSlider& opacity() { return *m_opacity; }

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void keyReleaseEvent(QKeyEvent* event) override;

private:
    QVBoxLayout* toolColumn();
    QHBoxLayout* optionRow();
    QVBoxLayout* labelColumn();
    void showOptions();
    void showCurrentLabel();

    scene::Exemplar m_exemplar;
    scene::LabelSet m_classes;
    Document m_document;
    EditorState m_state;
    PhotoState m_photo; ///< none: the exemplar's lies over the map
    ToolController m_tools;
    CanvasView* m_canvas;
    QListWidget* m_labels;
    QSlider* m_opacity;
    QWidget* m_options = nullptr;
    QHBoxLayout* m_optionRow = nullptr;
};

} // namespace underpaint::ui
