// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/e2e/program.h"

#include <QFile>
#include <QJsonDocument>
#include <QTest>

namespace underpaint::test {

QJsonObject Outcome::json() const {
    return QJsonDocument::fromJson(out).object();
}

void startProgram(QProcess& process, const QString& folder, const QString& models,
                  const QStringList& arguments) {
    process.setWorkingDirectory(folder);
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const char* display : {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}) {
        environment.remove(display);
    }
    environment.insert("UNDERPAINT_MODELS", models);
    process.setProcessEnvironment(environment);
    process.start(QStringLiteral(UNDERPAINT_PROGRAM), arguments);
}

Outcome runProgram(const QString& folder, const QString& models, const QStringList& arguments) {
    QProcess process;
    startProgram(process, folder, models, arguments);
    if (!process.waitForFinished(patience) || process.exitStatus() != QProcess::NormalExit) {
        return {-1, process.readAllStandardOutput(), process.readAllStandardError()};
    }
    return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
}

QByteArray contentOf(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void writeText(const QString& path, const QByteArray& text) {
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(text);
}

} // namespace underpaint::test
