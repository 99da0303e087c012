// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/team/distributed_team.h"

#include "engine/base/error.h"
#include "engine/base/mapped_file.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <optional>

namespace underpaint::train {

namespace {

/// Values that travel at once: 16 MiB.
constexpr std::int64_t bucketValues = std::int64_t{4} << 20;
constexpr std::int64_t bytesAtOnce = std::int64_t{16} << 20;

/// Tensors that travel together: at most bucketValues, or a single larger one.
struct Bucket {
    std::vector<at::Tensor> tensors;
    std::int64_t values = 0;
};

std::vector<Bucket> bucketsOf(const std::vector<at::Tensor>& tensors) {
    std::vector<Bucket> buckets;
    for (const at::Tensor& tensor : tensors) {
        if (!tensor.defined()) {
            continue;
        }
        if (buckets.empty() || buckets.back().values + tensor.numel() > bucketValues) {
            buckets.emplace_back();
        }
        buckets.back().tensors.push_back(tensor.detach());
        buckets.back().values += tensor.numel();
    }
    return buckets;
}

/// Room for the largest of them.
at::Tensor roomFor(const std::vector<Bucket>& buckets, at::Device device) {
    std::int64_t most = 0;
    for (const Bucket& bucket : buckets) {
        most = std::max(most, bucket.values);
    }
    return at::empty({most}, at::TensorOptions(device).dtype(at::kFloat));
}

/// The tensors one after the other at the beginning of `room`, as `travel` leaves them there.
template<class Travel>
void carry(const std::vector<Bucket>& buckets, const at::Tensor& room, const Travel& travel) {
    for (const Bucket& bucket : buckets) {
        const at::Tensor flat = room.narrow(0, 0, bucket.values);
        std::vector<at::Tensor> parts;
        std::int64_t start = 0;
        for (const at::Tensor& tensor : bucket.tensors) {
            parts.push_back(flat.narrow(0, start, tensor.numel()).view(tensor.sizes()));
            parts.back().copy_(tensor);
            start += tensor.numel();
        }
        travel(flat);
        for (std::size_t i = 0; i < parts.size(); ++i) {
            bucket.tensors[i].copy_(parts[i]);
        }
    }
}

} // namespace

DistributedTeam::DistributedTeam(const DistributedPlace& place, std::chrono::milliseconds patience,
                                 at::Device device)
    : m_place(place), m_channel(openChannel(place, device, patience)) {}

void DistributedTeam::average(const std::vector<at::Tensor>& tensors) const {
    const at::NoGradGuard noGrad;
    const std::vector<Bucket> buckets = bucketsOf(tensors);
    // All memory is taken before the others are told that this process goes on.
    const at::Tensor room = roomFor(buckets, m_channel.device);
    if (!all(true)) {
        throw GivenUp();
    }
    try {
        carry(buckets, room, [this](const at::Tensor& flat) {
            m_channel.sum(flat);
            flat.div_(m_place.size);
        });
    } catch (const std::exception& failure) {
        if (!meansOutOfMemory(failure)) {
            throw;
        }
        // Too late for giveUp(): the others are in the middle of this.
        throw Error("memory ran short while the processes joined their gradients", {},
                    "Start all of them again with --resume and smaller pictures in the recipe");
    }
}

void DistributedTeam::giveUp() const {
    (void)all(false);
}

void DistributedTeam::takeOver(const std::vector<at::Tensor>& tensors) const {
    const at::NoGradGuard noGrad;
    const std::vector<Bucket> buckets = bucketsOf(tensors);
    carry(buckets, roomFor(buckets, m_channel.device), m_channel.broadcast);
}

void DistributedTeam::broadcast(at::Tensor& tensor) const {
    const at::Tensor there = tensor.to(m_channel.device);
    m_channel.broadcast(there);
    tensor.copy_(there);
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
    broadcast(length);
    const auto bytes = length.item<std::int64_t>();
    for (std::int64_t start = 0; start < bytes; start += bytesAtOnce) {
        at::Tensor piece = at::empty({std::min(bytesAtOnce, bytes - start)}, at::kByte);
        const auto count = static_cast<std::size_t>(piece.numel());
        if (source) {
            std::memcpy(piece.data_ptr(), source->bytes().data() + start, count);
        }
        broadcast(piece);
        if (!source) {
            target.write(static_cast<const char*>(piece.data_ptr()), piece.numel());
        }
    }
    if (!source && !target.flush()) {
        throw Error("cannot be written", copy.string(), "Make room on the disk");
    }
}

bool DistributedTeam::all(bool here) const {
    const at::Tensor failures =
        at::full({1}, here ? 0.0 : 1.0, at::TensorOptions(m_channel.device).dtype(at::kFloat));
    m_channel.sum(failures);
    return failures.item<float>() == 0;
}

} // namespace underpaint::train
