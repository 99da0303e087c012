// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QStringList>

class QSettings;

namespace underpaint::ui {

/// The files that were opened or saved last, newest first, remembered between runs.
class RecentFiles : public QObject {
    Q_OBJECT

public:
    static constexpr int most = 12;

    /// `settings` must outlive this.
    explicit RecentFiles(QSettings& settings, QObject* parent = nullptr);

    /// Absolute paths. Files that are gone stay listed: a disk may be unplugged.
    const QStringList& files() const { return m_files; }
    void add(const QString& file);
    void remove(const QString& file);
    void clear();

Q_SIGNALS:
    void changed();

private:
    void store();

    QSettings& m_settings;
    QStringList m_files;
};

} // namespace underpaint::ui
