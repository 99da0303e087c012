// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/geometry.h"
#include "engine/scene/appearance.h"
#include "engine/scene/pixel_spans.h"

#include <QObject>
#include <QString>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <vector>

namespace underpaint::ui {

/// An instance that was put aside: its shape, its class and its look.
struct StoredObject {
    QString name;
    /// Names the class; numbers differ between label sets.
    QString className;
    /// The class's number where the object comes from.
    std::uint16_t label = 0;
    /// Inside (0, 0) … size, normalised.
    Size size;
    std::vector<scene::PixelSpan> shape;
    /// Of its instance 0; pins as the shape counts pixels.
    scene::Appearance look;

    friend bool operator==(const StoredObject&, const StoredObject&) = default;
};

/// One object as JSON, the format of the library's files.
/// @{
QByteArray objectToJson(const StoredObject& object);
/// Throws Error that says what is wrong with the text; `where` names it.
StoredObject objectFromJson(const QByteArray& json, const std::string& where);
/// @}

/// The objects of the stamp tool: a folder with one file per object.
class ObjectLibrary : public QObject {
    Q_OBJECT

public:
    /// Reads what lies in the folder; files that cannot be read are named in problems(). A missing
    /// folder is an empty library; it is made with the first object.
    explicit ObjectLibrary(std::filesystem::path folder, QObject* parent = nullptr);

    /// "objects" in the user's data folder of the program.
    static std::filesystem::path userFolder();

    const std::vector<StoredObject>& objects() const { return m_objects; }
    const std::vector<std::string>& problems() const { return m_problems; }
    /// Writes the object's file. Throws Error.
    void add(const StoredObject& object);
    /// Removes the object and its file. Throws Error.
    void remove(std::size_t index);

Q_SIGNALS:
    void changed();

private:
    std::filesystem::path m_folder;
    std::vector<StoredObject> m_objects;
    /// Of each object.
    std::vector<std::filesystem::path> m_files;
    std::vector<std::string> m_problems;
};

} // namespace underpaint::ui
