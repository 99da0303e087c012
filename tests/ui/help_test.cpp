// SPDX-License-Identifier: GPL-3.0-or-later
// The manual: its pages in every language, and its window.
#include "tests/ui/window_fixture.h"
#include "tests/ui/window_tests.h"
#include "ui/docks/panel.h"
#include "ui/help/help_window.h"
#include "ui/widgets/translations.h"

#include <QAction>
#include <QFile>
#include <QLineEdit>
#include <QListWidget>
#include <QRegularExpression>
#include <QTest>
#include <QTextBrowser>
#include <QWindow>

#include <algorithm>
#include <memory>

namespace help_test {

using namespace underpaint;
using ui::HelpBook;
using ui::HelpWindow;

namespace {

QString sourceOf(const QString& language, const QString& page) {
    QFile file(QStringLiteral(":/underpaint/help/%1/%2.html").arg(language, page));
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

/// All that the expression captures, in order.
QStringList capturedIn(const QString& text, const QString& expression) {
    QStringList found;
    const QRegularExpression pattern(expression);
    for (auto matches = pattern.globalMatch(text); matches.hasNext();) {
        found << matches.next().captured(1);
    }
    return found;
}

} // namespace

class HelpTest : public test::WindowFixture {
    Q_OBJECT

private Q_SLOTS:
    void everyPageIsThereInEveryLanguage();
    void linksAndPicturesLeadSomewhere();
    void onlyCommandsThatThereAreAreNamed();
    void namesAndKeysAreThoseOfTheProgram();
    void everyPanelHasAPage();
    void theKeyOpensThePageOfTheFocus();
    void linksListAndHistoryLeadThroughThePages();
    void searchFindsWordsInPages();

private:
    HelpWindow& help();
};

HelpWindow& HelpTest::help() {
    auto* window = m_window->findChild<HelpWindow*>();
    Q_ASSERT(window != nullptr);
    return *window;
}

void HelpTest::everyPageIsThereInEveryLanguage() {
    QStringList languages{"en"};
    for (const ui::Language& language : ui::translationsThere()) {
        languages << language.code;
    }
    for (const QString& page : HelpBook::pages()) {
        const QString english = sourceOf("en", page);
        QVERIFY2(english.contains("<h1>"), qPrintable(page));
        for (const QString& language : languages) {
            const QString other = sourceOf(language, page);
            QVERIFY2(other.contains("<h1>"), qPrintable(language + "/" + page));
            // They say the same: the same commands, links and pictures.
            for (const char* what : {R"(\{do:([A-Za-z0-9.]+)\})", R"re(href="([^"]*)")re",
                                     R"re(src="([^"]*)")re", "<(h2|li|tr)>"}) {
                QStringList ours = capturedIn(english, what);
                QStringList theirs = capturedIn(other, what);
                std::ranges::sort(ours);
                std::ranges::sort(theirs);
                QVERIFY2(ours == theirs, qPrintable(language + "/" + page + ": " + what));
            }
        }
    }
}

void HelpTest::linksAndPicturesLeadSomewhere() {
    for (const QString& page : HelpBook::pages()) {
        for (const QString& link : capturedIn(sourceOf("en", page), R"re(href="([^"]*)")re")) {
            QVERIFY2(HelpBook::pages().contains(link), qPrintable(page + " -> " + link));
        }
        for (const QString& picture : capturedIn(sourceOf("en", page), R"re(src="([^"]*)")re")) {
            const QImage image(":/underpaint/help/pictures/" + picture);
            QVERIFY2(!image.isNull(), qPrintable(page + " -> " + picture));
        }
    }
}

void HelpTest::onlyCommandsThatThereAreAreNamed() {
    open();
    const HelpBook book(m_window->shortcuts());
    for (const QString& page : HelpBook::pages()) {
        QCOMPARE(book.unknownCommands(page), QStringList());
        QVERIFY(!book.html(page).contains("{do:") && !book.html(page).contains("{version}"));
        QVERIFY(!book.title(page).isEmpty());
    }
}

void HelpTest::namesAndKeysAreThoseOfTheProgram() {
    open();
    action("help.contents").trigger();
    QVERIFY(help().text().toPlainText().contains("Undo (Ctrl+Z)"));
    m_window->shortcuts().choose(
        {"underpaint", {{"edit.undo", {QKeySequence("F9")}}, {"instance.new", {}}}});
    const QString changed = help().text().toPlainText();
    QVERIFY(changed.contains("Undo (F9)")); // in the open page
    QVERIFY(changed.contains(
        "for the Next Stroke begins the next one")); // and no key where there is none
}

void HelpTest::everyPanelHasAPage() {
    open();
    const auto panels = m_window->findChildren<ui::Panel*>();
    QVERIFY(panels.size() > 5);
    for (const ui::Panel* panel : panels) {
        QVERIFY2(HelpBook::pages().contains(panel->helpPage()), qPrintable(panel->objectName()));
    }
}

void HelpTest::theKeyOpensThePageOfTheFocus() {
    open();
    QTest::keyClick(m_window.get(), Qt::Key_F1);
    QTRY_VERIFY(m_window->findChild<HelpWindow*>() != nullptr && help().isVisible());
    QCOMPARE(help().page(), QString("index"));
    QTest::keyClick(&help(), Qt::Key_Escape);
    QVERIFY(!help().isVisible());
    QStringList seen;
    for (auto* panel : m_window->findChildren<ui::Panel*>()) {
        for (auto* widget : panel->findChildren<QWidget*>()) {
            if (widget->focusPolicy() == Qt::NoFocus || !widget->isVisible() ||
                !widget->isEnabled()) {
                continue;
            }
            m_window->activateWindow();
            QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
            widget->setFocus();
            QVERIFY(panel->isAncestorOf(QApplication::focusWidget()));
            action("help.contents").trigger();
            QCOMPARE(help().page(), panel->helpPage());
            seen << panel->helpPage();
            break;
        }
    }
    QVERIFY(seen.size() > 1); // those in front
    action("help.about").trigger();
    QCOMPARE(help().page(), QString("about"));
    // From the canvas it is where it was left.
    const QString last = help().page();
    help().close();
    m_window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    m_window->canvas().setFocus();
    QTRY_VERIFY(m_window->canvas().hasFocus());
    action("help.contents").trigger();
    QVERIFY(help().isVisible());
    QCOMPARE(help().page(), last);
}

void HelpTest::linksListAndHistoryLeadThroughThePages() {
    open();
    action("help.contents").trigger();
    QVERIFY(QTest::qWaitForWindowActive(&help()));
    Q_EMIT help().text().anchorClicked(QUrl("exemplars"));
    QCOMPARE(help().page(), QString("exemplars"));
    QCOMPARE(help().list().currentItem()->data(Qt::UserRole).toString(), QString("exemplars"));
    help().list().setCurrentRow(2);
    QCOMPARE(help().page(), HelpBook::pages().at(2));
    QTest::keyClick(help().windowHandle(), Qt::Key_Left, Qt::AltModifier);
    QCOMPARE(help().page(), QString("exemplars"));
    QTest::keyClick(help().windowHandle(), Qt::Key_Left, Qt::AltModifier);
    QCOMPARE(help().page(), QString("index"));
    QTest::keyClick(help().windowHandle(), Qt::Key_Left,
                    Qt::AltModifier); // there is nothing before
    QCOMPARE(help().page(), QString("index"));
    QTest::keyClick(help().windowHandle(), Qt::Key_Right, Qt::AltModifier);
    QCOMPARE(help().page(), QString("exemplars"));
    QVERIFY(help().text().toPlainText().contains("Strength"));
}

void HelpTest::searchFindsWordsInPages() {
    open();
    action("help.contents").trigger();
    QTest::keyClicks(&help().search(), "onion");
    QCOMPARE(help().list().count(), 1);
    QTest::keyClick(&help().search(), Qt::Key_Return);
    QCOMPARE(help().page(), QString("sequences"));
    help().search().clear();
    QCOMPARE(help().list().count(), static_cast<int>(HelpBook::pages().size()));
    QTest::keyClicks(&help().search(), "styles");
    QVERIFY(help().list().count() > 1);
    QCOMPARE(help().list().item(0)->data(Qt::UserRole).toString(), QString("styles")); // the title
    help().search().setText("nothing like xyzzy");
    QCOMPARE(help().list().count(), 0);
    help().search().setText("   ");
    QCOMPARE(help().list().count(), static_cast<int>(HelpBook::pages().size()));
}

} // namespace help_test

int underpaint::test::runHelpTests(int argc, char** argv) {
    help_test::HelpTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "help_test.moc"
