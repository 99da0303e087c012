// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/style_names.h"

#include <QCoreApplication>
#include <QStringList>

#include <array>

namespace underpaint::ui {

namespace {

constexpr auto styleContext = "underpaint::ui::StyleNames";

/// The styles of the models that ship, and what train::namesByLooks() makes names of, so that their
/// translations are asked for.
[[maybe_unused]] constexpr std::array knownStyles = {
    QT_TRANSLATE_NOOP("underpaint::ui::StyleNames", "deep blue"),
    QT_TRANSLATE_NOOP("underpaint::ui::StyleNames", "blue"),
    QT_TRANSLATE_NOOP("underpaint::ui::StyleNames", "overcast"),
    QT_TRANSLATE_NOOP("underpaint::ui::StyleNames", "hazy"),
    QT_TRANSLATE_NOOP("underpaint::ui::StyleNames", "white"),
    QT_TRANSLATE_NOOP("underpaint::ui::StyleNames", "dark"),
    QT_TRANSLATE_NOOP("underpaint::ui::StyleNames", "deep green"),
    QT_TRANSLATE_NOOP("underpaint::ui::StyleNames", "dark wood"),
    QT_TRANSLATE_NOOP("underpaint::ui::StyleNames", "bright wood"),
    QT_TRANSLATE_NOOP("underpaint::ui::StyleNames", "frosted"),
    QT_TRANSLATE_NOOP("underpaint::ui::StyleNames", "shaded"),
    QT_TRANSLATE_NOOP("underpaint::ui::StyleNames", "undergrowth"),
    QT_TRANSLATE_NOOP("underpaint::ui::StyleNames", "leafy"),
    QT_TRANSLATE_NOOP("underpaint::ui::StyleNames", "dry"),
    QT_TRANSLATE_NOOP("underpaint::ui::StyleNames", "green"),
    QT_TRANSLATE_NOOP("underpaint::ui::StyleNames", "meadow"),
    QT_TRANSLATE_NOOP("underpaint::ui::StyleNames", "sunlit"),
    QT_TRANSLATE_NOOP("underpaint::ui::StyleNames", "dark gravel"),
    QT_TRANSLATE_NOOP("underpaint::ui::StyleNames", "stony"),
    QT_TRANSLATE_NOOP("underpaint::ui::StyleNames", "brown"),
    QT_TRANSLATE_NOOP("underpaint::ui::StyleNames", "reddish"),
    QT_TRANSLATE_NOOP("underpaint::ui::StyleNames", "gravel"),
    QT_TRANSLATE_NOOP("underpaint::ui::StyleNames", "dusty"),
    QT_TRANSLATE_NOOP("underpaint::ui::StyleNames", "pale"),
    QT_TRANSLATE_NOOP("underpaint::ui::StyleNames", "pinkish"),
    QT_TRANSLATE_NOOP("underpaint::ui::StyleNames", "pale blue"),
    QT_TRANSLATE_NOOP("underpaint::ui::StyleNames", "grey"),
    QT_TRANSLATE_NOOP("underpaint::ui::StyleNames", "light grey"),
    QT_TRANSLATE_NOOP("underpaint::ui::StyleNames", "snow"),
    QT_TRANSLATE_NOOP("underpaint::ui::StyleNames", "dark green"),
    QT_TRANSLATE_NOOP("underpaint::ui::StyleNames", "clear"),
    QT_TRANSLATE_NOOP("underpaint::ui::StyleNames", "evening"),
    QT_TRANSLATE_NOOP("underpaint::ui::StyleNames", "dull"),
    QT_TRANSLATE_NOOP("underpaint::ui::StyleNames", "bright"),
    QT_TRANSLATE_NOOP("underpaint::ui::StyleNames", "night"),
    QT_TRANSLATE_NOOP("underpaint::ui::StyleNames", "wet"),
    QT_TRANSLATE_NOOP("underpaint::ui::StyleNames", "dark asphalt"),
    QT_TRANSLATE_NOOP("underpaint::ui::StyleNames", "asphalt"),
    QT_TRANSLATE_NOOP("underpaint::ui::StyleNames", "in shadows"),
    QT_TRANSLATE_NOOP("underpaint::ui::StyleNames", "dark branches"),
    QT_TRANSLATE_NOOP("underpaint::ui::StyleNames", "dusk"),
    QT_TRANSLATE_NOOP("underpaint::ui::StyleNames", "bare"),
    QT_TRANSLATE_NOOP("underpaint::ui::StyleNames", "fine branches"),
    QT_TRANSLATE_NOOP("underpaint::ui::StyleNames", "black"),
    QT_TRANSLATE_NOOP("underpaint::ui::StyleNames", "dark grey"),
    QT_TRANSLATE_NOOP("underpaint::ui::StyleNames", "pink"),
    QT_TRANSLATE_NOOP("underpaint::ui::StyleNames", "dark pink"),
    QT_TRANSLATE_NOOP("underpaint::ui::StyleNames", "pale pink"),
    QT_TRANSLATE_NOOP("underpaint::ui::StyleNames", "red"),
    QT_TRANSLATE_NOOP("underpaint::ui::StyleNames", "dark red"),
    QT_TRANSLATE_NOOP("underpaint::ui::StyleNames", "pale red"),
    QT_TRANSLATE_NOOP("underpaint::ui::StyleNames", "orange"),
    QT_TRANSLATE_NOOP("underpaint::ui::StyleNames", "dark orange"),
    QT_TRANSLATE_NOOP("underpaint::ui::StyleNames", "pale orange"),
    QT_TRANSLATE_NOOP("underpaint::ui::StyleNames", "yellow"),
    QT_TRANSLATE_NOOP("underpaint::ui::StyleNames", "dark yellow"),
    QT_TRANSLATE_NOOP("underpaint::ui::StyleNames", "pale green"),
    QT_TRANSLATE_NOOP("underpaint::ui::StyleNames", "teal"),
    QT_TRANSLATE_NOOP("underpaint::ui::StyleNames", "dark teal"),
    QT_TRANSLATE_NOOP("underpaint::ui::StyleNames", "pale teal"),
    QT_TRANSLATE_NOOP("underpaint::ui::StyleNames", "dark blue"),
    QT_TRANSLATE_NOOP("underpaint::ui::StyleNames", "purple"),
    QT_TRANSLATE_NOOP("underpaint::ui::StyleNames", "dark purple"),
    QT_TRANSLATE_NOOP("underpaint::ui::StyleNames", "pale purple"),
    QT_TRANSLATE_NOOP("underpaint::ui::StyleNames", "olive"),
    QT_TRANSLATE_NOOP("underpaint::ui::StyleNames", "dark olive"),
    QT_TRANSLATE_NOOP("underpaint::ui::StyleNames", "pale olive"),
    QT_TRANSLATE_NOOP("underpaint::ui::StyleNames", "beige"),
    QT_TRANSLATE_NOOP("underpaint::ui::StyleNames", "dark brown"),
    QT_TRANSLATE_NOOP("underpaint::ui::StyleNames", "pale brown"),
    QT_TRANSLATE_NOOP("underpaint::ui::StyleNames", "lighter"),
    QT_TRANSLATE_NOOP("underpaint::ui::StyleNames", "darker"),
    QT_TRANSLATE_NOOP("underpaint::ui::StyleNames", "textured"),
    QT_TRANSLATE_NOOP("underpaint::ui::StyleNames", "smooth"),
    // What imaging::oppositeWords() says.
    QT_TRANSLATE_NOOP("underpaint::ui::StyleNames", "warmer"),
    QT_TRANSLATE_NOOP("underpaint::ui::StyleNames", "cooler"),
    QT_TRANSLATE_NOOP("underpaint::ui::StyleNames", "greener"),
    QT_TRANSLATE_NOOP("underpaint::ui::StyleNames", "pinker"),
    QT_TRANSLATE_NOOP("underpaint::ui::StyleNames", "more colourful"),
    QT_TRANSLATE_NOOP("underpaint::ui::StyleNames", "greyer"),
    QT_TRANSLATE_NOOP("underpaint::ui::StyleNames", "more textured"),
    QT_TRANSLATE_NOOP("underpaint::ui::StyleNames", "smoother"),
};

QString translated(const QString& name) {
    return QCoreApplication::translate(styleContext, name.toUtf8().constData());
}

} // namespace

QString styleName(const std::string& name, int number) {
    if (name.empty()) {
        return QCoreApplication::translate("underpaint::ui::StyleNames", "Style %1")
            .arg(number + 1);
    }
    // "dark green, lighter" and "dark green 2" are made of parts.
    QStringList parts = QString::fromStdString(name).split(QStringLiteral(", "));
    for (QString& part : parts) {
        const qsizetype space = part.lastIndexOf(QLatin1Char(' '));
        bool isNumbered = false;
        part.mid(space + 1).toInt(&isNumbered);
        part = space > 0 && isNumbered ? translated(part.left(space)) + part.mid(space)
                                       : translated(part);
    }
    return parts.join(QStringLiteral(", "));
}

} // namespace underpaint::ui
