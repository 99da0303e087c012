// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/fake_training.h"

#include "engine/base/error.h"

#include <chrono>
#include <fstream>
#include <thread>
#include <utility>

namespace underpaint::test {

namespace {

namespace fs = std::filesystem;

class FakeTrainingJob final : public run::TrainingJob {
public:
    FakeTrainingJob(run::TrainingFolder folder, run::TrainingListener listener,
                    std::shared_ptr<FakeTrainingBehaviour> behaviour, fs::path learnt)
        : m_folder(std::move(folder)),
          m_listener(std::move(listener)),
          m_behaviour(std::move(behaviour)),
          m_learnt(std::move(learnt)),
          m_plan(m_folder.plan()) {
        std::ifstream(checkpoint()) >> m_step;
        m_behaviour->strength = m_plan.strength;
        ++m_behaviour->begun;
        report({.point = {.step = m_step, .measures = {{"difference", 0.5}}}});
    }

    bool step() override {
        if (m_behaviour->failSteps.exchange(false)) {
            throw Error("training diverged", "step 3", "Use lower rates");
        }
        if (m_step >= m_behaviour->allowed) {
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
            return true;
        }
        ++m_step;
        run::CurvePoint point{.step = m_step, .losses = {{"G", 10.0 / m_step}, {"D", 1.0}}};
        if (m_step % 10 == 0) {
            point.measures = {{"difference", 0.5 / m_step}};
            save();
            package();
        }
        m_folder.addToCurve(point);
        report({.point = point, .packaged = m_step % 10 == 0});
        return m_step < m_plan.steps;
    }

    void interrupted() override {
        save();
        package();
        report({.point = {.step = m_step}, .packaged = true});
    }

private:
    fs::path checkpoint() const { return m_folder.path() / "checkpoint"; }
    void save() const { std::ofstream(checkpoint()) << m_step; }
    void package() const {
        fs::remove_all(m_folder.result());
        fs::copy(m_learnt, m_folder.result(), fs::copy_options::recursive);
        m_folder.noteResult(m_step);
    }
    void report(run::TrainingReport report) const {
        report.steps = m_plan.steps;
        report.secondsPerStep = 0.25;
        m_listener(report);
    }

    run::TrainingFolder m_folder;
    run::TrainingListener m_listener;
    std::shared_ptr<FakeTrainingBehaviour> m_behaviour;
    fs::path m_learnt;
    run::TrainingPlan m_plan;
    std::int64_t m_step = 0;
};

} // namespace

run::TrainingEngine fakeTraining(std::shared_ptr<FakeTrainingBehaviour> behaviour,
                                 fs::path learnt) {
    run::TrainingEngine engine;
    engine.canBeFineTuned = [](const project::Manifest&) { return true; };
    engine.canChooseClasses = [](const project::Manifest&) { return true; };
    engine.pack = [behaviour](const run::PairSource& pairs, const project::Manifest&,
                              const std::string&, const fs::path& pack, const CancelToken&,
                              const ProgressSink&) -> std::size_t {
        if (behaviour->failPack) {
            throw Error("cannot be trained on: a.png: has no label map", pack.string(),
                        "Correct these files");
        }
        std::ofstream(pack) << "pairs";
        const auto* given = std::get_if<std::vector<run::TrainingPair>>(&pairs);
        behaviour->pairs = given != nullptr ? static_cast<int>(given->size()) : 5;
        return static_cast<std::size_t>(behaviour->pairs.load());
    };
    engine.begin = [behaviour, learnt = std::move(learnt)](
                       const run::TrainingFolder& folder,
                       const run::TrainingListener& listener) -> std::unique_ptr<run::TrainingJob> {
        return std::make_unique<FakeTrainingJob>(folder, listener, behaviour, learnt);
    };
    return engine;
}

} // namespace underpaint::test
