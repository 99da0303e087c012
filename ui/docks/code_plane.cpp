// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/docks/code_plane.h"

#include "ui/docks/code_pad.h"
#include "ui/docks/wheel_passes_by.h"

#include <QComboBox>
#include <QGridLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QStringList>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>
#include <utility>

namespace underpaint::ui {

namespace {

/// Of the boxes: values are numbered from 0.
/// @{
constexpr int largestChange = -1;
constexpr int secondLargest = -2;
/// @}

std::size_t directionOf(int choice) {
    return choice == largestChange ? 0 : 1;
}

} // namespace

CodePlane::CodePlane(Services& services, QWidget* parent)
    : QWidget(parent),
      m_probes(services, CodeAsker::Directions, nullptr),
      m_choices{new QComboBox(this), new QComboBox(this)},
      m_find(new QToolButton(this)),
      m_pad(new CodePad(this)),
      m_state(new QLabel(this)) {
    build();
    connect(m_pad, &CodePad::pressed, this, &CodePlane::pressed);
    connect(m_pad, &CodePad::moved, this, &CodePlane::move);
    connect(m_find, &QToolButton::clicked, this, [this] {
        if (m_probes.running()) {
            m_probes.stop();
        } else {
            find();
        }
    });
    connect(&m_probes, &CodeSampler::changed, this, &CodePlane::followSamples);
    for (std::size_t which = 0; which < m_choices.size(); ++which) {
        connect(m_choices[which], &QComboBox::activated, this, [this, which] { choose(which); });
    }
    follow();
}

void CodePlane::build() {
    const std::array names{tr("Across"), tr("Up")};
    const std::array tips{tr("What dragging to the sides changes"),
                          tr("What dragging up and down changes")};
    auto* grid = new QGridLayout;
    grid->setSpacing(3);
    grid->setColumnStretch(1, 1);
    for (std::size_t i = 0; i < m_choices.size(); ++i) {
        const int row = static_cast<int>(i);
        auto* label = new QLabel(names[i], this);
        label->setBuddy(m_choices[i]);
        m_choices[i]->setAccessibleName(names[i]);
        m_choices[i]->setToolTip(tips[i]);
        WheelPassesBy::install(*m_choices[i]);
        m_choices[i]->setSizeAdjustPolicy(QComboBox::AdjustToContents);
        grid->addWidget(label, row, 0);
        grid->addWidget(m_choices[i], row, 1);
    }
    m_find->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Expanding);
    grid->addWidget(m_find, 0, 2, 2, 1);
    m_state->setWordWrap(true);
    m_state->setForegroundRole(QPalette::PlaceholderText);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(3);
    column->addLayout(grid);
    column->addWidget(m_pad);
    column->addWidget(m_state);
}

void CodePlane::setEditor(Editor* editor) {
    m_directions.clear();
    m_nothingFound = false;
    m_probes.setEditor(editor);
}

void CodePlane::setSize(int size) {
    m_size = size;
    m_code = {};
    m_locked.clear();
    m_directions.clear();
    m_nothingFound = false;
    m_chosen = {0, size > 1 ? 1 : 0};
    m_probes.forget();
    fillChoices();
    follow();
}

void CodePlane::fillChoices() {
    for (std::size_t which = 0; which < m_choices.size(); ++which) {
        QComboBox& box = *m_choices[which];
        const QSignalBlocker blocker(box);
        box.clear();
        for (int value = 0; value < m_size; ++value) {
            box.addItem(tr("Value %1").arg(value + 1), value);
        }
        if (m_size > 1) {
            box.addItem(tr("Largest change"), largestChange);
            box.addItem(tr("Second largest"), secondLargest);
        }
        box.setCurrentIndex(box.findData(m_chosen[which]));
    }
}

void CodePlane::choose(std::size_t which) {
    const int chosen = m_choices[which]->currentData().toInt();
    const std::size_t other = 1 - which;
    if (chosen == m_chosen[other]) {
        // One axis twice would be no plane: they change places.
        m_chosen[other] = m_chosen[which];
        m_choices[other]->setCurrentIndex(m_choices[other]->findData(m_chosen[other]));
    }
    m_chosen[which] = chosen;
    if (chosen < 0 && m_directions.empty() && !m_probes.running()) {
        m_probes.ask(probesAround(m_code));
    }
    follow();
}

void CodePlane::find() {
    if (m_code.values.empty()) {
        return;
    }
    m_chosen = {largestChange, secondLargest};
    for (std::size_t which = 0; which < m_choices.size(); ++which) {
        m_choices[which]->setCurrentIndex(m_choices[which]->findData(m_chosen[which]));
    }
    m_directions.clear();
    m_nothingFound = false;
    m_probes.ask(probesAround(m_code));
}

void CodePlane::followSamples() {
    if (m_probes.complete() && m_directions.empty() && !m_nothingFound) {
        m_directions = largestChanges(m_probes.pictures(), m_choices.size());
        m_nothingFound = m_directions.empty();
    }
    follow();
}

std::optional<CodeAxis> CodePlane::axisOf(std::size_t which) const {
    const int chosen = m_chosen[which];
    if (chosen >= 0) {
        return chosen < m_size ? std::optional(valueAxis(chosen, m_size)) : std::nullopt;
    }
    const std::size_t direction = directionOf(chosen);
    return direction < m_directions.size() ? std::optional(m_directions[direction]) : std::nullopt;
}

QString CodePlane::state() const {
    if (m_probes.running()) {
        return tr("Looking for what changes most: %1 of %2 photos …")
            .arg(m_probes.received())
            .arg(m_probes.codes().size());
    }
    if (m_nothingFound) {
        return tr("Nothing in this scene changes with the code.");
    }
    if (m_directions.empty()) {
        return m_chosen[0] < 0 || m_chosen[1] < 0
                   ? tr("Not known yet: “Find” paints the scene a few times to see it.")
                   : QString();
    }
    if (m_probes.stale()) {
        return tr("Found before the scene was edited; “Find” looks again.");
    }
    // What the direction is made of, for whoever wants to go on with the sliders.
    constexpr double some = 0.35;
    const CodeAxis& axis = m_directions.front();
    QStringList values;
    for (std::size_t i = 0; i < axis.size(); ++i) {
        if (std::abs(axis[i]) > some) {
            values << QString::number(i + 1);
        }
    }
    return values.isEmpty() ? tr("Found. Many values have a part in the largest change.")
                            : tr("Found. The largest change is mostly that of the values %1.")
                                  .arg(values.join(QStringLiteral(", ")));
}

void CodePlane::follow() {
    m_find->setText(m_probes.running() ? tr("Stop") : tr("Find"));
    m_find->setToolTip(m_probes.running()
                           ? tr("Ends the search")
                           : tr("Looks for the two directions in which this scene changes most, "
                                "and puts them on the pad"));
    m_find->setEnabled(m_size > 1);
    const auto across = axisOf(0);
    const auto up = axisOf(1);
    const bool usable = across && up && !m_code.values.empty();
    m_pad->setEnabled(usable);
    if (usable) {
        m_pad->setValue({along(m_code, *across), along(m_code, *up)});
    }
    const QString text = state();
    m_state->setText(text);
    m_state->setVisible(!text.isEmpty());
}

void CodePlane::setCode(const scene::LatentCode& code) {
    m_code = code;
    follow();
}

void CodePlane::move(QPointF value) {
    const auto across = axisOf(0);
    const auto up = axisOf(1);
    if (across && up && !m_code.values.empty()) {
        Q_EMIT moved(movedTo(m_code, *across, value.x(), *up, value.y(), m_locked));
    }
}

} // namespace underpaint::ui
