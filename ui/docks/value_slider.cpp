// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/docks/value_slider.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QSlider>

#include <cmath>

namespace underpaint::ui {

namespace {

constexpr int steps = 200;

} // namespace

ValueSlider::ValueSlider(const QString& name, double least, double most, QWidget* parent)
    : QWidget(parent),
      m_least(least),
      m_most(most),
      m_slider(new QSlider(Qt::Horizontal, this)),
      m_value(new QLabel(this)) {
    // Names of several sliders end at one place, so that the sliders are as long.
    constexpr int longest = 90;
    const bool isNumber = name.size() < 3;
    auto* label =
        new QLabel(isNumber ? name : fontMetrics().elidedText(name, Qt::ElideRight, longest), this);
    label->setToolTip(name);
    label->setMinimumWidth(isNumber ? fontMetrics().horizontalAdvance(QStringLiteral("00"))
                                    : longest);
    m_slider->setRange(0, steps);
    m_slider->setPageStep(steps / 10);
    m_slider->setAccessibleName(name);
    m_value->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_value->setMinimumWidth(fontMetrics().horizontalAdvance(QStringLiteral("-0.00")));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(label);
    row->addWidget(m_slider, 1);
    row->addWidget(m_value);
    connect(m_slider, &QSlider::sliderPressed, this, &ValueSlider::pressed);
    connect(m_slider, &QSlider::valueChanged, this, [this] {
        if (!m_slider->isSliderDown()) {
            Q_EMIT pressed(); // a key or a click beside the handle is a gesture of its own
        }
        showValue();
        Q_EMIT valueEdited(value());
    });
    showValue();
}

double ValueSlider::value() const {
    return m_least + (m_most - m_least) * m_slider->value() / steps;
}

void ValueSlider::setValue(double value) {
    const QSignalBlocker blocker(m_slider);
    m_slider->setValue(
        static_cast<int>(std::lround((value - m_least) / (m_most - m_least) * steps)));
    showValue();
}

bool ValueSlider::dragging() const {
    return m_slider->isSliderDown();
}

void ValueSlider::showValue() {
    m_value->setText(QString::number(value(), 'f', 2));
}

} // namespace underpaint::ui
