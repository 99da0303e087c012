// SPDX-License-Identifier: GPL-3.0-or-later
// The files in resources/translations against the sources and against themselves.
#include "tests/ui/translation_tests.h"
#include "ui/widgets/mnemonic.h"
#include "ui/widgets/translations.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>

#include <set>
#include <vector>

namespace translation_files_test {

using namespace underpaint;

namespace {

const QString sources = QStringLiteral(UNDERPAINT_SOURCE_FOLDER);
const QString translations = sources + "/resources/translations";

/// One text of a file of Qt Linguist.
struct Entry {
    QString context;
    QString source;
    QString comment;
    QStringList forms; ///< one, or one a grammatical number
    bool finished = true;

    QString name() const { return context + " | " + source + " | " + comment; }
};

Entry readMessage(QXmlStreamReader& xml, const QString& context) {
    Entry entry{context, {}, {}, {}, true};
    while (xml.readNextStartElement()) {
        if (xml.name() == QLatin1String("source")) {
            entry.source = xml.readElementText();
        } else if (xml.name() == QLatin1String("comment")) {
            entry.comment = xml.readElementText();
        } else if (xml.name() == QLatin1String("translation")) {
            entry.finished = !xml.attributes().hasAttribute("type");
            QString text;
            while (!(xml.readNext() == QXmlStreamReader::EndElement &&
                     xml.name() == QLatin1String("translation")) &&
                   !xml.atEnd()) {
                if (xml.isStartElement()) {
                    entry.forms << xml.readElementText();
                } else if (xml.isCharacters()) {
                    text += xml.text();
                }
            }
            if (entry.forms.isEmpty()) {
                entry.forms << text;
            }
        } else {
            xml.skipCurrentElement();
        }
    }
    return entry;
}

std::vector<Entry> readEntries(const QString& path) {
    QFile file(path);
    std::vector<Entry> entries;
    if (!file.open(QIODevice::ReadOnly)) {
        return entries;
    }
    QXmlStreamReader xml(&file);
    QString context;
    while (!xml.atEnd()) {
        if (!xml.readNext() || !xml.isStartElement()) {
            continue;
        }
        if (xml.name() == QLatin1String("name")) {
            context = xml.readElementText();
        } else if (xml.name() == QLatin1String("message")) {
            entries.push_back(readMessage(xml, context));
        }
    }
    return xml.hasError() ? std::vector<Entry>() : entries;
}

/// What has to be the same in every language, in the order of the alphabet: what is filled in, the
/// mark of a key, "there will be a dialog", keys, endings of files, tags.
QStringList marksOf(const QString& text) {
    static const QRegularExpression marks(
        "%[1-9n]|&(?=\\w)|…|\\b(Ctrl|Shift|Alt|Esc|Enter|Backspace)\\b|\\bF\\d+\\b|"
        "\\*\\.[\\w-]+|;;|\\[\\*\\]|</?\\w+>");
    QStringList found;
    for (auto match = marks.globalMatch(text); match.hasNext();) {
        found << match.next().captured();
    }
    found.sort();
    return found;
}

} // namespace

class TranslationFilesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyTextIsTranslated_data() { listFiles(); }
    void everyTextIsTranslated();
    void theTextsAreThoseOfTheSources_data() { listFiles(); }
    void theTextsAreThoseOfTheSources();
    void whatIsFilledInIsTheSame_data() { listFiles(); }
    void whatIsFilledInIsTheSame();
    void spacesAtTheEndsStay_data() { listFiles(); }
    void spacesAtTheEndsStay();
    void allAreBuiltIn();
    void languageIsTheChosenOrTheSystems_data();
    void languageIsTheChosenOrTheSystems();
    void mnemonicsAreTakenOut_data();
    void mnemonicsAreTakenOut();

private:
    static void listFiles();
};

void TranslationFilesTest::listFiles() {
    QTest::addColumn<QString>("file");
    for (const QString& file : QDir(translations).entryList({"*.ts"}, QDir::Files)) {
        QTest::addRow("%s", qPrintable(file)) << file;
    }
}

void TranslationFilesTest::everyTextIsTranslated() {
    QFETCH(QString, file);
    const auto entries = readEntries(translations + "/" + file);
    QVERIFY(!entries.empty());
    for (const Entry& entry : entries) {
        QVERIFY2(entry.finished, qPrintable(entry.name()));
        for (const QString& form : entry.forms) {
            QVERIFY2(!form.isEmpty(), qPrintable(entry.name()));
        }
        // Others are not found when the program runs.
        QVERIFY2(entry.context.startsWith("underpaint::"), qPrintable(entry.name()));
    }
}

void TranslationFilesTest::theTextsAreThoseOfTheSources() {
    QFETCH(QString, file);
    const QTemporaryDir folder;
    QVERIFY(QFile::copy(translations + "/" + file, folder.filePath(file)));
    QProcess update;
    update.setProcessChannelMode(QProcess::MergedChannels);
    update.start(sources + "/packaging/update-translations",
                 {"--no-install", "--into", folder.path()});
    QVERIFY(update.waitForFinished(300000));
    const QString said = QString::fromLocal8Bit(update.readAll());
    constexpr int noTool = 77;
    if (update.exitCode() == noTool) {
        QSKIP("there is no lupdate of Qt 6");
    }
    QVERIFY2(update.exitCode() == 0, qPrintable(said));
    // Texts of classes that cannot translate, or that it cannot tell the class of.
    QVERIFY2(!said.contains("Q_OBJECT") && !said.contains("Qualifying"), qPrintable(said));
    const auto names = [](const std::vector<Entry>& entries) {
        std::set<QString> all;
        for (const Entry& entry : entries) {
            all.insert(entry.name());
        }
        return all;
    };
    const auto held = names(readEntries(translations + "/" + file));
    const auto wanted = names(readEntries(folder.filePath(file)));
    for (const QString& name : wanted) {
        QVERIFY2(held.contains(name), qPrintable("packaging/update-translations adds: " + name));
    }
    for (const QString& name : held) {
        QVERIFY2(wanted.contains(name), qPrintable("packaging/update-translations drops: " + name));
    }
}

void TranslationFilesTest::whatIsFilledInIsTheSame() {
    QFETCH(QString, file);
    for (const Entry& entry : readEntries(translations + "/" + file)) {
        for (const QString& form : entry.forms) {
            QVERIFY2(marksOf(form) == marksOf(entry.source),
                     qPrintable(entry.name() + " -> " + form));
        }
    }
}

void TranslationFilesTest::spacesAtTheEndsStay() {
    QFETCH(QString, file);
    for (const Entry& entry : readEntries(translations + "/" + file)) {
        for (const QString& form : entry.forms) {
            // They part units and names from numbers; between words only the language knows.
            const bool same = form.startsWith(' ') == entry.source.startsWith(' ') &&
                              form.endsWith(' ') == entry.source.endsWith(' ');
            QVERIFY2(same || !entry.comment.isEmpty(), qPrintable(entry.name() + " -> " + form));
        }
    }
}

void TranslationFilesTest::allAreBuiltIn() {
    QStringList there;
    QStringList files;
    for (const ui::Language& language : ui::translationsThere()) {
        there << "underpaint_" + language.code + ".ts";
        QVERIFY(!language.name.isEmpty());
    }
    files = QDir(translations).entryList({"*.ts"}, QDir::Files, QDir::Name);
    QCOMPARE(there, files);
    QVERIFY(there.contains("underpaint_en.ts"));
    QVERIFY(there.contains("underpaint_zh_CN.ts"));
}

void TranslationFilesTest::languageIsTheChosenOrTheSystems_data() {
    QTest::addColumn<QString>("choice");
    QTest::addColumn<QStringList>("wanted");
    QTest::addColumn<QString>("spoken");
    QTest::newRow("chosen") << "zh_CN" << QStringList{"en-US"} << "zh_CN";
    QTest::newRow("chosen against the system") << "en" << QStringList{"zh-CN"} << "en";
    QTest::newRow("not there") << "tlh" << QStringList{"zh-Hans-CN", "zh-CN", "zh"} << "zh_CN";
    QTest::newRow("China") << "" << QStringList{"zh-CN"} << "zh_CN";
    QTest::newRow("Singapore") << "" << QStringList{"zh-Hans-SG", "zh-SG"} << "zh_CN";
    QTest::newRow("the other script") << "" << QStringList{"zh-Hant-TW", "zh-TW"} << "en";
    QTest::newRow("Britain") << "" << QStringList{"en-GB"} << "en";
    QTest::newRow("second wish") << "" << QStringList{"tlh", "zh-CN", "en"} << "zh_CN";
    QTest::newRow("first wish") << "" << QStringList{"en-US", "zh-CN"} << "en";
    QTest::newRow("no wish") << "" << QStringList{"C"} << "en";
}

void TranslationFilesTest::languageIsTheChosenOrTheSystems() {
    QFETCH(QString, choice);
    QFETCH(QStringList, wanted);
    QTEST(ui::languageFor(choice, wanted), "spoken");
}

void TranslationFilesTest::mnemonicsAreTakenOut_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("plain");
    QTest::newRow("inside") << "Save &As …"
                            << "Save As …";
    QTest::newRow("in brackets") << "另存为(&A)…"
                                 << "另存为…";
    QTest::newRow("in brackets, more follows") << "撤销(&U)：画笔"
                                               << "撤销：画笔";
    QTest::newRow("an ampersand") << "Black && White"
                                  << "Black & White";
    QTest::newRow("brackets") << "Zoom (100 %)"
                              << "Zoom (100 %)";
    QTest::newRow("at the end") << "odd &"
                                << "odd ";
    QTest::newRow("unfinished bracket") << "odd (&A"
                                        << "odd (A";
    QTest::newRow("nothing") << ""
                             << "";
}

void TranslationFilesTest::mnemonicsAreTakenOut() {
    QFETCH(QString, text);
    QTEST(ui::withoutMnemonic(text), "plain");
}

} // namespace translation_files_test

int underpaint::test::runTranslationFilesTests(int argc, char** argv) {
    translation_files_test::TranslationFilesTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "translation_files_test.moc"
