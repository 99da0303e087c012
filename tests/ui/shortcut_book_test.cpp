// SPDX-License-Identifier: GPL-3.0-or-later
// Keys, their files, and who has which.
#include "engine/base/error.h"
#include "engine/base/random.h"
#include "tests/ui/document_tests.h"
#include "ui/shortcuts/key_stroke.h"
#include "ui/shortcuts/shortcut_book.h"
#include "ui/shortcuts/shortcuts_file.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QKeyEvent>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

namespace shortcut_book_test {

using namespace underpaint;
using namespace underpaint::ui;

namespace {

QKeySequence stroke(const char* text) {
    return strokeFromText(QString::fromLatin1(text));
}

QByteArray contentOf(const QString& file) {
    QFile opened(file);
    return opened.open(QIODevice::ReadOnly) ? opened.readAll() : QByteArray();
}

void write(const QString& file, const QByteArray& content) {
    QFile opened(file);
    QVERIFY(opened.open(QIODevice::WriteOnly));
    QCOMPARE(opened.write(content), content.size());
}

/// Three commands: B, E and Ctrl+E.
void defineSome(ShortcutBook& book) {
    book.define({"tool.brush", "Brush", {stroke("B")}});
    book.define({"tool.eraser", "Eraser", {stroke("E")}});
    book.define({"instance.merge", "Merge", {stroke("Ctrl+E")}});
}

} // namespace

class ShortcutBookTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        m_home = std::make_unique<QTemporaryDir>();
        m_file = m_home->filePath("shortcuts.json");
    }

    void aStrokeHasSeveralNames() {
        QVERIFY(sameStroke(stroke("Shift+["), stroke("{")));
        QVERIFY(sameStroke(stroke("Shift+?"), stroke("Shift+/")));
        QVERIFY(sameStroke(stroke("Ctrl++"), stroke("Ctrl+Shift+=")));
        QVERIFY(!sameStroke(stroke("["), stroke("{")));
        QVERIFY(!sameStroke(stroke("Ctrl+="), stroke("Ctrl++")));
        QVERIFY(!sameStroke({}, {}));
        QCOMPARE(spelledOut({stroke("Shift+[")}),
                 QList<QKeySequence>({stroke("Shift+["), stroke("{"), stroke("Shift+{")}));
        QCOMPARE(spelledOut({stroke("B"), stroke("Ctrl+T")}),
                 QList<QKeySequence>({stroke("B"), stroke("Ctrl+T")}));
    }

    void eventsAreRecognisedHoweverTheKeyboardNamesThem() {
        const auto press = [](int key, Qt::KeyboardModifiers modifiers, const char* text) {
            return QKeyEvent(QEvent::KeyPress, key, modifiers, QString::fromLatin1(text));
        };
        const auto brace = press(Qt::Key_BraceLeft, Qt::ShiftModifier, "{");
        QVERIFY(isOneOf(brace, {stroke("Shift+[")}));
        QVERIFY(!isOneOf(brace, {stroke("[")}));
        // Where the semicolon needs Shift.
        QVERIFY(isOneOf(press(Qt::Key_Semicolon, Qt::ShiftModifier, ";"), {stroke(";")}));
        QCOMPARE(strokeOf(press(Qt::Key_B, Qt::ShiftModifier, "B")), stroke("Shift+B"));
        QCOMPARE(strokeOf(press(Qt::Key_5, Qt::KeypadModifier, "5")), stroke("5"));
        QVERIFY(strokeOf(press(Qt::Key_Control, Qt::ControlModifier, "")).isEmpty());
    }

    void conflictsNameTheOthers() {
        const auto conflicts = conflictsOf({{"a", {stroke("?")}},
                                            {"b", {stroke("B"), stroke("Shift+/")}},
                                            {"c", {stroke("C")}},
                                            {"d", {}}});
        QCOMPARE(conflicts.size(), std::size_t{2});
        QCOMPARE(conflicts.at("a"), QStringList{"b"});
        QCOMPARE(conflicts.at("b"), QStringList{"a"});
    }

    void filesKeepEveryChoice() {
        const QStringList presets = {"underpaint", "krita", "photoshop"};
        for (std::uint64_t seed = 1; seed <= 20; ++seed) {
            Random random(seed);
            Shortcuts chosen{presets[static_cast<int>(random.below(3))]};
            for (std::uint64_t i = random.below(20); i > 0; --i) {
                QList<QKeySequence>& keys =
                    chosen.changes[QStringLiteral("command.%1").arg(random.below(1000))];
                keys.clear();
                for (std::uint64_t n = random.below(mostKeysOfCommand + 1); n > 0; --n) {
                    const auto modifiers = static_cast<Qt::KeyboardModifiers>(
                        static_cast<int>(random.below(16)) << 25);
                    keys << QKeySequence(QKeyCombination(
                        modifiers, static_cast<Qt::Key>(Qt::Key_0 + random.below(43))));
                }
            }
            QCOMPARE(shortcutsFromJson(shortcutsToJson(chosen), "file"), chosen);
        }
    }

    void damagedFilesAreExplained_data() {
        QTest::addColumn<QByteArray>("text");
        const QByteArray whole = shortcutsToJson({"krita", {{"tool.brush", {stroke("B")}}}});
        for (int length = 0; length + 2 < whole.size(); length += 7) {
            QTest::addRow("%d bytes", length) << whole.left(length);
        }
        QTest::newRow("list") << QByteArray("[]");
        QTest::newRow("format") << QByteArray(R"({"format":2,"preset":"krita","keys":{}})");
        QTest::newRow("preset") << QByteArray(R"({"format":1,"preset":"gimp","keys":{}})");
        QTest::newRow("no keys") << QByteArray(R"({"format":1,"preset":"krita"})");
        for (const char* keys : {R"("B")", "7", "[7]", R"(["Hello"])", R"([""])", R"(["Ctrl"])",
                                 R"(["Ctrl+K, Ctrl+S"])", R"(["A","B","C"])"}) {
            QTest::newRow(keys) << QByteArray(R"({"format":1,"preset":"krita","keys":{"x.y":)") +
                                       keys + "}}";
        }
    }
    void damagedFilesAreExplained() {
        QFETCH(QByteArray, text);
        QVERIFY_THROWS_EXCEPTION(Error, shortcutsFromJson(text, "my file"));
        write(m_file, text);
        ShortcutBook book(m_file.toStdString());
        defineSome(book);
        QVERIFY2(book.problem().contains(m_file), qPrintable(book.problem()));
        QCOMPARE(book.chosen(), Shortcuts{});
        QCOMPARE(book.keys("tool.brush"), QList{stroke("B")});
        QCOMPARE(contentOf(m_file), text);
    }

    void whatIsNoFileIsNotWaitedFor() {
        QCOMPARE(::mkfifo(QFile::encodeName(m_file).constData(), 0600), 0);
        ShortcutBook book(m_file.toStdString());
        defineSome(book);
        QVERIFY2(book.problem().contains("pipe"), qPrintable(book.problem()));
        QCOMPARE(book.keys("tool.brush"), QList{stroke("B")});
    }

    void messagesShowALittleOfWhatAFileSays() {
        const QString name = QString("\x1b[2J<b>") + QString(100000, 'x');
        const QByteArray text =
            QJsonDocument(QJsonObject{{"format", 1}, {"preset", name}, {"keys", QJsonObject()}})
                .toJson();
        try {
            shortcutsFromJson(text, "my file");
            QFAIL("taken");
        } catch (const Error& failure) {
            const std::string said = failure.message();
            QVERIFY(said.size() < 400);
            QVERIFY(said.find('\x1b') == std::string::npos);
        }
    }

    void anUnreadableFileIsKeptBesideTheNextOne() {
        for (const QByteArray& damaged : {QByteArray("first"), QByteArray("second")}) {
            write(m_file, damaged);
            ShortcutBook book(m_file.toStdString());
            defineSome(book);
            book.choose({"underpaint", {{"tool.brush", {stroke("Y")}}}});
            QVERIFY(book.problem().isEmpty());
            QCOMPARE(readShortcuts(m_file.toStdString()), book.chosen());
        }
        QCOMPARE(contentOf(m_home->filePath("shortcuts-unreadable-1.json")), "first");
        QCOMPARE(contentOf(m_home->filePath("shortcuts-unreadable-2.json")), "second");
    }

    void choicesTakeEffectAtOnceAndInTheNextRun() {
        ShortcutBook book(m_file.toStdString());
        defineSome(book);
        QVERIFY(book.problem().isEmpty());
        QVERIFY(!QFile::exists(m_file));
        QSignalSpy changed(&book, &ShortcutBook::changed);
        book.choose({"underpaint", {{"tool.brush", {stroke("Y")}}, {"of.another.version", {}}}});
        QCOMPARE(changed.size(), 1);
        QCOMPARE(book.text("tool.brush"), QString("Y"));
        book.choose(book.chosen());
        QCOMPARE(changed.size(), 1);
        ShortcutBook next(m_file.toStdString());
        defineSome(next);
        QCOMPARE(next.chosen(), book.chosen());
        QCOMPARE(next.text("tool.brush"), QString("Y"));
        QCOMPARE(next.text("tool.eraser"), QString("E"));
    }

    void whatCannotBeWrittenIsSaidAndInEffect() {
        write(m_home->filePath("no folder"), "a file");
        ShortcutBook book(m_home->filePath("no folder/shortcuts.json").toStdString());
        defineSome(book);
        QVERIFY_THROWS_EXCEPTION(Error,
                                 book.choose({"underpaint", {{"tool.brush", {stroke("Y")}}}}));
        QCOMPARE(book.text("tool.brush"), QString("Y"));
    }

    void noKeyIsGivenTwice() {
        // As a file may say that was edited by hand: a default's key, one key twice, a fixed one.
        writeShortcuts(m_file.toStdString(), {"underpaint",
                                              {{"tool.brush", {stroke("E")}},
                                               {"select.all", {stroke("E"), stroke("Space")}}}});
        ShortcutBook book(m_file.toStdString());
        defineSome(book);
        book.define({"select.all", "Select All", {stroke("Ctrl+A")}});
        QCOMPARE(book.keys("select.all"), QList{stroke("E")});
        QVERIFY(book.keys("tool.brush").isEmpty());
        QVERIFY(book.keys("tool.eraser").isEmpty());
        QCOMPARE(book.keys("instance.merge"), QList{stroke("Ctrl+E")});
        QCOMPARE(book.deprived(), QStringList({"Select All", "Brush"}));
    }

    void fixedKeysAreNobodys() {
        ShortcutBook book(m_file.toStdString());
        for (const char* key : {"Space", "Shift+Space", "Return", "Esc", "Left", "Backspace"}) {
            QVERIFY2(!book.fixedUse(stroke(key), "tool.brush").isEmpty(), key);
        }
        QVERIFY(!book.fixedUse(stroke("Tab"), "tool.brush").isEmpty());
        QVERIFY(book.fixedUse(stroke("Tab"), "view.hideDocks").isEmpty());
        QVERIFY(book.fixedUse(stroke("Ctrl+Return"), "render.exact").isEmpty());
        QVERIFY(book.fixedUse(stroke("Alt+F"), "tool.fill").isEmpty());
        book.reserve({"Alt+F", "Opens the menu File", {stroke("Alt+F")}});
        QCOMPARE(book.fixedUse(stroke("Alt+F"), "tool.fill"), QString("Opens the menu File"));
    }

    void textsNameOnlyKeysThatAreThere() {
        ShortcutBook book(m_file.toStdString());
        defineSome(book);
        const QString phrase = "%1 paints, %2 erases";
        QCOMPARE(keyed(&book, phrase, {"tool.brush", "tool.eraser"}),
                 QString("B paints, E erases"));
        book.choose({"underpaint", {{"tool.eraser", {}}}});
        QCOMPARE(keyed(&book, phrase, {"tool.brush", "tool.eraser"}), QString());
        QCOMPARE(keyed(nullptr, phrase, {"tool.brush", "tool.eraser"}), QString());
        QCOMPARE(joinedHint({"a", "", "b"}), QString("a · b"));
    }

private:
    std::unique_ptr<QTemporaryDir> m_home;
    QString m_file;
};

} // namespace shortcut_book_test

int underpaint::test::runShortcutBookTests(int argc, char** argv) {
    shortcut_book_test::ShortcutBookTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "shortcut_book_test.moc"
