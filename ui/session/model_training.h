// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QObject>
#include <QString>
#include <QStringList>

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace underpaint::ui {

/// Where the pairs of photo and label map come from that a model learns.
enum class PairsFrom {
    Document, ///< the open one, with its photo layer
    Folder,   ///< of pairs, as `underpaint train` reads it
    Photos    ///< a folder of photos, whose labels are estimated
};

/// What is asked for of a fine-tuning of the present model.
struct TrainingWish {
    QString name = {}; ///< of the new model
    PairsFrom from = PairsFrom::Document;
    std::filesystem::path folder = {}; ///< of pairs or photos
    int steps = 300;
    double strength = 1; ///< 1: as usual
    /// Those that may change, as the model names them; empty: all.
    QStringList classes = {};
};

/// How far a fine-tuning is.
struct TrainingState {
    enum class Stage {
        None,      ///< there is none
        Preparing, ///< the pairs are being read
        Running,
        Paused,   ///< by the user, or by the end of the program
        Finished, ///< all steps are done
        Failed    ///< it cannot go on; what was learnt before is kept
    };
    Stage stage = Stage::None;
    QString name = {};
    QString baseName = {};
    int step = 0;
    int steps = 0;
    double prepared = 0; ///< while preparing: 0..1
    /// Of computing them; 0: not measured yet.
    double secondsPerStep = 0;
    QString trouble = {}; ///< of a failed one

    /// There is a model to compare and to accept.
    bool learnt = false;
    bool active() const { return stage == Stage::Preparing || stage == Stage::Running; }
};

/// What was measured at a step, by name.
struct TrainingPoint {
    int step = 0;
    std::map<std::string, double> losses;
    std::map<std::string, double> measures;
};

/// Teaches the present model something of the user's own, one fine-tuning at a time. All functions
/// return at once.
class ModelTraining : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;

    /// Why no fine-tuning of the present model can begin; empty: it can.
    virtual QString whyNot() const = 0;
    /// Why not from there; empty: it can.
    virtual QString whyNotFrom(PairsFrom from) const = 0;
    /// Whether it can be said which classes of the present model may change.
    virtual bool choosesClasses() const = 0;
    /// As measured in the last fine-tuning of the present model here.
    virtual std::optional<double> expectedSecondsPerStep() const = 0;
    /// A name for the new model that is free.
    virtual QString freeName() const = 0;
    /// Why a model cannot be called so; empty: it can.
    virtual QString nameProblem(const QString& name) const = 0;

    virtual void start(const TrainingWish& wish) = 0;
    virtual void pause() = 0;
    /// Goes on with what is paused or was interrupted.
    virtual void resume() = 0;
    /// Forgets it and all that was learnt.
    virtual void discard() = 0;
    /// Makes it a model in the user's folder; answered by accepted() or failed().
    virtual void accept(const QString& name) = 0;

    virtual const TrainingState& state() const = 0;
    virtual const std::vector<TrainingPoint>& curve() const = 0;
    /// Paints the open document with the base and with what was learnt so far; answered by
    /// compared(). While it trains that happens by itself now and then.
    virtual void compare() = 0;

Q_SIGNALS:
    void stateChanged();
    void curveChanged();
    /// Photos of the open document by the base and by the model as of that step.
    void compared(const QImage& base, const QImage& learnt, int step);
    /// Id and name of a model that is there now.
    void accepted(const QString& id, const QString& name);
    void failed(const QString& message);
    /// Something about it that is otherwise than asked for.
    void noticed(const QString& message);
};

} // namespace underpaint::ui
