// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/status_fields.h"

#include "ui/widgets/elided_label.h"
#include "ui/widgets/truth_badge.h"

#include <QLabel>

#include <algorithm>

namespace underpaint::ui {

namespace {

constexpr int inset = 6;

} // namespace

StatusFields::StatusFields(PhotoState& photo, QWidget* parent)
    : QStatusBar(parent), m_badge(new TruthBadge(photo, this)) {
    setSizeGripEnabled(false);
    QFont small = font();
    small.setPointSizeF(small.pointSizeF() * 0.92);
    setFont(small);
    m_badge->setFont(small);
    add(Field::Hint, tr("Hint"), {});
    add(Field::Position, tr("Position in pixels"), {QStringLiteral("9999, 9999")});
    add(Field::Label, tr("Label under the cursor"), {QStringLiteral("pedestrian · 11")});
    add(Field::Instance, tr("Instance under the cursor and its area"),
        {QStringLiteral("8001 · 12.34 kpx")});
    add(Field::Zoom, tr("Zoom"), {QStringLiteral("1600 %")});
    add(Field::Brush, tr("Size of the brush"), {QStringLiteral("400 px")});
    add(Field::Model, tr("Model and device"), {QStringLiteral("Untrained demo… · cpu")});
    add(Field::RenderTime, tr("Time of the last render"), {QStringLiteral("12345 ms")});
    addPermanentWidget(m_badge);
    add(Field::Queue, tr("Renders that wait"), {tr("queue %1").arg(0)});
    add(Field::Memory, tr("Memory of the program"), {QStringLiteral("1234 MB")});
    add(Field::Saved, tr("Saved or not"), {tr("saving …"), tr("not saved"), tr("saved")});
}

ElidedLabel* StatusFields::add(Field field, const QString& name, const QStringList& samples) {
    auto* label = new ElidedLabel(this);
    label->setFont(font());
    label->setAccessibleName(name);
    label->setToolTip(name);
    if (samples.isEmpty()) {
        label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
        addWidget(label, 1);
    } else {
        int width = 0;
        for (const QString& sample : samples) {
            width = std::max(width, QFontMetrics(font()).horizontalAdvance(sample) + inset);
        }
        m_widest.at(static_cast<std::size_t>(field)) = width;
        label->setWantedWidth(0);
        label->setAlignment(Qt::AlignCenter);
        addPermanentWidget(label);
    }
    m_labels.at(static_cast<std::size_t>(field)) = label;
    return label;
}

void StatusFields::set(Field field, const QString& text) {
    ElidedLabel* shown = label(field);
    shown->setText(text);
    // The hint needs the room. A field that has grown stays so, that nothing moves all the time.
    const int widest = m_widest.at(static_cast<std::size_t>(field));
    const int wanted = std::min(widest, shown->fontMetrics().horizontalAdvance(text) + inset);
    if (widest > 0 && !text.isEmpty() && wanted > shown->wantedWidth()) {
        shown->setWantedWidth(wanted);
    }
}

void StatusFields::setDetail(Field field, const QString& toolTip) {
    label(field)->setToolTip(toolTip);
}

QString StatusFields::text(Field field) const {
    return label(field)->text();
}

} // namespace underpaint::ui
