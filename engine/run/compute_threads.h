// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace underpaint::run {

/// Threads to compute with beside a user interface: all cores but one, and both of two (a render
/// on one core alone would take twice as long; the low priority keeps the interface fluid).
int computeThreads(unsigned cores);

/// Threads to train with beside it: half of the cores. OpenMP's threads wait for each other after
/// every primitive, so that one that has to share its core holds up all: on two cores a step takes
/// 0.46 s with two threads and 0.57 s with one, but beside two busy programs over 20 s and 2 s.
int trainingThreads(unsigned cores);

/// Tells the system's scheduler that the calling thread, and each that it starts from now on (the
/// pools of OpenMP and LibTorch are started by the thread that first computes), works in the
/// background: whoever reacts to the user goes first, at once. Without an effect where the system
/// knows no priority of single threads.
void lowerThreadPriority();

} // namespace underpaint::run
