// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/docks/label_dock.h"

#include "engine/scene/edit.h"
#include "ui/docks/toggle_delegate.h"
#include "ui/session/editor.h"
#include "ui/session/safe_colours.h"
#include "ui/session/services.h"
#include "ui/shortcuts/shortcut_book.h"
#include "ui/widgets/icons.h"

#include <QApplication>
#include <QColorDialog>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QMenu>
#include <QPainter>
#include <QScopedValueRollback>
#include <QStyledItemDelegate>
#include <QToolButton>
#include <QTreeView>
#include <QVBoxLayout>

#include <algorithm>

namespace underpaint::ui {

namespace {

/// Draws the colour itself, also in the selected row.
class SwatchDelegate final : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override {
        QStyleOptionViewItem ground = option;
        QApplication::style()->drawPrimitive(QStyle::PE_PanelItemViewItem, &ground, painter,
                                             option.widget);
        painter->fillRect(option.rect.adjusted(2, 2, -2, -2),
                          index.data(Qt::BackgroundRole).value<QColor>());
    }
};

} // namespace

LabelDock::LabelDock(const Site& site)
    : Panel(tr("Labels"), site.parent), m_search(new QLineEdit(this)), m_view(new QTreeView(this)) {
    setObjectName(QStringLiteral("labelDock"));
    m_filter.setSourceModel(&m_model);
    m_filter.setFilterKeyColumn(LabelModel::Name);
    m_filter.setFilterRole(LabelModel::SearchRole);
    m_filter.setFilterCaseSensitivity(Qt::CaseInsensitive);
    build();
    connect(m_search, &QLineEdit::textChanged, this, [this](const QString& text) {
        // Rows that vanish take the selection elsewhere, which is nobody's choice.
        const QScopedValueRollback following(m_following, true);
        m_filter.setFilterFixedString(text);
        followCurrent();
    });
    connect(m_search, &QLineEdit::returnPressed, this, [this] {
        if (m_filter.rowCount() > 0) {
            adoptRow(m_filter.index(0, 0));
            m_search->clear();
            m_view->setFocus();
        }
    });
    connect(&m_model, &QAbstractItemModel::modelReset, this, &LabelDock::followCurrent);
    connect(m_view->selectionModel(), &QItemSelectionModel::currentChanged, this,
            &LabelDock::adoptRow);
    connect(m_view, &QTreeView::doubleClicked, this, [this](const QModelIndex& index) {
        if (index.column() == LabelModel::Colour) {
            editColour(*m_model.labelAt(m_filter.mapToSource(index).row()));
        }
    });
    connect(m_view, &QWidget::customContextMenuRequested, this, &LabelDock::showMenu);
}

void LabelDock::build() {
    m_search->setPlaceholderText(tr("Search labels"));
    m_search->setClearButtonEnabled(true);
    m_search->setAccessibleName(tr("Search labels"));
    m_search->setToolTip(tr("Shows the labels whose name contains this; Enter takes the first"));
    m_view->setModel(&m_filter);
    m_view->setAccessibleName(tr("Labels"));
    m_view->setRootIsDecorated(false);
    m_view->setUniformRowHeights(true);
    m_view->setContextMenuPolicy(Qt::CustomContextMenu);
    m_view->setEditTriggers(QAbstractItemView::DoubleClicked | QAbstractItemView::EditKeyPressed);
    m_view->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_view->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* toggles = new ToggleDelegate(m_view);
    constexpr int toggleWidth = 20;
    m_view->setItemDelegateForColumn(LabelModel::Colour, new SwatchDelegate(m_view));
    QHeaderView& header = *m_view->header();
    header.setStretchLastSection(false);
    header.setMinimumSectionSize(16);
    for (const int column : {LabelModel::Solo, LabelModel::Lock, LabelModel::Visible}) {
        m_view->setItemDelegateForColumn(column, toggles);
        header.resizeSection(column, toggleWidth);
    }
    header.setSectionResizeMode(QHeaderView::Fixed);
    header.setSectionResizeMode(LabelModel::Name, QHeaderView::Stretch);
    header.resizeSection(LabelModel::Colour, 22);
    const auto fit = [&](LabelModel::Column column, const QString& longest, int space) {
        const QString title =
            m_model.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
        const QFontMetrics metrics = m_view->fontMetrics();
        header.resizeSection(column, space + std::max(metrics.horizontalAdvance(longest),
                                                      metrics.horizontalAdvance(title)));
    };
    fit(LabelModel::Id, QStringLiteral("000"), 8);
    fit(LabelModel::Share, QStringLiteral("100.0 %"), 12);
    auto* colours = new QToolButton(this);
    colours->setIcon(themedIcon(QStringLiteral("settings")));
    colours->setAutoRaise(true);
    colours->setPopupMode(QToolButton::InstantPopup);
    colours->setToolTip(tr("Colours of the labels"));
    colours->setAccessibleName(colours->toolTip());
    auto* menu = new QMenu(colours);
    menu->addAction(tr("Colour-Blind-Safe Colours"), this, [this] {
        if (m_editor != nullptr) {
            recolour(colourBlindSafeColours(m_editor->scene().labelSet.size()),
                     tr("Colour-blind-safe colours"));
        }
    });
    menu->addAction(tr("Colours of the Model"), this, &LabelDock::useModelColours);
    colours->setMenu(menu);

    auto* content = new QWidget(this);
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(4, 4, 4, 4);
    column->setSpacing(4);
    auto* row = new QHBoxLayout;
    row->addWidget(m_search, 1);
    row->addWidget(colours);
    column->addLayout(row);
    column->addWidget(m_view, 1);
    setWidget(content);
}

void LabelDock::setEditor(Editor* editor) {
    disconnect(m_connection);
    m_editor = editor;
    m_model.setEditor(editor);
    if (editor != nullptr) {
        m_connection = connect(&editor->state(), &EditorState::currentLabelChanged, this,
                               &LabelDock::followCurrent);
        if (const ShortcutBook* keys = editor->state().shortcuts()) {
            connect(keys, &ShortcutBook::changed, this, &LabelDock::fitKeys, Qt::UniqueConnection);
        }
        fitKeys();
    }
    followCurrent();
}

void LabelDock::fitKeys() {
    if (m_editor == nullptr) {
        return;
    }
    constexpr int least = 18;
    constexpr int most = 64;
    int width = least;
    for (int i = 0; i < EditorState::slotCount; ++i) {
        const QString key = slotKey(m_editor->state(), i);
        width = std::max(width, m_view->fontMetrics().horizontalAdvance(key) + 8);
    }
    m_view->header()->resizeSection(LabelModel::Key, std::min(width, most));
}

void LabelDock::setModel(const CurrentModel* model) {
    m_loaded = model;
    m_model.setModel(model);
}

void LabelDock::followCurrent() {
    if (m_editor == nullptr) {
        return;
    }
    const int row = m_model.rowOf(m_editor->state().currentLabel());
    const QModelIndex index = m_filter.mapFromSource(m_model.index(row, LabelModel::Name));
    const QScopedValueRollback following(m_following, true);
    if (index.row() != m_view->currentIndex().row()) {
        m_view->setCurrentIndex(index);
    }
}

void LabelDock::adoptRow(const QModelIndex& index) {
    const auto label = m_model.labelAt(m_filter.mapToSource(index).row());
    if (m_editor != nullptr && !m_following && index.isValid() && label) {
        m_editor->state().setCurrentLabel(*label);
    }
}

void LabelDock::showMenu(QPoint position) {
    const QModelIndex index = m_view->indexAt(position);
    const auto label = m_model.labelAt(m_filter.mapToSource(index).row());
    if (m_editor == nullptr || !index.isValid() || !label) {
        return;
    }
    EditorState& state = m_editor->state();
    QMenu menu(this);
    menu.addAction(tr("Rename"), this,
                   [this, index] { m_view->edit(index.siblingAtColumn(LabelModel::Name)); });
    menu.addAction(tr("Colour…"), this, [this, label] { editColour(*label); });
    QMenu* keys = menu.addMenu(tr("Put on Key"));
    for (int i = 0; i < EditorState::slotCount; ++i) {
        const QString name = slotKey(state, i);
        QAction* key = keys->addAction(
            name.isEmpty() ? tr("Slot %1 (no key)").arg((i + 1) % EditorState::slotCount) : name,
            this, [&state, i, label] { state.setSlot(i, *label); });
        key->setCheckable(true);
        key->setChecked(state.slot(i) == *label);
    }
    menu.addSeparator();
    QAction* background = menu.addAction(tr("Eraser Paints This"), this,
                                         [&state, label] { state.setBackgroundLabel(*label); });
    background->setCheckable(true);
    background->setChecked(state.backgroundLabel() == *label);
    menu.addAction(tr("Select Its Pixels"), this, [this, label] {
        m_editor->state().setPixelSelection(scene::PixelSelection(
            scene::spansOf(m_editor->scene().labels, *label), m_editor->scene().bounds()));
    });
    menu.exec(m_view->viewport()->mapToGlobal(position));
}

void LabelDock::editColour(std::uint16_t label) {
    const scene::Colour now = m_editor->scene().labelSet.at(label).colour;
    const QColor chosen =
        QColorDialog::getColor({now.red, now.green, now.blue}, this, tr("Colour of the Label"));
    if (chosen.isValid() && m_editor != nullptr) {
        const scene::Colour colour{static_cast<std::uint8_t>(chosen.red()),
                                   static_cast<std::uint8_t>(chosen.green()),
                                   static_cast<std::uint8_t>(chosen.blue())};
        m_editor->document().apply({scene::RecolourLabel{label, colour}}, tr("Colour of a label"));
    }
}

void LabelDock::recolour(const std::vector<scene::Colour>& colours, const QString& text) {
    scene::EditGroup group;
    const auto& classes = m_editor->scene().labelSet.classes();
    for (std::size_t i = 0; i < classes.size(); ++i) {
        if (classes[i].colour != colours[i]) {
            group.edits.push_back({scene::RecolourLabel{classes[i].id, colours[i]}});
        }
    }
    if (!group.edits.empty()) {
        m_editor->document().apply({std::move(group)}, text);
    }
}

void LabelDock::useModelColours() {
    if (m_editor == nullptr || m_loaded == nullptr) {
        return;
    }
    std::vector<scene::Colour> colours;
    for (const scene::LabelClass& label : m_editor->scene().labelSet.classes()) {
        scene::Colour colour = label.colour;
        for (const project::PackageClass& one : m_loaded->manifest.classes) {
            if (one.id == label.id) {
                colour = {one.colour[0], one.colour[1], one.colour[2]};
            }
        }
        colours.push_back(colour);
    }
    recolour(colours, tr("Colours of the model"));
}

} // namespace underpaint::ui
