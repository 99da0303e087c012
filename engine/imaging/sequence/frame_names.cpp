// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/imaging/sequence/frame_names.h"

#include <algorithm>
#include <charconv>
#include <map>

namespace underpaint::imaging {

namespace {

bool isDecimal(char c) {
    return c >= '0' && c <= '9';
}

std::string_view digitsAt(std::string_view text, std::size_t at) {
    std::size_t end = at;
    while (end < text.size() && isDecimal(text[end])) {
        ++end;
    }
    return text.substr(at, end - at);
}

std::string_view withoutZeros(std::string_view digits) {
    const std::size_t first = digits.find_first_not_of('0');
    return first == std::string_view::npos ? std::string_view() : digits.substr(first);
}

std::string named(const NumberedName& like, std::uint64_t number, std::size_t digits) {
    std::string text = std::to_string(number);
    text.insert(0, digits > text.size() ? digits - text.size() : 0, '0');
    return like.before + text + like.after;
}

} // namespace

bool comesBefore(std::string_view a, std::string_view b) {
    std::size_t i = 0;
    std::size_t j = 0;
    while (i < a.size() && j < b.size()) {
        if (!isDecimal(a[i]) || !isDecimal(b[j])) {
            if (a[i] != b[j]) {
                return static_cast<unsigned char>(a[i]) < static_cast<unsigned char>(b[j]);
            }
            ++i;
            ++j;
            continue;
        }
        const std::string_view da = digitsAt(a, i);
        const std::string_view db = digitsAt(b, j);
        const std::string_view va = withoutZeros(da);
        const std::string_view vb = withoutZeros(db);
        if (va.size() != vb.size()) {
            return va.size() < vb.size();
        }
        if (va != vb) {
            return va < vb;
        }
        if (da.size() != db.size()) {
            return da.size() < db.size();
        }
        i += da.size();
        j += db.size();
    }
    return a.size() - i < b.size() - j;
}

std::optional<NumberedName> numberIn(std::string_view name) {
    constexpr std::size_t mostDigits = 18;
    std::size_t end = name.size();
    while (end > 0 && !isDecimal(name[end - 1])) {
        --end;
    }
    std::size_t start = end;
    while (start > 0 && isDecimal(name[start - 1])) {
        --start;
    }
    if (start == end || end - start > mostDigits) {
        return std::nullopt;
    }
    NumberedName result{std::string(name.substr(0, start)), 0, std::string(name.substr(end))};
    std::from_chars(name.data() + start, name.data() + end, result.number);
    return result;
}

std::vector<NameGap> gapsIn(const std::vector<std::string>& names) {
    std::vector<NumberedName> numbers;
    for (const std::string& name : names) {
        const auto number = numberIn(name);
        const bool alike = number && (numbers.empty() || (number->before == numbers[0].before &&
                                                          number->after == numbers[0].after));
        if (!alike) {
            return {};
        }
        numbers.push_back(*number);
    }
    std::map<std::uint64_t, std::size_t> steps;
    for (std::size_t i = 1; i < numbers.size(); ++i) {
        ++steps[numbers[i].number - numbers[i - 1].number];
    }
    const auto usual = std::ranges::max_element(
        steps, [](const auto& a, const auto& b) { return a.second < b.second; });
    // Without a rule there is no exception.
    if (usual == steps.end() || usual->first == 0 || usual->second * 2 < names.size()) {
        return {};
    }
    std::vector<NameGap> gaps;
    for (std::size_t i = 1; i < numbers.size(); ++i) {
        const std::uint64_t step = numbers[i].number - numbers[i - 1].number;
        if (step <= usual->first) {
            continue;
        }
        const std::size_t digits =
            names[i].size() - numbers[i].before.size() - numbers[i].after.size();
        const std::uint64_t first = numbers[i - 1].number + usual->first;
        const std::uint64_t last =
            std::max(first, numbers[i].number - std::min(usual->first, numbers[i].number));
        std::string missing = named(numbers[i], first, digits);
        if (last > first) {
            missing += " to " + named(numbers[i], last, digits);
        }
        gaps.push_back({missing, i});
    }
    return gaps;
}

} // namespace underpaint::imaging
