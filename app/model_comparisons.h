// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/compared_scenes.h"
#include "app/engine_bridge.h"
#include "engine/project/package/package_catalogue.h"
#include "engine/run/request.h"
#include "ui/session/model_comparing.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

namespace underpaint::app {

/// Has the scenes of comparisons painted by the engine, photo after photo in its background lane,
/// into a folder of its own below one that is given; what is older than a month is removed there.
class ModelComparisons final : public ui::ModelComparing {
    Q_OBJECT

public:
    /// The bridge must outlive this.
    ModelComparisons(EngineBridge& bridge, std::shared_ptr<project::PackageCatalogue> catalogue,
                     run::ModelSource models, QObject* parent = nullptr);

    void start(const ui::ModelComparison& comparison) override;
    void cancel() override;

    /// Without one nothing can be compared.
    void setFolder(std::filesystem::path folder);

private:
    struct Running;

    ClassesOfModel classes() const;
    void paint(std::vector<ComparedScene> scenes);
    void submit(std::size_t scene, int model);
    void take(std::size_t scene, const QString& problem);
    void end();
    void fail(const QString& failure);
    /// Has the engine let go of the models.
    void release();

    EngineBridge& m_bridge;
    std::shared_ptr<project::PackageCatalogue> m_catalogue;
    run::ModelSource m_models;
    std::filesystem::path m_folder;
    std::uint64_t m_last;
    std::shared_ptr<Running> m_running; ///< null: none
};

} // namespace underpaint::app
