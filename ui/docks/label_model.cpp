// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/docks/label_model.h"

#include "engine/base/error.h"
#include "ui/document/class_names.h"
#include "ui/session/editor.h"
#include "ui/session/services.h"
#include "ui/shortcuts/shortcut_book.h"
#include "ui/widgets/icons.h"

#include <QApplication>
#include <QColor>
#include <QIcon>
#include <QPalette>

#include <algorithm>

namespace underpaint::ui {

namespace {

QColor toQt(scene::Colour colour) {
    return {colour.red, colour.green, colour.blue};
}

QString iconOf(int column, bool on) {
    switch (column) {
    case LabelModel::Solo:
        return QStringLiteral("solo");
    case LabelModel::Lock:
        return on ? QStringLiteral("lock") : QStringLiteral("unlock");
    case LabelModel::Visible:
        return on ? QStringLiteral("eye") : QStringLiteral("eye-off");
    default:
        return {};
    }
}

} // namespace

QString slotKey(const EditorState& state, int slot) {
    const int number = (slot + 1) % EditorState::slotCount;
    const ShortcutBook* keys = state.shortcuts();
    return keys != nullptr ? keys->text(QStringLiteral("label.slot%1").arg(number))
                           : QString::number(number);
}

void LabelModel::setEditor(Editor* editor) {
    for (const auto& connection : m_connections) {
        disconnect(connection);
    }
    m_connections.clear();
    beginResetModel();
    m_editor = editor;
    endResetModel();
    if (editor == nullptr) {
        return;
    }
    const auto reset = [this] {
        beginResetModel();
        endResetModel();
    };
    const auto repaint = [this] { refresh(); };
    EditorState& state = editor->state();
    m_connections = {
        connect(&editor->document(), &Document::labelSetChanged, this, reset),
        connect(&editor->watch(), &SceneWatch::updated, this, repaint),
        connect(&state, &EditorState::slotsChanged, this, repaint),
        connect(&state, &EditorState::locksChanged, this, repaint),
        connect(&state, &EditorState::visibilityChanged, this, repaint),
    };
    if (const ShortcutBook* keys = state.shortcuts()) {
        m_connections.push_back(connect(keys, &ShortcutBook::changed, this, repaint));
    }
}

void LabelModel::setModel(const CurrentModel* model) {
    m_known.reset();
    if (model != nullptr && !model->manifest.classes.empty()) {
        m_known.emplace();
        for (const project::PackageClass& one : model->manifest.classes) {
            m_known->insert(static_cast<std::uint16_t>(one.id));
        }
    }
    refresh();
}

void LabelModel::refresh() {
    if (rowCount() > 0) {
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
    }
}

std::optional<std::uint16_t> LabelModel::labelAt(int row) const {
    if (m_editor == nullptr || row < 0 || row >= rowCount()) {
        return std::nullopt;
    }
    return m_editor->scene().labelSet.classes()[static_cast<std::size_t>(row)].id;
}

int LabelModel::rowOf(std::uint16_t label) const {
    if (m_editor == nullptr) {
        return -1;
    }
    const auto& classes = m_editor->scene().labelSet.classes();
    const auto found = std::find_if(classes.begin(), classes.end(),
                                    [&](const auto& one) { return one.id == label; });
    return found == classes.end() ? -1 : static_cast<int>(found - classes.begin());
}

int LabelModel::rowCount(const QModelIndex& parent) const {
    return m_editor == nullptr || parent.isValid()
               ? 0
               : static_cast<int>(m_editor->scene().labelSet.size());
}

int LabelModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

bool LabelModel::known(std::uint16_t label) const {
    return !m_known || m_known->contains(label);
}

std::optional<int> LabelModel::slotOf(std::uint16_t label) const {
    for (int i = 0; i < EditorState::slotCount; ++i) {
        if (m_editor->state().slot(i) == label) {
            return i;
        }
    }
    return std::nullopt;
}

QVariant LabelModel::text(std::uint16_t label, int column) const {
    switch (column) {
    case Key: {
        const auto slotted = slotOf(label);
        return slotted ? slotKey(m_editor->state(), *slotted) : QString();
    }
    case Name:
        return className(m_editor->scene().labelSet.at(label).name);
    case Id:
        return label;
    case Share: {
        const auto& pixels = m_editor->watch().labelPixels();
        const auto found = pixels.find(label);
        const double all = static_cast<double>(m_editor->scene().size().area());
        if (found == pixels.end() || all == 0) {
            return QString();
        }
        const double percent = 100.0 * static_cast<double>(found->second) / all;
        return percent < 0.1 ? tr("< 0.1 %") : tr("%1 %").arg(percent, 0, 'f', 1);
    }
    default:
        return {};
    }
}

QVariant LabelModel::tip(std::uint16_t label, int column) const {
    switch (column) {
    case Key:
        return tr("The key that chooses this label; the context menu changes it");
    case Colour:
        return tr("Double-click to change the colour; the map and its ids stay as they are");
    case Share:
        return tr("Share of the map's pixels");
    case Solo:
        return tr("Show this label alone");
    case Lock: {
        const QString keys = keyed(m_editor->state().shortcuts(),
                                   tr("Never paint over this label (%1)"), {"label.lock"});
        return keys.isEmpty() ? tr("Never paint over this label") : keys;
    }
    case Visible:
        return tr("Show or hide this label");
    default:
        break;
    }
    const QString name = className(m_editor->scene().labelSet.at(label).name);
    return known(label) ? tr("%1: double-click to rename").arg(name)
                        : tr("%1: the model never saw this class").arg(name);
}

QVariant LabelModel::checked(std::uint16_t label, int column) const {
    const EditorState& state = m_editor->state();
    switch (column) {
    case Solo:
        return state.soloLabel() == label;
    case Lock:
        return state.lockedLabels().contains(label);
    case Visible:
        return state.labelVisible(label);
    default:
        return {};
    }
}

QVariant LabelModel::data(const QModelIndex& index, int role) const {
    const auto label = labelAt(index.row());
    if (!label) {
        return {};
    }
    const QVariant on = checked(*label, index.column());
    switch (role) {
    case Qt::DisplayRole:
        return text(*label, index.column());
    case Qt::EditRole: // the name itself, not its translation
        return index.column() == Name
                   ? QString::fromStdString(m_editor->scene().labelSet.at(*label).name)
                   : text(*label, index.column());
    case SearchRole:
        return index.column() == Name ? QString(text(*label, Name).toString() + QLatin1Char('\n') +
                                                data(index, Qt::EditRole).toString())
                                      : QVariant();
    case Qt::ToolTipRole:
        return tip(*label, index.column());
    case Qt::AccessibleTextRole:
        return index.column() == Colour ? tr("Colour") : text(*label, index.column());
    case Qt::BackgroundRole:
        return index.column() == Colour
                   ? QVariant(toQt(m_editor->scene().labelSet.at(*label).colour))
                   : QVariant();
    case Qt::DecorationRole:
        return on.isValid() ? QVariant(themedIcon(iconOf(index.column(), on.toBool())))
                            : QVariant();
    case Qt::CheckStateRole:
        return on.isValid() ? QVariant(on.toBool() ? Qt::Checked : Qt::Unchecked) : QVariant();
    case Qt::TextAlignmentRole:
        return index.column() == Name
                   ? QVariant()
                   : QVariant(static_cast<int>(index.column() == Key
                                                   ? Qt::AlignCenter
                                                   : Qt::AlignRight | Qt::AlignVCenter));
    case Qt::ForegroundRole:
        return known(*label) && index.column() == Name
                   ? QVariant()
                   : QVariant(QApplication::palette().color(QPalette::PlaceholderText));
    default:
        return {};
    }
}

bool LabelModel::setData(const QModelIndex& index, const QVariant& value, int role) {
    const auto label = labelAt(index.row());
    if (!label) {
        return false;
    }
    if (role == Qt::CheckStateRole) {
        const bool on = value.toInt() == Qt::Checked;
        EditorState& state = m_editor->state();
        if (index.column() == Solo) {
            state.setSoloLabel(on ? label : std::nullopt);
        } else if (index.column() == Lock) {
            state.setLabelLocked(*label, on);
        } else if (index.column() == Visible) {
            state.setLabelVisible(*label, on);
        }
        return true;
    }
    const std::string name = value.toString().trimmed().toStdString();
    const scene::LabelSet& labels = m_editor->scene().labelSet;
    if (role != Qt::EditRole || index.column() != Name || name.empty() ||
        labels.find(name) != nullptr) {
        return false;
    }
    return m_editor->document().apply({scene::RenameLabel{*label, name}},
                                      tr("Rename label to %1").arg(value.toString().trimmed()));
}

Qt::ItemFlags LabelModel::flags(const QModelIndex& index) const {
    Qt::ItemFlags flags = Qt::ItemIsEnabled | Qt::ItemIsSelectable;
    if (index.column() == Name) {
        flags |= Qt::ItemIsEditable;
    }
    return flags;
}

QVariant LabelModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) {
        return {};
    }
    switch (section) {
    case Name:
        return tr("Label");
    case Id:
        return tr("Id");
    case Share:
        return tr("Share");
    default:
        return QString();
    }
}

} // namespace underpaint::ui
