// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/run/compute_threads.h"

#include <algorithm>

#ifdef __linux__
#include <sched.h>
#include <sys/resource.h>
#include <unistd.h>
#endif

namespace underpaint::run {

int computeThreads(unsigned cores) {
    const int all = static_cast<int>(std::clamp(cores, 1U, 1024U));
    return all > 2 ? all - 1 : all;
}

int trainingThreads(unsigned cores) {
    return std::max(1, static_cast<int>(std::min(cores, 1024U)) / 2);
}

void lowerThreadPriority() {
#ifdef __linux__
    // On Linux a priority belongs to a thread, and new threads inherit it. Refusal costs fluency
    // only, so that there is nothing to report.
    constexpr int background = 10;
    const id_t self = static_cast<id_t>(::gettid());
    if (::getpriority(PRIO_PROCESS, self) < background) {
        ::setpriority(PRIO_PROCESS, self, background);
    }
    // Batch threads never preempt another thread when they wake up.
    const sched_param none{};
    ::sched_setscheduler(0, SCHED_BATCH, &none);
#endif
}

} // namespace underpaint::run
