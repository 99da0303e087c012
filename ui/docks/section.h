// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QToolButton;

namespace underpaint::ui {

/// A part of a long panel under a title that folds it away.
class Section : public QWidget {
    Q_OBJECT

public:
    /// Takes the content over.
    Section(const QString& title, QWidget* content, QWidget* parent = nullptr);

    bool isOpen() const { return m_open; }
    void setOpen(bool open);

Q_SIGNALS:
    /// By the user.
    void toggled(bool open);

private:
    QToolButton* m_title;
    QWidget* m_content;
    bool m_open = true;
};

} // namespace underpaint::ui
