// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <QString>
#include <QTimer>

#include <functional>

class QLabel;
class QToolButton;
class QPushButton;

namespace underpaint::ui {

/// One message at the lower edge of its parent, over it, so that nothing moves under the brush when
/// it comes. The newest replaces the one before; the user closes it, or whoever showed it withdraws
/// it by its topic. Information goes by itself.
class MessageBar : public QFrame {
    Q_OBJECT

public:
    enum class Kind { Information, Warning, Failure };

    /// How long information is shown.
    static constexpr int informationMilliseconds = 8000;
    void setInformationTime(int milliseconds) { m_expiry.setInterval(milliseconds); }

    explicit MessageBar(QWidget* parent);

    /// `topic` names what the message is about ("render"); an offer is a button and what it does.
    void showMessage(Kind kind, const QString& topic, const QString& text,
                     const QString& offer = {}, std::function<void()> offered = {});
    /// Hides the message if it is about this topic.
    void withdraw(const QString& topic);
    /// What is shown; empty when the bar is hidden.
    QString text() const;

    bool eventFilter(QObject* watched, QEvent* event) override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void place();
    void showIcon();

    QLabel* m_icon;
    QLabel* m_text;
    QPushButton* m_offer;
    QToolButton* m_close;
    QTimer m_expiry;
    Kind m_kind = Kind::Information;
    QString m_topic;
    std::function<void()> m_offered;
};

} // namespace underpaint::ui
