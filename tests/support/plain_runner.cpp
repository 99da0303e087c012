// SPDX-License-Identifier: GPL-3.0-or-later
// Runs the engine tests where there is no Qt. Arguments are names of tests to run (default: all).
#include "tests/support/engine_test.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <iostream>

using namespace underpaint::test;

namespace {

/// " (12 s)" of a test that took a second or more, so that slow ones are found.
std::string spent(std::chrono::steady_clock::time_point begin) {
    const double seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    return seconds < 1 ? std::string() : " (" + std::to_string(std::lround(seconds)) + " s)";
}

} // namespace

int main(int argc, char** argv) {
    const std::vector<std::string> wanted(argv + 1, argv + argc);
    int passed = 0;
    int failed = 0;
    int skipped = 0;
    for (const TestCase& testCase : testCases()) {
        if (!wanted.empty() &&
            std::find(wanted.begin(), wanted.end(), testCase.name) == wanted.end()) {
            continue;
        }
        const auto begin = std::chrono::steady_clock::now();
        try {
            testCase.run();
            ++passed;
            std::cout << "PASS   : " << testCase.name << spent(begin) << std::endl;
        } catch (const Skipped& reason) {
            ++skipped;
            std::cout << "SKIP   : " << testCase.name << " " << reason.what() << "\n";
        } catch (const std::exception& error) {
            ++failed;
            std::cout << "FAIL!  : " << testCase.name << " " << error.what() << std::endl;
        }
    }
    std::cout << "Totals: " << passed << " passed, " << failed << " failed, " << skipped
              << " skipped\n";
    return failed == 0 ? 0 : 1;
}
