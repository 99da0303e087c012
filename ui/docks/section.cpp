// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/docks/section.h"

#include <QToolButton>
#include <QVBoxLayout>

namespace underpaint::ui {

Section::Section(const QString& title, QWidget* content, QWidget* parent)
    : QWidget(parent), m_title(new QToolButton(this)), m_content(content) {
    m_title->setText(title);
    m_title->setAutoRaise(true);
    m_title->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_title->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    QFont bold = m_title->font();
    bold.setBold(true);
    m_title->setFont(bold);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2);
    column->addWidget(m_title);
    column->addWidget(content);
    connect(m_title, &QToolButton::clicked, this, [this] {
        setOpen(!m_open);
        Q_EMIT toggled(m_open);
    });
    setOpen(true);
}

void Section::setOpen(bool open) {
    m_open = open;
    m_title->setArrowType(open ? Qt::DownArrow : Qt::RightArrow);
    m_title->setToolTip(open ? tr("Fold this part away") : tr("Show this part"));
    m_content->setVisible(open);
}

} // namespace underpaint::ui
