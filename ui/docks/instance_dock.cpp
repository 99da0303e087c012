// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/docks/instance_dock.h"

#include "ui/docks/button_row.h"
#include "ui/docks/toggle_delegate.h"
#include "ui/session/editor.h"
#include "ui/session/services.h"
#include "ui/widgets/action_book.h"

#include <QAction>
#include <QCheckBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QMenu>
#include <QScopedValueRollback>
#include <QTreeView>
#include <QVBoxLayout>

namespace underpaint::ui {

namespace {

void setUp(QTreeView& view) {
    view.setAccessibleName(InstanceDock::tr("Instances"));
    view.setRootIsDecorated(false);
    view.setUniformRowHeights(true);
    view.setIconSize({32, 32});
    view.setSelectionMode(QAbstractItemView::ExtendedSelection);
    view.setSelectionBehavior(QAbstractItemView::SelectRows);
    view.setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    QHeaderView& header = *view.header();
    header.setStretchLastSection(false);
    header.setMinimumSectionSize(16);
    header.setSectionResizeMode(QHeaderView::Fixed);
    header.setSectionResizeMode(InstanceModel::Name, QHeaderView::Stretch);
    header.resizeSection(InstanceModel::Picture, 40);
    header.resizeSection(InstanceModel::Area,
                         view.fontMetrics().horizontalAdvance(
                             InstanceModel::tr("%1 px").arg(QStringLiteral("000000"))) +
                             8);
    auto* toggles = new ToggleDelegate(&view);
    for (const int column : {InstanceModel::Lock, InstanceModel::Visible}) {
        view.setItemDelegateForColumn(column, toggles);
        header.resizeSection(column, 20);
    }
}

} // namespace

InstanceDock::InstanceDock(const Site& site)
    : Panel(tr("Instances"), site.parent),
      m_model(site.services.rendering().photo()),
      m_view(new QTreeView(this)) {
    const QList<QAction*> actions =
        site.actions.all({QStringLiteral("instance.new"), QStringLiteral("instance.duplicate"),
                          QStringLiteral("instance.merge"), QStringLiteral("instance.split"),
                          QStringLiteral("instance.relabel"), QStringLiteral("instance.delete")});
    setObjectName(QStringLiteral("instanceDock"));
    m_view->setModel(&m_model);
    setUp(*m_view);
    m_view->addActions(actions);
    m_view->setContextMenuPolicy(Qt::ActionsContextMenu);
    auto* stuff = new QCheckBox(tr("Stuff too"), this);
    stuff->setToolTip(tr("Also list what has no objects, such as sky and road"));
    QHBoxLayout* row = buttonRow(actions, this);
    row->addWidget(stuff);
    auto* content = new QWidget(this);
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(4, 4, 4, 4);
    column->setSpacing(4);
    column->addWidget(m_view, 1);
    column->addLayout(row);
    setWidget(content);
    connect(stuff, &QCheckBox::toggled, &m_model, &InstanceModel::setStuffShown);
    connect(&m_model, &QAbstractItemModel::modelReset, this, &InstanceDock::followSelection);
    connect(m_view->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &InstanceDock::adoptSelection);
}

void InstanceDock::setEditor(Editor* editor) {
    disconnect(m_connection);
    m_editor = editor;
    if (editor != nullptr) {
        m_connection = connect(&editor->state(), &EditorState::selectedInstancesChanged, this,
                               &InstanceDock::followSelection);
    }
    const QScopedValueRollback following(m_following, true);
    m_model.setEditor(editor);
    followSelection();
}

void InstanceDock::followSelection() {
    if (m_editor == nullptr) {
        return;
    }
    const QScopedValueRollback following(m_following, true);
    QItemSelection selection;
    QModelIndex first;
    for (const std::uint32_t id : m_editor->state().selectedInstances()) {
        const int row = m_model.rowOf(id);
        if (row >= 0) {
            const QModelIndex index = m_model.index(row, 0);
            first = first.isValid() ? first : index;
            selection.select(index, m_model.index(row, InstanceModel::ColumnCount - 1));
        }
    }
    m_view->selectionModel()->select(selection, QItemSelectionModel::ClearAndSelect);
    if (first.isValid()) {
        m_view->scrollTo(first);
    }
}

void InstanceDock::adoptSelection() {
    if (m_following || m_editor == nullptr) {
        return;
    }
    std::vector<std::uint32_t> ids;
    for (const QModelIndex& index : m_view->selectionModel()->selectedRows()) {
        ids.push_back(m_model.instanceAt(index.row()));
    }
    m_editor->state().selectInstances(std::move(ids));
}

} // namespace underpaint::ui
