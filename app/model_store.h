// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/project/package/package_catalogue.h"
#include "ui/session/model_library.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

class QSettings;

namespace underpaint::app {

/// How checkpoints become packages, without LibTorch; see translate::importModel().
struct ModelImporter {
    std::vector<std::string> kinds;
    std::function<translate::ImportOutcome(const translate::ImportRequest& request,
                                           const std::filesystem::path& output)>
        import;
};

/// How a package's generator becomes TorchScript, without LibTorch.
using ModelScripter = std::function<std::vector<std::filesystem::path>(
    const project::ModelPackage& package, const std::filesystem::path& file)>;

/// The packages of the catalogue's folders, and of those that the user adds (in the settings).
class ModelStore final : public ui::ModelLibrary {
    Q_OBJECT

public:
    /// `settings` must outlive this.
    ModelStore(std::shared_ptr<project::PackageCatalogue> catalogue,
               std::vector<std::filesystem::path> folders, QSettings& settings,
               QObject* parent = nullptr);

    /// Where imported models go, which is one of the folders.
    void setUsersFolder(const std::filesystem::path& folder);
    /// Without it no TorchScript is written; see translate::writeTorchScript().
    void setScripter(ModelScripter scripter);
    /// Without it nothing can be imported.
    void setImporter(ModelImporter importer);

    std::vector<ui::LibraryModel> models() const override;
    std::vector<ui::ModelFolder> folders() const override;
    void addFolder(const std::filesystem::path& folder) override;
    void removeFolder(const std::filesystem::path& folder) override;
    QString whyNotChange(const std::filesystem::path& package) const override;
    void rename(const std::filesystem::path& package, const QString& name) override;
    void remove(const std::filesystem::path& package) override;
    ui::ModelExport exportModel(const std::filesystem::path& package,
                                const std::filesystem::path& folder) override;
    QStringList importableKinds() const override;
    void importCheckpoints(const translate::ImportRequest& request) override;

private:
    void useFolders();
    void checkChange(const std::filesystem::path& package) const;

    std::shared_ptr<project::PackageCatalogue> m_catalogue;
    std::vector<std::filesystem::path> m_given;
    std::vector<std::filesystem::path> m_added;
    std::filesystem::path m_users;
    QSettings& m_settings;
    ModelImporter m_importer;
    ModelScripter m_scripter;
};

} // namespace underpaint::app
