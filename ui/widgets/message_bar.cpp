// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/message_bar.h"

#include "ui/widgets/icons.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>

#include <utility>

namespace underpaint::ui {

namespace {

constexpr int iconExtent = 18;

/// The bar's colour over the window's, light enough for the text in either theme.
QColor tint(MessageBar::Kind kind) {
    switch (kind) {
    case MessageBar::Kind::Information:
        return {60, 120, 200, 60};
    case MessageBar::Kind::Warning:
        return {210, 150, 30, 70};
    case MessageBar::Kind::Failure:
        return {200, 60, 50, 70};
    }
    return {};
}

} // namespace

MessageBar::MessageBar(QWidget* parent)
    : QFrame(parent),
      m_icon(new QLabel(this)),
      m_text(new QLabel(this)),
      m_offer(new QPushButton(this)),
      m_close(new QToolButton(this)) {
    setObjectName(QStringLiteral("messageBar"));
    setAccessibleName(tr("Message"));
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_close->setIcon(themedIcon(QStringLiteral("close")));
    m_close->setAutoRaise(true);
    m_close->setToolTip(tr("Close this message"));
    m_close->setAccessibleName(m_close->toolTip());
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(10, 4, 6, 4);
    row->addWidget(m_icon);
    row->addWidget(m_text, 1);
    row->addWidget(m_offer);
    row->addWidget(m_close);
    connect(m_close, &QToolButton::clicked, this, &QWidget::hide);
    connect(m_offer, &QPushButton::clicked, this, [this] {
        const auto deed = std::exchange(m_deed, {});
        hide();
        if (deed) {
            deed();
        }
    });
    hide();
}

void MessageBar::showMessage(Kind kind, const QString& topic, const QString& text,
                             const QString& offer, std::function<void()> deed) {
    m_topic = topic;
    m_deed = std::move(deed);
    m_text->setText(text);
    m_offer->setText(offer);
    m_offer->setVisible(!offer.isEmpty());
    const bool harmless = kind == Kind::Information;
    m_icon->setPixmap(themedIcon(harmless ? QStringLiteral("info") : QStringLiteral("warning"))
                          .pixmap(QSize(iconExtent, iconExtent), devicePixelRatioF()));
    const QColor colour = tint(kind);
    setStyleSheet(QStringLiteral("#messageBar { background: rgba(%1, %2, %3, %4%); }")
                      .arg(colour.red())
                      .arg(colour.green())
                      .arg(colour.blue())
                      .arg(colour.alpha() * 100 / 255));
    show();
}

void MessageBar::withdraw(const QString& topic) {
    if (topic == m_topic) {
        hide();
    }
}

QString MessageBar::text() const {
    return isHidden() ? QString() : m_text->text();
}

} // namespace underpaint::ui
