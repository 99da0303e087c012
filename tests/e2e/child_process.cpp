// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/e2e/child_process.h"

#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <fstream>
#include <iterator>
#include <spawn.h>
#include <stdexcept>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <utility>

namespace underpaint::test {

namespace {

constexpr int signalled = 128;

std::vector<std::string> environmentWith(std::map<std::string, std::string> more) {
    std::vector<std::string> result;
    for (char** entry = environ; *entry != nullptr; ++entry) {
        const std::string text = *entry;
        if (!more.contains(text.substr(0, text.find('=')))) {
            result.push_back(text);
        }
    }
    for (const auto& [name, value] : more) {
        result.push_back(name + "=" + value);
    }
    return result;
}

std::vector<char*> pointersTo(std::vector<std::string>& texts) {
    std::vector<char*> pointers;
    for (std::string& text : texts) {
        pointers.push_back(text.data());
    }
    pointers.push_back(nullptr);
    return pointers;
}

int codeOf(int status) {
    return WIFEXITED(status) ? WEXITSTATUS(status) : signalled + WTERMSIG(status);
}

} // namespace

ChildProcess::ChildProcess(const std::vector<std::string>& arguments, std::filesystem::path output,
                           const std::map<std::string, std::string>& environment)
    : m_output(std::move(output)) {
    std::vector<std::string> words{UNDERPAINT_PROGRAM};
    words.insert(words.end(), arguments.begin(), arguments.end());
    std::vector<std::string> variables = environmentWith(environment);
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, m_output.c_str(),
                                       O_WRONLY | O_CREAT | O_TRUNC, 0600);
    ::posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO);
    const int failure = ::posix_spawn(&m_pid, UNDERPAINT_PROGRAM, &actions, nullptr,
                                      pointersTo(words).data(), pointersTo(variables).data());
    ::posix_spawn_file_actions_destroy(&actions);
    if (failure != 0) {
        throw std::runtime_error("the program cannot be started");
    }
}

ChildProcess::~ChildProcess() {
    if (m_code < 0) {
        kill();
        wait();
    }
}

int ChildProcess::wait() {
    if (m_code < 0) {
        int status = 0;
        ::waitpid(m_pid, &status, 0);
        m_code = codeOf(status);
    }
    return m_code;
}

int ChildProcess::waitFor(std::chrono::milliseconds time) {
    const auto end = std::chrono::steady_clock::now() + time;
    while (m_code < 0) {
        int status = 0;
        if (::waitpid(m_pid, &status, WNOHANG) == m_pid) {
            m_code = codeOf(status);
        } else if (std::chrono::steady_clock::now() >= end) {
            return -1;
        } else {
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
    }
    return m_code;
}

void ChildProcess::kill() {
    send(SIGKILL);
}

void ChildProcess::send(int signal) {
    if (m_code < 0) {
        ::kill(m_pid, signal);
    }
}

std::string ChildProcess::said() const {
    std::ifstream in(m_output, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

ChildOutcome runChild(const std::vector<std::string>& arguments,
                      const std::filesystem::path& output) {
    ChildProcess child(arguments, output);
    const int code = child.wait();
    return {code, child.said()};
}

} // namespace underpaint::test
