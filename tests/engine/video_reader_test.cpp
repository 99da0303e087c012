// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/imaging/video_reader.h"
#include "engine/imaging/video_writer.h"
#include "tests/support/engine_test.h"
#include "tests/support/temporary_folder.h"

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>

using namespace underpaint;

namespace {

/// Frames of one grey level each, 20 apart.
void writeLevels(const std::filesystem::path& path, int frames) {
    imaging::VideoWriter writer(path, {64, 48}, 10);
    for (int i = 0; i < frames; ++i) {
        writer.add(Image(64, 48, 3, static_cast<std::uint8_t>(20 + 20 * i)));
    }
    writer.finish();
}

} // namespace

UNDERPAINT_TEST(frames_of_a_video_are_read_in_any_order) {
    const test::TemporaryFolder folder;
    writeLevels(folder / "v.avi", 8);
    imaging::VideoReader video(folder / "v.avi");
    CHECK(video.size() == (Size{64, 48}));
    CHECK_EQUAL(video.frames(), 8U);
    CHECK_CLOSE(video.rate(), 10, 0.1);
    for (const std::size_t frame : {0U, 1U, 5U, 5U, 2U, 7U, 0U}) {
        const Image photo = video.frame(frame);
        CHECK(photo.size() == (Size{64, 48}) && photo.channels() == 3);
        CHECK_CLOSE(photo.at(30, 20, 1), 20.0 + 20.0 * static_cast<double>(frame), 6);
    }
    CHECK_ERROR(video.frame(8), "ends before frame 9");
    CHECK_CLOSE(video.frame(3).at(3, 3, 0), 80, 6); // it goes on
}

UNDERPAINT_TEST(what_is_no_video_is_refused) {
    const test::TemporaryFolder folder;
    CHECK_ERROR(imaging::VideoReader(folder / "absent.mp4"), "no such file");
    CHECK_ERROR(imaging::VideoReader(folder.path()), "no such file");
    std::ofstream(folder / "text.mp4") << "no video at all";
    CHECK_ERROR(imaging::VideoReader(folder / "text.mp4"), "no video");
    std::ofstream(folder / "empty.avi").flush();
    CHECK_ERROR(imaging::VideoReader(folder / "empty.avi"), "no video");
    // Cut off: what is there is read, the rest is an error.
    writeLevels(folder / "cut.avi", 8);
    std::filesystem::resize_file(folder / "cut.avi",
                                 std::filesystem::file_size(folder / "cut.avi") / 2);
    try {
        imaging::VideoReader video(folder / "cut.avi");
        CHECK_ERROR(video.frame(7), "cut.avi");
    } catch (const Error& error) { // or nothing is
        CHECK(error.message().find("cut.avi") != std::string::npos);
    }
}
