// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/exemplar_map_dialog.h"

#include "ui/canvas/canvas_view.h"
#include "ui/dialogs/class_swatch.h"
#include "ui/document/class_names.h"
#include "ui/session/exemplar_map.h"
#include "ui/tools/tool.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/screen_fit.h"

#include <QAction>
#include <QActionGroup>
#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QShortcut>
#include <QSlider>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <array>

namespace underpaint::ui {

namespace {

constexpr QSize wantedSize{980, 640};
constexpr int labelWidth = 180;
constexpr int percent = 100;
constexpr double firstOpacity = 0.55;
constexpr int labelIdRole = Qt::UserRole;

/// Those of use here: a photo has no instances of its own to be moved.
constexpr std::array toolIds{"brush",  "eraser", "fill",       "polygon", "lasso", "shape",
                             "select", "wand",   "eyedropper", "hand",    "zoom"};

} // namespace

ExemplarMapDialog::ExemplarMapDialog(const scene::Exemplar& exemplar,
                                     const scene::LabelSet& classes, QWidget* parent)
    : QDialog(parent),
      m_exemplar(exemplar),
      m_classes(classes),
      m_document(mapOfExemplar(exemplar, classes)),
      m_state(m_document),
      m_tools(m_state),
      m_canvas(new CanvasView(m_state, m_photo, this)),
      m_labels(new QListWidget(this)),
      m_opacity(new QSlider(Qt::Horizontal, this)) {
    setWindowTitle(tr("What “%1” Shows").arg(QString::fromStdString(exemplar.id)));
    resizeWithinScreen(*this, wantedSize);
    m_canvas->setTools(&m_tools);
    m_canvas->setMode(ViewMode::Labels);
    m_state.setPhotoLayerOpacity(firstOpacity);

    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    for (QAbstractButton* button : buttons->buttons()) {
        static_cast<QPushButton*>(button)->setAutoDefault(false); // Enter ends polygons
    }
    auto* middle = new QHBoxLayout;
    middle->addLayout(toolColumn());
    middle->addWidget(m_canvas, 1);
    middle->addLayout(labelColumn());
    auto* column = new QVBoxLayout(this);
    column->addLayout(optionRow());
    column->addLayout(middle, 1);
    column->addWidget(buttons);
    connect(&m_tools, &ToolController::activeChanged, this, &ExemplarMapDialog::showOptions);
    showOptions();
    showCurrentLabel();
    m_canvas->setFocus();
}

ExemplarMapDialog::~ExemplarMapDialog() {
    delete m_canvas; // before what it shows
}

QVBoxLayout* ExemplarMapDialog::toolColumn() {
    auto* column = new QVBoxLayout;
    auto* group = new QActionGroup(this);
    for (const char* id : toolIds) {
        Tool* tool = m_tools.find(QString::fromLatin1(id));
        auto* action = new QAction(themedIcon(tool->iconName()), tool->name(), group);
        action->setToolTip(QStringLiteral("%1 (%2)\n%3")
                               .arg(tool->name(),
                                    tool->shortcut().toString(QKeySequence::NativeText),
                                    tool->hint()));
        action->setCheckable(true);
        action->setChecked(tool == &m_tools.active());
        connect(action, &QAction::triggered, this, [this, tool] { m_tools.activate(*tool); });
        connect(&m_tools, &ToolController::activeChanged, action,
                [this, action, tool] { action->setChecked(tool == &m_tools.active()); });
        auto* button = new QToolButton(this);
        button->setDefaultAction(action);
        button->setAutoRaise(true);
        button->setFocusPolicy(Qt::TabFocus);
        column->addWidget(button);
    }
    column->addStretch(1);
    return column;
}

QHBoxLayout* ExemplarMapDialog::optionRow() {
    auto* row = new QHBoxLayout;
    for (QAction* action : {m_document.undoStack().createUndoAction(this, tr("Undo")),
                            m_document.undoStack().createRedoAction(this, tr("Redo"))}) {
        auto* button = new QToolButton(this);
        button->setDefaultAction(action);
        button->setAutoRaise(true);
        row->addWidget(button);
        addAction(action);
    }
    actions().front()->setShortcut(QKeySequence::Undo);
    actions().front()->setIcon(themedIcon(QStringLiteral("undo")));
    actions().back()->setShortcuts(QKeySequence::keyBindings(QKeySequence::Redo));
    actions().back()->setIcon(themedIcon(QStringLiteral("redo")));
    m_optionRow = new QHBoxLayout;
    row->addLayout(m_optionRow, 1);
    auto* name = new QLabel(tr("&Photo"), this);
    name->setBuddy(m_opacity);
    m_opacity->setRange(0, percent);
    m_opacity->setValue(static_cast<int>(percent * firstOpacity));
    m_opacity->setMaximumWidth(labelWidth);
    m_opacity->setAccessibleName(tr("How much of the photo is seen"));
    m_opacity->setToolTip(tr("How much of the photo is seen over the labels"));
    connect(m_opacity, &QSlider::valueChanged, this, [this](int value) {
        m_state.setPhotoLayerOpacity(static_cast<double>(value) / percent);
    });
    row->addWidget(name);
    row->addWidget(m_opacity);
    return row;
}

QVBoxLayout* ExemplarMapDialog::labelColumn() {
    const std::uint16_t none = lendsNothing(m_classes).id;
    const auto& classes = m_document.scene().labelSet.classes();
    for (std::size_t i = 0; i < classes.size(); ++i) {
        const scene::LabelClass& one = classes[i];
        auto* item = new QListWidgetItem(classSwatch(one.colour),
                                         one.id == none ? tr("Lends nothing") : className(one.name),
                                         m_labels);
        item->setData(labelIdRole, one.id);
        if (i < EditorState::slotCount) {
            const auto key = static_cast<int>((i + 1) % EditorState::slotCount);
            item->setToolTip(tr("Key %1").arg(key));
            connect(new QShortcut(QKeySequence(QString::number(key)), this), &QShortcut::activated,
                    this, [this, i] { m_labels->setCurrentRow(static_cast<int>(i)); });
        }
        if (one.id == none) {
            item->setToolTip(tr("Nothing takes its look from places that are painted with it"));
        }
    }
    m_labels->setAccessibleName(tr("Labels"));
    m_labels->setFixedWidth(labelWidth);
    connect(m_labels, &QListWidget::currentItemChanged, this, [this](const QListWidgetItem* item) {
        if (item != nullptr) {
            m_state.setCurrentLabel(static_cast<std::uint16_t>(item->data(labelIdRole).toUInt()));
        }
    });
    connect(&m_state, &EditorState::currentLabelChanged, this,
            &ExemplarMapDialog::showCurrentLabel);
    auto* column = new QVBoxLayout;
    column->addWidget(m_labels, 1);
    return column;
}

void ExemplarMapDialog::showOptions() {
    delete m_options;
    m_options = m_tools.makeOptionsBar(this);
    m_optionRow->addWidget(m_options, 1);
}

void ExemplarMapDialog::showCurrentLabel() {
    for (int row = 0; row < m_labels->count(); ++row) {
        if (m_labels->item(row)->data(labelIdRole).toUInt() == m_state.currentLabel()) {
            m_labels->setCurrentRow(row);
        }
    }
}

bool ExemplarMapDialog::changed() const {
    return !m_document.undoStack().isClean();
}

scene::SetExemplarMaps ExemplarMapDialog::maps() const {
    return mapsFromPainted(m_document.scene(), m_exemplar, m_classes);
}

void ExemplarMapDialog::keyPressEvent(QKeyEvent* event) {
    if (!m_tools.keyPressed(*event)) {
        QDialog::keyPressEvent(event);
    }
}

void ExemplarMapDialog::keyReleaseEvent(QKeyEvent* event) {
    if (!m_tools.keyReleased(*event)) {
        QDialog::keyReleaseEvent(event);
    }
}

} // namespace underpaint::ui
