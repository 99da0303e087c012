// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/e2e/model_fixture.h"

#include "tests/e2e/sample_files.h"

#include <QFile>
#include <QTest>

namespace underpaint::test {

void ModelFixture::initTestCase() {
    QVERIFY(QFile::exists(QStringLiteral(UNDERPAINT_PROGRAM)));
    m_models = std::make_unique<QTemporaryDir>();
    m_model = m_models->filePath("sample.underpaint-model");
    m_pix2pix = m_models->filePath("plain.underpaint-model");
    writePix2PixHdPackage(m_model.toStdString());
    writePix2PixPackage(m_pix2pix.toStdString());
    m_codes = m_models->filePath("codes.underpaint-model");
    writeBicycleGanPackage(m_codes.toStdString());
}

void ModelFixture::init() {
    m_folder = std::make_unique<QTemporaryDir>();
    writeLabelMap(file("labels.png"), 64, 40);
    writeInstanceMap(file("inst.png"), 64, 40);
}

void ModelFixture::start(QProcess& process, const QStringList& arguments) const {
    startProgram(process, m_folder->path(), m_models->path(), arguments);
}

Outcome ModelFixture::run(const QStringList& arguments) const {
    return runProgram(m_folder->path(), m_models->path(), arguments);
}

QStringList ModelFixture::renderArguments(const QStringList& more) const {
    return QStringList{"render",      "--model",     m_model,     "--labels", "labels.png",
                       "--instances", "inst.png",    "--threads", "1",        "--device",
                       "cpu",         "--precision", "fp32"} +
           more;
}

} // namespace underpaint::test
