// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/project/package/model_package.h"
#include "engine/translate/import_model.h"

#include <QObject>
#include <QString>
#include <QStringList>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace underpaint::ui {

/// A package of a model folder, whatever it does.
struct LibraryModel {
    std::filesystem::path path;
    QString name;
    QString problem;                                   ///< why it cannot be opened; empty: it can
    std::shared_ptr<const project::Manifest> manifest; ///< null where there is a problem
};

/// A folder that is searched for models.
struct ModelFolder {
    std::filesystem::path path;
    bool removable = false; ///< the user has added it
};

/// What an import came to.
struct ModelImport {
    QString failure; ///< not empty: nothing was written
    /// What became of the files, line by line; warnings among them.
    QStringList report;
    QString id; ///< of the package that was written
};

/// What an export wrote.
struct ModelExport {
    std::vector<std::filesystem::path> files;
    QString note; ///< what there is not, and why; usually empty
};

/// The packages of the model folders as files of the user: where they are, what they are called,
/// what comes in and what goes out. All functions return at once.
class ModelLibrary : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;

    virtual std::vector<LibraryModel> models() const = 0;

    virtual std::vector<ModelFolder> folders() const = 0;
    /// Throws Error when there is no such folder.
    virtual void addFolder(const std::filesystem::path& folder) = 0;
    virtual void removeFolder(const std::filesystem::path& folder) = 0;

    /// Why a package cannot be renamed or removed; empty: it can.
    virtual QString whyNotChange(const std::filesystem::path& package) const = 0;
    /// Gives the model another name, and the file the same. Throws Error.
    virtual void rename(const std::filesystem::path& package, const QString& name) = 0;
    /// Into the trash where the system has one, else for good. Throws Error.
    virtual void remove(const std::filesystem::path& package) = 0;

    /// Writes the weights as files for other programs into the folder, and the generator as
    /// TorchScript where it can be. Throws Error.
    virtual ModelExport exportModel(const std::filesystem::path& package,
                                    const std::filesystem::path& folder) = 0;

    /// The systems whose checkpoints can be imported; none: nothing can.
    virtual QStringList importableKinds() const = 0;
    /// Makes a package of checkpoints in the user's folder, under the request's name; answered by
    /// imported().
    virtual void importCheckpoints(const translate::ImportRequest& request) = 0;

Q_SIGNALS:
    /// Packages came, went or are called otherwise.
    void changed();
    void imported(const underpaint::ui::ModelImport& import);
};

} // namespace underpaint::ui
