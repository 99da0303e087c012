// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/project/package/model_package.h"

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <vector>

namespace underpaint::project {

/// A package of a model folder, as far as it has been looked at.
struct KnownPackage {
    PackageListing listing;
    std::shared_ptr<const Manifest> manifest; ///< null where there is a problem
};

/// The packages of the model folders for a user interface, which must not wait for a slow disk, a
/// huge archive or a hostile file: they are looked at on a thread of their own, each once as long
/// as it does not change. All methods are for one thread.
class PackageCatalogue {
public:
    using Read = std::function<ModelPackage(const std::filesystem::path&)>;

    explicit PackageCatalogue(std::vector<std::filesystem::path> folders,
                              Read read = ModelPackage::open);
    /// Waits for a moment at most; what is being read then ends by itself.
    ~PackageCatalogue();
    PackageCatalogue(const PackageCatalogue&) = delete;
    PackageCatalogue& operator=(const PackageCatalogue&) = delete;

    /// Looks there from now on, and no longer where it did.
    void setFolders(std::vector<std::filesystem::path> folders);
    /// Also a package that lies elsewhere.
    void add(const std::filesystem::path& package);
    /// Looks into the folders again and gives what is known when that is done, or when `patience`
    /// is over: a package that is not read by then is listed with that as its problem.
    std::vector<KnownPackage> packages(std::chrono::milliseconds patience);
    /// Whether some are still being looked at.
    bool busy() const;

private:
    struct Shared;
    std::shared_ptr<Shared> m_shared;
};

} // namespace underpaint::project
