// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/imaging/codec.h"
#include "engine/imaging/video_writer.h"
#include "tests/support/engine_test.h"
#include "tests/support/temporary_folder.h"

#include <csignal>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

using namespace underpaint;
using imaging::VideoWriter;

namespace {

/// The frames of an AVI whose codec is Motion JPEG, in their order: chunks named 00dc.
std::vector<std::string> jpegFrames(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(file), {}};
    std::vector<std::string> frames;
    for (std::size_t at = bytes.find("movi"); (at = bytes.find("00dc", at)) != std::string::npos;) {
        std::size_t length = 0;
        for (std::size_t i = 0; i < 4 && at + 8 < bytes.size(); ++i) {
            length |= static_cast<std::size_t>(static_cast<unsigned char>(bytes[at + 4 + i]))
                      << (8 * i);
        }
        if (bytes.compare(at + 8, 2, "\xFF\xD8") != 0) { // of the index at the end
            break;
        }
        frames.push_back(bytes.substr(at + 8, length));
        at += 8 + length;
    }
    return frames;
}

/// Files cannot get longer than this, as on a disk that is full.
class ShortFiles {
public:
    explicit ShortFiles(rlim_t bytes) : m_handler(std::signal(SIGXFSZ, SIG_IGN)) {
        ::getrlimit(RLIMIT_FSIZE, &m_before);
        const rlimit now{bytes, m_before.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &now);
    }
    ShortFiles(const ShortFiles&) = delete;
    ShortFiles& operator=(const ShortFiles&) = delete;
    ~ShortFiles() {
        ::setrlimit(RLIMIT_FSIZE, &m_before);
        std::signal(SIGXFSZ, m_handler);
    }

private:
    void (*m_handler)(int);
    rlimit m_before{};
};

/// Hard to compress, as photos are.
Image noise(int frame) {
    Image photo(160, 120, 3, 0);
    unsigned state = 7U + static_cast<unsigned>(frame);
    for (std::uint8_t& value : photo.values()) {
        state = state * 1664525U + 1013904223U;
        value = static_cast<std::uint8_t>(state >> 24U);
    }
    return photo;
}

} // namespace

UNDERPAINT_TEST(videos_hold_their_frames_in_order) {
    const test::TemporaryFolder folder;
    const std::filesystem::path path = folder / "way.avi";
    VideoWriter writer(path, {63, 40}, 10);
    const std::vector<int> levels{20, 120, 220};
    for (const int level : levels) {
        writer.add(Image(63, 40, 3, static_cast<std::uint8_t>(level)));
    }
    CHECK(!std::filesystem::exists(path));
    writer.finish();

    const std::vector<std::string> frames = jpegFrames(path);
    CHECK_EQUAL(frames.size(), levels.size());
    for (std::size_t i = 0; i < levels.size(); ++i) {
        std::ofstream(folder / "frame.jpg", std::ios::binary) << frames.at(i);
        const Image frame = imaging::readPhoto(folder / "frame.jpg");
        CHECK(frame.size() == (Size{64, 40})); // codecs want even sides
        CHECK_CLOSE(frame.at(5, 5, 1), levels[i], 6);
    }
}

UNDERPAINT_TEST(a_video_that_does_not_fit_is_no_video) {
    for (const std::string ending : {".avi", ".mp4", ".webm"}) {
        const test::TemporaryFolder folder;
        const std::filesystem::path path = folder / ("way" + ending);
        std::ofstream(path) << "the one before";
        constexpr int frames = 12;
        const auto write = [&](rlim_t most) {
            VideoWriter writer(path, {160, 120}, 10);
            const ShortFiles shortFiles(most);
            for (int i = 0; i < frames; ++i) {
                writer.add(noise(i));
            }
            writer.finish();
        };
        constexpr rlim_t little = 30000;
        CHECK_ERROR(write(little), "of 12 frames are in it");
        CHECK_EQUAL(std::filesystem::file_size(path), 14U);
        CHECK_EQUAL(std::distance(std::filesystem::directory_iterator(folder.path()), {}), 1);
        write(RLIM_INFINITY);
        CHECK(std::filesystem::file_size(path) > little);
    }
}

UNDERPAINT_TEST(what_a_killed_writer_left_of_a_video_goes) {
    const test::TemporaryFolder folder;
    const pid_t child = ::fork();
    if (child == 0) {
        ::_exit(0);
    }
    ::waitpid(child, nullptr, 0); // its number is free now
    const auto left = folder / (".a.avi." + std::to_string(child) + "-0.part.avi");
    std::ofstream(left) << "half";
    const auto others = folder / (".b.avi." + std::to_string(child) + "-0.part.avi");
    std::ofstream(others) << "half";
    VideoWriter writer(folder / "a.avi", {32, 32}, 10);
    CHECK(!std::filesystem::exists(left) && std::filesystem::exists(others));
}

UNDERPAINT_TEST(an_unfinished_video_leaves_nothing_behind) {
    const test::TemporaryFolder folder;
    {
        VideoWriter writer(folder / "a.avi", {32, 32}, 10);
        writer.add(Image(32, 32, 3, 9));
        CHECK_ERROR(writer.add(Image(30, 32, 3, 9)), "30x32");
    }
    CHECK(std::filesystem::is_empty(folder / ""));
    CHECK_ERROR(VideoWriter(folder / "a.gif", {32, 32}, 10), ".mp4");
    CHECK_ERROR(VideoWriter(folder / "absent" / "a.avi", {32, 32}, 10), "%03d.png");
    CHECK(imaging::isVideoName("A.MP4") && !imaging::isVideoName("a.png"));
}
