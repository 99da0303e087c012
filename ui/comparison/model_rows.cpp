// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/comparison/model_rows.h"

#include "engine/base/error.h"
#include "ui/widgets/icons.h"

#include <QComboBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QListWidget>
#include <QSettings>
#include <QToolButton>
#include <QVBoxLayout>

namespace underpaint::ui {

namespace {

constexpr int pathRole = Qt::UserRole; ///< of scenes; empty: the open one
constexpr std::array keys = {"comparison/firstModel", "comparison/secondModel"};

QString scenesKey() {
    return QStringLiteral("comparison/scenes");
}

QToolButton* button(const QString& icon, const QString& text, QWidget& page) {
    auto* made = new QToolButton(&page);
    made->setIcon(themedIcon(icon));
    made->setToolTip(text);
    made->setAccessibleName(text);
    return made;
}

void setWidgetsEnabled(const QLayout& layout, bool enabled) {
    for (int i = 0; i < layout.count(); ++i) {
        if (QWidget* widget = layout.itemAt(i)->widget()) {
            widget->setEnabled(enabled);
        } else if (const QLayout* inner = layout.itemAt(i)->layout()) {
            setWidgetsEnabled(*inner, enabled);
        }
    }
}

} // namespace

ModelRows::ModelRows(ModelsToCompare models, QSettings& settings, QFormLayout& form, QWidget& page)
    : QObject(&page),
      m_models(std::move(models)),
      m_settings(settings),
      m_form(form),
      m_page(page) {
    m_rows = {addModel(0, tr("F&irst model")), addModel(1, tr("Se&cond model")), addScenes()};
    // At the first time the model that paints now against the next one.
    for (std::size_t which = 0; which < m_choice.size(); ++which) {
        QComboBox& choice = *m_choice.at(which);
        int row = choice.findText(m_settings.value(keys.at(which)).toString());
        if (row < 0 && which == 0 && m_models.shelf.model() != nullptr) {
            row = choice.findText(QString::fromStdString(m_models.shelf.model()->manifest.name));
        }
        if (row < 0 && which == 1) {
            row = choice.count() > 1 && m_choice[0]->currentIndex() == 0 ? 1 : 0;
        }
        choice.setCurrentIndex(row);
    }
    if (m_models.open) {
        addScene({});
    }
    for (const QString& path : m_settings.value(scenesKey()).toStringList()) {
        if (QFileInfo::exists(path)) {
            addScene(path);
        }
    }
}

QHBoxLayout* ModelRows::addModel(std::size_t which, const QString& label) {
    auto* choice = new QComboBox;
    choice->setObjectName(which == 0 ? "comparison.firstModel" : "comparison.secondModel");
    choice->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    for (const KnownModel& model : m_models.shelf.models()) {
        if (model.problem.isEmpty()) {
            choice->addItem(model.name, QString::fromStdString(model.path.string()));
        }
    }
    m_choice.at(which) = choice;
    auto* other =
        button(QStringLiteral("folder"), tr("Choose a package that lies elsewhere"), m_page);
    connect(other, &QToolButton::clicked, this, [this, which] { addPackage(which); });
    auto* row = new QHBoxLayout;
    row->addWidget(choice, 1);
    row->addWidget(other);
    m_form.addRow(label, row);
    if (auto* text = qobject_cast<QLabel*>(m_form.labelForField(row))) {
        text->setBuddy(choice);
    }
    return row;
}

QHBoxLayout* ModelRows::addScenes() {
    m_scenes = new QListWidget;
    m_scenes->setObjectName(QStringLiteral("comparison.scenes"));
    m_scenes->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_scenes->setTextElideMode(Qt::ElideMiddle);
    m_scenes->setToolTip(tr("Both models paint these; those without a mark are left out"));
    constexpr int lines = 3;
    m_scenes->setMinimumHeight(lines * m_scenes->fontMetrics().lineSpacing() * 5 / 4);
    auto* projects = button(QStringLiteral("open"), tr("Add projects"), m_page);
    projects->setObjectName(QStringLiteral("comparison.addProjects"));
    connect(projects, &QToolButton::clicked, this, &ModelRows::addProjects);
    auto* folder = button(QStringLiteral("folder"), tr("Add a folder of label maps"), m_page);
    folder->setObjectName(QStringLiteral("comparison.addFolder"));
    connect(folder, &QToolButton::clicked, this, &ModelRows::addFolder);
    auto* away = button(QStringLiteral("trash"), tr("Take the selected ones off the list"), m_page);
    connect(away, &QToolButton::clicked, this, &ModelRows::removeScenes);
    auto* column = new QVBoxLayout;
    for (QToolButton* one : {projects, folder, away}) {
        column->addWidget(one);
    }
    column->addStretch(1);
    auto* row = new QHBoxLayout;
    row->addWidget(m_scenes, 1);
    row->addLayout(column);
    m_form.addRow(tr("Sce&nes"), row);
    if (auto* text = qobject_cast<QLabel*>(m_form.labelForField(row))) {
        text->setBuddy(m_scenes);
    }
    return row;
}

void ModelRows::addPackage(std::size_t which) {
    // A package is a file, or a folder with this file in it.
    const QString chosen = QFileDialog::getOpenFileName(
        &m_page, tr("Choose a Package"), {},
        tr("Models (*.underpaint-model manifest.json);;All files (*)"));
    if (chosen.isEmpty()) {
        return;
    }
    try {
        const QFileInfo file(chosen);
        const QString path =
            file.fileName() == QLatin1String("manifest.json") ? file.absolutePath() : chosen;
        const QString id = m_models.shelf.addModel(path.toStdString());
        for (const KnownModel& model : m_models.shelf.models()) {
            if (model.id == id && model.problem.isEmpty()) {
                QComboBox& choice = *m_choice.at(which);
                choice.addItem(model.name, QString::fromStdString(model.path.string()));
                choice.setCurrentIndex(choice.count() - 1);
                return;
            }
        }
    } catch (const Error& error) {
        Q_EMIT problem(QString::fromStdString(error.message()));
    }
}

void ModelRows::addProjects() {
    const QStringList chosen = QFileDialog::getOpenFileNames(&m_page, tr("Add Projects"), {},
                                                             tr("Projects (*.underpaint)"));
    for (const QString& path : chosen) {
        addScene(path);
    }
}

void ModelRows::addFolder() {
    const QString chosen =
        QFileDialog::getExistingDirectory(&m_page, tr("Add a Folder of Label Maps"));
    if (!chosen.isEmpty()) {
        addScene(chosen);
    }
}

void ModelRows::addScene(const QString& path, bool wanted) {
    for (int row = 0; row < m_scenes->count(); ++row) {
        if (m_scenes->item(row)->data(pathRole).toString() == path) {
            m_scenes->item(row)->setCheckState(Qt::Checked);
            return;
        }
    }
    auto* item = new QListWidgetItem(
        path.isEmpty() ? tr("the open scene (%1)").arg(m_models.openName) : path, m_scenes);
    item->setData(pathRole, path);
    item->setToolTip(item->text());
    item->setFlags(item->flags() | Qt::ItemIsUserCheckable);
    item->setCheckState(wanted ? Qt::Checked : Qt::Unchecked);
}

void ModelRows::removeScenes() {
    for (const QListWidgetItem* item : m_scenes->selectedItems()) {
        if (!item->data(pathRole).toString().isEmpty()) { // the open one stays, without a mark
            delete item;
        }
    }
}

std::vector<std::pair<QString, bool>> ModelRows::paths() const {
    std::vector<std::pair<QString, bool>> all;
    for (int row = 0; row < m_scenes->count(); ++row) {
        const QListWidgetItem* item = m_scenes->item(row);
        all.emplace_back(item->data(pathRole).toString(), item->checkState() == Qt::Checked);
    }
    return all;
}

ModelComparison ModelRows::chosen() const {
    ModelComparison comparison;
    for (std::size_t which = 0; which < m_choice.size(); ++which) {
        comparison.packages.at(which) = m_choice.at(which)->currentData().toString().toStdString();
        if (comparison.packages.at(which).empty()) {
            throw Error(tr("Choose two models").toStdString());
        }
    }
    if (comparison.packages[0] == comparison.packages[1]) {
        throw Error(tr("Choose two models that are not the same").toStdString());
    }
    for (const auto& [path, wanted] : paths()) {
        if (wanted && path.isEmpty()) {
            comparison.open = m_models.open;
            comparison.openName = m_models.openName.toStdString();
        } else if (wanted) {
            comparison.scenes.emplace_back(path.toStdString());
        }
    }
    if (!comparison.open && comparison.scenes.empty()) {
        throw Error(tr("Mark scenes for both models to paint, or add some").toStdString());
    }
    return comparison;
}

void ModelRows::setVisible(bool visible) {
    for (QHBoxLayout* row : m_rows) {
        m_form.setRowVisible(row, visible);
    }
}

void ModelRows::setEnabled(bool enabled) {
    for (const QHBoxLayout* row : m_rows) {
        setWidgetsEnabled(*row, enabled);
    }
}

void ModelRows::showNames(const QString& first, const QString& second) {
    const std::array names{first, second};
    for (std::size_t which = 0; which < m_choice.size(); ++which) {
        QComboBox& choice = *m_choice.at(which);
        if (choice.findText(names.at(which)) < 0) {
            choice.addItem(names.at(which)); // one that is not here any more
        }
        choice.setCurrentText(names.at(which));
    }
}

void ModelRows::remember() const {
    for (std::size_t which = 0; which < m_choice.size(); ++which) {
        m_settings.setValue(keys.at(which), m_choice.at(which)->currentText());
    }
    QStringList kept;
    for (const auto& [path, wanted] : paths()) {
        if (wanted && !path.isEmpty()) {
            kept << path;
        }
    }
    m_settings.setValue(scenesKey(), kept);
}

} // namespace underpaint::ui
