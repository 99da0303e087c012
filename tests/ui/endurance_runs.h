// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <cstdint>

namespace underpaint::test {

class EventWatch;

/// How long the endurance runs are; what stands here takes well below a minute.
struct EnduranceOptions {
    long edits = 200;
    int kills = 4;
    int life = 1500; ///< of an editor before its kill, at most, in milliseconds
    double minutes = 0.05;
    int strokes = 3;
    int cancels = 4;
    int frames = 12; ///< of a sequence, and four times as many
    std::uint64_t seed = 1;
    /// The sequence is that of the dense frames in this folder of CamVid (val_{img,label}); empty:
    /// one that is made up.
    QString camvid;
    /// A package; empty: a fake model for edits and kills, the untrained package where times of
    /// networks are told.
    QString model;
    /// That model is fine-tuned while times are taken, on the scene and its first photo.
    bool train = false;
};

// Each returns what is wrong, empty when all is well, and prints what it measured. No time makes
// any of them fail.

/// Random edits with renders, undo and redo, save and reload: the memory stays within the cap, the
/// scene is what a replay of the journal gives, and its file holds the same bytes.
QString endureEdits(const EnduranceOptions& options);
/// Kills the editor at random moments of such a run, again and again: everything up to the last
/// finished edit is recovered, and the next one goes on with it.
QString endureKills(const EnduranceOptions& options);
/// The process that endureKills() kills. Never returns by itself.
int paintUntilKilled(const QString& home, std::uint64_t seed, const QString& model);
/// Paints at the pace of a person while renders run back to back, and tells how long the event
/// loop was blocked.
QString endureWatch(const EnduranceOptions& options, EventWatch& watch);
/// How soon the engine is idle after a render was cancelled.
QString endureCancels(const EnduranceOptions& options);
/// Sequences of several lengths are opened, played, edited, carried, exported and opened again: the
/// memory grows by less than their photos take. Prints what the process holds.
QString endureSequence(const EnduranceOptions& options);
/// Kills the editor of a sequence while it exports and while it paints: what is recovered is what
/// was painted, and the next export goes on with the frames that were finished.
QString endureSequenceKills(const EnduranceOptions& options);
/// The process that endureSequenceKills() kills. Never returns by itself.
int paintFramesUntilKilled(const EnduranceOptions& options, const QString& home);
/// How soon the photo shows a stroke.
QString endureStrokes(const EnduranceOptions& options);

} // namespace underpaint::test
