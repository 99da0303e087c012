// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSpinBox>

#include <algorithm>
#include <optional>
#include <utility>

namespace underpaint::ui {

/// A side of a picture in pixels, which remembers what was typed when that is out of its range.
class SizeField : public QSpinBox {
    Q_OBJECT

public:
    using QSpinBox::QSpinBox;

    void fixup(QString& text) const override {
        QString digits;
        for (const QChar& letter : std::as_const(text)) {
            if (letter.isDigit()) {
                digits += letter;
            }
        }
        bool number = false;
        const int typed = digits.toInt(&number);
        if (!number) {
            QSpinBox::fixup(text);
            return;
        }
        m_refused = typed;
        text = textFromValue(std::clamp(typed, minimum(), maximum())) + suffix();
    }
    /// Once.
    std::optional<int> takeRefused() { return std::exchange(m_refused, std::nullopt); }

private:
    mutable std::optional<int> m_refused; ///< Qt asks a constant field to mend its text
};

} // namespace underpaint::ui
