// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/model_store.h"

#include "engine/base/error.h"
#include "engine/base/file_name.h"
#include "engine/base/make_folder.h"
#include "engine/project/package/plain_weights.h"
#include "engine/run/import_report.h"
#include "ui/document/work_pool.h"

#include <QCoreApplication>
#include <QFile>
#include <QPointer>
#include <QSettings>
#include <QThreadPool>

#include <algorithm>
#include <chrono>
#include <exception>
#include <system_error>
#include <utility>

namespace underpaint::app {

namespace {

namespace fs = std::filesystem;

constexpr std::chrono::milliseconds listPatience(500); // as for the list of models
constexpr auto packageEnding = ".underpaint-model";

QString foldersKey() {
    return QStringLiteral("models/folders");
}

bool isWithin(const fs::path& package, const fs::path& folder) {
    std::error_code unknown;
    return !folder.empty() && fs::equivalent(package.parent_path(), folder, unknown);
}

ui::ModelImport importInto(const ModelImporter& importer, const translate::ImportRequest& request,
                           const fs::path& output) {
    ui::ModelImport result;
    try {
        makeFolder(output.parent_path());
        const translate::ImportOutcome outcome = importer.import(request, output);
        for (const run::ImportLine& line : run::importReport(outcome)) {
            result.report << QString::fromStdString(line.text);
        }
        result.failure = QString::fromStdString(run::importRefusal(outcome));
        result.id = outcome.written ? QString::fromStdString(outcome.written->id) : QString();
    } catch (const Error& error) {
        result.failure = QString::fromStdString(error.message());
    } catch (const std::exception& error) {
        result.failure = QString::fromLocal8Bit(error.what());
    }
    return result;
}

} // namespace

ModelStore::ModelStore(std::shared_ptr<project::PackageCatalogue> catalogue,
                       std::vector<fs::path> folders, QSettings& settings, QObject* parent)
    : ModelLibrary(parent),
      m_catalogue(std::move(catalogue)),
      m_given(std::move(folders)),
      m_settings(settings) {
    for (const QString& folder : m_settings.value(foldersKey()).toStringList()) {
        m_added.emplace_back(folder.toStdString());
    }
    useFolders();
}

void ModelStore::setUsersFolder(const fs::path& folder) {
    m_users = folder;
    useFolders();
}

void ModelStore::setImporter(ModelImporter importer) {
    m_importer = std::move(importer);
}

void ModelStore::useFolders() {
    std::vector<fs::path> all;
    for (const ui::ModelFolder& folder : folders()) {
        all.push_back(folder.path);
    }
    m_catalogue->setFolders(std::move(all));
}

std::vector<ui::ModelFolder> ModelStore::folders() const {
    std::vector<ui::ModelFolder> all;
    const auto add = [&](const fs::path& path, bool removable) {
        const auto same = [&](const ui::ModelFolder& known) {
            std::error_code unknown;
            return known.path == path || fs::equivalent(known.path, path, unknown);
        };
        if (!path.empty() && std::ranges::none_of(all, same)) {
            all.push_back({path, removable});
        }
    };
    add(m_users, false);
    for (const fs::path& folder : m_given) {
        add(folder, false);
    }
    for (const fs::path& folder : m_added) {
        add(folder, true);
    }
    return all;
}

std::vector<ui::LibraryModel> ModelStore::models() const {
    std::vector<ui::LibraryModel> models;
    for (const project::KnownPackage& package : m_catalogue->packages(listPatience)) {
        const std::string path = package.listing.path.filename().string();
        models.push_back({package.listing.path,
                          QString::fromStdString(package.manifest ? package.listing.name : path),
                          QString::fromStdString(package.listing.problem), package.manifest});
    }
    return models;
}

void ModelStore::addFolder(const fs::path& folder) {
    if (!fs::is_directory(folder)) {
        throw Error("is no folder", folder.string(), "Choose a folder with models");
    }
    m_added.push_back(fs::absolute(folder).lexically_normal());
    QStringList kept;
    for (const fs::path& path : m_added) {
        kept << QString::fromStdString(path.string());
    }
    m_settings.setValue(foldersKey(), kept);
    useFolders();
    Q_EMIT changed();
}

void ModelStore::removeFolder(const fs::path& folder) {
    std::erase(m_added, folder);
    QStringList kept;
    for (const fs::path& path : m_added) {
        kept << QString::fromStdString(path.string());
    }
    m_settings.setValue(foldersKey(), kept);
    useFolders();
    Q_EMIT changed();
}

QString ModelStore::whyNotChange(const fs::path& package) const {
    const bool own =
        isWithin(package, m_users) || std::ranges::any_of(m_added, [&](const fs::path& folder) {
            return isWithin(package, folder);
        });
    return own ? QString()
               : tr("only models in your own folder and in folders that you added can be changed");
}

void ModelStore::checkChange(const fs::path& package) const {
    if (const QString why = whyNotChange(package); !why.isEmpty()) {
        throw Error(why.toStdString(), package.string());
    }
}

void ModelStore::rename(const fs::path& package, const QString& name) {
    checkChange(package);
    const std::string wanted = name.trimmed().toStdString();
    checkName(wanted, "the name of the model", package.string());
    const fs::path target = package.parent_path() / (wanted + packageEnding);
    if (fs::exists(target)) {
        throw Error("is there already", target.string(), "Choose another name");
    }
    const auto opened = project::ModelPackage::open(package);
    project::Manifest manifest = opened.manifest(); // with its id, by which scenes know it
    manifest.name = wanted;
    const bool folder = fs::is_directory(package);
    project::writePackage(folder ? target / "" : target, manifest, project::weightsOf(opened),
                          /*overwrite=*/false, project::thumbnailsOf(opened));
    std::error_code failure;
    fs::remove_all(package, failure);
    Q_EMIT changed();
}

void ModelStore::remove(const fs::path& package) {
    checkChange(package);
    if (!QFile::moveToTrash(QString::fromStdString(package.string()))) {
        std::error_code failure;
        fs::remove_all(package, failure);
        if (failure) {
            throw Error("cannot be removed (" + failure.message() + ")", package.string(),
                        "Check the permissions of the folder");
        }
    }
    Q_EMIT changed();
}

void ModelStore::setScripter(ModelScripter scripter) {
    m_scripter = std::move(scripter);
}

ui::ModelExport ModelStore::exportModel(const fs::path& package, const fs::path& folder) {
    const auto opened = project::ModelPackage::open(package);
    const std::string& name = opened.manifest().name;
    ui::ModelExport made{project::writePlainWeights(opened, folder, name), {}};
    if (!m_scripter || !opened.manifest().networks.contains("G")) {
        return made;
    }
    try {
        const auto script = m_scripter(opened, folder / (name + ".G.pt"));
        made.files.insert(made.files.end(), script.begin(), script.end());
    } catch (const Error& error) {
        made.note =
            tr("There is no TorchScript of it: %1").arg(QString::fromStdString(error.message()));
    }
    return made;
}

QStringList ModelStore::importableKinds() const {
    QStringList kinds;
    for (const std::string& kind : m_importer.kinds) {
        kinds << QString::fromStdString(kind);
    }
    return kinds;
}

void ModelStore::importCheckpoints(const translate::ImportRequest& request) {
    const fs::path output = m_users / (request.name + packageEnding);
    ui::workPool().start([guard = QPointer(this), importer = m_importer, request, output] {
        const ui::ModelImport result = importInto(importer, request, output);
        QMetaObject::invokeMethod(QCoreApplication::instance(), [guard, result] {
            if (guard) {
                Q_EMIT guard->changed();
                Q_EMIT guard->imported(result);
            }
        });
    });
}

} // namespace underpaint::app
