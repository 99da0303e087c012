// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/style_sources.h"

#include "ui/session/editor.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace underpaint::ui {

namespace {

constexpr std::string_view keyStart = "style source ";
/// In a project, where the view has more entries than these.
constexpr std::size_t mostEntries = 120;
/// Of a text of the view.
constexpr qsizetype longestText = 4000;

QJsonArray numbers(const std::vector<float>& values) {
    QJsonArray array;
    for (const float value : values) {
        array.append(static_cast<double>(value));
    }
    return array;
}

QJsonObject written(const scene::Style& style) {
    if (const auto* cluster = std::get_if<scene::ClusterStyle>(&style)) {
        return {{"cluster", static_cast<double>(cluster->cluster)}};
    }
    if (const auto* mixture = std::get_if<scene::MixtureStyle>(&style)) {
        return {{"mixture", numbers(mixture->weights)}};
    }
    return {{"features", numbers(std::get<scene::FeatureStyle>(style).values)}};
}

QString written(std::uint32_t instance, const scene::Style& style, const StyleSource& source) {
    QJsonObject entry{{"instance", static_cast<double>(instance)}, {"style", written(style)}};
    if (!source.photo.isEmpty()) {
        const QRectF& place = source.place;
        entry["photo"] = source.photo;
        entry["own"] = source.ownPhoto;
        entry["place"] = QJsonArray{place.x(), place.y(), place.width(), place.height()};
    }
    if (!source.instance.isEmpty()) {
        entry["copied"] = source.instance;
    }
    return QString::fromUtf8(QJsonDocument(entry).toJson(QJsonDocument::Compact));
}

StyleSource sourceIn(const QJsonObject& entry) {
    StyleSource source;
    source.photo = entry["photo"].toString();
    source.ownPhoto = entry["own"].toBool();
    const QJsonArray place = entry["place"].toArray();
    source.place = QRectF(place.at(0).toDouble(), place.at(1).toDouble(), place.at(2).toDouble(),
                          place.at(3).toDouble())
                       .intersected(QRectF(0, 0, 1, 1));
    source.instance = entry["copied"].toString();
    return source;
}

bool isEntry(const std::string& key) {
    return key.starts_with(keyStart);
}

QJsonObject read(const std::string& text) {
    return QJsonDocument::fromJson(QByteArray::fromStdString(text)).object();
}

bool isOf(const QJsonObject& entry, std::uint32_t instance) {
    return entry["instance"].toDouble() == static_cast<double>(instance);
}

} // namespace

void noteStyleSource(Editor& editor, std::uint32_t instance, const scene::Style& style,
                     const StyleSource& source) {
    const QString text = written(instance, style, source);
    if (text.toUtf8().size() > longestText) {
        return; // a model with very many features
    }
    std::map<std::string, std::string> view = editor.document().viewState();
    // Keys sort as their numbers do.
    constexpr int digits = 9;
    std::uint64_t next = 0;
    std::size_t count = 0;
    for (const auto& [key, value] : view) {
        if (isEntry(key)) {
            ++count;
            next = QString::fromStdString(key.substr(keyStart.size())).toULongLong() + 1;
        }
    }
    for (auto entry = view.lower_bound(std::string(keyStart));
         count >= mostEntries && entry != view.end() && isEntry(entry->first); --count) {
        entry = view.erase(entry);
    }
    const QString number =
        QStringLiteral("%1").arg(static_cast<qulonglong>(next), digits, 10, QLatin1Char('0'));
    view[std::string(keyStart) + number.toStdString()] = text.toStdString();
    editor.document().setViewState(std::move(view));
}

void forgetStyleSource(Editor& editor, std::uint32_t instance, const scene::Style& style) {
    std::map<std::string, std::string> view = editor.document().viewState();
    const QJsonObject wanted = written(style);
    const auto forgotten = std::erase_if(view, [&](const auto& one) {
        if (!isEntry(one.first)) {
            return false;
        }
        const QJsonObject entry = read(one.second);
        return isOf(entry, instance) && entry["style"].toObject() == wanted;
    });
    if (forgotten > 0) {
        editor.document().setViewState(std::move(view));
    }
}

std::optional<StyleSource> styleSource(const Editor& editor, std::uint32_t instance) {
    const scene::Style* style = editor.scene().styleOf(instance);
    if (style == nullptr) {
        return std::nullopt;
    }
    // Features that were encoded are like no others: wherever they are worn, they are those.
    const bool own = std::holds_alternative<scene::FeatureStyle>(*style);
    const QJsonObject wanted = written(*style);
    std::optional<StyleSource> found;
    bool exact = false;
    for (const auto& [key, text] : std::as_const(editor).document().viewState()) {
        if (!isEntry(key)) {
            continue;
        }
        const QJsonObject entry = read(text);
        if (entry["style"].toObject() != wanted) {
            continue;
        }
        if (isOf(entry, instance) || (own && !exact)) {
            exact = exact || isOf(entry, instance);
            found = sourceIn(entry);
        }
    }
    return found;
}

} // namespace underpaint::ui
