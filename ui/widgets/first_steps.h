// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <QList>

class QLabel;

namespace underpaint::ui {

class ShortcutBook;

/// The hint of the first start: three steps above the canvas, until the user closes it.
class FirstSteps : public QFrame {
    Q_OBJECT

public:
    /// Names the keys of the book, which must outlive this.
    explicit FirstSteps(const ShortcutBook& keys, QWidget* parent = nullptr);

    /// Names the keys that commands have now; to be called when commands were added.
    void nameKeys();

Q_SIGNALS:
    void closed();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    const ShortcutBook& m_keys;
    QList<QLabel*> m_texts;
};

} // namespace underpaint::ui
