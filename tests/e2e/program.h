// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <QProcess>
#include <QString>
#include <QStringList>

namespace underpaint::test {

/// How long to wait for the program, in ms; a tiny model needs a fraction of a second.
inline constexpr int patience = 120000;

/// What a run of the program left.
struct Outcome {
    int code = -1; ///< of its exit; -1 = it crashed or never ended
    QByteArray out;
    QByteArray err;

    QJsonObject json() const;
};

/// Starts the real program in `folder`, without a display, with `models` as its model folder.
void startProgram(QProcess& process, const QString& folder, const QString& models,
                  const QStringList& arguments);
/// The same, and waits for its end.
Outcome runProgram(const QString& folder, const QString& models, const QStringList& arguments);

/// Whole files; the content of one that cannot be read is empty, writing fails the running test.
/// @{
QByteArray contentOf(const QString& path);
void writeText(const QString& path, const QByteArray& text);
/// @}

} // namespace underpaint::test
