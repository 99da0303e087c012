// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/imaging/library_lines.h"

#include <cstdio>
#include <iostream>
#include <memory>
#include <mutex>
#include <opencv2/core/utils/logger.hpp>
#include <streambuf>

namespace underpaint::imaging {

namespace {

/// Where this thread's lines go; null = to standard error as ever.
std::string*& collected() {
    thread_local std::string* text = nullptr;
    return text;
}

/// std::cerr, of which OpenCV makes use, with a way aside for threads that collect.
class Filter final : public std::streambuf {
public:
    explicit Filter(std::streambuf* behind) : m_behind(behind) {}

protected:
    int_type overflow(int_type c) override {
        if (std::string* text = collected()) {
            if (!traits_type::eq_int_type(c, traits_type::eof())) {
                text->push_back(traits_type::to_char_type(c));
            }
            return traits_type::not_eof(c);
        }
        return m_behind->sputc(traits_type::to_char_type(c));
    }
    std::streamsize xsputn(const char* text, std::streamsize count) override {
        if (std::string* kept = collected()) {
            kept->append(text, static_cast<std::size_t>(count));
            return count;
        }
        return m_behind->sputn(text, count);
    }
    int sync() override { return collected() != nullptr ? 0 : m_behind->pubsync(); }

private:
    std::streambuf* m_behind;
};

#if defined(__GLIBC__)
/// The same for what libraries in C print to `stderr`, which is a variable in glibc.
ssize_t writeAside(void* behind, const char* text, std::size_t count) {
    if (std::string* kept = collected()) {
        kept->append(text, count);
        return static_cast<ssize_t>(count);
    }
    const std::size_t written = std::fwrite(text, 1, count, static_cast<std::FILE*>(behind));
    (void)std::fflush(static_cast<std::FILE*>(behind));
    return static_cast<ssize_t>(written);
}

void redirectStandardError() {
    cookie_io_functions_t functions{};
    functions.write = writeAside;
    if (std::FILE* filter = ::fopencookie(stderr, "w", functions)) {
        (void)std::setvbuf(filter, nullptr, _IONBF, 0);
        stderr = filter; // for the life of the process: others may hold it
    }
}
#else
void redirectStandardError() {}
#endif

void install() {
    static std::once_flag once;
    std::call_once(once, [] {
        // Never destroyed: somebody may write until the very end.
        std::cerr.rdbuf(std::make_unique<Filter>(std::cerr.rdbuf()).release());
        redirectStandardError();
        cv::utils::logging::setLogLevel(cv::utils::logging::LOG_LEVEL_SILENT);
    });
}

} // namespace

LibraryLines::LibraryLines() : m_outer(collected()) {
    install();
    collected() = &m_text;
}

LibraryLines::~LibraryLines() {
    collected() = m_outer;
}

} // namespace underpaint::imaging
