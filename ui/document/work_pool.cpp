// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/work_pool.h"

#include <QCoreApplication>
#include <QThreadPool>

namespace underpaint::ui {

QThreadPool& workPool() {
    const QString name = QStringLiteral("workPool");
    QCoreApplication& application = *QCoreApplication::instance();
    if (auto* pool = application.findChild<QThreadPool*>(name, Qt::FindDirectChildrenOnly)) {
        return *pool;
    }
    auto* pool = new QThreadPool(&application);
    pool->setObjectName(name);
    // While there still is an application for the work to report to.
    QObject::connect(&application, &QCoreApplication::aboutToQuit, pool,
                     [pool] { pool->waitForDone(); });
    return *pool;
}

} // namespace underpaint::ui
