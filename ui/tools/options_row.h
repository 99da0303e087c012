// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>
#include <QWidget>

#include <functional>

class QHBoxLayout;

namespace underpaint::ui {

class Tool;

/// A row of labelled widgets that show and change the settings of a tool. They are read again
/// whenever the tool says settingsChanged().
class OptionsRow : public QWidget {
    Q_OBJECT

public:
    OptionsRow(Tool& tool, QWidget* parent);

    /// What every option says of itself.
    struct Text {
        QString label;
        /// With the shortcut, where there is one.
        QString toolTip;
        QString suffix = {};
    };

    void addNumber(const Text& text, int least, int greatest, std::function<int()> get,
                   std::function<void(int)> set);
    void addCheck(const Text& text, std::function<bool()> get, std::function<void(bool)> set);
    /// Values are indices of `items`.
    void addChoice(const Text& text, const QStringList& items, std::function<int()> get,
                   std::function<void(int)> set);
    /// `enabled` may be empty: always.
    void addButton(const Text& text, std::function<void()> clicked,
                   std::function<bool()> enabled = {});
    void addWidget(QWidget* widget);
    /// Pushes the options to the left; to be called last.
    void finish();
    /// Reads the settings again.
    void refresh() { Q_EMIT refreshed(); }

Q_SIGNALS:
    void refreshed();

private:
    void name(QWidget* widget, const Text& text) const;

    QHBoxLayout* m_layout;
};

} // namespace underpaint::ui
