// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/atomic_file.h"
#include "engine/base/error.h"
#include "engine/base/file_name.h"
#include "engine/base/mapped_file.h"
#include "engine/project/archive/sha256.h"
#include "engine/project/archive/zip_index.h"
#include "engine/project/archive/zip_writer.h"
#include "engine/project/package/manifest_json.h"
#include "engine/project/package/model_package.h"
#include "engine/project/package/package_files.h"
#include "engine/project/package/style_thumbnails.h"
#include "engine/project/shown_text.h"

#include <algorithm>
#include <cstdio>
#include <fcntl.h>
#include <map>
#include <ostream>
#include <set>
#include <utility>

namespace underpaint::project {

namespace fs = std::filesystem;

namespace {

const std::string thumbnailFile = "styles.safetensors";

/// A folder under a temporary name; removed unless it was moved to its place.
class StagingFolder {
public:
    explicit StagingFolder(const fs::path& target)
        : m_target(target), m_path(temporaryBeside(target, ".part")) {
        std::error_code code;
        if (!fs::create_directory(m_path, code)) {
            throw Error("cannot be written (" + code.message() + ")", target.string(),
                        "Check that the folder exists and is writable");
        }
    }
    StagingFolder(const StagingFolder&) = delete;
    StagingFolder& operator=(const StagingFolder&) = delete;
    ~StagingFolder() {
        std::error_code ignored;
        fs::remove_all(m_path, ignored);
    }

    const fs::path& path() const { return m_path; }

    /// Puts the folder in the place of what was there, in one step where the file system can: at
    /// every moment one of the two is there.
    void publish() {
        if (::renameat2(AT_FDCWD, m_path.c_str(), AT_FDCWD, m_target.c_str(), RENAME_EXCHANGE) ==
            0) {
            return; // what was there goes with this
        }
        // The name is no temporary one: whoever finds it has the only copy, should this die here.
        fs::path old = m_target;
        old += ".old";
        std::error_code code;
        std::error_code missing;
        if (fs::exists(m_target, missing)) {
            fs::rename(m_target, old, code);
        }
        if (!code) {
            fs::rename(m_path, m_target, code);
        }
        if (code) {
            std::error_code ignored;
            if (!fs::exists(m_target, ignored)) {
                fs::rename(old, m_target, ignored);
            }
            throw Error("cannot be replaced (" + code.message() + ")", m_target.string(),
                        "Check that the folder is writable");
        }
        fs::remove_all(old, code);
    }

private:
    fs::path m_target;
    fs::path m_path;
};

/// "8-4-4-4-12" hexadecimal digits of the digest of everything.
std::string contentId(const Manifest& manifest) {
    const std::string text = writeManifest(manifest);
    std::string id = sha256(std::as_bytes(std::span(text))).substr(0, 32);
    for (const std::size_t at : {20U, 16U, 12U, 8U}) {
        id.insert(at, "-");
    }
    return id;
}

/// File name -> what produces its bytes.
using Producers = std::map<std::string, std::function<void(const ByteSink&)>>;

/// False when there is a file of that name already. `tensors` must outlive the producers.
bool addTensors(Producers& files, Manifest& manifest, const std::string& name,
                std::span<const TensorToWrite> tensors) {
    const auto produce = [tensors](const ByteSink& sink) {
        streamSafetensors(tensors, {{"format", "pt"}}, sink);
    };
    if (!files.emplace(name, produce).second) {
        return false;
    }
    Sha256 hash;
    produce([&hash](std::span<const std::byte> part) { hash.update(part); });
    manifest.sha256[name] = hash.finish();
    return true;
}

Producers weightFiles(Manifest& manifest, std::span<const PackageWeights> weights) {
    Producers files;
    std::set<std::string> roles;
    for (const auto& item : weights) {
        const auto network = manifest.networks.find(item.role);
        if (network == manifest.networks.end() || !roles.insert(item.role).second) {
            throw Error("the weights of " + shownText(item.role) +
                        " belong to no network of the manifest, or come twice");
        }
        auto& name = network->second.weights;
        if (name.empty()) {
            name = item.role + ".safetensors";
        }
        if (!addTensors(files, manifest, name, item.tensors)) {
            throw Error("two networks are to be written to the file " + shownText(name));
        }
    }
    return files;
}

void addThumbnails(Producers& files, Manifest& manifest,
                   std::span<const TensorToWrite> thumbnails) {
    manifest.styleThumbnails.clear();
    for (const TensorToWrite& tensor : thumbnails) {
        const std::string problem =
            thumbnailProblem(manifest, tensor.name, tensor.type, tensor.shape);
        if (!problem.empty()) {
            throw Error("the thumbnails " + shownText(tensor.name) + ": " + problem);
        }
    }
    if (!thumbnails.empty()) {
        if (!addTensors(files, manifest, thumbnailFile, thumbnails)) {
            throw Error("a network and the thumbnails are to be written to the file " +
                        thumbnailFile);
        }
        manifest.styleThumbnails = thumbnailFile;
    }
}

void refuseProblems(const Manifest& manifest, const Producers& files, const fs::path& path) {
    std::vector<Problem> problems;
    checkManifest(manifest, problems);
    for (const auto& [role, network] : manifest.networks) {
        if (!files.contains(network.weights)) {
            problems.push_back(
                {manifestFile, "/networks/" + role + "/weights", network.weights, "is not given"});
        }
    }
    if (problems.empty()) {
        // Whatever a reader would find as well.
        readManifest(writeManifest(manifest), problems);
    }
    if (!problems.empty()) {
        std::string text = "the model package cannot be written:";
        for (const auto& problem : problems) {
            text += "\n  " + problem.text();
        }
        throw Error(text, path.string());
    }
}

void refuseOverwriting(const fs::path& path, bool overwrite) {
    std::error_code code;
    if (!fs::exists(path, code)) {
        return;
    }
    if (!overwrite) {
        throw Error("exists already", path.string(), "Choose another name or ask to overwrite it");
    }
    if (fs::is_directory(path, code) && !fs::is_regular_file(path / manifestFile, code)) {
        throw Error("is a folder that is no model package", path.string(), "Choose another name");
    }
}

void writeStream(std::ostream& out, std::span<const std::byte> part) {
    out.write(reinterpret_cast<const char*>(part.data()),
              static_cast<std::streamsize>(part.size()));
}

} // namespace

Manifest writePackage(const fs::path& path, Manifest manifest,
                      std::span<const PackageWeights> weights, bool overwrite,
                      std::span<const TensorToWrite> thumbnails) {
    const bool asFolder = !path.has_filename();
    const fs::path named = asFolder ? path.parent_path() : path;
    refuseOverwriting(named, overwrite);
    // Through a link to a folder the folder behind it is replaced, not the link.
    std::error_code absent;
    const fs::path target =
        asFolder && fs::is_symlink(named, absent) ? fs::canonical(named) : named;
    removeLeftovers(target.parent_path(), target.filename().string());
    manifest.sha256.clear();
    auto files = weightFiles(manifest, weights);
    addThumbnails(files, manifest, thumbnails);
    if (manifest.id.empty()) {
        manifest.id = contentId(manifest);
    }
    refuseProblems(manifest, files, target);
    const std::string text = writeManifest(manifest);
    files.emplace(manifestFile,
                  [&text](const ByteSink& sink) { sink(std::as_bytes(std::span(text))); });
    if (asFolder) {
        StagingFolder staging(target);
        for (const auto& [name, produce] : files) {
            std::error_code ignored; // Writing the file reports a missing folder better.
            fs::create_directories((staging.path() / name).parent_path(), ignored);
            const auto& content = produce;
            writeFileAtomically(staging.path() / name, [&content](std::ostream& out) {
                content([&out](std::span<const std::byte> part) { writeStream(out, part); });
            });
        }
        checkMappedFiles(); // what the weights were taken from
        staging.publish();
        return manifest;
    }
    writeFileAtomically(target, [&files](std::ostream& out) {
        ZipWriter zip(out);
        for (const auto& [name, produce] : files) {
            zip.add(name, produce);
        }
        zip.finish();
        checkMappedFiles(); // what the weights were taken from
    });
    return manifest;
}

} // namespace underpaint::project
