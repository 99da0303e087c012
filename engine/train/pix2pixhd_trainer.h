// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/train/pix2pixhd_step.h"
#include "engine/train/prefetcher.h"
#include "engine/train/trainer.h"
#include "engine/train/weight_average.h"

#include <memory>
#include <optional>

namespace underpaint::train {

/// Training of pix2pixHD by a recipe: draws examples ahead of time, steps Pix2PixHdStep, averages
/// the weights.
class Pix2PixHdTrainer final : public Trainer {
public:
    /// `data` and `recipe` have passed checkTraining().
    Pix2PixHdTrainer(const Recipe& recipe, const PackedDataset& data,
                     const TrainerSettings& settings,
                     const std::optional<std::filesystem::path>& initial);

    const Recipe& recipe() const override { return m_recipe; }
    std::string description() const override;
    StepResult step() override;
    std::int64_t stepsDone() const override { return m_steps; }
    double secondsWaited() const override { return m_waited + m_prefetcher->waited(); }
    bool finite() const override;
    double rateScale() const override { return m_rateScale; }
    void setRateScale(double scale) override { m_rateScale = scale; }
    Image sampleSheet(int rows) const override;
    void save(const std::filesystem::path& path) const override;
    void restore(const std::filesystem::path& path) override;
    void exportPackage(const std::filesystem::path& path) const override;

private:
    Pix2PixHdStep makeStep(const std::optional<project::ModelPackage>& initial);
    void startDrawing();
    Pix2PixHdBatch nextBatch();
    Pix2PixHdBatch batchFrom(const Sample& sample) const;
    void setRates();
    void holdFrozen();
    void average();
    at::Tensor paint(const Sample& sample) const;
    std::vector<std::string> generatorNames() const;
    project::Manifest manifest() const;

    Recipe m_recipe;
    PackedDataset m_data;
    at::Device m_device;
    std::optional<at::ScalarType> m_computeType;
    std::vector<std::string> m_origins; // what came from a model package
    std::string m_parent;               // its id
    Pix2PixHdStep m_step;
    std::map<std::string, std::set<std::string>> m_frozen; // by role
    WeightAverage m_generator;
    std::optional<WeightAverage> m_encoder;
    std::int64_t m_steps = 0;
    double m_rateScale = 1;
    double m_waited = 0;
    std::unique_ptr<Prefetcher> m_prefetcher;
};

} // namespace underpaint::train
