// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/e2e/program.h"

#include <QObject>
#include <QProcess>
#include <QStringList>
#include <QTemporaryDir>

#include <filesystem>
#include <memory>

namespace underpaint::test {

/// The real program with a folder of small models, and for each test a folder of its own with
/// labels.png and inst.png.
class ModelFixture : public QObject {
    Q_OBJECT

protected Q_SLOTS:
    void initTestCase();
    void init();

protected:
    QString path(const QString& name) const { return m_folder->filePath(name); }
    std::filesystem::path file(const QString& name) const { return path(name).toStdString(); }
    /// Runs the program inside the test's folder.
    Outcome run(const QStringList& arguments) const;
    void start(QProcess& process, const QStringList& arguments) const;
    QStringList renderArguments(const QStringList& more) const;

    std::unique_ptr<QTemporaryDir> m_models;
    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_model;   ///< pix2pixHD with styles
    QString m_pix2pix; ///< pix2pix with dropout
    QString m_codes;   ///< BicycleGAN
};

} // namespace underpaint::test
