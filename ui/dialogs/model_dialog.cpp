// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/model_dialog.h"

#include "engine/base/error.h"
#include "ui/document/class_names.h"
#include "ui/widgets/plain_text.h"
#include "ui/widgets/screen_fit.h"

#include <QDialogButtonBox>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

namespace underpaint::ui {

namespace {

QString escaped(const std::string& text) {
    return QString::fromStdString(text).toHtmlEscaped();
}

} // namespace

ModelDialog::ModelDialog(Services& services, QSize map, QWidget* parent)
    : QDialog(parent),
      m_services(services),
      m_map(map),
      m_list(new QListWidget(this)),
      m_text(new QLabel(this)) {
    setWindowTitle(tr("Models"));
    resizeWithinScreen(*this, {720, 460});
    m_list->setAccessibleName(tr("Models"));
    m_list->setMinimumWidth(230);
    m_list->setWordWrap(true);
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::RichText);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_text->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    m_text->setMargin(8);
    auto* scroll = new QScrollArea(this);
    scroll->setWidget(m_text);
    scroll->setWidgetResizable(true);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_use = buttons->addButton(tr("Use This Model"), QDialogButtonBox::AcceptRole);
    QPushButton* open = buttons->addButton(tr("Open Package …"), QDialogButtonBox::ActionRole);
    open->setToolTip(tr("A folder or file NAME.underpaint-model from elsewhere"));
    auto* columns = new QHBoxLayout;
    columns->addWidget(m_list);
    columns->addWidget(scroll, 1);
    auto* all = new QVBoxLayout(this);
    all->addLayout(columns, 1);
    all->addWidget(buttons);
    connect(m_list, &QListWidget::currentRowChanged, this, &ModelDialog::describe);
    connect(m_list, &QListWidget::itemDoubleClicked, m_use, &QPushButton::click);
    connect(open, &QPushButton::clicked, this, &ModelDialog::openPackage);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    fill();
}

void ModelDialog::fill() {
    m_models = m_services.models().models();
    m_list->clear();
    const CurrentModel* loaded = m_services.models().model();
    for (const KnownModel& model : m_models) {
        m_list->addItem(model.name.isEmpty()
                            ? QString::fromStdString(model.path.filename().string())
                            : model.name);
        if (loaded != nullptr && loaded->manifest.id == model.id.toStdString()) {
            m_list->setCurrentRow(m_list->count() - 1);
        }
    }
    if (m_list->currentRow() < 0 && m_list->count() > 0) {
        m_list->setCurrentRow(0);
    }
    if (m_models.empty()) {
        describe(-1);
    }
}

void ModelDialog::describe(int row) {
    m_use->setEnabled(false);
    if (row < 0 || static_cast<std::size_t>(row) >= m_models.size()) {
        m_text->setText(tr("No model was found. Open a package from elsewhere, or put one into a "
                           "model folder."));
        return;
    }
    const KnownModel& model = m_models[static_cast<std::size_t>(row)];
    try {
        m_text->setText(description(project::ModelPackage::open(model.path).manifest()));
        m_use->setEnabled(true);
        m_use->setToolTip(QString());
    } catch (const Error& failure) {
        m_text->setText(QString::fromStdString(failure.message()).toHtmlEscaped());
        m_use->setToolTip(tr("The package cannot be opened"));
    }
}

QString ModelDialog::description(const project::Manifest& manifest) const {
    QString html = QStringLiteral("<h3>%1</h3>").arg(escaped(manifest.name));
    const auto line = [&](const QString& name, const QString& value) {
        if (!value.isEmpty()) {
            html += tr("<p><b>%1:</b> %2</p>", "property, value").arg(name, value);
        }
    };
    if (!manifest.notes.empty()) {
        html += QStringLiteral("<p>%1</p>").arg(escaped(manifest.notes));
    }
    const auto seconds =
        m_services.models().measuredSeconds(QString::fromStdString(manifest.id), m_map);
    line(
        tr("Time of a render here"),
        seconds
            ? tr("%1 s for %2 × %3").arg(*seconds, 0, 'f', 2).arg(m_map.width()).arg(m_map.height())
            : tr("not measured yet"));
    line(tr("Licence"), escaped(manifest.licence));
    line(tr("Trained on"), escaped(manifest.data));
    if (manifest.size.nativeWidth > 0) {
        line(tr("Size"), tr("trained at %1 × %2, multiples of %3")
                             .arg(manifest.size.nativeWidth)
                             .arg(manifest.size.nativeHeight)
                             .arg(manifest.size.multiple));
    } else {
        line(tr("Size"), tr("multiples of %1").arg(manifest.size.multiple));
    }
    std::size_t styles = 0;
    for (const auto& [id, clusters] : manifest.styles) {
        styles += clusters.size();
    }
    line(tr("Styles"),
         styles > 0
             ? tr("%1 of %n classes", nullptr, static_cast<int>(manifest.styles.size())).arg(styles)
             : tr("none"));
    QString classes;
    for (const project::PackageClass& one : manifest.classes) {
        const QColor colour(one.colour[0], one.colour[1], one.colour[2]);
        classes +=
            QStringLiteral("<span style='color:%1'>■</span>&nbsp;%2&ensp; ")
                .arg(colour.name(), className(one.name).toHtmlEscaped().replace(' ', "&nbsp;"));
    }
    line(tr("%n classes", nullptr, static_cast<int>(manifest.classes.size())), classes);
    QStringList metrics;
    for (const auto& [name, value] : manifest.metrics) {
        metrics << QStringLiteral("%1 %2").arg(escaped(name)).arg(value, 0, 'g', 4);
    }
    line(tr("Measured"), metrics.join(QStringLiteral(" · ")));
    return html;
}

QString ModelDialog::chosen() const {
    const int row = m_list->currentRow();
    return row < 0 ? QString() : m_models[static_cast<std::size_t>(row)].id;
}

void ModelDialog::openPackage() {
    const QString file = QFileDialog::getOpenFileName(
        this, tr("Open a Model Package"), {},
        tr("Model packages (*.underpaint-model manifest.json);;All files (*)"));
    if (file.isEmpty()) {
        return;
    }
    try {
        std::filesystem::path path = file.toStdString();
        // A package that is a folder is named by its manifest.
        path = path.filename() == "manifest.json" ? path.parent_path() : path;
        const QString id = m_services.models().addModel(path);
        fill();
        for (std::size_t i = 0; i < m_models.size(); ++i) {
            if (m_models[i].id == id) {
                m_list->setCurrentRow(static_cast<int>(i));
            }
        }
    } catch (const Error& failure) {
        warnPlainly(this, tr("Models"), QString::fromStdString(failure.message()));
    }
}

} // namespace underpaint::ui
