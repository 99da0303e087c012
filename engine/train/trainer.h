// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/plane.h"
#include "engine/train/data/packed_dataset.h"
#include "engine/train/recipe/recipe.h"
#include "engine/train/team/distributed_place.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace underpaint::train {

/// What one step gave.
struct StepResult {
    /// By name ("G_GAN", "D_real" …), weighted as they enter the totals "G" and "D".
    std::map<std::string, double> losses;
    bool finite = true; ///< all losses are numbers
};

/// Where a trainer computes.
struct TrainerSettings {
    std::string device = "auto"; ///< auto, cpu, cuda, cuda:N
    int threads = 0;             ///< 0 = one per core
    /// The folder of the pretrained backbones, for recipes that use them.
    std::filesystem::path backbones = {};
    /// A folder for what is computed once of the data set (motion between frames); empty: it is
    /// kept in memory.
    std::filesystem::path cache = {};
    /// Absent: this process trains alone.
    std::optional<DistributedPlace> place = {};
};

/// Trains the networks of one recipe on one data set as a step machine: it knows neither threads
/// nor files of a run, so that the engine's training lane, the command line and a test drive the
/// same object. On a CPU, one recipe, data set, seed and number of threads give the same bytes,
/// however often the run was interrupted.
class Trainer {
public:
    virtual ~Trainer() = default;

    virtual const Recipe& recipe() const = 0;
    /// "bf16 on cpu" or the like, and the number of weights.
    virtual std::string description() const = 0;

    /// One step on the next batch. Throws Error when the computation fails; for want of memory in
    /// one of several processes all throw OutOfMemory.
    virtual StepResult step() = 0;
    virtual std::int64_t stepsDone() const = 0;
    /// Seconds that step() has waited for examples.
    virtual double secondsWaited() const = 0;
    /// False when a weight is no number any more.
    virtual bool finite() const = 0;

    /// All learning rates are multiplied by this; 1 at first, part of the state.
    /// @{
    virtual double rateScale() const = 0;
    virtual void setRateScale(double scale) = 0;
    /// @}

    /// Goes on with pictures that are smaller by about 1.5, after a step without enough memory;
    /// false where that is not possible. The size is the recipe's, not part of the state.
    virtual bool shrink() { return false; }

    /// Labels, painted and real photo of `rows` pairs spread over the data set, painted with the
    /// averaged weights.
    virtual Image sampleSheet(int rows) const = 0;

    /// How far the averaged weights are from a pair of the data set, by name, the smaller the
    /// better: the same every time for the same weights, unlike the losses of steps. Empty for
    /// kinds that have no such measure.
    virtual std::map<std::string, double> pairError(std::size_t /*pair*/) const { return {}; }

    /// The whole state as one file, written atomically; restore() reads it back. Throws Error when
    /// it is damaged or belongs to other networks or another data set.
    /// @{
    virtual void save(const std::filesystem::path& path) const = 0;
    virtual void restore(const std::filesystem::path& path) = 0;
    /// @}

    /// Of processes that train together. All of them call step(), agreed() and takeOver() in the
    /// same order.
    /// @{
    virtual int processes() const { return 1; }
    /// Whether this one writes the files of the run.
    virtual bool leads() const { return true; }
    /// Whether it is so in all of them.
    virtual bool agreed(bool here) const { return here; }
    /// The leader, which is in this state, hands it to the others, which need not see the file.
    virtual void takeOver(const std::filesystem::path& /*checkpoint*/) {}
    /// @}

    /// The averaged weights as a model package with 16-bit weights; replaces an older one.
    virtual void exportPackage(const std::filesystem::path& path) const = 0;

protected:
    Trainer() = default;
    Trainer(const Trainer&) = default;
    Trainer& operator=(const Trainer&) = default;
};

/// About 2/3 of a size in multiples of `multiple`; empty where that leaves nothing smaller.
Size smallerSize(Size size, int multiple);

/// Everything that speaks against training by this recipe on this data; empty = nothing.
std::vector<std::string> checkTraining(const Recipe& recipe, const PackedDataset& data);

/// `initial` names a model package whose weights are taken over where role, name and shape agree.
/// Throws Error listing the problems of checkTraining().
std::unique_ptr<Trainer> makeTrainer(const Recipe& recipe, const PackedDataset& data,
                                     const TrainerSettings& settings,
                                     const std::optional<std::filesystem::path>& initial = {});

} // namespace underpaint::train
