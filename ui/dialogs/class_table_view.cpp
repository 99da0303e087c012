// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/class_table_view.h"

#include "ui/dialogs/class_swatch.h"
#include "ui/document/class_names.h"

#include <QComboBox>
#include <QHeaderView>
#include <QPixmap>

#include <algorithm>
#include <memory>

namespace underpaint::ui {

namespace {

enum Column { Name, Share, Becomes, ColumnCount };

QTableWidgetItem* madeItem(const QString& text) {
    auto item = std::make_unique<QTableWidgetItem>(text);
    item->setFlags(Qt::ItemIsEnabled);
    return item.release(); // the table owns it
}

} // namespace

ClassTableView::ClassTableView(const QString& source, QWidget* parent)
    : QTableWidget(0, ColumnCount, parent) {
    setObjectName(QStringLiteral("classTable"));
    setAccessibleName(tr("What classes become"));
    setHorizontalHeaderLabels({source, tr("Share"), tr("Becomes")});
    verticalHeader()->hide();
    horizontalHeader()->setSectionResizeMode(Name, QHeaderView::Stretch);
    horizontalHeader()->setSectionResizeMode(Share, QHeaderView::ResizeToContents);
    horizontalHeader()->setSectionResizeMode(Becomes, QHeaderView::Stretch);
    setSelectionMode(QAbstractItemView::NoSelection);
}

QWidget* ClassTableView::choiceFor(const imaging::MappedClass& one, const scene::LabelSet& to) {
    auto* choice = new QComboBox(this);
    choice->setAccessibleName(tr("%1 becomes").arg(className(one.from.name)));
    choice->addItem(tr("— unlabelled —"), -1);
    for (const scene::LabelClass& label : to.classes()) {
        choice->addItem(classSwatch(label.colour), className(label.name), int{label.id});
    }
    choice->setCurrentIndex(choice->findData(one.to ? int{*one.to} : -1));
    connect(choice, &QComboBox::activated, this, [this, choice, from = one.from.id] {
        const int id = choice->currentData().toInt();
        Q_EMIT chosen(from, id < 0 ? std::nullopt : std::optional(static_cast<std::uint16_t>(id)));
    });
    return choice;
}

void ClassTableView::present(const imaging::ClassMapping& mapping,
                             const std::map<std::uint16_t, long long>& pixels,
                             const scene::LabelSet& to) {
    long long all = 0;
    for (const auto& [id, count] : pixels) {
        all += count;
    }
    setRowCount(0);
    for (const imaging::MappedClass& one : mapping.classes) {
        const auto found = pixels.find(one.from.id);
        if (found == pixels.end() || found->second == 0) {
            continue;
        }
        const int row = rowCount();
        insertRow(row);
        QTableWidgetItem* name = madeItem(className(one.from.name));
        name->setIcon(classSwatch(one.from.colour));
        const bool lost = !one.to && one.match != imaging::ClassMatch::Nothing &&
                          one.match != imaging::ClassMatch::Chosen;
        if (lost) {
            QFont bold = name->font();
            bold.setBold(true);
            name->setFont(bold);
            name->setToolTip(tr("No class has this name or meaning"));
        } else if (one.match == imaging::ClassMatch::Kin) {
            name->setToolTip(tr("The nearest class only"));
        }
        constexpr double percent = 100;
        setItem(row, Name, name);
        setItem(row, Share,
                madeItem(tr("%1 %").arg(percent * static_cast<double>(found->second) /
                                            static_cast<double>(std::max(1LL, all)),
                                        0, 'f', 1)));
        setCellWidget(row, Becomes, choiceFor(one, to));
    }
}

imaging::ClassMapping withChoices(imaging::ClassMapping mapping,
                                  const ClassTableView::Choices& choices) {
    for (imaging::MappedClass& one : mapping.classes) {
        if (const auto chosen = choices.find(one.from.id); chosen != choices.end()) {
            one.to = chosen->second;
            one.match = imaging::ClassMatch::Chosen;
        }
    }
    return mapping;
}

} // namespace underpaint::ui
