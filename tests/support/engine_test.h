// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cmath>
#include <sstream>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <vector>

/// Engine tests: plain functions that need no Qt themselves, so that the same sources run under
/// Qt Test (with Qt) and on a compute-only build.
///
///     UNDERPAINT_TEST(rectangles_unite) {
///         CHECK(Rect{0, 0, 2, 2}.united({}) == Rect{0, 0, 2, 2});
///         CHECK_EQUAL(size.width, 4);
///         CHECK_CLOSE(value, 1.0, 1e-6);
///         CHECK_ERROR(readFile("missing"), "missing");   // throws Error whose text contains it
///     }
namespace underpaint::test {

/// A failed check: file, line and text.
class Failure : public std::runtime_error {
public:
    Failure(const std::string& text, const char* file, int line);
};

/// Thrown to skip the running test with a reason.
class Skipped : public std::runtime_error {
    using std::runtime_error::runtime_error;
};

struct TestCase {
    std::string name;
    void (*run)();
};

/// All tests linked into this program, in registration order.
std::vector<TestCase>& testCases();

struct Registration {
    Registration(const char* name, void (*run)());
};

[[noreturn]] void fail(const std::string& text, const char* file, int line);
[[noreturn]] void skip(const std::string& reason);

template<class T>
std::string show(const T& value) {
    if constexpr (requires(std::ostringstream & s) { s << value; }) {
        std::ostringstream stream;
        if constexpr (sizeof(T) == 1 && std::is_integral_v<T>) {
            stream << static_cast<int>(value);
        } else {
            stream << value;
        }
        return stream.str();
    } else {
        return "(value)";
    }
}

template<class A, class B>
void checkEqual(const A& a, const B& b, const char* textA, const char* textB, const char* file,
                int line) {
    if (!(a == b)) {
        fail(std::string(textA) + " == " + textB + ": " + show(a) + " is not " + show(b), file,
             line);
    }
}

/// Runs `action`, expects an underpaint::Error whose message contains `part`.
template<class Action>
void checkError(Action&& action, const std::string& part, const char* text, const char* file,
                int line);

std::string errorMessageOf(void (*invoke)(void*), void* action, bool& threw);

template<class Action>
void checkError(Action&& action, const std::string& part, const char* text, const char* file,
                int line) {
    bool threw = false;
    auto invoke = [](void* a) { (*static_cast<std::remove_reference_t<Action>*>(a))(); };
    const std::string message = errorMessageOf(invoke, &action, threw);
    if (!threw) {
        fail(std::string(text) + " did not throw an Error", file, line);
    }
    if (message.find(part) == std::string::npos) {
        fail(std::string(text) + " threw \"" + message + "\", which does not contain \"" + part +
                 "\"",
             file, line);
    }
}

} // namespace underpaint::test

#define UNDERPAINT_TEST(name)                                                                      \
    static void test_##name();                                                                     \
    static const ::underpaint::test::Registration registration_##name(#name, test_##name);         \
    static void test_##name()

// glog, which some builds of LibTorch bring along, has a macro of this name.
#undef CHECK
#define CHECK(condition)                                                                           \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            ::underpaint::test::fail(#condition, __FILE__, __LINE__);                              \
        }                                                                                          \
    } while (false)

#define CHECK_EQUAL(a, b) ::underpaint::test::checkEqual((a), (b), #a, #b, __FILE__, __LINE__)

#define CHECK_CLOSE(a, b, tolerance)                                                               \
    do {                                                                                           \
        const double checkA = static_cast<double>(a);                                              \
        const double checkB = static_cast<double>(b);                                              \
        if (!(std::abs(checkA - checkB) <= (tolerance))) {                                         \
            ::underpaint::test::fail(std::string(#a " ~ " #b ": ") +                               \
                                         ::underpaint::test::show(checkA) + " and " +              \
                                         ::underpaint::test::show(checkB),                         \
                                     __FILE__, __LINE__);                                          \
        }                                                                                          \
    } while (false)

#define CHECK_ERROR(expression, part)                                                              \
    ::underpaint::test::checkError([&] { (void)(expression); }, (part), #expression, __FILE__,     \
                                   __LINE__)
