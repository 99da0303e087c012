// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/model_trainer.h"

#include "engine/base/error.h"
#include "engine/base/file_name.h"
#include "engine/base/make_folder.h"
#include "engine/run/package_photo.h"
#include "engine/run/training/tuned_package.h"
#include "ui/document/shared_image.h"
#include "ui/document/work_pool.h"

#include <QCoreApplication>
#include <QPointer>
#include <QSettings>
#include <QThreadPool>

#include <algorithm>
#include <exception>
#include <system_error>
#include <utility>

namespace underpaint::app {

namespace {

namespace fs = std::filesystem;
using Stage = ui::TrainingState::Stage;

constexpr std::uint64_t comparisons = std::uint64_t{11} << 58U; // beyond groups of other work
constexpr auto ending = ".underpaint-model";

QString timeKey(const std::string& modelId) {
    return QStringLiteral("training/secondsPerStep/") + QString::fromStdString(modelId);
}

/// Does the work on a thread of the pool; what it throws becomes a message. `then` gets it on the
/// thread of the interface.
template<class Work, class Then>
void inPool(Work work, Then then) {
    ui::workPool().start([work = std::move(work), then = std::move(then)]() mutable {
        QString failure;
        bool cancelled = false;
        try {
            work();
        } catch (const Cancelled&) {
            cancelled = true;
        } catch (const Error& error) {
            failure = QString::fromStdString(error.message());
        } catch (const std::exception& error) {
            failure = QString::fromLocal8Bit(error.what());
        }
        if (!cancelled) {
            QMetaObject::invokeMethod(QCoreApplication::instance(),
                                      [then = std::move(then), failure] { then(failure); });
        }
    });
}

std::map<std::string, double> measuresAt(const std::vector<ui::TrainingPoint>& curve, bool last) {
    const auto measured = [](const ui::TrainingPoint& point) { return !point.measures.empty(); };
    const auto first = std::ranges::find_if(curve, measured);
    if (first == curve.end()) {
        return {};
    }
    return last ? std::find_if(curve.rbegin(), curve.rend(), measured)->measures : first->measures;
}

} // namespace

ModelTrainer::ModelTrainer(EngineBridge& bridge, const OpenDocument& open, ModelLoader& models,
                           PhotoTransfer& photos, run::ModelSource packages, QSettings& settings,
                           QObject* parent)
    : ModelTraining(parent),
      m_bridge(bridge),
      m_open(open),
      m_models(models),
      m_photos(photos),
      m_packages(std::move(packages)),
      m_settings(settings) {
    connect(&m_bridge, &EngineBridge::trainingFinished, this, &ModelTrainer::takeEnd);
}

ModelTrainer::~ModelTrainer() {
    m_packing.cancel();
}

void ModelTrainer::setEngine(run::TrainingEngine engine, TrainingPlaces places) {
    m_engine = std::move(engine);
    m_places = std::move(places);
    findInterrupted();
}

void ModelTrainer::setSegmenters(run::SegmenterSource segmenters) {
    m_labelled = std::make_unique<LabelledPhotos>(m_bridge, std::move(segmenters));
    connect(m_labelled.get(), &LabelledPhotos::progressed, this, [this](double fraction) {
        m_state.prepared = fraction;
        Q_EMIT stateChanged();
    });
    connect(m_labelled.get(), &LabelledPhotos::failed, this, &ModelTrainer::giveUp);
    connect(m_labelled.get(), &LabelledPhotos::finished, this,
            [this](const std::vector<run::TrainingPair>& pairs, int leftOut) {
                if (leftOut > 0) {
                    Q_EMIT noticed(tr("%n photo(s) are left out: too small, unreadable, or the "
                                      "segmenter is not sure what they show.",
                                      nullptr, leftOut));
                }
                pack(pairs, m_plan.source);
            });
}

const project::Manifest* ModelTrainer::present() const {
    const ui::CurrentModel* model = m_models.model();
    return model == nullptr ? nullptr : &model->manifest;
}

void ModelTrainer::findInterrupted() {
    run::removeUnprepared(m_places.runs);
    for (const run::TrainingFolder& folder : run::trainingFolders(m_places.runs)) {
        try {
            auto lock = FileLock::take(folder.lockFile());
            if (!lock) {
                continue; // another window works on it
            }
            m_plan = folder.plan();
            m_lock.emplace(std::move(*lock));
        } catch (const Error&) {
            continue; // what is damaged stays for people to look at
        }
        m_folder = folder;
        m_state = {.stage = Stage::Paused,
                   .name = QString::fromStdString(m_plan.name),
                   .baseName = QString::fromStdString(m_plan.baseName),
                   .steps = static_cast<int>(m_plan.steps)};
        for (const run::CurvePoint& point : folder.curve()) {
            addPoint(point);
        }
        const auto result = folder.resultStep();
        m_state.learnt = result.has_value();
        if (result == m_plan.steps) {
            m_state.stage = Stage::Finished;
        }
        break;
    }
    Q_EMIT stateChanged();
    Q_EMIT curveChanged();
}

QString ModelTrainer::whyNot() const {
    const project::Manifest* model = present();
    if (!m_engine || model == nullptr) {
        return tr("no model is loaded");
    }
    if (m_state.stage != Stage::None) {
        return tr("“%1” is not accepted or discarded yet").arg(m_state.name);
    }
    if (!m_engine.canBeFineTuned(*model)) {
        return tr("models of this kind are trained on the command line only");
    }
    return {};
}

QString ModelTrainer::whyNotFrom(ui::PairsFrom from) const {
    if (from == ui::PairsFrom::Photos) {
        return m_labelled ? m_photos.whyNotSegment() : tr("there is no segmenter");
    }
    const bool photo = m_open.document && m_open.document->scene().referencePhoto;
    return from == ui::PairsFrom::Document && !photo ? tr("the scene has no photo layer")
                                                     : QString();
}

bool ModelTrainer::choosesClasses() const {
    return m_engine && present() != nullptr && m_engine.canChooseClasses(*present());
}

std::optional<double> ModelTrainer::expectedSecondsPerStep() const {
    const double seconds =
        present() != nullptr ? m_settings.value(timeKey(present()->id), 0.0).toDouble() : 0;
    constexpr double slowest = 3600;
    return seconds > 0 && seconds < slowest ? std::optional(seconds) : std::nullopt;
}

fs::path ModelTrainer::fileOf(const QString& name) const {
    return m_places.models / (name.toStdString() + ending);
}

QString ModelTrainer::freeName() const {
    if (present() == nullptr) {
        return {};
    }
    const QString wanted = QString::fromStdString(present()->name) + QStringLiteral("-mine");
    QString name = wanted;
    for (int number = 2; !nameProblem(name).isEmpty() && number < 1000; ++number) {
        name = QStringLiteral("%1-%2").arg(wanted).arg(number);
    }
    return name;
}

QString ModelTrainer::nameProblem(const QString& name) const {
    if (name.trimmed().isEmpty()) {
        return tr("The model needs a name.");
    }
    if (!underpaint::nameProblem(name.toStdString()).empty()) {
        return tr("The name becomes that of a file: without / and signs that cannot be seen.");
    }
    std::error_code unknown;
    return fs::exists(fileOf(name), unknown) ? tr("There is a model of this name already.")
                                             : QString();
}

void ModelTrainer::setStage(Stage stage) {
    m_state.stage = stage;
    Q_EMIT stateChanged();
}

void ModelTrainer::start(const ui::TrainingWish& wish) {
    if (const QString why = whyNot(); !why.isEmpty()) {
        Q_EMIT failed(why);
        return;
    }
    try {
        begin(wish);
    } catch (const Error& error) {
        giveUp(QString::fromStdString(error.message()));
    }
}

void ModelTrainer::begin(const ui::TrainingWish& wish) {
    const ui::CurrentModel& model = *m_models.model();
    m_base = model.manifest;
    m_plan = {.name = wish.name.toStdString(),
              .base = fs::absolute(model.path),
              .baseName = m_base.name,
              .steps = wish.steps,
              .strength = wish.strength};
    for (const QString& one : wish.classes) {
        m_plan.classes.push_back(one.toStdString());
    }
    makeFolder(m_places.runs);
    m_folder = run::makeTrainingFolder(m_places.runs, m_plan.name);
    if (auto lock = FileLock::take(m_folder->lockFile())) {
        m_lock.emplace(std::move(*lock));
    }
    m_curve.clear();
    m_packing = CancelToken();
    m_state = {.stage = Stage::Preparing,
               .name = wish.name,
               .baseName = QString::fromStdString(m_base.name),
               .steps = wish.steps};
    Q_EMIT stateChanged();
    Q_EMIT curveChanged();
    give(wish);
}

void ModelTrainer::give(const ui::TrainingWish& wish) {
    const fs::path named = wish.folder.lexically_normal();
    const std::string folder =
        (named.has_filename() ? named : named.parent_path()).filename().string();
    if (wish.from == ui::PairsFrom::Document) {
        const std::string file = m_open.document->path().stem().string();
        m_plan.source = "a scene of the user's" + (file.empty() ? "" : " (" + file + ")");
        pack(std::vector{pairOfScene(m_open.document->scene(), file.empty() ? "scene" : file)},
             m_plan.source);
    } else if (wish.from == ui::PairsFrom::Folder) {
        m_plan.source = "pairs of the user's (" + folder + ")";
        pack(wish.folder, m_plan.source);
    } else {
        m_plan.source = "photos of the user's (" + folder + "), with estimated labels";
        m_labelled->start(wish.folder, m_photos.segmenterFor(m_base), m_base);
    }
}

void ModelTrainer::pack(const run::PairSource& pairs, const std::string& source) {
    const auto count = std::make_shared<std::size_t>(0);
    const auto progress = [guard = QPointer(this), run = m_run](double fraction, std::string_view) {
        QMetaObject::invokeMethod(QCoreApplication::instance(), [guard, run, fraction] {
            if (guard && guard->m_run == run && guard->m_state.stage == Stage::Preparing) {
                guard->m_state.prepared = fraction;
                Q_EMIT guard->stateChanged();
            }
        });
    };
    inPool([pairs, source, count, progress, pack = m_engine.pack, model = m_base,
            file = m_folder->pack(),
            cancel = m_packing] { *count = pack(pairs, model, source, file, cancel, progress); },
           [guard = QPointer(this), run = m_run, count](const QString& failure) {
               if (guard) {
                   guard->packed(run, *count, failure);
               }
           });
}

void ModelTrainer::packed(std::uint64_t run, std::size_t pairs, const QString& failure) {
    if (run != m_run || m_state.stage != Stage::Preparing) {
        return; // discarded meanwhile
    }
    if (!failure.isEmpty()) {
        giveUp(failure);
        return;
    }
    try {
        m_plan.pairs = pairs;
        m_folder->writePlan(m_plan);
    } catch (const Error& error) {
        giveUp(QString::fromStdString(error.message()));
        return;
    }
    train();
}

void ModelTrainer::giveUp(const QString& failure) {
    forget();
    Q_EMIT failed(failure);
}

void ModelTrainer::train() {
    setStage(Stage::Running);
    m_state.trouble.clear();
    m_bridge.startTraining(
        [begin = m_engine.begin, folder = *m_folder, guard = QPointer(this), run = ++m_run] {
            return begin(folder, [guard, run](const run::TrainingReport& report) {
                QMetaObject::invokeMethod(QCoreApplication::instance(), [guard, run, report] {
                    if (guard && guard->m_run == run) {
                        guard->take(report);
                    }
                });
            });
        });
}

void ModelTrainer::addPoint(const run::CurvePoint& point) {
    const int step = static_cast<int>(point.step);
    while (!m_curve.empty() && m_curve.back().step > step) {
        m_curve.pop_back();
    }
    m_state.step = step;
    if (point.losses.empty() && point.measures.empty()) {
        return;
    }
    if (m_curve.empty() || m_curve.back().step != step) {
        m_curve.push_back({step, point.losses, point.measures});
        return;
    }
    if (!point.losses.empty()) {
        m_curve.back().losses = point.losses;
    }
    if (!point.measures.empty()) {
        m_curve.back().measures = point.measures;
    }
}

void ModelTrainer::take(const run::TrainingReport& report) {
    addPoint(report.point);
    m_state.steps = static_cast<int>(report.steps);
    m_state.secondsPerStep = report.secondsPerStep;
    if (!report.note.empty()) {
        Q_EMIT noticed(QString::fromStdString(report.note));
    }
    Q_EMIT curveChanged();
    if (report.packaged) {
        m_state.learnt = true;
        compare();
    }
    Q_EMIT stateChanged();
}

void ModelTrainer::takeEnd(const run::TrainingFinished& finished) {
    if (m_state.secondsPerStep > 0 && !m_base.id.empty()) {
        m_settings.setValue(timeKey(m_base.id), m_state.secondsPerStep);
    }
    if (std::exchange(m_discarding, false)) {
        forget();
        return;
    }
    if (m_state.stage != Stage::Running) {
        return;
    }
    if (finished.outcome == run::Outcome::Failed) {
        m_state.trouble =
            finished.failure ? QString::fromStdString(finished.failure->message()) : QString();
        setStage(Stage::Failed);
        Q_EMIT failed(m_state.trouble);
        return;
    }
    setStage(finished.outcome == run::Outcome::Done ? Stage::Finished : Stage::Paused);
}

void ModelTrainer::pause() {
    if (m_state.stage == Stage::Running) {
        m_bridge.stopTraining();
    }
}

void ModelTrainer::resume() {
    if (m_folder && (m_state.stage == Stage::Paused || m_state.stage == Stage::Failed)) {
        train();
    }
}

void ModelTrainer::discard() {
    if (m_state.stage == Stage::Running) {
        m_discarding = true;
        m_bridge.stopTraining(); // it writes into the folder until it has ended
        return;
    }
    forget();
}

void ModelTrainer::forget() {
    ++m_run;
    m_packing.cancel();
    if (m_labelled) {
        m_labelled->cancel();
    }
    leaveDocument();
    m_lock.reset();
    if (m_folder) {
        ui::workPool().start([folder = m_folder->path()] {
            std::error_code ignored; // what cannot be removed is found at the next start
            fs::remove_all(folder, ignored);
        });
    }
    m_folder.reset();
    m_curve.clear();
    m_state = {};
    Q_EMIT curveChanged();
    Q_EMIT stateChanged();
}

void ModelTrainer::accept(const QString& name) {
    if (!m_folder || m_state.active() || !m_state.learnt) {
        Q_EMIT failed(tr("there is no model to accept yet"));
        return;
    }
    if (const QString problem = nameProblem(name); !problem.isEmpty()) {
        Q_EMIT failed(problem);
        return;
    }
    const fs::path file = fileOf(name);
    const run::TunedCard card{.name = name.toStdString(),
                              .plan = m_plan,
                              .steps = m_folder->resultStep().value_or(m_state.step),
                              .before = measuresAt(m_curve, false),
                              .after = measuresAt(m_curve, true)};
    inPool(
        [result = m_folder->result(), file, card] {
            makeFolder(file.parent_path());
            run::writeTunedPackage(result, file, card);
        },
        [guard = QPointer(this), file, name](const QString& failure) {
            if (!guard) {
                return;
            }
            QString id;
            QString problem = failure;
            try {
                id = problem.isEmpty() ? guard->m_models.addModel(file) : QString();
            } catch (const Error& error) {
                problem = QString::fromStdString(error.message());
            }
            if (!problem.isEmpty()) {
                Q_EMIT guard->failed(problem);
                return;
            }
            guard->forget();
            Q_EMIT guard->accepted(id, name);
        });
}

void ModelTrainer::leaveDocument() {
    m_bridge.cancelGroup(m_shown, comparisons + m_photo);
    ++m_photo;
}

void ModelTrainer::compare() {
    if (!m_folder || !m_state.learnt || !m_open.document) {
        return;
    }
    leaveDocument();
    m_shown = m_open.id;
    const int step = static_cast<int>(m_folder->resultStep().value_or(m_state.step));
    askForPhoto(m_plan.base, true, step);
    askForPhoto(m_folder->result(), false, step);
}

void ModelTrainer::askForPhoto(const fs::path& package, bool ofBase, int step) {
    auto work = run::packagePhoto({.source = m_packages,
                                   .package = package,
                                   .scene = m_open.document->snapshot(),
                                   .document = m_shown,
                                   .group = comparisons + m_photo});
    work.ended = [guard = QPointer(this), ofBase, step, number = m_photo](const auto& ended) {
        if (!guard || guard->m_photo != number) {
            return;
        }
        const QImage photo = ended.result ? ui::toQt(*ended.result) : QImage();
        if (ofBase) {
            guard->m_basePhoto = photo;
        } else if (!photo.isNull()) {
            Q_EMIT guard->compared(guard->m_basePhoto, photo, step);
        }
        if (ended.failure && !guard->m_state.active()) {
            Q_EMIT guard->failed(QString::fromStdString(ended.failure->message()));
        }
    };
    m_bridge.submit(std::move(work));
}

} // namespace underpaint::app
