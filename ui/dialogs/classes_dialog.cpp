// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/classes_dialog.h"

#include <QDialogButtonBox>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace underpaint::ui {

namespace {

constexpr QSize room(560, 460);

} // namespace

ClassesDialog::ClassesDialog(const std::vector<imaging::ClassChange>& change,
                             imaging::ClassMapping mapping, QWidget* parent)
    : QDialog(parent),
      m_from(change.front().from),
      m_to(change.front().to),
      m_mapping(std::move(mapping)),
      m_table(new ClassTableView(tr("Before"), this)),
      m_names(new QPushButton(tr("As Their &Names Say"), this)) {
    for (const imaging::ClassChange& frame : change) {
        for (const auto& [label, pixels] : imaging::pixelsBefore(frame)) {
            m_pixels[label] += pixels;
        }
    }
    setWindowTitle(tr("Classes of the Scene"));
    build();
    present();
    resize(room);
}

void ClassesDialog::build() {
    auto* text = new QLabel(
        tr("The scene was in the classes of %1 and is now in those of the model, %2. The table "
           "says "
           "what each became. What you change here counts for all that was not painted since, and "
           "the project remembers it for the next time.")
            .arg(QString::fromStdString(m_from.name()), QString::fromStdString(m_to.name())),
        this);
    text->setTextFormat(Qt::PlainText);
    text->setWordWrap(true);
    m_names->setToolTip(tr("Forgets what was chosen here"));
    m_names->setAutoDefault(false);
    connect(m_names, &QPushButton::clicked, this, &ClassesDialog::forget);
    connect(m_table, &ClassTableView::chosen, this, &ClassesDialog::choose);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this);
    buttons->addButton(m_names, QDialogButtonBox::ResetRole);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* column = new QVBoxLayout(this);
    column->addWidget(text);
    column->addWidget(m_table, 1);
    column->addWidget(buttons);
}

void ClassesDialog::choose(std::uint16_t from, std::optional<std::uint16_t> to) {
    m_mapping = withChoices(std::move(m_mapping), {{from, to}});
    // The row that the user is at stays as it is.
    m_names->setEnabled(true);
}

void ClassesDialog::forget() {
    m_mapping = imaging::mapClasses(m_from, m_to);
    present();
}

void ClassesDialog::present() {
    m_table->present(m_mapping, m_pixels, m_to);
    m_names->setEnabled(std::ranges::any_of(m_mapping.classes, [](const imaging::MappedClass& one) {
        return one.match == imaging::ClassMatch::Chosen;
    }));
}

} // namespace underpaint::ui
