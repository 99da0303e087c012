// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "app/cli/command_line.h"
#include "app/cli/dataset_options.h"
#include "app/cli/interrupt_watch.h"
#include "app/cli/model_folders.h"
#include "app/cli/replaced_inputs.h"
#include "app/cli/run_folder.h"
#include "app/cli/train_data.h"
#include "engine/base/error.h"
#include "engine/train/recipe/continued_recipe.h"
#include "engine/train/systems/photo_recipe.h"
#include "engine/train/training_run.h"
#include "engine/translate/torch_border.h"

#include <CLI/CLI.hpp>

#include <cmath>
#include <cstdlib>
#include <sstream>

namespace underpaint::app {

namespace {

namespace fs = std::filesystem;

constexpr const char* trainExample =
    "  underpaint train --data my_pairs -o runs/mine\n"
    "  underpaint train --data my_pairs --init models/street.underpaint-model -o runs/mine\n"
    "  underpaint train --recipe resources/recipes/street_global.json --data camvid.pack \\\n"
    "      -o runs/global\n"
    "  Interrupt it at any time; it goes on with\n"
    "  underpaint train --data camvid.pack -o runs/global --resume\n"
    "  Twice the size, from the model that this gives:\n"
    "  underpaint train --recipe resources/recipes/street_enhancer.json --data camvid.pack \\\n"
    "      --init runs/global/street.underpaint-model -o runs/enhancer\n"
    "  Other cars for a model that stays as it is elsewhere:\n"
    "  underpaint train --recipe resources/recipes/street_finetune.json --data mine.pack \\\n"
    "      --init models/street.underpaint-model -o runs/cars\n"
    "  Two processes that average their gradients, on this machine (torchrun, mpirun and srun\n"
    "  set these variables):\n"
    "  for RANK in 0 1; do export RANK; WORLD_SIZE=2 underpaint train --threads 1 \\\n"
    "      --recipe street.json --data camvid.pack -o runs/two & done; wait";

std::string duration(double seconds) {
    const auto minutes = std::llround(seconds / 60);
    if (minutes < 1) {
        return std::to_string(std::llround(seconds)) + " s";
    }
    const std::string rest = std::to_string(minutes % 60) + " min";
    return minutes < 60 ? rest : std::to_string(minutes / 60) + " h " + rest;
}

std::string stageText(const train::RunProgress& progress) {
    std::ostringstream text;
    text.precision(3);
    text << "step " << progress.step << ", ";
    // Of a generator and its discriminator, or of a segmenter.
    for (const char* name : {"G", "D", "loss", "accuracy"}) {
        if (const auto loss = progress.losses.find(name); loss != progress.losses.end()) {
            text << name << " " << loss->second << ", ";
        }
    }
    text << progress.secondsPerStep << " s a step, " << duration(progress.secondsLeft) << " left";
    return text.str();
}

const char* variable(const char* name) {
    return std::getenv(name); // NOLINT(concurrency-mt-unsafe): nobody sets variables
}

class Train final : public Command {
public:
    explicit Train(CLI::App& parent)
        : Command(parent, "train", "Train a model on pairs of photos and label maps",
                  trainExample) {
        app().add_option("--recipe", m_recipe,
                         "What to train, as JSON; default with --resume: that of the run, with "
                         "--init: the networks of that model, else a model that paints "
                         "photographs");
        app().add_option("--data", m_data,
                         "A packed data set, or a folder, which is packed into that of the run; "
                         "default with --resume: the pack that is there");
        app().add_option("-o,--output", m_folder, "The folder of the run")->required();
        app().add_flag("--resume", m_resume, "Go on with the run in that folder");
        app()
            .add_option("--steps", m_steps, "Stop after this step; default: all of the recipe")
            ->check(CLI::PositiveNumber);
        app().add_option(
            "--init", m_initial,
            "Begin with the weights of this model package (fine-tuning; the next stage)");
        app().add_option("--perceptual", m_perceptual,
                         "A file of VGG-19 weights (PyTorch's or safetensors) or the model package "
                         "of a segmenter for the perceptual loss; default: that of the recipe");
        app().add_flag("--export", m_exportOnly,
                       "Do not train: write the model package of the run's checkpoint");
        m_reading.declare(app(), "train");
        app().add_option("--source", m_source, "Of a folder: what it is and under which terms");
    }

    int run(Context& context) override {
        m_place = m_exportOnly ? std::nullopt : train::distributedPlace(variable);
        if (m_place && fs::is_directory(dataPath())) {
            throw Error("processes that train together need a packed data set", dataPath().string(),
                        "Pack it once with underpaint dataset pack");
        }
        if (!m_place || m_place->rank == 0) {
            train::TrainingRun::checkFolder(m_folder, m_resume || m_exportOnly);
        }
        train::Recipe recipe = this->recipe(context.common);
        refuseReplacedInputs({m_initial, m_perceptual, m_data}, {packageOf(recipe)});
        std::optional<RunFolder> folder;
        if (!m_exportOnly && !m_place) {
            folder.emplace(m_folder);
        }
        const auto data = openTrainData({.path = dataPath(),
                                         .folderPack = fs::path(m_folder) / "data.pack",
                                         .reading = reading(),
                                         .source = m_source},
                                        context);
        if (!data) {
            return exitCheckFailed;
        }
        if (usual()) {
            translate::atTorchBorder([&] { train::fitToPhotos(recipe, *data); });
            const Size size = recipe.augmentation.size;
            context.reporter.note("the usual recipe: " + std::to_string(recipe.steps) +
                                  " steps on windows of " + std::to_string(size.width) + " x " +
                                  std::to_string(size.height) + "; it is kept in " +
                                  train::TrainingRun::recipeOf(m_folder).string());
        }
        translate::atTorchBorder([&] { trainOn(recipe, *data, folder, context); });
        return exitDone;
    }

private:
    fs::path dataPath() const {
        if (!m_data.empty()) {
            return m_data;
        }
        fs::path own = fs::path(m_folder) / "data.pack";
        if (!(m_resume || m_exportOnly) || !fs::exists(own)) {
            throw Error("the data set is not named", m_folder, "Add --data");
        }
        return own;
    }

    fs::path packageOf(const train::Recipe& recipe) const {
        return fs::path(m_folder) / (recipe.name + ".underpaint-model");
    }

    imaging::DatasetReading reading() const {
        imaging::DatasetReading reading = m_reading.reading();
        if (reading.phase.empty()) {
            reading.phase = "train";
        }
        return reading;
    }

    train::Recipe recipe(const CommonOptions& common) const {
        train::Recipe recipe =
            usual() ? usualRecipe()
                    : train::readRecipe(m_recipe.empty() ? train::TrainingRun::recipeOf(m_folder)
                                                         : fs::path(m_recipe));
        if (common.precisionName != "auto") {
            if (common.precisionName != "fp32" && common.precisionName != "bf16") {
                throw Error("training computes in fp32 or bf16",
                            "--precision " + common.precisionName, "Choose one of these");
            }
            recipe.precision = common.precisionName;
        }
        if (common.seed != 0) {
            recipe.seed = common.seed;
        }
        usePerceptual(recipe);
        if (recipe.keepBase > 0 && m_initial.empty() && !m_resume && !m_exportOnly) {
            throw Error("its keep_base needs the model that is to be kept", m_recipe, "Add --init");
        }
        if (usual() && m_steps > recipe.steps) {
            recipe.steps = m_steps;
        }
        if (m_steps > recipe.steps) {
            throw Error("the recipe has only " + std::to_string(recipe.steps) + " steps",
                        "--steps " + std::to_string(m_steps), "Change \"steps\" in the recipe");
        }
        return recipe;
    }

    /// Whether no recipe is named and none is there.
    bool usual() const { return m_recipe.empty() && !m_resume && !m_exportOnly; }

    train::Recipe usualRecipe() const {
        const fs::path run = fs::path(m_folder).lexically_normal();
        const std::string name = (run.has_filename() ? run : run.parent_path()).filename().string();
        return m_initial.empty() ? train::photoRecipe(name)
                                 : train::continuedRecipe(
                                       name, project::ModelPackage::open(m_initial).manifest());
    }

    void usePerceptual(train::Recipe& recipe) const {
        if (m_perceptual.empty()) {
            return;
        }
        const bool package = fs::path(m_perceptual).extension() == ".underpaint-model";
        recipe.perceptual = train::PerceptualNetwork{package ? "segmenter" : "vgg19", m_perceptual};
        if (recipe.objective.perceptual == 0) {
            recipe.objective.perceptual = 10; // as in pix2pixHD
        }
    }

    void trainOn(const train::Recipe& recipe, const train::PackedDataset& data,
                 std::optional<RunFolder>& folder, Context& context) {
        const auto trainer = makeTrainer(recipe, data, context);
        // Of processes that train together one has the folder for all.
        if (m_place && m_place->rank == 0) {
            folder.emplace(m_folder);
        }
        if (m_exportOnly) {
            trainer->restore(train::TrainingRun::checkpointOf(m_folder));
        } else {
            trainAll(*trainer, folder, context);
        }
        if (!trainer->leads()) {
            return;
        }
        const fs::path package = packageOf(trainer->recipe());
        trainer->exportPackage(package);
        context.reporter.done("wrote " + package.string());
        context.reporter.result(
            {{"step", trainer->stepsDone()}, {"package", package.string()}, {"losses", m_losses}});
    }

    std::unique_ptr<train::Trainer> makeTrainer(const train::Recipe& recipe,
                                                const train::PackedDataset& data,
                                                Context& context) const {
        std::optional<WaitForOthers> wait;
        if (m_place) {
            wait.emplace();
            if (m_place->rank == 0) {
                context.reporter.note("waiting for " + std::to_string(m_place->size - 1) +
                                      " more processes at " + m_place->address + ":" +
                                      std::to_string(m_place->port));
            }
        }
        const auto initial = m_initial.empty() ? std::nullopt : std::optional<fs::path>(m_initial);
        return train::makeTrainer(recipe, data,
                                  {.device = context.common.device,
                                   .threads = context.common.threads,
                                   .backbones = backboneFolder(),
                                   .cache = fs::path(m_folder) / "flows",
                                   .place = m_place},
                                  initial);
    }

    void trainAll(train::Trainer& trainer, std::optional<RunFolder>& folder, Context& context) {
        if (trainer.leads()) {
            std::string text = trainer.description();
            if (trainer.processes() > 1) {
                text += "; " + std::to_string(trainer.processes()) + " processes";
            }
            context.reporter.note(text);
        }
        train::TrainingRun run(m_folder, trainer, m_resume);
        if (folder) {
            folder->keep();
        }
        const ProgressSink bar = context.reporter.progress("train");
        train::RunListener listener;
        listener.progress = [&](const train::RunProgress& progress) {
            m_losses = progress.losses;
            if (bar) {
                bar(static_cast<double>(progress.step) / static_cast<double>(progress.steps),
                    stageText(progress));
            }
        };
        listener.note = [&](const std::string& text) { context.reporter.warning(text); };
        listener.sheet = writeSheet;
        run.train(m_steps > 0 ? m_steps : trainer.recipe().steps, context.cancel, listener);
        context.reporter.endProgress();
    }

    std::string m_recipe;
    std::string m_data;
    std::string m_folder;
    std::string m_initial;
    std::string m_perceptual;
    DatasetOptions m_reading;
    std::string m_source;
    bool m_resume = false;
    bool m_exportOnly = false;
    std::int64_t m_steps = 0;
    std::optional<train::DistributedPlace> m_place; // among processes that train together
    std::map<std::string, double> m_losses;
};

} // namespace

void addTrainCommand(CLI::App& root, Commands& commands) {
    commands.push_back(std::make_unique<Train>(root));
}

} // namespace underpaint::app
