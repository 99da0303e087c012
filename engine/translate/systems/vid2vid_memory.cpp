// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/translate/systems/vid2vid_memory.h"

#include "engine/base/error.h"

#include <algorithm>
#include <string>
#include <utility>

namespace underpaint::translate {

namespace {

[[noreturn]] void failOther() {
    throw Error("what was kept of a sequence belongs to another model or size", "sequence",
                "Render it from the beginning, into another folder");
}

RolloutMemory::Numbers numbersOf(const nets::Tensor& tensor) {
    const nets::Tensor dense = tensor.to(at::kCPU, at::kFloat).contiguous();
    const auto* values = dense.data_ptr<float>();
    return {dense.sizes().vec(), {values, values + dense.numel()}};
}

nets::Tensor tensorOf(const RolloutMemory::Numbers& numbers) {
    std::int64_t count = 1;
    constexpr std::int64_t most = 1LL << 34;
    for (const std::int64_t extent : numbers.shape) {
        if (extent < 0 || extent > most || count > most) {
            failOther();
        }
        count *= extent;
    }
    if (count != static_cast<std::int64_t>(numbers.values.size())) {
        failOther();
    }
    nets::Tensor tensor = at::empty(numbers.shape, at::kFloat);
    std::copy(numbers.values.begin(), numbers.values.end(), tensor.data_ptr<float>());
    return tensor;
}

const RolloutMemory::Numbers* find(const RolloutMemory& memory, const std::string& name) {
    const auto found = memory.numbers.find(name);
    return found == memory.numbers.end() ? nullptr : &found->second;
}

} // namespace

RolloutMemory memoryOf(const Vid2VidPast& past) {
    RolloutMemory memory;
    for (std::size_t scale = 0; scale < past.state.previous.size(); ++scale) {
        memory.numbers["previous." + std::to_string(scale)] = numbersOf(past.state.previous[scale]);
    }
    for (std::size_t i = 0; i < past.seen.size(); ++i) {
        const nets::NetworkInput& one = past.seen[i];
        const std::string number = std::to_string(i);
        if (!one.isPainted()) {
            memory.numbers["dense." + number] = numbersOf(one.dense());
            continue;
        }
        memory.numbers["labels." + number] = numbersOf(one.labels());
        memory.numbers["classes." + number] = {{1}, {static_cast<float>(one.classes())}};
        if (one.planes().defined()) {
            memory.numbers["planes." + number] = numbersOf(one.planes());
        }
    }
    return memory;
}

Vid2VidPast pastOf(const RolloutMemory& memory, const nets::vid2vid::RolloutPlan& plan) {
    Vid2VidPast past;
    for (std::int64_t scale = 0; scale < plan.scales; ++scale) {
        const auto* numbers = find(memory, "previous." + std::to_string(scale));
        if (numbers == nullptr) {
            break;
        }
        nets::Tensor frames = tensorOf(*numbers);
        if (frames.dim() != 5 || frames.size(0) != 1 || frames.size(1) != plan.frames - 1) {
            failOther();
        }
        past.state.previous.push_back(std::move(frames));
    }
    for (std::int64_t i = 0; i < plan.frames; ++i) {
        const std::string number = std::to_string(i);
        const auto* labels = find(memory, "labels." + number);
        const auto* classes = find(memory, "classes." + number);
        if (const auto* dense = find(memory, "dense." + number)) {
            past.seen.emplace_back(tensorOf(*dense));
        } else if (labels != nullptr && classes != nullptr && classes->values.size() == 1) {
            const auto* planes = find(memory, "planes." + number);
            past.seen.emplace_back(tensorOf(*labels).to(at::kInt),
                                   static_cast<std::int64_t>(classes->values[0]),
                                   planes == nullptr ? nets::Tensor() : tensorOf(*planes));
        } else {
            break;
        }
    }
    const bool begun = !past.seen.empty();
    const auto scales = static_cast<std::int64_t>(past.state.previous.size());
    if (scales != (begun ? plan.scales : 0)) {
        failOther();
    }
    return past;
}

} // namespace underpaint::translate
