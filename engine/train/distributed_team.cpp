// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/distributed_team.h"

#include "engine/base/error.h"
#include "engine/base/mapped_file.h"

#if defined(UNDERPAINT_HAVE_GLOO)
// The one file that knows LibTorch's process groups. ProcessGroupGloo is used by its own name: what
// it derives from differs between LibTorch 1.13 and 2.x.
#include <torch/csrc/distributed/c10d/ProcessGroupGloo.hpp>
#include <torch/csrc/distributed/c10d/TCPStore.hpp>
#endif

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <functional>
#include <optional>
#include <string>
#include <utility>

namespace underpaint::train {

namespace {

/// Values that travel at once: 16 MiB.
constexpr std::int64_t bucketValues = std::int64_t{4} << 20;
constexpr std::int64_t bytesAtOnce = std::int64_t{16} << 20;

/// Runs of tensors of at most bucketValues together, or of a single larger one.
std::vector<std::vector<at::Tensor>> bucketsOf(const std::vector<at::Tensor>& tensors) {
    std::vector<std::vector<at::Tensor>> buckets;
    std::int64_t values = 0;
    for (const at::Tensor& tensor : tensors) {
        if (!tensor.defined()) {
            continue;
        }
        if (buckets.empty() || values + tensor.numel() > bucketValues) {
            buckets.emplace_back();
            values = 0;
        }
        buckets.back().push_back(tensor);
        values += tensor.numel();
    }
    return buckets;
}

/// One after the other, in the computer's memory.
at::Tensor flattened(const std::vector<at::Tensor>& bucket) {
    std::vector<at::Tensor> parts;
    for (const at::Tensor& tensor : bucket) {
        parts.push_back(tensor.detach().reshape({-1}).to(at::kCPU, at::kFloat));
    }
    return at::cat(parts);
}

void spread(const at::Tensor& flat, const std::vector<at::Tensor>& bucket) {
    std::int64_t start = 0;
    for (const at::Tensor& tensor : bucket) {
        tensor.detach().copy_(flat.narrow(0, start, tensor.numel()).view(tensor.sizes()));
        start += tensor.numel();
    }
}

} // namespace

#if defined(UNDERPAINT_HAVE_GLOO)

namespace {

/// Speaks on the loopback where the meeting point is this machine: host names need not resolve.
auto deviceFor(const std::string& address) {
    const bool here = address == "localhost" || address.starts_with("127.");
    return here ? c10d::ProcessGroupGloo::createDeviceForHostname("127.0.0.1")
                : c10d::ProcessGroupGloo::createDefaultDevice();
}

} // namespace

class DistributedTeam::Group {
public:
    Group(const DistributedPlace& place, std::chrono::milliseconds patience)
        : m_where("process " + std::to_string(place.rank) + " of " + std::to_string(place.size) +
                  ", meeting at " + place.address + ":" + std::to_string(place.port)) {
        guarded("the processes did not come together",
                "Start all of them with the same address, port and number", [&] {
                    c10d::TCPStoreOptions options;
                    options.port = static_cast<std::uint16_t>(place.port);
                    options.isServer = place.rank == 0;
                    options.numWorkers = static_cast<std::size_t>(place.size);
                    options.timeout = patience;
                    m_store = c10::make_intrusive<c10d::TCPStore>(place.address, options);
                    m_store->setTimeout(patience);
                    auto settings = c10d::ProcessGroupGloo::Options::create(patience);
                    settings->devices.push_back(deviceFor(place.address));
                    m_gloo = c10::make_intrusive<c10d::ProcessGroupGloo>(m_store, place.rank,
                                                                         place.size, settings);
                });
    }

    void sum(at::Tensor& flat) {
        speak([&](std::vector<at::Tensor>& tensors) { return m_gloo->allreduce(tensors); }, flat);
    }
    void broadcast(at::Tensor& flat) {
        speak([&](std::vector<at::Tensor>& tensors) { return m_gloo->broadcast(tensors); }, flat);
    }

private:
    template<class Send>
    void speak(Send send, at::Tensor& flat) {
        guarded("another process of this training ended or does not answer",
                "Look at what the others say, then start all of them again with --resume", [&] {
                    std::vector<at::Tensor> tensors{flat};
                    send(tensors)->wait();
                });
    }
    void guarded(const std::string& problem, const std::string& remedy,
                 const std::function<void()>& action) const {
        try {
            action();
        } catch (const std::exception& failure) {
            const std::string text = failure.what();
            throw Error(problem + " (" + text.substr(0, text.find('\n')) + ")", m_where, remedy);
        }
    }

    std::string m_where;
    c10::intrusive_ptr<c10d::TCPStore> m_store;
    c10::intrusive_ptr<c10d::ProcessGroupGloo> m_gloo;
};

#else

class DistributedTeam::Group {
public:
    Group(const DistributedPlace& /*place*/, std::chrono::milliseconds /*patience*/) {
        throw Error("this build trains in one process only", "WORLD_SIZE",
                    "Build where the headers of Gloo are (libgloo-dev), with LibTorch's Gloo");
    }
    void sum(at::Tensor& /*flat*/) {}
    void broadcast(at::Tensor& /*flat*/) {}
};

#endif

DistributedTeam::DistributedTeam(const DistributedPlace& place, std::chrono::milliseconds patience)
    : m_place(place), m_group(std::make_unique<Group>(place, patience)) {}

DistributedTeam::~DistributedTeam() = default;

void DistributedTeam::average(const std::vector<at::Tensor>& tensors) const {
    const at::NoGradGuard noGrad;
    for (const std::vector<at::Tensor>& bucket : bucketsOf(tensors)) {
        at::Tensor flat = flattened(bucket);
        m_group->sum(flat);
        spread(flat.div_(m_place.size), bucket);
    }
}

void DistributedTeam::takeOver(const std::vector<at::Tensor>& tensors) const {
    const at::NoGradGuard noGrad;
    for (const std::vector<at::Tensor>& bucket : bucketsOf(tensors)) {
        at::Tensor flat = flattened(bucket);
        m_group->broadcast(flat);
        spread(flat, bucket);
    }
}

void DistributedTeam::takeOverFile(const std::filesystem::path& path,
                                   const std::filesystem::path& copy) const {
    std::optional<MappedFile> source;
    std::ofstream target;
    at::Tensor length = at::zeros({1}, at::kLong);
    if (rank() == 0) {
        source.emplace(path);
        length.fill_(static_cast<std::int64_t>(source->bytes().size()));
    } else {
        target.open(copy, std::ios::binary | std::ios::trunc);
    }
    m_group->broadcast(length);
    const auto bytes = length.item<std::int64_t>();
    for (std::int64_t start = 0; start < bytes; start += bytesAtOnce) {
        at::Tensor piece = at::empty({std::min(bytesAtOnce, bytes - start)}, at::kByte);
        const auto count = static_cast<std::size_t>(piece.numel());
        if (source) {
            std::memcpy(piece.data_ptr(), source->bytes().data() + start, count);
        }
        m_group->broadcast(piece);
        if (!source) {
            target.write(static_cast<const char*>(piece.data_ptr()), piece.numel());
        }
    }
    if (!source && !target.flush()) {
        throw Error("cannot be written", copy.string(), "Make room on the disk");
    }
}

bool DistributedTeam::all(bool here) const {
    at::Tensor failures = at::full({1}, here ? 0.0 : 1.0, at::kFloat);
    m_group->sum(failures);
    return failures.item<float>() == 0;
}

} // namespace underpaint::train
