// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/nets/weights/state_dict_names.h"

#include "engine/base/error.h"

#include <algorithm>
#include <charconv>

namespace underpaint::nets {

std::string numbered(const std::string& prefix, std::int64_t number, const std::string& suffix) {
    return prefix + std::to_string(number) + suffix;
}

std::set<std::int64_t> StateDictNames::numbersAfter(std::string_view prefix,
                                                    std::string_view suffix) const {
    constexpr std::int64_t largest = 1000;
    std::set<std::int64_t> numbers;
    for (const project::StoredTensor& tensor : m_file.tensors()) {
        const std::string_view name = tensor.name;
        if (!name.starts_with(prefix)) {
            continue;
        }
        const char* first = name.data() + prefix.size();
        const char* last = name.data() + name.size();
        std::int64_t number = -1;
        const auto [end, status] = std::from_chars(first, last, number);
        const std::string_view rest(end, static_cast<std::size_t>(last - end));
        if (status == std::errc{} && number >= 0 && number <= largest && rest.starts_with(suffix)) {
            numbers.insert(number);
        }
    }
    return numbers;
}

std::int64_t StateDictNames::extent(const std::string& key, std::size_t axis) const {
    const project::StoredTensor* tensor = m_file.find(key);
    if (tensor == nullptr) {
        fail("the weight " + key + " is missing");
    }
    const auto positive = [](std::int64_t n) { return n > 0; };
    if (tensor->shape.size() != 4 ||
        !std::all_of(tensor->shape.begin(), tensor->shape.end(), positive)) {
        fail(key + " is no convolution weight with 4 dimensions");
    }
    return tensor->shape[axis];
}

std::int64_t StateDictNames::rows(const std::string& key) const {
    const project::StoredTensor* tensor = m_file.find(key);
    if (tensor == nullptr) {
        fail("the weight " + key + " is missing");
    }
    if (tensor->shape.empty() || tensor->shape.front() < 1) {
        fail(key + " is empty");
    }
    return tensor->shape.front();
}

bool StateDictNames::isConvolution(const std::string& key) const {
    const project::StoredTensor* tensor = m_file.find(key);
    return tensor != nullptr && tensor->shape.size() == 4;
}

std::string StateDictNames::normAt(const std::string& layer) const {
    const project::StoredTensor* weight = m_file.find(layer + ".weight");
    if (weight == nullptr || weight->shape.size() != 1) {
        return "instance";
    }
    if (!has(layer + ".running_mean")) {
        fail("the norm " + layer +
                 " has weights and no running statistics (an instance norm with " +
                 "affine=True, or a group norm)",
             "Only plain instance norms and batch norms are known");
    }
    return "batch";
}

void StateDictNames::fail(const std::string& problem, const std::string& remedy) const {
    throw Error(problem, m_file.path().string(), remedy);
}

} // namespace underpaint::nets
