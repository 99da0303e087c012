// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/interrupt_watch.h"

#include "app/cli/command_line.h"
#include "engine/base/error.h"

#include <array>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <fcntl.h>
#include <iostream>
#include <poll.h>
#include <unistd.h>

namespace underpaint::app {

namespace {

constexpr char stopByte = 0;

/// Where the handler writes. A signal handler has no other way to reach an object; blocking the
/// signals and reading them from a signalfd fails, because libraries start threads (that do not
/// block them) before main().
std::atomic<int> handlerPipe{-1}; // NOLINT(cppcoreguidelines-avoid-non-const-global-variables)

/// Whether nothing would be lost if the program ended now.
std::atomic<bool> waitingForOthers{
    false}; // NOLINT(cppcoreguidelines-avoid-non-const-global-variables)

extern "C" void onInterrupt(int signal) {
    const int saved = errno;
    const auto byte = static_cast<char>(signal);
    if (::write(handlerPipe.load(), &byte, 1) < 0) {
        (void)::signal(signal, SIG_DFL); // nobody listens: the next one ends the process
    }
    errno = saved;
}

void setHandler(void (*handler)(int)) {
    struct sigaction action {};
    action.sa_handler = handler;
    action.sa_flags = SA_RESTART;
    sigemptyset(&action.sa_mask);
    for (const int signal : {SIGINT, SIGTERM}) {
        ::sigaction(signal, &action, nullptr);
    }
}

/// The next byte of the pipe: a signal's number or stopByte.
char nextByte(int pipe) {
    char byte = stopByte;
    while (::read(pipe, &byte, 1) < 0 && errno == EINTR) {
    }
    return byte;
}

/// Whether there is a byte within that time.
bool comesSoon(int pipe, std::chrono::milliseconds time) {
    pollfd waited{pipe, POLLIN, 0};
    return ::poll(&waited, 1, static_cast<int>(time.count())) != 0;
}

void watch(const CancelToken& cancel, int pipe) {
    if (nextByte(pipe) == stopByte) {
        return;
    }
    cancel.cancel();
    if (waitingForOthers) {
        std::cerr << "underpaint: interrupted while it waited" << std::endl;
        ::_exit(exitInterrupted);
    }
    constexpr std::chrono::seconds moment(3);
    if (!comesSoon(pipe, moment)) {
        std::cerr << "finishing what is being done; interrupt again to end at once" << std::endl;
    }
    if (const char signal = nextByte(pipe); signal != stopByte) {
        setHandler(SIG_DFL);
        ::kill(::getpid(), signal); // the user insists
    }
}

} // namespace

WaitForOthers::WaitForOthers() {
    waitingForOthers = true;
}

WaitForOthers::~WaitForOthers() {
    waitingForOthers = false;
}

InterruptWatch::InterruptWatch(const CancelToken& cancel) {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
        throw Error("the system gives no pipe for signals");
    }
    m_read = ends[0];
    m_write = ends[1];
    m_thread = std::thread([cancel, pipe = m_read] { watch(cancel, pipe); });
    handlerPipe = m_write;
    setHandler(onInterrupt);
}

InterruptWatch::~InterruptWatch() {
    setHandler(SIG_DFL);
    handlerPipe = -1;
    if (::write(m_write, &stopByte, 1) == 1) {
        m_thread.join();
    } else {
        m_thread.detach();
    }
    ::close(m_read);
    ::close(m_write);
}

} // namespace underpaint::app
