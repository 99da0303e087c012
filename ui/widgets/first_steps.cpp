// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/first_steps.h"

#include "ui/document/shortcut_book.h"
#include "ui/widgets/icons.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

namespace underpaint::ui {

namespace {

constexpr int steps = 3;

} // namespace

FirstSteps::FirstSteps(const ShortcutBook& keys, QWidget* parent) : QFrame(parent), m_keys(keys) {
    setObjectName(QStringLiteral("firstSteps"));
    setAccessibleName(tr("First steps"));
    setStyleSheet(
        QStringLiteral("#firstSteps { background: rgba(60, 120, 200, 24%); }"
                       "#stepNumber { background: #3c78c8; color: white; border-radius: 10px; }"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(10, 6, 6, 6);
    row->setSpacing(8);
    constexpr int numberExtent = 20;
    for (int i = 0; i < steps; ++i) {
        auto* number = new QLabel(QString::number(i + 1), this);
        number->setObjectName(QStringLiteral("stepNumber"));
        number->setAlignment(Qt::AlignCenter);
        number->setFixedSize(numberExtent, numberExtent);
        auto* text = new QLabel(this);
        text->setWordWrap(true);
        row->addWidget(number);
        row->addWidget(text, 1);
        m_texts << text;
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
    connect(&keys, &ShortcutBook::changed, this, &FirstSteps::nameKeys);
    nameKeys();
}

void FirstSteps::nameKeys() {
    const auto either = [](const QString& withKeys, const QString& without) {
        return withKeys.isEmpty() ? without : withKeys;
    };
    m_texts[0]->setText(
        either(keyed(&m_keys, tr("Choose what to paint in the list of labels, or press %1 … %2"),
                     {"label.slot1", "label.slot0"}),
               tr("Choose what to paint in the list of labels")));
    m_texts[1]->setText(either(
        keyed(&m_keys, tr("Paint on the label map; %1 begins another object of the same kind"),
              {"instance.new"}),
        tr("Paint on the label map")));
    m_texts[2]->setText(either(
        keyed(&m_keys, tr("Watch the photo follow; %1 gives the selected object another look"),
              {"style.random"}),
        tr("Watch the photo follow")));
}

} // namespace underpaint::ui
