// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/help/help_book.h"

#include "ui/shortcuts/shortcut_book.h"

#include <QCoreApplication>
#include <QFile>
#include <QRegularExpression>
#include <QTextDocument>

#include <algorithm>

namespace underpaint::ui {

namespace {

const QRegularExpression& commandMark() {
    static const QRegularExpression mark(QStringLiteral("\\{do:([A-Za-z0-9.]+)\\}"));
    return mark;
}

/// The folder of the pages in the language of the program.
QString folder() {
    return QCoreApplication::translate("underpaint::ui::HelpBook", "en",
                                       "The code of this language: its folder in resources/help");
}

QString plain(const QString& html) {
    QTextDocument document;
    document.setHtml(html);
    return document.toPlainText();
}

} // namespace

HelpBook::HelpBook(const ShortcutBook& commands) : m_commands(commands) {}

QStringList HelpBook::pages() {
    return {QStringLiteral("index"),   QStringLiteral("painting"),   QStringLiteral("labels"),
            QStringLiteral("styles"),  QStringLiteral("variations"), QStringLiteral("exemplars"),
            QStringLiteral("photo"),   QStringLiteral("translate"),  QStringLiteral("sequences"),
            QStringLiteral("models"),  QStringLiteral("training"),   QStringLiteral("files"),
            QStringLiteral("trouble"), QStringLiteral("words"),      QStringLiteral("about")};
}

QString HelpBook::source(const QString& page) const {
    QFile file(QStringLiteral(":/underpaint/help/%1/%2.html").arg(folder(), page));
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

QString HelpBook::title(const QString& page) const {
    static const QRegularExpression heading(QStringLiteral("<h1>(.*?)</h1>"));
    return plain(heading.match(source(page)).captured(1));
}

QString HelpBook::html(const QString& page) const {
    const QString raw = source(page);
    QString filled;
    qsizetype from = 0;
    for (auto marks = commandMark().globalMatch(raw); marks.hasNext();) {
        const QRegularExpressionMatch mark = marks.next();
        const QString id = mark.captured(1);
        const QString key = m_commands.text(id);
        filled += raw.mid(from, mark.capturedStart() - from) +
                  QStringLiteral("<b>%1</b>").arg(m_commands.nameOf(id).toHtmlEscaped());
        if (!key.isEmpty()) {
            filled += QStringLiteral("&nbsp;(<kbd>%1</kbd>)").arg(key.toHtmlEscaped());
        }
        from = mark.capturedEnd();
    }
    filled += raw.mid(from);
    return filled.replace(QStringLiteral("{version}"), QCoreApplication::applicationVersion());
}

QString HelpBook::text(const QString& page) const {
    return plain(html(page));
}

QList<HelpBook::Finding> HelpBook::search(const QString& words) const {
    static const QRegularExpression gaps(QStringLiteral("\\s+"));
    const QStringList wanted = words.split(gaps, Qt::SkipEmptyParts);
    QList<Finding> inTitles;
    QList<Finding> inTexts;
    if (m_textsOf != m_commands.chosen()) {
        m_texts.clear();
        m_textsOf = m_commands.chosen();
    }
    for (const QString& page : wanted.isEmpty() ? QStringList() : pages()) {
        QString& all = m_texts[page];
        if (all.isEmpty()) {
            all = text(page).simplified();
        }
        const auto within = [&](const QString& where) {
            return std::ranges::all_of(wanted, [&](const QString& word) {
                return where.contains(word, Qt::CaseInsensitive);
            });
        };
        if (!within(all)) {
            continue;
        }
        constexpr qsizetype before = 30;
        constexpr qsizetype length = 90;
        const qsizetype start =
            std::max<qsizetype>(0, all.indexOf(wanted.front(), 0, Qt::CaseInsensitive) - before);
        (within(title(page)) ? inTitles : inTexts).append({page, all.mid(start, length)});
    }
    return inTitles + inTexts;
}

QStringList HelpBook::unknownCommands(const QString& page) const {
    QStringList unknown;
    for (auto marks = commandMark().globalMatch(source(page)); marks.hasNext();) {
        const QString id = marks.next().captured(1);
        if (std::ranges::none_of(m_commands.commands(),
                                 [&](const auto& command) { return command.id == id; })) {
            unknown << id;
        }
    }
    return unknown;
}

} // namespace underpaint::ui
