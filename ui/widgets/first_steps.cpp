// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/first_steps.h"

#include "ui/widgets/icons.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

namespace underpaint::ui {

FirstSteps::FirstSteps(QWidget* parent) : QFrame(parent) {
    setObjectName(QStringLiteral("firstSteps"));
    setAccessibleName(tr("First steps"));
    setStyleSheet(
        QStringLiteral("#firstSteps { background: rgba(60, 120, 200, 24%); }"
                       "#stepNumber { background: #3c78c8; color: white; border-radius: 10px; }"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(10, 6, 6, 6);
    row->setSpacing(8);
    const QStringList steps = {
        tr("Choose what to paint in the list of labels, or press 1 … 0"),
        tr("Paint on the label map; N begins another object of the same kind"),
        tr("Watch the photo follow; R gives the selected object another look"),
    };
    constexpr int numberExtent = 20;
    for (int i = 0; i < steps.size(); ++i) {
        auto* number = new QLabel(QString::number(i + 1), this);
        number->setObjectName(QStringLiteral("stepNumber"));
        number->setAlignment(Qt::AlignCenter);
        number->setFixedSize(numberExtent, numberExtent);
        auto* text = new QLabel(steps[i], this);
        text->setWordWrap(true);
        row->addWidget(number);
        row->addWidget(text, 1);
    }
    auto* close = new QToolButton(this);
    close->setIcon(themedIcon(QStringLiteral("close")));
    close->setAutoRaise(true);
    close->setToolTip(tr("Close the hint (Help shows it again)"));
    close->setAccessibleName(close->toolTip());
    row->addWidget(close);
    connect(close, &QToolButton::clicked, this, [this] {
        hide();
        Q_EMIT closed();
    });
}

} // namespace underpaint::ui
