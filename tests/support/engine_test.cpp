// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/engine_test.h"

#include "engine/base/error.h"

namespace underpaint::test {

Failure::Failure(const std::string& text, const char* file, int line)
    : std::runtime_error(std::string(file) + ":" + std::to_string(line) + ": " + text) {}

std::vector<TestCase>& testCases() {
    static std::vector<TestCase> cases;
    return cases;
}

Registration::Registration(const char* name, void (*run)()) {
    testCases().push_back({name, run});
}

void fail(const std::string& text, const char* file, int line) {
    throw Failure(text, file, line);
}

void skip(const std::string& reason) {
    throw Skipped(reason);
}

std::string errorMessageOf(void (*invoke)(void*), void* action, bool& threw) {
    try {
        invoke(action);
    } catch (const Error& error) {
        threw = true;
        return error.message();
    }
    return {};
}

} // namespace underpaint::test
