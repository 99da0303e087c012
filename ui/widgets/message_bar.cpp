// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/message_bar.h"

#include "ui/widgets/icons.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>

#include <algorithm>
#include <utility>

namespace underpaint::ui {

namespace {

constexpr int iconExtent = 18;

/// The bar's colour: the window's with a hint of what kind of message it is.
QColor tinted(QColor window, MessageBar::Kind kind) {
    QColor tint(60, 120, 200);
    if (kind == MessageBar::Kind::Warning) {
        tint = QColor(215, 155, 30);
    } else if (kind == MessageBar::Kind::Failure) {
        tint = QColor(205, 65, 50);
    }
    constexpr double share = 0.3;
    const auto mixed = [](int a, int b) { return static_cast<int>(a * (1 - share) + b * share); };
    return {mixed(window.red(), tint.red()), mixed(window.green(), tint.green()),
            mixed(window.blue(), tint.blue())};
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
    parent->installEventFilter(this);
    connect(m_close, &QToolButton::clicked, this, &QWidget::hide);
    connect(m_offer, &QPushButton::clicked, this, [this] {
        const auto offered = std::exchange(m_offered, {});
        hide();
        if (offered) {
            offered();
        }
    });
    m_expiry.setSingleShot(true);
    m_expiry.setInterval(informationMilliseconds);
    connect(&m_expiry, &QTimer::timeout, this, [this] {
        if (underMouse()) {
            m_expiry.start(); // it is being read, or its text copied
        } else {
            hide();
        }
    });
    hide();
}

void MessageBar::showMessage(Kind kind, const QString& topic, const QString& text,
                             const QString& offer, std::function<void()> offered) {
    m_topic = topic;
    m_offered = std::move(offered);
    m_text->setText(text);
    m_offer->setText(offer);
    m_offer->setVisible(!offer.isEmpty());
    m_kind = kind;
    showIcon();
    update();
    place();
    raise();
    show();
    // What went wrong stays until it was seen; what just happened does not cover the photo for
    // ever.
    if (kind == Kind::Information && offer.isEmpty()) {
        m_expiry.start();
    } else {
        m_expiry.stop();
    }
}

void MessageBar::showIcon() {
    const bool harmless = m_kind == Kind::Information;
    m_icon->setPixmap(themedIcon(harmless ? QStringLiteral("info") : QStringLiteral("warning"))
                          .pixmap(QSize(iconExtent, iconExtent), devicePixelRatioF()));
}

void MessageBar::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange) {
        showIcon();
    }
    QFrame::changeEvent(event);
}

void MessageBar::paintEvent(QPaintEvent*) {
    // By hand: widgets that a style sheet styles do not follow the palette.
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(palette().color(QPalette::Mid));
    painter.setBrush(tinted(palette().color(QPalette::Window), m_kind));
    constexpr double radius = 6;
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius);
}

void MessageBar::place() {
    constexpr int gap = 10;
    constexpr int widest = 900;
    const int width = std::min(widest, parentWidget()->width() - 2 * gap);
    constexpr int lowest = 36;
    const int height = std::max(lowest, layout()->totalHeightForWidth(width));
    setGeometry((parentWidget()->width() - width) / 2, parentWidget()->height() - height - gap,
                width, height);
}

bool MessageBar::eventFilter(QObject* watched, QEvent* event) {
    if (watched == parentWidget() && event->type() == QEvent::Resize && !isHidden()) {
        place();
    }
    return QFrame::eventFilter(watched, event);
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
