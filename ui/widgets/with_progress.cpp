// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/with_progress.h"

#include <QCoreApplication>

#include <cmath>

namespace underpaint::ui {

namespace {

constexpr int progressSteps = 1000;

} // namespace

WorkDialog::WorkDialog(QWidget* window, const QString& title)
    : m_dialog(title, QCoreApplication::translate("underpaint::ui::WorkDialog", "Cancel"), 0,
               progressSteps, window) {
    m_dialog.setObjectName(QStringLiteral("workDialog"));
    m_dialog.setWindowModality(Qt::WindowModal);
    m_dialog.setMinimumDuration(0); // at once: nobody edits meanwhile
    m_dialog.setAutoClose(false);
    m_dialog.setAutoReset(false);
    constexpr int wide = 360;
    m_dialog.setMinimumWidth(wide);
    QObject::connect(&m_dialog, &QProgressDialog::canceled, &m_dialog,
                     [this] { m_token.cancel(); });
    m_dialog.setValue(0);
}

ProgressSink WorkDialog::sink() {
    return [this](double fraction, std::string_view /*stage*/) {
        const std::lock_guard lock(m_mutex);
        m_fraction = fraction;
    };
}

void WorkDialog::present() {
    double fraction = 0;
    {
        const std::lock_guard lock(m_mutex);
        fraction = m_fraction;
    }
    if (!m_token.cancelled()) {
        // It runs the event loop, from which the sink may be called.
        m_dialog.setValue(static_cast<int>(std::lround(fraction * (progressSteps - 1))));
    }
}

} // namespace underpaint::ui
