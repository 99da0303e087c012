// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/help/help_book.h"

#include <QWidget>

class QAction;
class QLineEdit;
class QListWidget;
class QTextBrowser;

namespace underpaint::ui {

/// The manual in a window of its own, beside which work goes on.
class HelpWindow : public QWidget {
    Q_OBJECT

public:
    /// The book must outlive this.
    explicit HelpWindow(const ShortcutBook& commands, QWidget* parent = nullptr);

    /// Shows the window with that page.
    void showPage(const QString& page);
    QString page() const { return m_page; }

    QTextBrowser& text() { return *m_text; }
    QLineEdit& search() { return *m_search; }
    /// The contents, or what the search found.
    QListWidget& list() { return *m_list; }

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    void setPage(const QString& page);
    void go(int steps);
    void follow(const QUrl& link);
    void fillList();
    void enlarge(int steps);
    void refresh();

    HelpBook m_book;
    QString m_page;
    QStringList m_visited; ///< with m_at for back and forward
    qsizetype m_at = -1;

    QAction* m_back;
    QAction* m_forward;
    QLineEdit* m_search;
    QListWidget* m_list;
    QTextBrowser* m_text;
};

} // namespace underpaint::ui
