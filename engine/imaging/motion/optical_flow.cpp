// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/imaging/motion/optical_flow.h"

#include "engine/base/error.h"

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <opencv2/video/tracking.hpp>

#include <algorithm>
#include <mutex>

namespace underpaint::imaging {

namespace {

/// The search divides the picture among OpenCV's threads and what it finds depends on the parts.
class OneThread {
public:
    OneThread() : m_lock(guard()), m_before(cv::getNumThreads()) { cv::setNumThreads(1); }
    ~OneThread() { cv::setNumThreads(m_before); }
    OneThread(const OneThread&) = delete;
    OneThread& operator=(const OneThread&) = delete;

private:
    static std::mutex& guard() {
        static std::mutex mutex;
        return mutex;
    }
    std::lock_guard<std::mutex> m_lock;
    int m_before;
};

/// Smaller pictures have no room for the pyramid of the search.
constexpr int smallestSide = 96;

cv::Mat greyOf(const Image& picture) {
    // OpenCV only reads it.
    const cv::Mat stored(picture.height(), picture.width(), CV_8UC(picture.channels()),
                         const_cast<std::uint8_t*>(picture.data()));
    cv::Mat grey;
    if (picture.channels() == 3) {
        cv::cvtColor(stored, grey, cv::COLOR_RGB2GRAY);
    } else {
        grey = stored.clone();
    }
    cv::copyMakeBorder(grey, grey, 0, std::max(0, smallestSide - picture.height()), 0,
                       std::max(0, smallestSide - picture.width()), cv::BORDER_REPLICATE);
    return grey;
}

} // namespace

FlowField opticalFlow(const Image& frame, const Image& other) {
    const bool channels = (frame.channels() == 3 || frame.channels() == 1) &&
                          (other.channels() == 3 || other.channels() == 1);
    if (frame.size() != other.size() || frame.empty() || !channels) {
        throw Error("the flow between pictures of different sizes cannot be measured");
    }
    cv::Mat flow;
    try {
        const OneThread alone;
        const auto search = cv::DISOpticalFlow::create(cv::DISOpticalFlow::PRESET_MEDIUM);
        search->calc(greyOf(frame), greyOf(other), flow);
    } catch (const cv::Exception& error) {
        throw Error("the flow between two frames cannot be measured (" + error.msg + ")");
    }
    FlowField field(frame.width(), frame.height(), 2, 0);
    for (int y = 0; y < frame.height(); ++y) {
        const auto* row = flow.ptr<cv::Vec2f>(y);
        for (int x = 0; x < frame.width(); ++x) {
            field.at(x, y, 0) = row[x][0];
            field.at(x, y, 1) = row[x][1];
        }
    }
    return field;
}

} // namespace underpaint::imaging
