// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/help/help_window.h"

#include "ui/shortcuts/shortcut_book.h"

#include <QAction>
#include <QDesktopServices>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QSplitter>
#include <QStyle>
#include <QTextBrowser>
#include <QToolBar>
#include <QUrl>
#include <QVBoxLayout>

namespace underpaint::ui {

namespace {

constexpr int pageRole = Qt::UserRole;
constexpr QSize firstSize{860, 600};
constexpr int contentsWidth = 220;

} // namespace

HelpWindow::HelpWindow(const ShortcutBook& commands, QWidget* parent)
    : QWidget(parent, Qt::Window),
      m_book(commands),
      m_back(new QAction(style()->standardIcon(QStyle::SP_ArrowBack), tr("Back"), this)),
      m_forward(new QAction(style()->standardIcon(QStyle::SP_ArrowForward), tr("Forward"), this)),
      m_search(new QLineEdit(this)),
      m_list(new QListWidget(this)),
      m_text(new QTextBrowser(this)) {
    setWindowTitle(tr("Help"));
    resize(firstSize);
    m_back->setShortcuts({QKeySequence(Qt::ALT | Qt::Key_Left), QKeySequence(Qt::Key_Back)});
    m_forward->setShortcuts({QKeySequence(Qt::ALT | Qt::Key_Right), QKeySequence(Qt::Key_Forward)});
    auto* larger = new QAction(tr("Larger Text"), this);
    larger->setShortcuts(QKeySequence::keyBindings(QKeySequence::ZoomIn));
    auto* smaller = new QAction(tr("Smaller Text"), this);
    smaller->setShortcuts(QKeySequence::keyBindings(QKeySequence::ZoomOut));
    auto* find = new QAction(tr("Search"), this);
    find->setShortcut(QKeySequence::Find);
    addActions({larger, smaller, find});

    auto* bar = new QToolBar(this);
    bar->addActions({m_back, m_forward});
    m_search->setPlaceholderText(tr("Search the help"));
    m_search->setAccessibleName(tr("Search the help"));
    m_search->setClearButtonEnabled(true);
    bar->addWidget(m_search);

    m_list->setAccessibleName(tr("Contents"));
    m_list->setWordWrap(true);
    m_text->setAccessibleName(tr("Page of the help"));
    m_text->setOpenLinks(false);
    m_text->document()->setDefaultStyleSheet(
        QStringLiteral("td { padding: 2px 12px 4px 0; } li { margin-bottom: 3px; }"));
    m_text->setSearchPaths({QStringLiteral(":/underpaint/help/pictures")});
    auto* halves = new QSplitter(this);
    halves->addWidget(m_list);
    halves->addWidget(m_text);
    halves->setStretchFactor(1, 1);
    halves->setSizes({contentsWidth, firstSize.width() - contentsWidth});
    auto* column = new QVBoxLayout(this);
    column->addWidget(bar);
    column->addWidget(halves, 1);
    setTabOrder(m_search, m_list);
    setTabOrder(m_list, m_text);

    connect(m_back, &QAction::triggered, this, [this] { go(-1); });
    connect(m_forward, &QAction::triggered, this, [this] { go(1); });
    connect(larger, &QAction::triggered, this, [this] { enlarge(1); });
    connect(smaller, &QAction::triggered, this, [this] { enlarge(-1); });
    connect(find, &QAction::triggered, this, [this] {
        m_search->setFocus();
        m_search->selectAll();
    });
    connect(m_search, &QLineEdit::textChanged, this, &HelpWindow::fillList);
    connect(m_search, &QLineEdit::returnPressed, this, [this] {
        if (m_list->count() > 0) {
            m_list->setCurrentRow(0);
        }
    });
    connect(m_list, &QListWidget::currentItemChanged, this, [this](const QListWidgetItem* item) {
        if (item != nullptr) {
            setPage(item->data(pageRole).toString());
        }
    });
    connect(m_text, &QTextBrowser::anchorClicked, this, &HelpWindow::follow);
    // Keys that the user changes while the page is open.
    connect(&commands, &ShortcutBook::changed, this, &HelpWindow::refresh);
    fillList();
}

void HelpWindow::showPage(const QString& page) {
    m_search->clear();
    setPage(m_book.has(page) ? page : HelpBook::pages().front());
    show();
    raise();
    activateWindow();
    m_text->setFocus();
}

void HelpWindow::setPage(const QString& page) {
    if (page == m_page) {
        return;
    }
    m_visited.resize(m_at + 1);
    m_visited << page;
    m_at = m_visited.size() - 1;
    m_page = page;
    refresh();
}

void HelpWindow::go(int steps) {
    const qsizetype to = m_at + steps;
    if (to < 0 || to >= m_visited.size()) {
        return;
    }
    m_at = to;
    m_page = m_visited.at(to);
    refresh();
}

void HelpWindow::follow(const QUrl& link) {
    if (link.isRelative()) {
        m_search->clear();
        setPage(link.path());
    } else {
        QDesktopServices::openUrl(link);
    }
}

void HelpWindow::fillList() {
    const QSignalBlocker quiet(m_list);
    m_list->clear();
    const auto add = [&](const QString& page, const QString& text) {
        auto* item = new QListWidgetItem(text, m_list);
        item->setData(pageRole, page);
        if (page == m_page) {
            m_list->setCurrentItem(item);
        }
    };
    if (m_search->text().trimmed().isEmpty()) {
        for (const QString& page : HelpBook::pages()) {
            add(page, m_book.title(page));
        }
        return;
    }
    for (const HelpBook::Finding& found : m_book.search(m_search->text())) {
        add(found.page, QStringLiteral("%1\n… %2 …").arg(m_book.title(found.page), found.excerpt));
    }
    m_list->setCurrentRow(-1);
}

void HelpWindow::enlarge(int steps) {
    steps > 0 ? m_text->zoomIn(steps) : m_text->zoomOut(-steps);
}

void HelpWindow::refresh() {
    if (m_page.isEmpty()) {
        return;
    }
    m_text->setHtml(m_book.html(m_page));
    m_back->setEnabled(m_at > 0);
    m_forward->setEnabled(m_at + 1 < m_visited.size());
    const QSignalBlocker quiet(m_list);
    m_list->setCurrentRow(-1);
    for (int row = 0; row < m_list->count(); ++row) {
        if (m_list->item(row)->data(pageRole).toString() == m_page) {
            m_list->setCurrentRow(row);
        }
    }
}

void HelpWindow::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape) {
        close();
        return;
    }
    QWidget::keyPressEvent(event);
}

} // namespace underpaint::ui
