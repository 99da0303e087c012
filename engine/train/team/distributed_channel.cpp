// SPDX-License-Identifier: GPL-3.0-or-later
// Before all else: clang wants c10::IValue whole before LibTorch's own headers make vectors of it.
#include <ATen/core/ivalue.h>

#include "engine/train/team/distributed_channel.h"

#include "engine/base/error.h"
#include "engine/base/out_of_memory.h"

// The one file that knows LibTorch's process groups. They are used by their own names: what they
// derive from differs between LibTorch 1.13 and 2.x.
#if defined(UNDERPAINT_HAVE_GLOO)
#include <torch/csrc/distributed/c10d/ProcessGroupGloo.hpp>
#endif
#if defined(UNDERPAINT_HAVE_NCCL)
#include <torch/csrc/distributed/c10d/ProcessGroupNCCL.hpp>
#endif
#if defined(UNDERPAINT_HAVE_GLOO) || defined(UNDERPAINT_HAVE_NCCL)
#include <torch/csrc/distributed/c10d/TCPStore.hpp>
#endif

#include <cstdint>
#include <exception>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace underpaint::train {

#if defined(UNDERPAINT_HAVE_GLOO) || defined(UNDERPAINT_HAVE_NCCL)

namespace {

using std::chrono::milliseconds;

/// What a failure of a process group is told as.
struct Complaint {
    std::string problem;
    std::string where;
    std::string remedy;

    template<class Action>
    auto guard(const Action& action) const {
        try {
            return action();
        } catch (const std::exception& failure) {
            // Missing memory is no reason here to go on with smaller pictures: the others wait in
            // another place by now.
            const std::string text =
                meansOutOfMemory(failure) ? "memory ran short" : std::string(failure.what());
            throw Error(problem + " (" + text.substr(0, text.find('\n')) + ")", where, remedy);
        }
    }
};

std::string placeText(const DistributedPlace& place) {
    return "process " + std::to_string(place.rank) + " of " + std::to_string(place.size) +
           ", meeting at " + place.address + ":" + std::to_string(place.port);
}

Complaint nobodyCame(const DistributedPlace& place) {
    return {"the processes did not come together", placeText(place),
            "Start all of them with the same address, port, number and device"};
}

Complaint lost(const DistributedPlace& place) {
    return {"another process of this training ended or does not answer", placeText(place),
            "Look at what the others say, then start all of them again with --resume"};
}

c10::intrusive_ptr<c10d::TCPStore> meetingPoint(const DistributedPlace& place,
                                                milliseconds patience) {
    c10d::TCPStoreOptions options;
    options.port = static_cast<std::uint16_t>(place.port);
    options.isServer = place.rank == 0;
    options.numWorkers = static_cast<std::size_t>(place.size);
    options.timeout = patience;
    auto store = c10::make_intrusive<c10d::TCPStore>(place.address, options);
    store->setTimeout(patience);
    return store;
}

/// A channel through a process group; `await` waits until what was asked of it is done.
template<class Group, class Await>
DistributedChannel channelThrough(const Group& group, at::Device device, const Complaint& complaint,
                                  const Await& await) {
    const auto sum = [group, complaint, await](const at::Tensor& tensor) {
        complaint.guard([&] {
            std::vector<at::Tensor> tensors{tensor};
            await(group->allreduce(tensors));
        });
    };
    const auto broadcast = [group, complaint, await](const at::Tensor& tensor) {
        complaint.guard([&] {
            std::vector<at::Tensor> tensors{tensor};
            await(group->broadcast(tensors));
        });
    };
    return {device, sum, broadcast};
}

#if defined(UNDERPAINT_HAVE_GLOO)

/// Speaks on the loopback where the meeting point is this machine: host names need not resolve.
auto interfaceFor(const std::string& address) {
    const bool here = address == "localhost" || address.starts_with("127.");
    return here ? c10d::ProcessGroupGloo::createDeviceForHostname("127.0.0.1")
                : c10d::ProcessGroupGloo::createDefaultDevice();
}

DistributedChannel glooChannel(const DistributedPlace& place, milliseconds patience) {
    const auto group = nobodyCame(place).guard([&] {
        const auto store = meetingPoint(place, patience);
        auto settings = c10d::ProcessGroupGloo::Options::create(patience);
        settings->devices.push_back(interfaceFor(place.address));
        return c10::make_intrusive<c10d::ProcessGroupGloo>(store, place.rank, place.size, settings);
    });
    return channelThrough(group, at::kCPU, lost(place), [](const auto& work) { work->wait(); });
}

#endif

#if defined(UNDERPAINT_HAVE_NCCL)

/// Waits for the GPU itself: NCCL's own wait() returns as soon as the work is queued, and what
/// becomes of it later ends the process without a word.
template<class Work>
void awaitOnGpu(const Work& work, milliseconds patience) {
    const auto end = std::chrono::steady_clock::now() + patience;
    while (!work->isCompleted()) {
        if (std::chrono::steady_clock::now() > end) {
            throw Error("no answer in time");
        }
        std::this_thread::sleep_for(std::chrono::microseconds(50));
    }
    if (const std::exception_ptr failure = work->exception()) {
        std::rethrow_exception(failure);
    }
    work->wait(); // the current stream comes after it
}

DistributedChannel ncclChannel(const DistributedPlace& place, at::Device device,
                               milliseconds patience) {
    const auto await = [patience](const auto& work) { awaitOnGpu(work, patience); };
    return nobodyCame(place).guard([&] {
        const auto store = meetingPoint(place, patience);
        const auto settings = c10d::ProcessGroupNCCL::Options::create();
        // Longer than ours: NCCL's own clock ends the process.
        settings->timeout = 2 * patience;
        const auto group =
            c10::make_intrusive<c10d::ProcessGroupNCCL>(store, place.rank, place.size, settings);
        DistributedChannel channel = channelThrough(group, device, lost(place), await);
        channel.sum(at::ones({1}, at::TensorOptions(device).dtype(at::kFloat))); // connects them
        return channel;
    });
}

#endif

} // namespace

#endif

TeamBackends availableBackends() {
    TeamBackends available;
#if defined(UNDERPAINT_HAVE_GLOO)
    available.gloo = true;
#endif
#if defined(UNDERPAINT_HAVE_NCCL)
    // Classes of LibTorch's headers differ with the version of NCCL that they see.
    available.nccl = c10d::getNcclVersion() == std::to_string(NCCL_MAJOR) + "." +
                                                   std::to_string(NCCL_MINOR) + "." +
                                                   std::to_string(NCCL_PATCH);
#endif
    return available;
}

DistributedChannel openChannel([[maybe_unused]] const DistributedPlace& place, at::Device device,
                               [[maybe_unused]] std::chrono::milliseconds patience) {
    switch (chooseBackend(device.is_cuda(), availableBackends())) {
    case TeamBackend::Gloo:
#if defined(UNDERPAINT_HAVE_GLOO)
        return glooChannel(place, patience);
#else
        break;
#endif
    case TeamBackend::Nccl:
#if defined(UNDERPAINT_HAVE_NCCL)
        return ncclChannel(place, device, patience);
#else
        break;
#endif
    }
    throw Error("this way between processes is not part of the build");
}

} // namespace underpaint::train
