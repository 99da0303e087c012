// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QLocale>
#include <QString>
#include <QTranslator>

namespace underpaint::ui {

/// A language that the program speaks.
struct Language {
    QString code; ///< of its file in resources/translations: "zh_CN"
    QString name; ///< in itself
};

/// The languages that the program was built with, by their codes.
QList<Language> translationsThere();

/// What to speak: `choice` if it is there, else the first that is there of those that the user
/// wants of the system (BCP 47 names), else English.
QString languageFor(const QString& choice,
                    const QStringList& wanted = QLocale::system().uiLanguages());

/// While it lives, the application speaks the language, and so do Qt's own dialogs where the
/// system has Qt's translations. An application must exist; texts that are made already stay.
class Translations {
public:
    explicit Translations(const QString& code);
    ~Translations();
    Translations(const Translations&) = delete;
    Translations& operator=(const Translations&) = delete;

private:
    QTranslator m_qt;
    QTranslator m_own;
};

} // namespace underpaint::ui
