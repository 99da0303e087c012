// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/model_folders_dialog.h"

#include "engine/base/error.h"
#include "ui/widgets/plain_text.h"
#include "ui/widgets/screen_fit.h"

#include <QDialogButtonBox>
#include <QFileDialog>
#include <QListWidget>
#include <QPushButton>
#include <QVBoxLayout>

namespace underpaint::ui {

ModelFoldersDialog::ModelFoldersDialog(ModelLibrary& library, QWidget* parent)
    : QDialog(parent), m_library(library), m_list(new QListWidget(this)) {
    setWindowTitle(tr("Folders of Models"));
    resizeWithinScreen(*this, {520, 300});
    m_list->setAccessibleName(windowTitle());
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    QPushButton* adding = buttons->addButton(tr("&Add …"), QDialogButtonBox::ActionRole);
    m_remove = buttons->addButton(tr("&Take Out"), QDialogButtonBox::ActionRole);
    m_remove->setToolTip(tr("Models in it are no longer listed; its files stay"));
    auto* column = new QVBoxLayout(this);
    column->addWidget(m_list, 1);
    column->addWidget(buttons);
    connect(adding, &QPushButton::clicked, this, &ModelFoldersDialog::add);
    connect(m_remove, &QPushButton::clicked, this, &ModelFoldersDialog::remove);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_list, &QListWidget::currentRowChanged, this, [this](int row) {
        const auto folders = m_library.folders();
        const auto index = static_cast<std::size_t>(row);
        m_remove->setEnabled(row >= 0 && index < folders.size() && folders[index].removable);
    });
    fill();
}

void ModelFoldersDialog::fill() {
    m_list->clear();
    for (const ModelFolder& folder : m_library.folders()) {
        m_list->addItem(QString::fromStdString(folder.path.string()));
    }
    m_remove->setEnabled(false);
}

void ModelFoldersDialog::add() {
    const QString folder = QFileDialog::getExistingDirectory(this, tr("A Folder with Models"));
    if (folder.isEmpty()) {
        return;
    }
    try {
        m_library.addFolder(folder.toStdString());
    } catch (const Error& failure) {
        warnPlainly(this, windowTitle(), QString::fromStdString(failure.message()));
    }
    fill();
}

void ModelFoldersDialog::remove() {
    m_library.removeFolder(
        m_library.folders()[static_cast<std::size_t>(m_list->currentRow())].path);
    fill();
}

} // namespace underpaint::ui
