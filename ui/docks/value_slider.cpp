// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/docks/value_slider.h"

#include "ui/docks/wheel_passes_by.h"

#include <QHBoxLayout>
#include <QImage>
#include <QLabel>
#include <QPixmap>
#include <QSignalBlocker>
#include <QSlider>
#include <QVBoxLayout>

#include <cmath>

namespace underpaint::ui {

namespace {

constexpr int steps = 200;
constexpr int longestName = 90;
constexpr QSize pictureSize(28, 28);

QPixmap endPicture(const QImage& picture) {
    const QImage scaled =
        picture.scaled(pictureSize, Qt::KeepAspectRatioByExpanding, Qt::SmoothTransformation);
    const QPoint corner((scaled.width() - pictureSize.width()) / 2,
                        (scaled.height() - pictureSize.height()) / 2);
    return QPixmap::fromImage(scaled.copy(QRect(corner, pictureSize)));
}

void showPicture(QLabel& label, const QImage& picture) {
    label.setVisible(!picture.isNull());
    if (!picture.isNull()) {
        label.setPixmap(endPicture(picture));
    }
}

} // namespace

ValueSlider::ValueSlider(const QString& name, double least, double most, QWidget* parent)
    : QWidget(parent),
      m_least(least),
      m_most(most),
      m_name(name),
      m_leastPicture(new QLabel(this)),
      m_label(new QLabel(this)),
      m_slider(new QSlider(Qt::Horizontal, this)),
      m_value(new QLabel(this)),
      m_mostPicture(new QLabel(this)),
      m_lines(new QVBoxLayout) {
    // Names of several sliders end at one place, so that the sliders are as long.
    const bool isNumber = name.size() < 3;
    m_label->setTextFormat(Qt::PlainText);
    m_label->setText(isNumber ? name : fontMetrics().elidedText(name, Qt::ElideRight, longestName));
    m_label->setToolTip(name);
    m_label->setMinimumWidth(isNumber ? fontMetrics().horizontalAdvance(QStringLiteral("00"))
                                      : longestName);
    m_value->setTextFormat(Qt::PlainText);
    for (QLabel* picture : {m_leastPicture, m_mostPicture}) {
        picture->setFixedSize(pictureSize);
        picture->hide();
    }
    m_slider->setRange(0, steps);
    m_slider->setPageStep(steps / 10);
    m_slider->setAccessibleName(name);
    WheelPassesBy::install(*m_slider);
    m_value->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_value->setMinimumWidth(fontMetrics().horizontalAdvance(QStringLiteral("-0.00")));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    auto* line = new QHBoxLayout;
    line->addWidget(m_label);
    line->addWidget(m_slider, 1);
    line->addWidget(m_value);
    m_lines->setSpacing(0);
    m_lines->addLayout(line);
    row->addWidget(m_leastPicture);
    row->addLayout(m_lines, 1);
    row->addWidget(m_mostPicture);
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

void ValueSlider::setEndWords(const QString& least, const QString& most) {
    if (!m_hasWords) { // two of them leave a slider no room beside them
        auto* line = new QHBoxLayout;
        line->addWidget(m_label, 1);
        line->addWidget(m_value, 1);
        m_lines->addLayout(line);
        m_hasWords = true;
    }
    const auto put = [](QLabel& label, const QString& text) {
        label.setMinimumWidth(0);
        label.setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
        label.setText(text);
        label.setToolTip(text);
    };
    put(*m_label, least);
    put(*m_value, most);
    m_label->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    m_value->setAlignment(Qt::AlignRight | Qt::AlignTop);
    m_slider->setAccessibleName(most.isEmpty() ? m_name : tr("%1 to %2").arg(least, most));
    showValue();
}

void ValueSlider::setEndPictures(const QImage& least, const QImage& most) {
    showPicture(*m_leastPicture, least);
    showPicture(*m_mostPicture, most);
}

void ValueSlider::setPicture(const QImage& picture) {
    constexpr int room = longestName - 30; // which the picture takes
    m_label->setMinimumWidth(room);
    m_label->setText(fontMetrics().elidedText(m_name, Qt::ElideRight, room));
    showPicture(*m_leastPicture, picture);
}

void ValueSlider::showValue() {
    const QString number = QString::number(value(), 'f', 2);
    if (m_hasWords) {
        m_slider->setToolTip(number);
    } else {
        m_value->setText(number);
    }
}

} // namespace underpaint::ui
