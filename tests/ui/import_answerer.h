// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/dialogs/import_dialog.h"

#include <QApplication>
#include <QDialogButtonBox>
#include <QObject>
#include <QPushButton>
#include <QTimer>

namespace underpaint::test {

/// The question what the maps are is answered for as long as this lives.
class ImportAnswerer : public QObject {
public:
    ImportAnswerer() {
        connect(&m_timer, &QTimer::timeout, this, [] {
            auto* dialog = qobject_cast<ui::ImportDialog*>(QApplication::activeModalWidget());
            if (dialog == nullptr) {
                return;
            }
            QPushButton* take =
                dialog->findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Ok);
            if (take->isEnabled()) {
                take->click();
            }
        });
        constexpr int often = 20; // ms
        m_timer.start(often);
    }

private:
    QTimer m_timer;
};

} // namespace underpaint::test
