// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/docks/code_sliders.h"

#include "ui/docks/value_slider.h"
#include "ui/session/latent_codes.h"
#include "ui/widgets/icons.h"

#include <QHBoxLayout>
#include <QSlider>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace underpaint::ui {

CodeSliders::CodeSliders(QWidget* parent) : QWidget(parent), m_column(new QVBoxLayout(this)) {
    m_column->setContentsMargins(0, 0, 0, 0);
    m_column->setSpacing(0);
}

void CodeSliders::setSize(int size) {
    for (QWidget* row : m_rows) {
        row->hide();
        row->deleteLater();
    }
    m_rows.clear();
    m_sliders.clear();
    m_locks.clear();
    m_locked.assign(static_cast<std::size_t>(size), false);
    for (int i = 0; i < size; ++i) {
        addRow(i);
    }
}

void CodeSliders::addRow(int index) {
    const QString number = QString::number(index + 1);
    auto* row = new QWidget(this);
    auto* slider = new ValueSlider(number, -codeReach, codeReach, row);
    slider->setToolTip(tr("Value %1 of the code: changes how the whole scene looks").arg(number));
    slider->findChild<QSlider*>()->setAccessibleName(tr("Value %1").arg(number));
    auto* lock = new QToolButton(row);
    lock->setCheckable(true);
    lock->setAutoRaise(true);
    lock->setIconSize(QSize(14, 14));
    lock->setAccessibleName(tr("Lock value %1").arg(number));
    auto* line = new QHBoxLayout(row);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(2);
    line->addWidget(slider, 1);
    line->addWidget(lock);
    connect(slider, &ValueSlider::pressed, this, &CodeSliders::pressed);
    connect(slider, &ValueSlider::valueEdited, this,
            [this, index](double value) { Q_EMIT valueEdited(index, value); });
    connect(lock, &QToolButton::toggled, this, [this, index](bool on) {
        setLocked(static_cast<std::size_t>(index), on);
        Q_EMIT locksChanged();
    });
    m_rows.push_back(row);
    m_sliders.push_back(slider);
    m_locks.push_back(lock);
    m_column->addWidget(row);
    row->show();
    setLocked(static_cast<std::size_t>(index), false);
}

void CodeSliders::setLocked(std::size_t index, bool locked) {
    m_locked[index] = locked;
    m_sliders[index]->setEnabled(!locked);
    QToolButton* lock = m_locks[index];
    lock->setIcon(themedIcon(locked ? QStringLiteral("lock") : QStringLiteral("unlock")));
    lock->setToolTip(locked ? tr("Locked: stays as it is. Click to let it change again")
                            : tr("Lock: random codes, the pad and the samples leave this value as "
                                 "it is"));
}

void CodeSliders::setCode(const scene::LatentCode& code) {
    for (std::size_t i = 0; i < std::min(code.values.size(), m_sliders.size()); ++i) {
        if (!m_sliders[i]->dragging()) {
            m_sliders[i]->setValue(code.values[i]);
        }
    }
}

} // namespace underpaint::ui
