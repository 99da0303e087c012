// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/project/foreign_reader.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace underpaint::project {

/// A NumPy number type: 'f' float, 'i' signed, 'u' unsigned, 'b' boolean.
struct NumberType {
    char kind = 'f';
    std::size_t size = 8; ///< bytes
    bool bigEndian = false;
};

/// What stands before the data of a .npy file.
struct NpyHeader {
    bool isObject = false; ///< a pickle follows instead of numbers
    NumberType type;
    bool fortranOrder = false;
    std::vector<std::int64_t> shape;
};

/// Reads magic, version and header (NumPy's numpy/lib/format.py describes them). Throws Error.
NpyHeader readNpyHeader(ForeignReader& reader);

/// "<f8", "|b1", "i4" ... Throws Error for anything but numbers of 1, 2, 4 or 8 bytes.
NumberType numberType(std::string_view description, const std::string& where);

/// The numbers as doubles in row-major order; `data` must have exactly their size, so that the
/// result is at most eight times as large. Throws Error.
std::vector<double> decodeNumbers(std::span<const std::byte> data,
                                  const std::vector<std::int64_t>& shape, const NumberType& type,
                                  bool fortranOrder, const std::string& where);

} // namespace underpaint::project
