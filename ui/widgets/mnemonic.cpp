// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/mnemonic.h"

namespace underpaint::ui {

QString withoutMnemonic(const QString& text) {
    QString plain;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QStringView rest = QStringView(text).sliced(i);
        constexpr qsizetype bracketed = 4; // "(&O)"
        if (rest.size() >= bracketed && rest.startsWith(QLatin1String("(&")) && rest[2] != u'&' &&
            rest[3] == u')') {
            i += bracketed - 1;
        } else if (rest[0] != u'&') {
            plain += rest[0];
        } else if (rest.size() > 1 && rest[1] == u'&') {
            plain += u'&';
            ++i;
        }
    }
    return plain;
}

} // namespace underpaint::ui
