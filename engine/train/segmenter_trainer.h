// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/train/adam.h"
#include "engine/train/example_stream.h"
#include "engine/train/teamwork.h"
#include "engine/train/trained_network.h"
#include "engine/train/trainer.h"
#include "engine/train/weight_average.h"

#include <optional>

namespace underpaint::train {

/// Training of a segmenter (kind "segmenter"): photos → labels of the same pairs that generators
/// learn from, by weighted cross entropy.
class SegmenterTrainer final : public Trainer {
public:
    /// `data` and `recipe` have passed checkTraining().
    SegmenterTrainer(const Recipe& recipe, const PackedDataset& data,
                     const TrainerSettings& settings,
                     const std::optional<std::filesystem::path>& initial);

    const Recipe& recipe() const override { return m_recipe; }
    std::string description() const override;
    StepResult step() override;
    std::int64_t stepsDone() const override { return m_steps; }
    double secondsWaited() const override { return m_stream.secondsWaited(); }
    bool finite() const override;
    double rateScale() const override { return m_rateScale; }
    void setRateScale(double scale) override { m_rateScale = scale; }
    /// Labels, the labels that the network sees, photo.
    Image sampleSheet(int rows) const override;
    void save(const std::filesystem::path& path) const override;
    void restore(const std::filesystem::path& path) override;
    int processes() const override { return m_teamwork.size(); }
    bool leads() const override { return m_teamwork.leads(); }
    bool agreed(bool here) const override { return m_teamwork.agreed(here); }
    void takeOver(const std::filesystem::path& checkpoint) override;
    void exportPackage(const std::filesystem::path& path) const override;

private:
    void update(const at::Tensor& loss);
    at::Tensor seen(const Sample& sample) const;
    project::Manifest manifest() const;

    Recipe m_recipe;
    PackedDataset m_data;
    at::Device m_device;
    std::optional<at::ScalarType> m_computeType;
    TrainedNetwork m_network;
    WeightAverage m_average;
    Adam m_adam;
    at::Tensor m_classWeights;
    std::int64_t m_steps = 0;
    double m_rateScale = 1;
    Teamwork m_teamwork;
    ExampleStream m_stream;
};

/// What speaks against training a segmenter by this recipe on this data; empty = nothing.
std::vector<std::string> checkSegmenterTraining(const Recipe& recipe, const PackedDataset& data);

} // namespace underpaint::train
