// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/translations.h"

#include <QCoreApplication>
#include <QDir>
#include <QLibraryInfo>

#include <algorithm>

namespace underpaint::ui {

namespace {

const QString folder = QStringLiteral(":/underpaint/translations");
const QString prefix = QStringLiteral("underpaint_");

constexpr auto context = "underpaint::ui::Translations";
//: The name of the language of the translation, in that language
constexpr auto ownName = QT_TRANSLATE_NOOP("underpaint::ui::Translations", "English");

/// Whether somebody who asked for `wanted` reads `offered`: Chinese comes in two scripts.
bool serves(const QLocale& offered, const QLocale& wanted) {
    return offered.language() == wanted.language() && offered.script() == wanted.script();
}

} // namespace

QList<Language> translationsThere() {
    QList<Language> languages;
    for (const QString& file : QDir(folder).entryList({prefix + "*.qm"}, QDir::Files, QDir::Name)) {
        const QString code = file.sliced(prefix.size()).chopped(3);
        QTranslator translator;
        QString name;
        if (translator.load(file, folder)) {
            name = translator.translate(context, ownName);
        }
        languages.append({code, name.isEmpty() ? QStringLiteral("English") : name});
    }
    return languages;
}

QString languageFor(const QString& choice, const QStringList& wanted) {
    const QList<Language> languages = translationsThere();
    const auto there = [&](const auto& fits) {
        const auto found = std::find_if(languages.begin(), languages.end(), fits);
        return found == languages.end() ? QString() : found->code;
    };
    QString code = there([&](const Language& language) { return language.code == choice; });
    for (const QString& one : wanted) {
        if (code.isEmpty()) {
            code = there([&](const Language& language) {
                return serves(QLocale(language.code), QLocale(one));
            });
        }
    }
    return code.isEmpty() ? QStringLiteral("en") : code;
}

Translations::Translations(const QString& code) {
    // What is installed last is asked first.
    if (m_qt.load(QStringLiteral("qtbase_") + code,
                  QLibraryInfo::path(QLibraryInfo::TranslationsPath))) {
        QCoreApplication::installTranslator(&m_qt);
    }
    if (m_own.load(prefix + code, folder)) {
        QCoreApplication::installTranslator(&m_own);
    }
}

Translations::~Translations() {
    QCoreApplication::removeTranslator(&m_own);
    QCoreApplication::removeTranslator(&m_qt);
}

} // namespace underpaint::ui
