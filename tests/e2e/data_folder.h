// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/e2e/program.h"
#include "tests/e2e/sample_files.h"

#include <QDir>
#include <QFileInfo>
#include <QTemporaryDir>

#include <filesystem>
#include <memory>

namespace underpaint::test {

/// A folder of data sets on which the program is run.
class DataFolder {
protected:
    QString path(const QString& name) const { return m_folder->filePath(name); }
    /// The path of a file whose folder is made.
    std::filesystem::path file(const QString& name) const {
        const QString whole = path(name);
        (void)QDir().mkpath(QFileInfo(whole).path());
        return whole.toStdString();
    }
    void pair(const QString& photo, const QString& labels) const {
        writeNoisePhoto(file(photo), 48, 32);
        writeLabelMap(file(labels), 48, 32);
    }
    Outcome run(const QStringList& arguments) const {
        return runProgram(m_folder->path(), m_folder->path(), arguments);
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

} // namespace underpaint::test
