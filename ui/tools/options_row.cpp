// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tools/options_row.h"

#include "ui/tools/tool.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSpinBox>

#include <utility>

namespace underpaint::ui {

OptionsRow::OptionsRow(Tool& tool, QWidget* parent)
    : QWidget(parent), m_layout(new QHBoxLayout(this)) {
    m_layout->setContentsMargins(0, 0, 0, 0);
    connect(&tool, &Tool::settingsChanged, this, &OptionsRow::refreshed);
}

void OptionsRow::name(QWidget* widget, const Text& text) const {
    widget->setToolTip(text.toolTip);
    widget->setAccessibleName(text.label);
    widget->setAccessibleDescription(text.toolTip);
}

void OptionsRow::addNumber(const Text& text, int least, int greatest, std::function<int()> get,
                           std::function<void(int)> set) {
    auto* label = new QLabel(text.label, this);
    auto* box = new QSpinBox(this);
    label->setBuddy(box);
    box->setRange(least, greatest);
    box->setSuffix(text.suffix);
    box->setValue(get());
    // Large ranges are crossed faster the longer the arrow is held.
    box->setAccelerated(true);
    box->setKeyboardTracking(false);
    name(box, text);
    connect(box, &QSpinBox::valueChanged, this, std::move(set));
    connect(this, &OptionsRow::refreshed, box, [box, get = std::move(get)] {
        const QSignalBlocker quiet(box);
        box->setValue(get());
    });
    m_layout->addWidget(label);
    m_layout->addWidget(box);
}

void OptionsRow::addCheck(const Text& text, std::function<bool()> get,
                          std::function<void(bool)> set) {
    auto* box = new QCheckBox(text.label, this);
    box->setChecked(get());
    name(box, text);
    connect(box, &QCheckBox::toggled, this, std::move(set));
    connect(this, &OptionsRow::refreshed, box, [box, get = std::move(get)] {
        const QSignalBlocker quiet(box);
        box->setChecked(get());
    });
    m_layout->addWidget(box);
}

void OptionsRow::addChoice(const Text& text, const QStringList& items, std::function<int()> get,
                           std::function<void(int)> set) {
    auto* label = new QLabel(text.label, this);
    auto* box = new QComboBox(this);
    label->setBuddy(box);
    box->addItems(items);
    box->setCurrentIndex(get());
    name(box, text);
    connect(box, &QComboBox::currentIndexChanged, this, std::move(set));
    connect(this, &OptionsRow::refreshed, box, [box, get = std::move(get)] {
        const QSignalBlocker quiet(box);
        box->setCurrentIndex(get());
    });
    m_layout->addWidget(label);
    m_layout->addWidget(box);
}

void OptionsRow::addButton(const Text& text, std::function<void()> clicked,
                           std::function<bool()> enabled) {
    auto* button = new QPushButton(text.label, this);
    name(button, text);
    connect(button, &QPushButton::clicked, this, std::move(clicked));
    if (enabled) {
        button->setEnabled(enabled());
        connect(this, &OptionsRow::refreshed, button,
                [button, enabled = std::move(enabled)] { button->setEnabled(enabled()); });
    }
    m_layout->addWidget(button);
}

void OptionsRow::addWidget(QWidget* widget) {
    m_layout->addWidget(widget);
}

void OptionsRow::finish() {
    m_layout->addStretch(1);
}

} // namespace underpaint::ui
