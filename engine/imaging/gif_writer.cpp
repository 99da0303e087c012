// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/imaging/gif_writer.h"

#include "engine/base/atomic_file.h"
#include "engine/base/error.h"
#include "engine/base/file_name.h"

#include <gif_lib.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <fcntl.h>
#include <string>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace underpaint::imaging {

namespace {

constexpr int longestGifSide = 65535;
constexpr int paletteSize = 256;
constexpr int paletteBits = 8;

} // namespace

bool canWriteGif() {
    return true;
}

struct GifWriter::File {
    std::filesystem::path path;
    std::filesystem::path unfinished;
    Size size;
    double framesPerSecond;
    PaletteMap map;
    GifFileType* gif = nullptr;
    std::size_t frames = 0;
    bool finished = false;

    /// What is unfinished does not stay.
    ~File() {
        if (gif != nullptr) {
            EGifCloseFile(gif, nullptr);
        }
        if (!finished) {
            std::error_code ignored;
            std::filesystem::remove(unfinished, ignored);
        }
    }
    [[noreturn]] void fail(int code) const {
        const char* what = GifErrorString(code);
        throw Error(std::string("the animation cannot be written (") +
                        (what == nullptr ? "unknown failure" : what) + ")",
                    path.string(), "Check that the folder is writable and has room");
    }
    void check(int status) const {
        if (status != GIF_OK) {
            fail(gif->Error);
        }
    }
    /// Of the frame that comes next, in hundredths of a second: rounded so that all of them
    /// together keep to the rate.
    int delay() const {
        const auto at = [&](std::size_t frame) {
            return std::llround(100.0 * static_cast<double>(frame) / framesPerSecond);
        };
        constexpr long long shortest = 2; // what viewers show is slower below that
        return static_cast<int>(std::clamp(at(frames + 1) - at(frames), shortest, 65535LL));
    }
    void begin() {
        std::unique_ptr<ColorMapObject, void (*)(ColorMapObject*)> colours(
            GifMakeMapObject(paletteSize, nullptr), GifFreeMapObject);
        if (!colours) {
            fail(E_GIF_ERR_NOT_ENOUGH_MEM);
        }
        for (std::size_t i = 0; i < map.palette().size(); ++i) {
            const auto& [red, green, blue] = map.palette()[i];
            colours->Colors[i] = {red, green, blue};
        }
        EGifSetGifVersion(gif, true);
        check(EGifPutScreenDesc(gif, size.width, size.height, paletteBits, 0, colours.get()));
        // Netscape's extension: again without end.
        const std::string application = "NETSCAPE2.0";
        const std::array<GifByteType, 3> endless{1, 0, 0};
        check(EGifPutExtensionLeader(gif, APPLICATION_EXT_FUNC_CODE));
        check(EGifPutExtensionBlock(gif, static_cast<int>(application.size()), application.data()));
        check(EGifPutExtensionBlock(gif, static_cast<int>(endless.size()), endless.data()));
        check(EGifPutExtensionTrailer(gif));
    }
};

GifWriter::GifWriter(const std::filesystem::path& path, Size size, double framesPerSecond,
                     std::vector<PaletteColour> palette) {
    if (size.empty() || size.width > longestGifSide || size.height > longestGifSide) {
        throw Error("an animation of " + std::to_string(size.width) + "x" +
                        std::to_string(size.height) + " pixels cannot be written",
                    path.string(), "Sides of a GIF are 1 to 65535 pixels long");
    }
    removeLeftovers(path.parent_path(), path.filename().string());
    m_file = std::make_unique<File>(File{.path = path,
                                         .unfinished = temporaryBeside(path, ".part"),
                                         .size = size,
                                         .framesPerSecond = framesPerSecond,
                                         .map = PaletteMap(std::move(palette))});
    // By itself giflib makes files that nobody else may read.
    constexpr mode_t asOthers = 0666;
    const int handle =
        ::open(m_file->unfinished.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, asOthers);
    if (handle < 0) {
        m_file->fail(E_GIF_ERR_OPEN_FAILED);
    }
    int problem = 0;
    m_file->gif = EGifOpenFileHandle(handle, &problem); // which is closed with it
    if (m_file->gif == nullptr) {
        ::close(handle);
        m_file->fail(problem);
    }
    m_file->begin();
}

GifWriter::~GifWriter() = default;

void GifWriter::add(const Image& photo) {
    File& file = *m_file;
    if (photo.size() != file.size || photo.channels() != 3) {
        throw Error("a frame is " + std::to_string(photo.width()) + "x" +
                        std::to_string(photo.height()) + ", the animation " +
                        std::to_string(file.size.width) + "x" + std::to_string(file.size.height),
                    file.path.string());
    }
    GraphicsControlBlock control{};
    control.DisposalMode = DISPOSE_DO_NOT;
    control.DelayTime = file.delay();
    control.TransparentColor = NO_TRANSPARENT_COLOR;
    std::array<GifByteType, 4> extension{};
    const auto length = EGifGCBToExtension(&control, extension.data());
    file.check(EGifPutExtension(file.gif, GRAPHICS_EXT_FUNC_CODE, static_cast<int>(length),
                                extension.data()));
    file.check(EGifPutImageDesc(file.gif, 0, 0, file.size.width, file.size.height,
                                /*GifInterlace=*/false, nullptr));
    Plane<std::uint8_t> numbers = file.map.numbers(photo);
    for (int y = 0; y < numbers.height(); ++y) {
        file.check(EGifPutLine(file.gif, numbers.row(y).data(), numbers.width()));
    }
    ++file.frames;
}

void GifWriter::finish() {
    File& file = *m_file;
    int problem = 0;
    if (EGifCloseFile(std::exchange(file.gif, nullptr), &problem) != GIF_OK) {
        file.fail(problem);
    }
    putInPlace(file.unfinished, file.path);
    file.finished = true;
}

} // namespace underpaint::imaging
