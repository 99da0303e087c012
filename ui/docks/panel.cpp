// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/docks/panel.h"

#include <QAction>
#include <QScrollArea>

namespace underpaint::ui {

void Panel::setUseful(bool useful) {
    if (useful == m_useful) {
        return;
    }
    m_useful = useful;
    toggleViewAction()->setVisible(useful);
    if (!useful) {
        m_shownBefore = !isHidden();
        hide();
    } else if (m_shownBefore) {
        show();
    }
}

void Panel::showWhenUseful() {
    if (m_useful) {
        show();
    } else {
        m_shownBefore = true;
    }
}

void Panel::setScrolled(QWidget* content) {
    auto* scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(content);
    setWidget(scroll);
}

} // namespace underpaint::ui
