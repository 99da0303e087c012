// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>
#include <QMessageBox>
#include <QShowEvent>
#include <QString>

namespace underpaint::ui {

/// A message box that shows its texts as they are. Qt guesses whether a text is HTML, and names of
/// files, models and classes can look like it: they would vanish, or look like the program's word.
class PlainMessageBox final : public QMessageBox {
public:
    using QMessageBox::QMessageBox;

protected:
    void showEvent(QShowEvent* event) override {
        for (QLabel* label : findChildren<QLabel*>()) {
            if (label->textFormat() != Qt::PlainText && label->pixmap().isNull()) {
                label->setTextFormat(Qt::PlainText);
            }
        }
        QMessageBox::showEvent(event);
    }
};

/// QMessageBox::warning() for texts that are shown as they are.
inline void warnPlainly(QWidget* parent, const QString& title, const QString& text) {
    PlainMessageBox(QMessageBox::Warning, title, text, QMessageBox::Ok, parent).exec();
}

/// A tool tip that shows a text as it is: of tool tips, too, Qt guesses whether they are HTML.
inline QString plainToolTip(const QString& text) {
    return Qt::mightBeRichText(text) ? text.toHtmlEscaped().prepend("<span>").append("</span>")
                                     : text;
}

} // namespace underpaint::ui
