// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/recent_files.h"

#include <QFileInfo>
#include <QSettings>

namespace underpaint::ui {

namespace {

const QString key = QStringLiteral("recentFiles");

QString absolute(const QString& file) {
    return QFileInfo(file).absoluteFilePath();
}

} // namespace

RecentFiles::RecentFiles(QSettings& settings, QObject* parent)
    : QObject(parent), m_settings(settings), m_files(settings.value(key).toStringList()) {
    m_files.removeDuplicates();
    m_files = m_files.mid(0, most);
}

void RecentFiles::add(const QString& file) {
    const QString path = absolute(file);
    if (!m_files.isEmpty() && m_files.front() == path) {
        return;
    }
    m_files.removeAll(path);
    m_files.prepend(path);
    m_files = m_files.mid(0, most);
    store();
}

void RecentFiles::remove(const QString& file) {
    if (m_files.removeAll(absolute(file)) > 0) {
        store();
    }
}

void RecentFiles::clear() {
    if (!m_files.isEmpty()) {
        m_files.clear();
        store();
    }
}

void RecentFiles::store() {
    m_settings.setValue(key, m_files);
    Q_EMIT changed();
}

} // namespace underpaint::ui
