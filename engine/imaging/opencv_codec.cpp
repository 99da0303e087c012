// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/imaging/opencv_codec.h"

#include "engine/base/error.h"
#include "engine/base/safe_text.h"
#include "engine/imaging/library_lines.h"

#include <algorithm>
#include <limits>
#include <opencv2/core.hpp>
#include <opencv2/core/utils/logger.hpp>
#include <opencv2/imgcodecs.hpp>

namespace underpaint::imaging {

namespace {

/// The first thing that a library said, " (Premature end of JPEG file)"; empty for nothing.
std::string reason(const std::string& lines) {
    std::string first = lines.substr(0, lines.find('\n'));
    // "imdecode_(''): can't read data: OpenCV(4.6.0) FILE:1: error: (-2:Unspecified error) REASON
    // in function 'getBytes'"
    if (const std::size_t error = first.find("error: ("); error != std::string::npos) {
        const std::size_t end = first.find(") ", error);
        const bool tells =
            end != std::string::npos && first.find("Assertion failed", error) == std::string::npos;
        first = tells ? first.substr(end + 2) : "";
        first.resize(std::min(first.size(), first.find(" in function")));
    }
    return first.empty() ? "" : " (" + safeText(first) + ")";
}

/// libjpeg fills what is missing with grey and goes on. Bytes too many between the parts of a file
/// are the one complaint that means nothing.
void refuseDamagedJpeg(const std::string& lines, const std::string& where) {
    const bool harmless = lines.find("extraneous bytes") != std::string::npos;
    if ((lines.find("Corrupt JPEG") != std::string::npos && !harmless) ||
        lines.find("Premature end of JPEG") != std::string::npos) {
        throw Error("the picture is damaged" + reason(lines), where, "Fetch or save it again");
    }
}

cv::Mat decode(std::span<const std::byte> file, int flags, const std::string& where) {
    if (file.size() > static_cast<std::size_t>(std::numeric_limits<int>::max())) {
        throw Error("picture files of more than 2 GiB cannot be read", where);
    }
    const LibraryLines lines;
    cv::Mat decoded;
    try {
        // The API takes a non-const buffer and does not write to it.
        const cv::Mat bytes(1, static_cast<int>(file.size()), CV_8UC1,
                            const_cast<std::byte*>(file.data()));
        decoded = cv::imdecode(bytes, flags);
    } catch (const cv::Exception& failure) {
        throw Error("the picture cannot be decoded (" + failure.err + ")", where,
                    "The file is damaged or of an uncommon kind; save it as PNG");
    }
    if (decoded.empty()) {
        throw Error("the picture cannot be decoded" + reason(lines.text()), where,
                    "The file is damaged or of an uncommon kind; save it as PNG");
    }
    refuseDamagedJpeg(lines.text(), where);
    return decoded;
}

Image rgbFromBgr(const cv::Mat& decoded) {
    Image image(decoded.cols, decoded.rows, 3, 0);
    for (int y = 0; y < decoded.rows; ++y) {
        const auto* in = decoded.ptr<std::uint8_t>(y);
        std::uint8_t* out = image.row(y).data();
        for (int x = 0; x < decoded.cols; ++x, in += 3, out += 3) {
            out[0] = in[2];
            out[1] = in[1];
            out[2] = in[0];
        }
    }
    return image;
}

template<class T>
LabelPlane indicesFrom(const cv::Mat& decoded) {
    LabelPlane indices(decoded.cols, decoded.rows);
    for (int y = 0; y < decoded.rows; ++y) {
        std::copy_n(decoded.ptr<T>(y), decoded.cols, indices.row(y).data());
    }
    return indices;
}

} // namespace

StoredImage decodeWithOpenCv(std::span<const std::byte> file, const ImageHeader& header,
                             const std::string& where) {
    StoredImage result;
    result.header = header;
    const bool grey = header.channels == 1 && !header.palette &&
                      (header.bitsPerChannel == 8 || header.bitsPerChannel == 16);
    if (grey) {
        const cv::Mat decoded = decode(file, cv::IMREAD_UNCHANGED, where);
        if (decoded.type() == CV_8UC1) {
            result.indices = indicesFrom<std::uint8_t>(decoded);
            return result;
        }
        if (decoded.type() == CV_16UC1) {
            result.indices = indicesFrom<std::uint16_t>(decoded);
            return result;
        }
    }
    const cv::Mat decoded = decode(file, cv::IMREAD_COLOR | cv::IMREAD_IGNORE_ORIENTATION, where);
    if (decoded.type() != CV_8UC3) {
        throw Error("the picture has an unexpected pixel layout", where, "Save it as 8-bit PNG");
    }
    result.colours = rgbFromBgr(decoded);
    return result;
}

namespace {

/// In OpenCV's order of colours. Throws Error for what is neither grey nor RGB.
template<class T>
cv::Mat matOf(const Plane<T>& image, int depth) {
    if (image.empty() || (image.channels() != 3 && image.channels() != 1)) {
        throw Error("only grey and RGB pictures can be stored");
    }
    cv::Mat pixels(image.height(), image.width(), CV_MAKETYPE(depth, image.channels()));
    for (int y = 0; y < image.height(); ++y) {
        const std::span<const T> in = image.row(y);
        auto* out = pixels.ptr<T>(y);
        std::copy(in.begin(), in.end(), out);
        for (std::size_t x = 0; image.channels() == 3 && x < in.size(); x += 3) {
            std::swap(out[x], out[x + 2]);
        }
    }
    return pixels;
}

std::vector<std::byte> encoded(const cv::Mat& pixels, const std::string& extension,
                               const std::vector<int>& options) {
    std::vector<std::uint8_t> file;
    bool done = false;
    try {
        done = cv::imencode(extension, pixels, file, options);
    } catch (const cv::Exception& failure) {
        throw Error("the picture cannot be encoded (" + failure.err + ")");
    }
    if (!done) {
        throw Error("the picture cannot be encoded as " + extension);
    }
    const auto bytes = std::as_bytes(std::span(file));
    return {bytes.begin(), bytes.end()};
}

} // namespace

std::vector<std::byte> encodeWithOpenCv(const Image& image, const std::string& extension,
                                        int quality) {
    std::vector<int> options;
    if (extension == ".jpg") {
        options = {cv::IMWRITE_JPEG_QUALITY, std::clamp(quality, 1, 100)};
    }
    return encoded(matOf(image, CV_8U), extension, options);
}

std::vector<std::byte> encodeWithOpenCv(const DeepImage& image, const std::string& extension) {
    return encoded(matOf(image, CV_16U), extension, {});
}

} // namespace underpaint::imaging
