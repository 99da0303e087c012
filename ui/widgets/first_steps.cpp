// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/first_steps.h"

#include "ui/shortcuts/shortcut_book.h"
#include "ui/widgets/icons.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPaintEvent>
#include <QPainter>
#include <QToolButton>

namespace underpaint::ui {

namespace {

constexpr int steps = 3;
constexpr int numberExtent = 20;

// Painted here instead of by a style sheet: what a sheet styles keeps the palette of its birth, so
// that its texts were dark on dark when the colours changed.

/// A number in a disc.
class StepNumber final : public QWidget {
public:
    StepNumber(int number, QWidget* parent) : QWidget(parent), m_number(number) {
        setFixedSize(numberExtent, numberExtent);
    }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(QColor(0x3c, 0x78, 0xc8));
        painter.drawEllipse(rect());
        painter.setPen(Qt::white);
        painter.drawText(rect(), Qt::AlignCenter, QString::number(m_number));
    }

private:
    int m_number;
};

} // namespace

FirstSteps::FirstSteps(const ShortcutBook& keys, QWidget* parent) : QFrame(parent), m_keys(keys) {
    setObjectName(QStringLiteral("firstSteps"));
    setAccessibleName(tr("First steps"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(10, 6, 6, 6);
    row->setSpacing(8);
    for (int i = 0; i < steps; ++i) {
        auto* number = new StepNumber(i + 1, this);
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

void FirstSteps::paintEvent(QPaintEvent* event) {
    constexpr QColor ground(60, 120, 200, 61);
    QPainter(this).fillRect(event->rect(), ground);
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
