// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/new_dialog.h"

#include "ui/document/class_names.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QPixmap>
#include <QSpinBox>

#include <algorithm>

namespace underpaint::ui {

namespace {

constexpr int largestExtent = 8192;
constexpr int smallestExtent = 32;

int rounded(int extent, int multiple) {
    return std::max(1, (extent + multiple / 2) / multiple) * multiple;
}

} // namespace

NewDialog::NewDialog(const scene::LabelSet& labels, const project::SizeRules& rules, Size present,
                     QWidget* parent)
    : QDialog(parent),
      m_presets(new QComboBox(this)),
      m_width(new QSpinBox(this)),
      m_height(new QSpinBox(this)),
      m_background(new QComboBox(this)) {
    setWindowTitle(tr("New Scene"));
    const int multiple = std::max(1, rules.multiple);
    for (QSpinBox* side : {m_width, m_height}) {
        side->setRange(rounded(smallestExtent, multiple), largestExtent / multiple * multiple);
        side->setSingleStep(multiple);
        side->setSuffix(tr(" px"));
        connect(side, &QSpinBox::editingFinished, this,
                [side, multiple] { side->setValue(rounded(side->value(), multiple)); });
    }
    m_width->setAccessibleName(tr("Width"));
    m_height->setAccessibleName(tr("Height"));
    for (const scene::LabelClass& label : labels.classes()) {
        QPixmap chip(16, 16);
        chip.fill(QColor(label.colour.red, label.colour.green, label.colour.blue));
        m_background->addItem(QIcon(chip), className(label.name), label.id);
    }
    addPresets(rules, present);
    auto* form = new QFormLayout(this);
    form->addRow(tr("&Preset"), m_presets);
    form->addRow(tr("&Width"), m_width);
    form->addRow(tr("&Height"), m_height);
    form->addRow(tr("&Filled with"), m_background);
    if (multiple > 1) {
        auto* note = new QLabel(tr("The model works on multiples of %1 pixels.").arg(multiple));
        note->setForegroundRole(QPalette::PlaceholderText);
        form->addRow(note);
    }
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this);
    buttons->button(QDialogButtonBox::Ok)->setText(tr("Create"));
    form->addRow(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
}

void NewDialog::addPresets(const project::SizeRules& rules, Size present) {
    const auto add = [&](const QString& name, int width, int height) {
        m_presets->addItem(tr("%1 (%2 × %3)").arg(name).arg(width).arg(height),
                           QSize(width, height));
    };
    if (rules.nativeWidth > 0 && rules.nativeHeight > 0) {
        add(tr("What the model was trained on"), rules.nativeWidth, rules.nativeHeight);
    }
    add(tr("As the present scene"), present.width, present.height);
    add(tr("Street"), 512, 256);
    add(tr("Large street"), 1024, 512);
    add(tr("Square"), 512, 512);
    const auto take = [this] {
        const QSize size = m_presets->currentData().toSize();
        m_width->setValue(size.width());
        m_height->setValue(size.height());
    };
    connect(m_presets, &QComboBox::currentIndexChanged, this, take);
    take();
}

Size NewDialog::size() const {
    return {m_width->value(), m_height->value()};
}

std::uint16_t NewDialog::background() const {
    return static_cast<std::uint16_t>(m_background->currentData().toUInt());
}

} // namespace underpaint::ui
