// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <filesystem>
#include <map>
#include <string>
#include <sys/types.h>
#include <vector>

namespace underpaint::test {

/// A run of the real program. What it says goes to a file; it is killed when this ends before it.
class ChildProcess {
public:
    /// `environment` is added to the present one.
    ChildProcess(const std::vector<std::string>& arguments, std::filesystem::path output,
                 const std::map<std::string, std::string>& environment = {});
    ~ChildProcess();
    ChildProcess(const ChildProcess&) = delete;
    ChildProcess& operator=(const ChildProcess&) = delete;

    /// Exit code; 128 + the signal that ended it.
    int wait();
    /// The same, when it ends within this time; else -1, and it runs on.
    int waitFor(std::chrono::milliseconds time);
    /// SIGKILL, whatever it is doing.
    void kill();
    /// Any signal, such as SIGTERM.
    void send(int signal);
    /// Standard output and error so far.
    std::string said() const;

private:
    pid_t m_pid = -1;
    int m_code = -1;
    std::filesystem::path m_output;
};

/// Runs the program to its end and gives its exit code; `said` is what it wrote.
struct ChildOutcome {
    int code = -1;
    std::string said;
};
ChildOutcome runChild(const std::vector<std::string>& arguments,
                      const std::filesystem::path& output);

} // namespace underpaint::test
