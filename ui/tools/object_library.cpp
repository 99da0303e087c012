// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tools/object_library.h"

#include "engine/base/atomic_file.h"
#include "engine/base/error.h"
#include "engine/base/mapped_file.h"
#include "engine/scene/edit_codec.h"
#include "engine/scene/tiled_map.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QStandardPaths>

#include <algorithm>
#include <cstddef>
#include <span>
#include <string_view>
#include <system_error>
#include <utility>

namespace underpaint::ui {

namespace {

constexpr int formatVersion = 1;
constexpr std::string_view ending = ".underpaint-object";

QJsonArray numbers(const std::vector<float>& values) {
    QJsonArray array;
    for (const float value : values) {
        array.append(static_cast<double>(value));
    }
    return array;
}

QJsonObject styleToJson(const scene::Style& style) {
    QJsonObject json;
    if (const auto* cluster = std::get_if<scene::ClusterStyle>(&style)) {
        json["cluster"] = static_cast<qint64>(cluster->cluster);
    } else if (const auto* mixture = std::get_if<scene::MixtureStyle>(&style)) {
        json["weights"] = numbers(mixture->weights);
    } else {
        json["values"] = numbers(std::get<scene::FeatureStyle>(style).values);
    }
    return json;
}

/// Reads one object's text; every problem is an Error that names it.
class Reader {
public:
    explicit Reader(std::string where) : m_where(std::move(where)) {}

    StoredObject read(const QByteArray& text) const {
        QJsonParseError problem;
        const QJsonDocument document = QJsonDocument::fromJson(text, &problem);
        if (!document.isObject()) {
            fail("this is not a stored object: " + problem.errorString().toStdString());
        }
        const QJsonObject json = document.object();
        if (json["format"].toInt() != formatVersion) {
            fail("the object has a format that this version does not know");
        }
        StoredObject object;
        object.name = json["name"].toString();
        object.className = json["class"].toString();
        object.label = static_cast<std::uint16_t>(whole(json["label"], 0, 65535, "label"));
        object.size = {whole(json["width"], 1, scene::maxMapExtent, "width"),
                       whole(json["height"], 1, scene::maxMapExtent, "height")};
        object.shape = shape(json["runs"].toArray(), object.size);
        if (json.contains("style")) {
            object.look.style = style(json["style"].toObject());
        }
        if (json.contains("look")) {
            object.look = look(json["look"].toString().toLatin1());
        }
        return object;
    }

private:
    [[noreturn]] void fail(const std::string& problem) const {
        throw Error(problem, m_where, "delete the file, or store the object again");
    }

    int whole(const QJsonValue& value, int least, int greatest, const char* name) const {
        const double number = value.toDouble(-1);
        if (!(number >= least && number <= greatest) || number != static_cast<int>(number)) {
            fail(std::string("the value of \"") + name + "\" is not a number from " +
                 std::to_string(least) + " to " + std::to_string(greatest));
        }
        return static_cast<int>(number);
    }

    std::vector<scene::PixelSpan> shape(const QJsonArray& runs, Size size) const {
        if (runs.isEmpty() || runs.size() % 3 != 0) {
            fail("the object has no shape");
        }
        std::vector<scene::PixelSpan> spans;
        for (qsizetype i = 0; i < runs.size(); i += 3) {
            const int x = whole(runs[i], 0, size.width - 1, "runs");
            const int y = whole(runs[i + 1], 0, size.height - 1, "runs");
            spans.push_back({x, y, whole(runs[i + 2], 1, size.width - x, "runs")});
        }
        return scene::normalised(std::move(spans), {0, 0, size.width, size.height});
    }

    std::vector<float> floats(const QJsonArray& array) const {
        std::vector<float> values;
        for (const auto& value : array) {
            values.push_back(static_cast<float>(value.toDouble()));
        }
        return values;
    }

    scene::Style style(const QJsonObject& json) const {
        if (json.contains("weights")) {
            return scene::normalisedMixture(floats(json["weights"].toArray()));
        }
        if (json.contains("values")) {
            const scene::Style features = scene::FeatureStyle{floats(json["values"].toArray())};
            scene::checkStyle(features);
            return features;
        }
        constexpr int mostClusters = 1'000'000;
        return scene::ClusterStyle{
            static_cast<std::uint32_t>(whole(json["cluster"], 0, mostClusters, "cluster"))};
    }

    scene::Appearance look(const QByteArray& text) const {
        const QByteArray bytes = QByteArray::fromBase64(text);
        const scene::Edit edit = scene::parse(
            std::as_bytes(std::span(bytes.constData(), static_cast<std::size_t>(bytes.size()))));
        const auto* worn = std::get_if<scene::SetAppearance>(&edit.kind);
        if (worn == nullptr || worn->entries.size() != 1 || worn->entries.front().instance != 0) {
            fail("the look of the object is damaged");
        }
        return worn->entries.front().look;
    }

    std::string m_where;
};

/// More than a style, as the edit that gives it to an instance.
QString lookToText(const scene::Appearance& look) {
    const std::vector<std::byte> bytes = scene::serialise({scene::SetAppearance{{{0, look}}}});
    const QByteArray held(reinterpret_cast<const char*>(bytes.data()),
                          static_cast<qsizetype>(bytes.size()));
    return QString::fromLatin1(held.toBase64());
}

} // namespace

QByteArray objectToJson(const StoredObject& object) {
    QJsonArray runs;
    for (const scene::PixelSpan& span : object.shape) {
        runs.append(span.x);
        runs.append(span.y);
        runs.append(span.length);
    }
    QJsonObject json{{"format", formatVersion},
                     {"name", object.name},
                     {"class", object.className},
                     {"label", object.label},
                     {"width", object.size.width},
                     {"height", object.size.height},
                     {"runs", runs}};
    const scene::Appearance& look = object.look;
    if (look.style) {
        json["style"] = styleToJson(*look.style);
    }
    if (!look.code.values.empty() || !look.exemplars.empty()) {
        json["look"] = lookToText(look);
    }
    return QJsonDocument(json).toJson(QJsonDocument::Compact);
}

StoredObject objectFromJson(const QByteArray& json, const std::string& where) {
    return Reader(where).read(json);
}

ObjectLibrary::ObjectLibrary(std::filesystem::path folder, QObject* parent)
    : QObject(parent), m_folder(std::move(folder)) {
    std::error_code missing;
    for (const auto& entry : std::filesystem::directory_iterator(m_folder, missing)) {
        if (entry.path().extension() == ending) {
            m_files.push_back(entry.path());
        }
    }
    std::sort(m_files.begin(), m_files.end());
    std::vector<std::filesystem::path> readable;
    for (const std::filesystem::path& file : m_files) {
        try {
            const MappedFile content(file);
            const auto bytes = content.bytes();
            m_objects.push_back(
                objectFromJson(QByteArray(reinterpret_cast<const char*>(bytes.data()),
                                          static_cast<qsizetype>(bytes.size())),
                               file.string()));
            readable.push_back(file);
        } catch (const Error& error) {
            m_problems.push_back(error.message());
        }
    }
    m_files = std::move(readable);
}

std::filesystem::path ObjectLibrary::userFolder() {
    const QString data = QStandardPaths::writableLocation(QStandardPaths::AppDataLocation);
    return std::filesystem::path(data.toStdString()) / "objects";
}

void ObjectLibrary::add(const StoredObject& object) {
    std::error_code failed;
    std::filesystem::create_directories(m_folder, failed);
    if (failed) {
        throw Error(tr("The folder of the stored objects, %1, cannot be made: %2. Make it, or free "
                       "some space")
                        .arg(QString::fromStdString(m_folder.string()),
                             QString::fromLocal8Bit(failed.message()))
                        .toStdString());
    }
    // Numbers keep the order of storing.
    int number = 1;
    std::filesystem::path file;
    do {
        std::string digits = std::to_string(number++);
        digits.insert(0, 4 - std::min<std::size_t>(4, digits.size()), '0');
        file = m_folder / (digits + std::string(ending));
    } while (std::filesystem::exists(file));
    const QByteArray json = objectToJson(object);
    writeFileAtomically(file,
                        std::string_view(json.constData(), static_cast<std::size_t>(json.size())));
    m_objects.push_back(object);
    m_files.push_back(std::move(file));
    Q_EMIT changed();
}

void ObjectLibrary::remove(std::size_t index) {
    if (index >= m_objects.size()) {
        return;
    }
    std::error_code failed;
    std::filesystem::remove(m_files[index], failed);
    if (failed) {
        throw Error(tr("The object in %1 cannot be removed: %2. Check the rights of the file")
                        .arg(QString::fromStdString(m_files[index].string()),
                             QString::fromLocal8Bit(failed.message()))
                        .toStdString());
    }
    m_files.erase(m_files.begin() + static_cast<std::ptrdiff_t>(index));
    m_objects.erase(m_objects.begin() + static_cast<std::ptrdiff_t>(index));
    Q_EMIT changed();
}

} // namespace underpaint::ui
