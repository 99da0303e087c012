// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/interrupt_watch.h"

#include "engine/base/error.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

namespace underpaint::app {

namespace {

sigset_t watchedSignals() {
    sigset_t set{};
    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    return set;
}

/// Returns true when a signal came, false when it is time to stop.
bool waitForSignal(int signals, int stop) {
    std::array<pollfd, 2> files{pollfd{signals, POLLIN, 0}, pollfd{stop, POLLIN, 0}};
    while (::poll(files.data(), files.size(), -1) < 0) {
        if (errno != EINTR) {
            return false;
        }
    }
    signalfd_siginfo info{};
    return files[0].revents != 0 && files[1].revents == 0 &&
           ::read(signals, &info, sizeof info) == static_cast<ssize_t>(sizeof info);
}

void watch(const CancelToken& cancel, int signals, int stop) {
    if (!waitForSignal(signals, stop)) {
        return;
    }
    cancel.cancel();
    if (waitForSignal(signals, stop)) {
        const sigset_t set = watchedSignals();
        pthread_sigmask(SIG_UNBLOCK, &set, nullptr);
        (void)::raise(SIGINT); // the default action: the user insists
    }
}

} // namespace

InterruptWatch::InterruptWatch(const CancelToken& cancel) {
    const sigset_t set = watchedSignals();
    pthread_sigmask(SIG_BLOCK, &set, nullptr);
    m_signals = ::signalfd(-1, &set, SFD_CLOEXEC);
    m_stop = ::eventfd(0, EFD_CLOEXEC);
    if (m_signals < 0 || m_stop < 0) {
        throw Error("the system gives no file for signals");
    }
    m_thread =
        std::thread([cancel, signals = m_signals, stop = m_stop] { watch(cancel, signals, stop); });
}

InterruptWatch::~InterruptWatch() {
    const std::uint64_t one = 1;
    if (::write(m_stop, &one, sizeof one) == static_cast<ssize_t>(sizeof one)) {
        m_thread.join();
    } else {
        m_thread.detach();
    }
    ::close(m_signals);
    ::close(m_stop);
}

} // namespace underpaint::app
