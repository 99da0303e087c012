// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/start_guard.h"

#include "ui/document/settings_text.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace underpaint::ui {

namespace {

/// A name that nothing has yet, so that what was set aside before is kept.
QString freeName(const QString& settingsFile) {
    QString name = settingsFile + QStringLiteral(".crashed");
    for (int number = 2; QFileInfo::exists(name); ++number) {
        name = settingsFile + QStringLiteral(".crashed-%1").arg(number);
    }
    return name;
}

/// Qt would wait for ever to read them, or make objects of any size out of them.
bool unreadable(const QString& settingsFile) {
    const QFileInfo found(settingsFile);
    if (!found.exists()) {
        return false;
    }
    QFile file(settingsFile);
    return !found.isFile() || (file.open(QIODevice::ReadOnly) && asksForObjects(file.readAll()));
}

} // namespace

StartGuard::StartGuard(const QString& settingsFile)
    : m_marker(settingsFile + QStringLiteral(".starting")) {
    QDir().mkpath(QFileInfo(settingsFile).absolutePath());
    const QByteArray path = QFile::encodeName(m_marker);
    const bool before = QFileInfo::exists(m_marker);
    m_lock = ::open(path.constData(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK,
                    S_IRUSR | S_IWUSR);
    if (m_lock >= 0 && ::flock(m_lock, LOCK_EX | LOCK_NB) != 0) {
        ::close(m_lock); // another instance is starting
        m_lock = -1;
    }
    m_crashed = m_lock >= 0 && before && QFileInfo::exists(settingsFile);
    if (!m_crashed && !unreadable(settingsFile)) {
        return;
    }
    const QString aside = freeName(settingsFile);
    if (QFile::rename(settingsFile, aside)) {
        m_setAside = aside;
    }
}

StartGuard::~StartGuard() {
    completed();
}

void StartGuard::completed() {
    if (m_lock >= 0) {
        QFile::remove(m_marker);
        ::close(m_lock);
        m_lock = -1;
    }
}

} // namespace underpaint::ui
