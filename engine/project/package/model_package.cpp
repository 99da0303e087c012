// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/project/package/model_package.h"

#include "engine/base/error.h"
#include "engine/base/mapped_file.h"
#include "engine/base/safe_text.h"
#include "engine/project/archive/sha256.h"
#include "engine/project/foreign_reader.h"
#include "engine/project/package/manifest_json.h"
#include "engine/project/package/package_files.h"
#include "engine/project/package/package_source.h"
#include "engine/project/package/style_thumbnails.h"
#include "engine/project/package/verified_files.h"
#include "engine/project/shown_text.h"
#include "engine/project/tensors/finite_values.h"

#include <algorithm>
#include <mutex>
#include <optional>
#include <set>
#include <utility>

namespace underpaint::project {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t maxListed = 50;
/// What the header of a file of weights fits into, if it is no monster.
constexpr std::size_t usualHeader = std::size_t{256} << 10;
constexpr const char* notFinite = "holds values that are not finite (NaN or infinite)";

std::string changedText(const std::string& digest) {
    return "has been changed or damaged: its SHA-256 digest is not " + digest;
}

/// Result of looking into a package: what it says, and what is wrong with it.
struct Inspection {
    explicit Inspection(PackageSource from) : source(std::move(from)) {}

    PackageSource source;
    Manifest manifest;
    std::map<std::string, TensorFile> weights; ///< by role
    std::map<std::string, PackageFile> files;  ///< that they are read from
    std::optional<TensorFile> thumbnails;
    std::vector<Problem> problems;
};

/// A safetensors file of a package. With `headerOnly` its values may be zeros: file.whole tells.
TensorFile tensorsOf(const PackageSource& source, PackageFile& file, const std::string& name,
                     const fs::path& where) {
    if (!file.whole && tensorHeaderBytes(file.bytes) > usualHeader) {
        file = *source.file(name);
    }
    return parseSafetensors(file.bytes, file.owner, where);
}

class Inspector {
public:
    explicit Inspector(const fs::path& path) : m_path(path), m_source(path), m_result(m_source) {}

    Inspection run(bool withDigests) {
        const auto text = m_source.file(manifestFile);
        if (!text) {
            report(manifestFile, {}, {}, "is not in the package");
            return std::move(m_result);
        }
        m_result.manifest = readManifest(asText(text->bytes), m_result.problems);
        if (!m_result.problems.empty()) {
            return std::move(m_result);
        }
        checkManifest(m_result.manifest, m_result.problems);
        for (const auto& [role, network] : m_result.manifest.networks) {
            if (auto opened =
                    openTensors(network.weights, "/networks/" + role + "/weights", withDigests)) {
                m_result.weights.emplace(role, std::move(*opened));
                m_result.files.emplace(role, *m_seen[network.weights]);
            }
        }
        openThumbnails();
        for (const auto& [name, digest] : m_result.manifest.sha256) {
            const auto found = m_seen.contains(name) ? m_seen[name] : file(name, "/sha256");
            if (found && withDigests && sha256(found->bytes) != digest) {
                report(name, {}, {}, changedText(digest));
            }
        }
        if (withDigests) {
            for (const auto& [role, network] : m_result.manifest.networks) {
                checkValues(role, network.weights);
            }
        }
        return std::move(m_result);
    }

private:
    void checkValues(const std::string& role, const std::string& file) {
        const auto found = m_result.weights.find(role);
        if (found == m_result.weights.end()) {
            return;
        }
        for (const StoredTensor& tensor : found->second.tensors()) {
            if (!isFinite(tensor)) {
                report(file, tensor.name, {}, notFinite);
            }
        }
    }

    void report(const std::string& file, const std::string& key, const std::string& value,
                const std::string& problem) {
        m_result.problems.push_back({file, key, value, problem});
    }

    /// The file; nothing, and a report at `key`, when it is missing or unreadable.
    std::optional<PackageFile> file(const std::string& name, const std::string& key,
                                    bool whole = true) {
        try {
            auto found = whole ? m_source.file(name) : m_source.beginning(name, usualHeader);
            if (!found) {
                report(manifestFile, key, name, "is not in the package");
            }
            return found;
        } catch (const Error& failure) {
            report(name, {}, {}, failure.problem());
            return std::nullopt;
        }
    }

    /// A safetensors file that the manifest names at `key`; unless `whole`, of compressed ones the
    /// header only.
    std::optional<TensorFile> openTensors(const std::string& name, const std::string& key,
                                          bool whole) {
        auto& found = m_seen[name];
        found = file(name, key, whole);
        if (!found) {
            return std::nullopt;
        }
        try {
            return tensorsOf(m_source, *found, name, m_path / name);
        } catch (const Error& failure) {
            report(name, {}, {}, failure.problem());
            return std::nullopt;
        }
    }

    void openThumbnails() {
        const std::string& name = m_result.manifest.styleThumbnails;
        if (name.empty()) {
            return;
        }
        m_result.thumbnails = openTensors(name, "/style_thumbnails", true);
        if (m_result.thumbnails) {
            for (const StoredTensor& tensor : m_result.thumbnails->tensors()) {
                const std::string problem =
                    thumbnailProblem(m_result.manifest, tensor.name, tensor.type, tensor.shape);
                if (!problem.empty()) {
                    report(name, tensor.name, {}, problem);
                }
            }
        }
    }

    fs::path m_path;
    PackageSource m_source;
    std::map<std::string, std::optional<PackageFile>> m_seen; ///< tensor files, also missing ones
    Inspection m_result;
};

Error problemsError(const fs::path& path, const std::vector<Problem>& problems) {
    std::string text = problems.size() == 1 ? "the model package has a problem"
                                            : "the model package has " +
                                                  std::to_string(problems.size()) + " problems";
    for (std::size_t i = 0; i < std::min(problems.size(), maxListed); ++i) {
        text += "\n  " + problems[i].text();
    }
    if (problems.size() > maxListed) {
        text += "\n  and " + std::to_string(problems.size() - maxListed) + " more";
    }
    return Error(text, path.string(), "Correct this or fetch the package again");
}

} // namespace

struct ModelPackage::Content {
    Content(fs::path place, PackageSource files)
        : path(std::move(place)), source(std::move(files)) {}

    fs::path path;
    PackageSource source;
    Manifest manifest;
    std::optional<TensorFile> thumbnails;
    /// By role, as verify() leaves them.
    /// @{
    mutable std::map<std::string, TensorFile, std::less<>> weights;
    mutable std::map<std::string, PackageFile, std::less<>> files;
    /// @}

    /// Unpacks the weights where open() did not. Throws Error unless they are what the manifest's
    /// digest says, and numbers.
    void verify(const std::string& role) const;

private:
    std::vector<Problem> wrongWith(const std::string& role, const std::string& name,
                                   const std::string& digest) const;

    mutable std::mutex m_mutex;
    mutable std::set<std::string> m_verified; ///< roles
};

void ModelPackage::Content::verify(const std::string& role) const {
    const std::lock_guard lock(m_mutex);
    if (m_verified.contains(role)) {
        return;
    }
    const std::string& name = manifest.networks.at(role).weights;
    const std::string& digest = manifest.sha256.at(name);
    if (PackageFile& file = files.at(role); !file.whole) {
        file = *source.file(name);
        weights.at(role) = parseSafetensors(file.bytes, file.owner, path / name);
    }
    const fs::path place = fs::is_directory(path) ? path / name : path;
    const VerifiedFiles known = VerifiedFiles::ofThisUser();
    if (!known.knows(place, name, digest)) {
        if (const auto problems = wrongWith(role, name, digest); !problems.empty()) {
            throw problemsError(path, problems);
        }
        known.add(place, name, digest);
    }
    m_verified.insert(role);
}

std::vector<Problem> ModelPackage::Content::wrongWith(const std::string& role,
                                                      const std::string& name,
                                                      const std::string& digest) const {
    if (sha256(files.at(role).bytes) != digest) {
        checkMappedFiles(); // zeros behind a cut
        return {{name, {}, {}, changedText(digest)}};
    }
    std::vector<Problem> problems;
    for (const StoredTensor& tensor : weights.at(role).tensors()) {
        if (!isFinite(tensor)) {
            problems.push_back({name, tensor.name, {}, notFinite});
        }
    }
    return problems;
}

std::string Problem::text() const {
    std::string result = file;
    if (!key.empty()) {
        result += " " + key;
    }
    if (!value.empty()) {
        result += " = " + value;
    }
    return safeText(result) + ": " + safeText(problem);
}

ModelPackage::ModelPackage(std::shared_ptr<const Content> content)
    : m_content(std::move(content)) {}

ModelPackage ModelPackage::open(const fs::path& path) {
    auto inspection = Inspector(path).run(false);
    if (!inspection.problems.empty()) {
        throw problemsError(path, inspection.problems);
    }
    auto content = std::make_shared<Content>(path, inspection.source);
    content->manifest = std::move(inspection.manifest);
    content->weights.insert(inspection.weights.begin(), inspection.weights.end());
    content->files.insert(inspection.files.begin(), inspection.files.end());
    content->thumbnails = std::move(inspection.thumbnails);
    return ModelPackage(std::move(content));
}

std::vector<Problem> ModelPackage::check(const fs::path& path) {
    try {
        return Inspector(path).run(true).problems;
    } catch (const Error& failure) {
        return {{path.filename().string(), {}, {}, failure.problem()}};
    }
}

const fs::path& ModelPackage::path() const {
    return m_content->path;
}

const Manifest& ModelPackage::manifest() const {
    return m_content->manifest;
}

TensorFile ModelPackage::weights(std::string_view role) const {
    const auto found = m_content->weights.find(role);
    if (found == m_content->weights.end()) {
        throw Error("the model package has no network " + shownText(role), m_content->path.string(),
                    "Use a package that was made with it");
    }
    m_content->verify(found->first);
    return found->second;
}

const TensorFile* ModelPackage::styleThumbnails() const {
    return m_content->thumbnails ? &*m_content->thumbnails : nullptr;
}

namespace {

/// Safetensors are dense; only the span of the last one may be longer than its elements.
std::vector<TensorToWrite> viewsOf(const TensorFile& file) {
    std::vector<TensorToWrite> views;
    for (const StoredTensor& tensor : file.tensors()) {
        const auto bytes =
            static_cast<std::size_t>(elementCount(tensor)) * elementSize(tensor.type);
        views.push_back({tensor.name, tensor.type, tensor.shape, tensor.bytes.first(bytes)});
    }
    return views;
}

} // namespace

std::vector<PackageWeights> weightsOf(const ModelPackage& package) {
    std::vector<PackageWeights> weights;
    for (const auto& [role, network] : package.manifest().networks) {
        weights.push_back({role, viewsOf(package.weights(role))});
    }
    return weights;
}

std::vector<TensorToWrite> thumbnailsOf(const ModelPackage& package) {
    const TensorFile* file = package.styleThumbnails();
    return file == nullptr ? std::vector<TensorToWrite>() : viewsOf(*file);
}

std::vector<PackageListing> listPackages(std::span<const fs::path> folders) {
    std::vector<PackageListing> result;
    for (const auto& folder : folders) {
        std::error_code code;
        for (fs::directory_iterator it(folder, code), end; !code && it != end; it.increment(code)) {
            const auto& entry = *it;
            if (entry.path().extension() != ".underpaint-model") {
                continue;
            }
            PackageListing listing;
            listing.path = entry.path();
            try {
                const auto package = ModelPackage::open(entry.path());
                listing.id = package.manifest().id;
                listing.name = package.manifest().name;
                listing.kind = package.manifest().kind;
            } catch (const Error& failure) {
                listing.problem = failure.problem();
            }
            result.push_back(std::move(listing));
        }
    }
    std::sort(result.begin(), result.end(),
              [](const PackageListing& a, const PackageListing& b) { return a.path < b.path; });
    return result;
}

} // namespace underpaint::project
